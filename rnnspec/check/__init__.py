"""From a syntax tree and profiles of the data to an `Analysis`: a study, or all problems."""

from rnnspec.check.analysis import Analysis
from rnnspec.check.checker import check_file

__all__ = ["Analysis", "check_file"]
