"""The compiler and runner of the rnnspec language."""

__version__ = "0.1.0"
