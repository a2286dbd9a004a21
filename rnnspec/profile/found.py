"""The facts of a data source, and why there may be none.

Frozen records; the messages of the errors are fragments that finish "the file ...".
"""

from dataclasses import dataclass
from functools import cached_property

MOST_DISTINCT = 10_000
"""Distinct values are listed up to this many."""


@dataclass(frozen=True)
class Column:
    """One column of a table, in the order of time where one is given.

    `kind` is int, float, bool or text, by the values that are there (pandas would call integers
    with gaps float), or none where all are missing. `missing` values are those that pandas reads
    as NaN; `leading` of them stand before the first that is there. `strange` is the first value
    that is no finite number. `texts` are the distinct values as written, sorted, and `integers`
    the same as numbers where all are whole; None where they are more than `MOST_DISTINCT`.
    """

    name: str
    kind: str
    missing: int = 0
    leading: int = 0
    constant: bool = False
    strange: str | None = None
    texts: tuple[str, ...] | None = None
    integers: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Times:
    """The column of time: the first value that is no time, the first that repeats in its group.

    `ordered` tells whether the rows of the file stand in the order of time.
    """

    name: str
    unreadable: str | None = None
    repeated: str | None = None
    ordered: bool = True


@dataclass(frozen=True)
class Array:
    """One array: its shape; `kind` is int, float, bool or text.

    `low` and `high` bound the values of integers; `missing` counts NaN and infinite floats;
    `distinct` are the sorted values of integers and texts, up to `MOST_DISTINCT` of them.
    """

    name: str
    shape: tuple[int, ...]
    kind: str
    low: int | None = None
    high: int | None = None
    missing: int = 0
    distinct: tuple[int, ...] | tuple[str, ...] | None = None


@dataclass(frozen=True)
class DataFacts:
    """What a source holds.

    Of a table: `rows`, the `names` of all columns, those `columns` that were asked for and are
    there, `times` where the source names a column of time that is there. Of arrays: `rows` is the
    number of samples, and `arrays` are x and y.
    """

    rows: int
    names: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    times: Times | None = None
    arrays: tuple[Array, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns that were read, by name."""
        return {column.name: column for column in self.columns}


class FactsError(Exception):
    """The source cannot be used; `why` tells it in a few words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Unreadable(FactsError):
    """The file is not there, cannot be opened, or is not of its format."""


class NoSuchArray(FactsError):
    """The npz file has no array of this name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"it has no array `{name}`")
        self.name = name
        self.known = known


class Unusable(FactsError):
    """The column or array `name` is there, and can never be used."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name = name
