"""What data files hold: columns, gaps, classes, times, shapes.

In: a source of the study, the spec's folder, the columns that matter. Out: a `Profile`, or a
`ProfileError`. It is told of the very values that training gets, and kept until the file changes.
Nothing is ever unpickled or run, and a file is only read.
"""

from rnnspec.profile.profile import (
    Array,
    Asked,
    Column,
    Cut,
    NoSuchArray,
    Part,
    Profile,
    ProfileError,
    Times,
    Unreadable,
    Unusable,
    WrittenAs,
)
from rnnspec.profile.read import line_of, read_profile

__all__ = [
    "Array",
    "Asked",
    "Column",
    "Cut",
    "NoSuchArray",
    "Part",
    "Profile",
    "ProfileError",
    "Times",
    "Unreadable",
    "Unusable",
    "WrittenAs",
    "line_of",
    "read_profile",
]
