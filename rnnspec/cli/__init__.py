"""The command line: the only place that prints, colours and exits."""

from rnnspec.cli.main import main

__all__ = ["main"]
