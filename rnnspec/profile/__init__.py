"""What data files hold, read without pandas and NumPy: columns, gaps, classes, shapes.

In: a source of the study, the spec's folder, the columns that matter. Out: `DataFacts`, or a
`FactsError`. Nothing is ever unpickled or run, and a file is only read.
"""

from rnnspec.profile.found import (
    Array,
    Column,
    DataFacts,
    FactsError,
    NoSuchArray,
    Times,
    Unreadable,
    Unusable,
)
from rnnspec.profile.read import read_facts

__all__ = [
    "Array",
    "Column",
    "DataFacts",
    "FactsError",
    "NoSuchArray",
    "Times",
    "Unreadable",
    "Unusable",
    "read_facts",
]
