"""A data file predicted with a model that a run has kept."""
