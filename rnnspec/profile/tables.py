"""The profile of a table, told of what the reader of tables gives.

In: the path of a file, its source, the columns that matter. Out: a `Profile`. Of a CSV file every
row is held against the header's width, and none is kept. Imports pandas, and is itself imported
only where no profile is kept.
"""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from rnnspec.profile.profile import MOST_DISTINCT, Column, Profile, Unreadable, Unusable
from rnnspec.profile.times import describe_times
from rnnspec.runtime import tables
from rnnspec.study.data import Table

Distinct = TypeVar("Distinct", int, str)

BLOCK = 1 << 20
"""So many characters of a text are looked at in one go."""

EXACT = 2.0**53
"""From here on a float may stand for several whole numbers."""

NAMES: dict[str, Callable[[Path, Table], tuple[str, ...]]] = {
    "csv": lambda path, source: csv_names(path, source.separator),
    "parquet": lambda path, _: tuple(pq.read_schema(path).names),
}
"""The names of all columns, by the format of the file."""


def profile_table(
    path: Path,
    source: Table,
    columns: Sequence[str],
    text: Sequence[str] = (),
    time_format: str | None = None,
) -> Profile:
    """The profile of a table; `text` are the columns that are read as text.

    Raises:
        Unreadable: it is no CSV file.
        Unusable: two columns have a name that is asked for.
        Exception: whatever the libraries raise where it is none of its format.
    """
    names = NAMES[source.format](path, source)
    more = [name for name in (source.time, source.group) if name is not None]
    asked = [name for name in dict.fromkeys((*columns, *more)) if name in names]
    for name in asked:
        if names.count(name) > 1:
            raise Unusable(name, f"{names.count(name)} columns have this name")
    text = [name for name in text if name in asked]
    told = {} if source.separator == "," else {"separator": source.separator}
    table = getattr(tables, f"read_{source.format}")(path, asked, text=text, **told)
    times = None
    groups = table[source.group] if source.group in asked else None
    if source.time in asked:
        times, order = describe_times(source.time, table[source.time], groups, time_format)
        table = table if order is None else table.iloc[order]
    described = tuple(describe_column(name, table[name]) for name in asked if name in columns)
    ungrouped = 0 if groups is None else int(groups.isna().sum())
    return Profile(len(table), names, described, times, ungrouped)


def describe_column(name: str, column: pd.Series) -> Column:
    """The profile of a column as it is read."""
    there = column.notna().to_numpy()
    missing = int((~there).sum())
    if missing == len(column):
        return Column(name, "none", missing, missing, texts=(), integers=())
    leading = int(there.argmax())
    values, wrong = tables.parse_numbers(column)
    strange = str(column[wrong].iloc[0]) if wrong.any() else None
    if pd.api.types.infer_dtype(column, skipna=True) == "boolean":
        return Column(name, "bool", missing, leading, texts=_distinct(column, str))
    values = values[there]
    whole = strange is None and bool((values == np.trunc(values)).all())
    if not pd.api.types.is_numeric_dtype(column):
        kind = "text" if strange is not None else "int" if whole else "float"
        return Column(name, kind, missing, leading, strange, texts=_distinct(column, str))
    if pd.api.types.is_float_dtype(column):
        whole = whole and bool((abs(values) < EXACT).all())
    integers = _distinct(column, int) if whole else None
    return Column(name, "int" if whole else "float", missing, leading, strange, None, integers)


def _distinct(column: pd.Series, kind: Callable[[Any], Distinct]) -> tuple[Distinct, ...] | None:
    """The distinct values as one kind, sorted, where they are not too many."""
    values = column.dropna().unique()
    return tuple(sorted(map(kind, values))) if len(values) <= MOST_DISTINCT else None


def csv_names(path: Path, separator: str) -> tuple[str, ...]:
    """The names of the columns, as pandas gives them.

    Raises:
        Unreadable: it is no text, has no header, or a row is too long.
    """
    if len(separator) != 1 or separator in '"\r\n':
        raise Unreadable(f"{separator!r} cannot separate columns; one character can")
    _verify_text(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter=separator)
            # A line that is blank is no row, unlike one with an empty cell in quotes.
            header = next((row for row in rows if row == [""] or "".join(row).strip()), None)
            if header is None:
                raise Unreadable("it is empty")
            width = len(header)
            too_long = next((row for row in rows if len(row) > width), None)
            if too_long is not None:
                cells = f"{len(too_long)} cells, the header {width}"
                raise Unreadable(f"line {rows.line_num} has {cells}")
    except csv.Error as error:
        raise Unreadable(f"it is no CSV file: {error}") from None
    return tuple(name or f"Unnamed: {index}" for index, name in enumerate(header))


def _verify_text(path: Path) -> None:
    """Refuse what is not UTF-8, and a character that ends a text for many programs."""
    seen = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            while block := file.read(BLOCK):
                if "\0" in block:
                    place = seen + block.index("\0")
                    raise Unreadable(f"character {place} is NUL, which no table holds")
                seen += len(block)
    except UnicodeDecodeError:
        try:
            path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Unreadable(f"byte {error.start} is not UTF-8 text") from None
