"""Targets: a study rendered as a standalone script for a library of one's own choice."""
