"""The rows of a table with their times, and those that follow the end of each of its groups.

In: what the plan finds in a file: the sorted table, and the order that brings groups together.
Out: times and values of rows by their numbers, in which so many rows as are predicted follow the
last one of each group. Knows no windows and no model.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np

from rnnspec.executors.messages import WEEKDAY, Predict
from rnnspec.runtime.grid import grid_times, write_times
from rnnspec.runtime.tables import parse_times
from rnnspec.study.data import Table


class TimedRows:
    """The rows, each group's together, in the order of time, those of the file and those behind it.

    `at` holds the number of each row of the file. `times` are written as the file writes them; a
    row without a time is told by its number in the file. What is not known is None.
    """

    def __init__(self, task: Predict, cases: Mapping[str, Any]) -> None:
        source, farthest = task.source, task.study.data.ahead[-1]
        assert isinstance(source, Table)
        self._table = cases["table"]
        self._order: np.ndarray = cases.get("rows", np.arange(len(self._table)))
        self._groups: np.ndarray = cases.get("groups", np.zeros(len(self._table), int))
        self._columns, self._group = source.group_columns, source.group_name
        self._lasts = np.flatnonzero(np.append(self._groups[1:] != self._groups[:-1], True))
        self.at: np.ndarray = np.arange(len(self._order)) + farthest * self._groups
        ahead = np.arange(1, farthest + 1)
        self._behind = (self.at[self._lasts, None] + ahead).ravel()
        self._size = len(self.at) + len(self._behind)
        self.times = np.full(self._size, None, object)
        if source.time_name is None:
            self.times[self.at] = self._order + 1
            if source.group is None:
                self.times[self._behind] = len(self.at) + ahead
            self._keys = self.times.astype("float64")
            return
        self.times = self.values(source.time_name)
        column = self._table[source.time_name]
        moments = parse_times(column, task.study.data.time_format).reset_index(drop=True)
        self._keys = np.full(self._size, np.nan).astype(_plain(moments).dtype)
        self._keys[self.at] = _plain(moments)[self._order]
        if task.steps is not None:
            firsts = np.repeat(self._order[self._lasts], farthest)
            beyond = _behind(moments, firsts, np.tile(ahead, len(self._lasts)), *task.steps)
            self._keys[self._behind] = _plain(beyond)
            written = write_times(beyond, column, task.study.data.time_format)
            self.times[self._behind] = written.to_numpy(object)

    def values(self, column: str) -> np.ndarray:
        """The values of a column by the numbers of rows."""
        found = np.full(self._size, None, object)
        found[self.at] = self._table[column].to_numpy(object)[self._order]
        return found

    def is_last(self, ends: np.ndarray) -> np.ndarray:
        """Whether rows of the file are the last of their groups."""
        return np.isin(ends, self._lasts)

    def groups(self, rows: np.ndarray) -> list[tuple[str, np.ndarray]]:
        """The groups of rows of the file, by the columns that tell them."""
        if self._group is None:
            return []
        labels = self.values(self._group)[rows]
        if len(self._columns) == 1:
            return [(self._group, labels)]
        return [
            (column, np.array([label[place] for label in labels], object))
            for place, column in enumerate(self._columns)
        ]

    def without(self, ends: np.ndarray) -> tuple[str, ...]:
        """The groups that have none of these rows of the file."""
        lasts = self._lasts[~np.isin(self._groups[self._lasts], self._groups[ends])]
        columns = (column for _, column in self.groups(self.at[lasts]))
        return tuple(", ".join(map(str, parts)) for parts in zip(*columns, strict=True))

    def are_from(self, begin: datetime | float, rows: np.ndarray) -> np.ndarray:
        """Whether rows lie at a time or behind it, as those of an unknown time do."""
        bound: Any = begin
        if isinstance(begin, datetime):
            bound = np.datetime64(begin.astimezone(UTC).replace(tzinfo=None))
        earlier: np.ndarray = self._keys[rows] < bound
        return ~earlier


def _behind(
    moments: Any, firsts: np.ndarray, ahead: np.ndarray, every: int, step: str | float
) -> Any:
    """The moments of rows so far behind the rows `firsts`, as a column of pandas."""
    if step != WEEKDAY:
        return grid_times(moments, firsts, ahead * every, step)
    begins = moments.iloc[firsts].reset_index(drop=True)
    days = _plain(begins).astype("datetime64[D]")
    return begins + (np.busday_offset(days, ahead) - days)


def _plain(moments: Any) -> np.ndarray:
    """A column of times as numbers, or as moments of UTC without their zone."""
    plain = moments.dt.tz_localize(None) if moments.dtype.kind == "M" else moments.astype("float64")
    values: np.ndarray = plain.to_numpy()
    return values
