"""From a syntax tree and facts about the data to a study, or to all problems of the file."""

from rnnspec.check.checker import check_file

__all__ = ["check_file"]
