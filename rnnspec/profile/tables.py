"""The profile of a table, told of what the reader of tables gives.

In: the paths of its files, their source, the columns that matter. Out: a `Profile`. Imports pandas,
and is itself imported only where no profile is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from rnnspec.profile.division import divide, ends_of_parts
from rnnspec.profile.parts import describe_parts
from rnnspec.profile.profile import (
    MOST_DISTINCT,
    Asked,
    Column,
    Profile,
    Unreadable,
    Unusable,
)
from rnnspec.profile.recognise import column_mends, few_unread, first_line, recognised, row_mends
from rnnspec.profile.texts import text_names
from rnnspec.profile.times import ISO, describe_times, on_grid
from rnnspec.runtime import formats, tables, texts
from rnnspec.study.data import FILE, Split, Table

Distinct = TypeVar("Distinct", int, str)

EXACT = 2.0**53
"""From here on a float may stand for several whole numbers."""

READERS: dict[str, Callable[..., pd.DataFrame]] = {**vars(tables), **vars(formats)}

NAMES: dict[str, Callable[[Path, Table, Sequence[str]], tuple[tuple[str, ...], bool]]] = {
    "csv": text_names,
    "parquet": lambda path, *_: (tuple(pq.read_schema(path).names), True),
    "feather": lambda path, *_: (formats.feather_names(path), True),
    "jsonl": lambda path, *_: (formats.jsonl_names(path), True),
    "excel": lambda path, source, _: (formats.read_sheet(path, source.sheet)[0], True),
    "sqlite": lambda path, source, _: (formats.sqlite_names(path, source.query or ""), True),
}
"""By the format of the file, the names of all columns, and whether it is plain."""


def profile_table(
    paths: Sequence[Path],
    source: Table,
    columns: Sequence[str],
    text: Sequence[str] = (),
    time_format: str | None = None,
    parts: Asked | None = None,
    split: Split | None = None,
) -> Profile:
    """The profile of a table; `text` are the columns that are read as text.

    What is asked of its parts needs columns that are sound; it is divided where its times are.

    Raises:
        Unreadable: it is no CSV file.
        Unusable: two columns have a name that is asked for.
        Exception: whatever the libraries raise where it is none of its format.
    """
    group = source.group_columns
    wanted = tuple(dict.fromkeys((*columns, *source.time_columns, *group)))
    names, plain = _names(paths, source, wanted)
    asked = [name for name in wanted if name in names]
    for name in asked:
        if names.count(name) > 1:
            raise Unusable(name, f"{names.count(name)} columns have this name")
    text = [name for name in (*text, *source.time_text) if name in asked]
    table = read = _rows(paths, source, asked, text, plain=plain)
    times = None
    grouped = bool(group) and set(group) <= set(asked)
    if grouped and len(group) > 1:
        table = tables.join_groups(table, group)
    groups = table[source.group_name] if grouped else None
    if source.time_name is not None and set(source.time_columns) <= set(asked):
        if len(source.time_columns) > 1:
            table = tables.join_times(table, source.time_columns)
        column = table[source.time_name]
        written = ISO if source.date_format == "iso" else source.date_format
        form = time_format or written
        times, order = describe_times(source.time_name, column, groups, form)
        intervals = times.format is None and not times.readings and _are_intervals(column)
        if intervals:
            begun = tables.begin_intervals(table, source.time_name)
            begins, placed = describe_times(source.time_name, begun[source.time_name], groups, form)
            if begins.format is not None or begins.readings:
                table, column, times, order = begun, begun[source.time_name], begins, placed
        if times.repeated is not None and times.format and source.duplicates != "error":
            how = (source.time_name, source.duplicates, source.group_name, times.format)
            table = tables.merge_repeats(table, *how)
            groups = table[source.group_name] if grouped else None
            column = table[source.time_name]
            times, order = describe_times(source.time_name, column, groups, times.format)
        times = replace(times, intervals=intervals and times.format is not None)
        table = table if order is None else table.iloc[order]
        if times.unreadable is not None and few_unread(times, len(read)):
            ((nearest, _),) = times.readings
            unread = tables.parse_times(column, nearest).isna().to_numpy()
            mends = row_mends(paths[0], source, unread)
            line = first_line(paths[0], source, column, times.unreadable)
            times = replace(times, at=line, mends=mends)
        whole = times.format is not None and times.repeated is None and times.line is not None
        if source.step is not None and whole and (groups is None or groups.notna().all()):
            table, times = on_grid(table, times, source.step, source.group_name)
    described = tuple(
        recognised(paths[0], source, read[name], describe_column(name, table[name]))
        for name in asked
        if name in columns
    )
    cut = None
    sound = times is None or (times.format is not None and times.repeated is None)
    if split is not None and sound and len(table) and (groups is None or groups.notna().all()):
        table, cut = divide(table, source, times, split)
        cut = replace(cut, ends=tuple(ends_of_parts(table, cut.begins)))
    ungrouped = 0 if groups is None else int(groups.isna().sum())
    number = None if groups is None else int(groups.nunique())
    held = () if parts is None else describe_parts(table, source, parts)
    told = (names, described, times, ungrouped, number)
    found = Profile(len(table), *told, parts=held, cut=cut, plain=plain)
    if source.format == "csv" and len(asked) < len(wanted):
        return replace(found, mend=column_mends(paths[0], source, names, wanted))
    return found


def _names(
    paths: Sequence[Path], source: Table, wanted: Sequence[str]
) -> tuple[tuple[str, ...], bool]:
    """The names of all columns, the same in each file, and whether all files are plain."""
    found = []
    for path in paths:
        try:
            found.append(NAMES[source.format](path, source, wanted))
        except Unreadable as error:
            why = f"`{path.name}`: {error.why}" if source.several else error.why
            raise Unreadable(why, error.mend) from None
    (first, _), *others = found
    for path, (names, _) in zip(paths[1:], others, strict=True):
        lacking = next((name for name in first if name not in names), None)
        if lacking is not None:
            raise Unreadable(f"`{path.name}` has no column `{lacking}`, as `{paths[0].name}` has")
        added = next((name for name in names if names.count(name) > first.count(name)), None)
        if added is not None:
            raise Unreadable(f"`{path.name}` has a column `{added}` more than `{paths[0].name}`")
    plain = all(one for _, one in found)
    return (*first, FILE) if source.several else first, plain


def _rows(
    paths: Sequence[Path],
    source: Table,
    columns: Sequence[str],
    text: Sequence[str],
    *,
    plain: bool,
) -> pd.DataFrame:
    """The rows of all files, as training reads them."""
    reader = READERS[f"read_{source.format}"] if plain else texts.read_table
    held = source.held(columns)
    read = [reader(path, held, text=source.held(text), **source.options) for path in paths]
    return tables.join_files(paths, read) if source.several else read[0]


def _are_intervals(column: pd.Series) -> bool:
    """Whether each cell is a time, a sign and another one."""
    cells = column.astype(str)
    return bool(len(cells)) and bool(cells.str.fullmatch(r".*\d.*( - .*|/\d{4}-)\d.*").all())


def describe_column(name: str, column: pd.Series) -> Column:
    """The profile of a column as it is read."""
    there = column.notna().to_numpy()
    missing = int((~there).sum())
    if missing == len(column):
        return Column(name, "none", missing, missing, texts=(), integers=())
    leading = int(there.argmax())
    values, wrong = tables.parse_numbers(column)
    strange, count = (str(column[wrong].iloc[0]) if wrong.any() else None), int(wrong.sum())
    if pd.api.types.infer_dtype(column, skipna=True) == "boolean":
        return Column(name, "bool", missing, leading, texts=_distinct(column, str))
    values = values[there]
    whole = strange is None and bool((values == np.trunc(values)).all())
    if not pd.api.types.is_numeric_dtype(column):
        kind = "text" if strange is not None else "int" if whole else "float"
        return Column(name, kind, missing, leading, strange, count, texts=_distinct(column, str))
    if pd.api.types.is_float_dtype(column):
        whole = whole and bool((abs(values) < EXACT).all())
    integers = _distinct(column, int) if whole else None
    zeros = int((values == 0).sum())
    constant = float(values[0]) if strange is None and (values == values[0]).all() else None
    kind = "int" if whole else "float"
    described = Column(name, kind, missing, leading, strange, count, integers=integers)
    low = float(values.min()) if strange is None else None
    return replace(described, zeros=zeros, constant=constant, low=low)


def _distinct(column: pd.Series, kind: Callable[[Any], Distinct]) -> tuple[Distinct, ...] | None:
    """The distinct values as one kind, sorted, where they are not too many."""
    values = column.dropna().unique()
    return tuple(sorted(map(kind, values))) if len(values) <= MOST_DISTINCT else None
