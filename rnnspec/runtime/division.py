"""The division of a table: which of its rows train, validate and test.

In: a table in the order of its time, what is held back. Out: the number of each row's part (0
trains, 1 validates, 2 tests), and the table with its parts behind one another. A share of 0 or more
and below 1 is one of all rows or groups, a whole number so many of them, a text the time at which
a part begins.
"""

from fractions import Fraction

import numpy as np
import pandas as pd

from rnnspec.runtime.bounds import counted_bounds
from rnnspec.runtime.parts import shuffled_order
from rnnspec.runtime.tables import parse_times


def read_moment(text: str, times: pd.Series, format: str = "ISO8601") -> pd.Timestamp | float:
    """Read a time as the times are written, else as ISO 8601; missing where it is none."""
    if pd.api.types.is_numeric_dtype(times):
        return pd.to_numeric(text, errors="coerce")
    found = [parse_times(pd.Series([text]), one).iloc[0] for one in (format, "ISO8601")]
    return found[1] if pd.isna(found[0]) else found[0]


def mark_in_time(
    table: pd.DataFrame,
    validation: float | str,
    test: float | str,
    time: str | None = None,
    group: str | None = None,
    format: str = "ISO8601",
) -> np.ndarray:
    """Number the part of each row: the last ones test, and of those before the last validate.

    A whole number is one of rows, of each group.
    """
    parts = np.zeros(len(table), int)
    for part, held in ((2, test), (1, validation)):
        left = np.flatnonzero(parts == 0)
        if isinstance(held, str):
            times = parse_times(table[time], format).iloc[left]
            late = (times >= read_moment(held, times, format)).to_numpy()
        elif held >= 1:
            owners = np.zeros(len(left)) if group is None else table[group].iloc[left].to_numpy()
            late = pd.Series(left).groupby(owners).cumcount(ascending=False).to_numpy() < held
        else:
            late = np.arange(len(left)) >= int(len(left) - Fraction(str(held)) * len(table))
        parts[left[late]] = part
    return parts


def mark_groups(labels: pd.Series, validation: float, test: float) -> np.ndarray:
    """Number the part of each row by its group: whole groups are held back.

    Groups stand in a random order that is always the same; the last of them test, and those before
    these validate.
    """
    names, numbers = np.unique(labels, return_inverse=True)
    begin, end = counted_bounds(len(names), validation, test)
    places = np.argsort(shuffled_order(len(names), seed=0))
    return ((places >= begin).astype(int) + (places >= end))[numbers]


def put_behind(table: pd.DataFrame, other: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Put a table behind another; return both, and the row at which it begins."""
    return pd.concat([table, other], ignore_index=True), len(table)


def keep_apart(labels: pd.Series | np.ndarray, begin: int) -> np.ndarray:
    """Number the group of each row, of the rows from `begin` on by numbers of their own."""
    _, numbers = np.unique(labels, return_inverse=True)
    return numbers + (np.arange(len(numbers)) >= begin) * (numbers.max() + 1)


def part_after_part(table: pd.DataFrame, parts: np.ndarray) -> tuple[pd.DataFrame, int, int]:
    """Put the rows of each part behind one another, each part's in the order in which they are.

    Return the table, and the rows at which validation and test begin.
    """
    begin, end = (int((parts < part).sum()) for part in (1, 2))
    return table.iloc[np.argsort(parts, kind="stable")], begin, end
