"""Runs: a study searched, trained in workers, and kept."""
