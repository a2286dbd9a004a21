"""The profile of a data source, and why there may be none.

Frozen records; the messages of the errors are fragments that finish "the file ...".
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from rnnspec.study.data import Timeline
from rnnspec.values import Value

MOST_DISTINCT = 10_000
"""Distinct values are listed up to this many."""


WrittenAs: TypeAlias = tuple[tuple[str, Value], ...]
"""Arguments of a source under which something would be read that is not."""


@dataclass(frozen=True)
class Column:
    """One column of a table as training gets it, in the order of time where one is given.

    `kind` is int (all values are whole), float, bool or text, or none where all are `missing`;
    `leading` of these stand before the first that is there. `strange` is the first value that is
    no finite number, `strange_count` how many there are, and `line` where the first stands, where
    they are few; `mends` are ways to read them as numbers. `mark` is a number that seems to stand
    for missing ones, and how often it does. `integers` are the distinct values of whole numbers,
    `texts` those of what is read as text, sorted; None where they are more than `MOST_DISTINCT`.
    Of numbers, `zeros` are 0, `low` is the least, and `constant` is the value that all have, where
    they do not vary.
    """

    name: str
    kind: str
    missing: int = 0
    leading: int = 0
    strange: str | None = None
    strange_count: int = 0
    line: int | None = None
    mends: tuple[WrittenAs, ...] = ()
    mark: tuple[str, int] | None = None
    texts: tuple[str, ...] | None = None
    integers: tuple[int, ...] | None = None
    zeros: int = 0
    constant: int | float | None = None
    low: int | float | None = None


@dataclass(frozen=True)
class Times:
    """The column of time.

    `format` is the one that reads every row, as `strptime` or pandas name it. Where there is none,
    `unreadable` is the first value that is no time in the format that reads most of them, and
    `readings` are that format and the number of values it reads; where there are several, they
    are each format and what it makes of `unreadable`. `repeated` is the first value that repeats
    in its group, and `scrambled` are two neighbours, where the rows of a group stand neither in
    the order of time nor in its reverse. `numeric` times are numbers. `at` is the line of
    `unreadable`, where few are like it; under `mends` these are no rows. Of `intervals` all is told
    of their beginnings.

    Where rows are put on a grid, `astray` is the first time off it, and `absent` are the rows that
    the grid has besides; where less than one in a hundred is there, it is `sparse`.
    """

    name: str
    format: str | None = "ISO8601"
    unreadable: str | None = None
    readings: tuple[tuple[str, str | int], ...] = ()
    repeated: str | None = None
    scrambled: tuple[str, str] | None = None
    line: Timeline | None = None
    numeric: bool = False
    astray: str | None = None
    absent: int = 0
    sparse: bool = False
    at: int | None = None
    mends: tuple[WrittenAs, ...] = ()
    intervals: bool = False


@dataclass(frozen=True)
class Array:
    """One array: its shape; `kind` is int, float, bool or text.

    `low` and `high` bound the values of integers; `missing` counts NaN and infinite floats;
    `distinct` are the sorted values of integers and texts, up to `MOST_DISTINCT` of them. Where all
    values of a matrix are 0 or 1, `ones` are how many a row has at least and at most; `constant` is
    the number that all values are.
    """

    name: str
    shape: tuple[int, ...]
    kind: str
    low: int | None = None
    high: int | None = None
    missing: int = 0
    distinct: tuple[int, ...] | tuple[str, ...] | None = None
    ones: tuple[int, int] | None = None
    constant: float | None = None


@dataclass(frozen=True)
class Asked:
    """What is to be told of the parts of a table.

    `inputs` are the lists of columns that may be chosen, `labels` the classes of the target, where
    it is one; windows are of `shortest` to `longest` rows and predict the rows `ahead` of their
    last. `parts` are names and rows.
    """

    inputs: tuple[tuple[str, ...], ...]
    targets: tuple[str, ...]
    labels: tuple[str | int, ...]
    shortest: int
    longest: int
    ahead: range
    missing: str
    parts: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Cut:
    """Where the parts of a table begin: train, validation and test.

    Validation and test begin at the rows `begins`, the parts behind one another. `times` are the
    first of each part, where it has one, and `groups` those that make it up; `unread` tells the
    parts whose own time is none. `usual` are the times at which 0.7 and 0.85 of the rows are past.
    `ends` are the least and the greatest value of each part, None where it has none, by column of
    numbers.
    """

    begins: tuple[int, int] = (0, 0)
    times: tuple[str | None, ...] = (None, None, None)
    groups: tuple[tuple[str, ...], ...] = ((), (), ())
    unread: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    ends: tuple[tuple[str, tuple[tuple[float, float] | None, ...]], ...] = ()


@dataclass(frozen=True)
class Part:
    """What a part of a table holds.

    It has so many `windows` of the longest length, and gaps leave the `whole` ones of them; so many
    `gaps` are rows that miss a value. Where they leave none, windows of up to `fits` rows are left.
    `classes` are the numbers of classes, with how many windows have each.
    """

    name: str
    windows: int
    whole: int
    gaps: int
    fits: int = 0
    classes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Profile:
    """What a source holds.

    Of a table: `rows`, the `names` of all columns, those `columns` that were asked for and are
    there, `times` where the source names a column of time that is there; `ungrouped` rows have no
    value in the column of the group, the others so many `groups`; `cut` is where parts begin,
    where a split was asked for; `plain` tells that the reader of its format reads it, and not
    `read_table`; under `mend` columns would be there that are not. Of arrays: `rows` is the number
    of samples, and `arrays` are x and y.
    """

    rows: int
    names: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    times: Times | None = None
    ungrouped: int = 0
    groups: int | None = None
    arrays: tuple[Array, ...] = ()
    parts: tuple[Part, ...] = ()
    cut: Cut | None = None
    plain: bool = True
    mend: WrittenAs = ()

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns that were read, by name."""
        return {column.name: column for column in self.columns}


class ProfileError(Exception):
    """The source cannot be used; `why` tells it in a few words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Unreadable(ProfileError):
    """The file is not there, cannot be opened, or is not of its format.

    Under `mend` it would be read; `neighbours` are the files that are there instead.
    """

    def __init__(self, why: str, mend: WrittenAs = (), neighbours: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.mend = mend
        self.neighbours = neighbours


class NoSuchArray(ProfileError):
    """The npz file has no array of this name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"it has no array `{name}`")
        self.name = name
        self.known = known


class Unusable(ProfileError):
    """The column or array `name` is there, and can never be used."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name = name
