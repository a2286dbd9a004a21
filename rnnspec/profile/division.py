"""Where the parts of a table begin, told by the functions that divide it for training.

In: a table in the order of its time, the split of a study. Out: the table with its parts behind one
another, and a `Cut`. Imports pandas, and is itself imported only where no profile is kept.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from rnnspec.profile.profile import Cut, Times
from rnnspec.profile.times import group_in_words, written_moments
from rnnspec.runtime import bounds, division, tables
from rnnspec.study.data import Split, Table

USUAL = (0.15, 0.15)
"""The shares of validation and test whose times a message may name."""


def divide(
    table: pd.DataFrame, source: Table, times: Times | None, split: Split
) -> tuple[pd.DataFrame, Cut]:
    """The table divided, and where its parts begin; as it is, where a time of the split is none."""
    if times is None:
        moments = pd.Series(pd.NaT, index=table.index)
    else:
        moments = tables.parse_times(table[times.name], times.format or "ISO8601")

    def told(*rows: int) -> tuple[str | None, ...]:
        there = [row for row in rows if times is not None and row < len(table)]
        texts = dict(zip(there, _in_words(moments.iloc[there]), strict=True))
        return tuple(texts.get(row) for row in rows)

    usual = tuple(filter(None, told(*bounds.part_bounds(len(table), *USUAL))))
    unread = tuple(
        name
        for name, held in zip(("validation", "test"), split.held, strict=True)
        if isinstance(held, str) and not _is_moment(held, moments, times)
    )
    if unread:
        return table, Cut(unread=unread, usual=usual)
    if not split.reads_rows(grouped=source.group is not None):
        begin, end = bounds.counted_bounds(len(table), *map(float, split.held))
        return table, Cut((begin, end), told(0, begin, end), usual=usual)
    parts = _parts(table, source, times, split)
    table, begin, end = division.part_after_part(table, parts)
    moments = moments.loc[table.index]
    found = Cut((begin, end), told(0, begin, end), usual=usual)
    if split.kind != "groups":
        return table, found
    labels = table[source.group_name]
    stretches = (labels.iloc[rows] for rows in _stretches(begin, end))
    names = (tuple(sorted(map(group_in_words, part.unique()))) for part in stretches)
    return table, replace(found, groups=tuple(names))


def ends_of_parts(
    table: pd.DataFrame, begins: tuple[int, int]
) -> Iterator[tuple[str, tuple[tuple[float, float] | None, ...]]]:
    """The least and the greatest value of each part, of the columns of numbers."""
    for name in table.select_dtypes("number").columns:
        parts = (table[name].iloc[rows].dropna() for rows in _stretches(*begins))
        yield name, tuple((float(p.min()), float(p.max())) if len(p) else None for p in parts)


def _stretches(begin: int, end: int) -> tuple[slice, slice, slice]:
    return slice(begin), slice(begin, end), slice(end, None)


def _parts(table: pd.DataFrame, source: Table, times: Times | None, split: Split) -> np.ndarray:
    """The number of each row's part."""
    if split.kind == "groups":
        return division.mark_groups(table[source.group_name], *map(float, split.held))
    time, form = (None, None) if times is None else (times.name, times.format)
    return division.mark_in_time(table, *split.held, time, source.group_name, form or "ISO8601")


def _in_words(moments: pd.Series) -> list[str]:
    if moments.dtype.kind != "M":
        return [f"{number:.15g}" for number in moments]
    return written_moments(list(moments))


def _is_moment(text: str, moments: pd.Series, times: Times | None) -> bool:
    if times is None or not any(sign.isdigit() for sign in text):  # pandas reads `now` as well
        return False
    return not pd.isna(division.read_moment(text, moments, times.format or "ISO8601"))
