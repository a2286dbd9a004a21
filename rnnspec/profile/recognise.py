"""How a text seems to be written, where it cannot be read as the source tells.

In: a file or a column, its source. Out: arguments of the source under which it would be read; where
several readings fit, all of them. Nothing is read so unasked.
"""

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from unicodedata import category

import numpy as np
import pandas as pd

from rnnspec.profile.profile import Column, Times, Unreadable, WrittenAs
from rnnspec.runtime import tables, texts
from rnnspec.study.data import Table

SEPARATORS = (";", "\t", "|", ",", " ")
LOOKED_AT = 200
"""So many rows tell what parts the columns."""

WRITINGS = ((".", None), (",", None), (".", ","), (",", "."), (".", " "), (",", " "), (".", "'"))
"""How numbers are written: what stands before the decimals, what parts the thousands."""

NUMBERS_FOR_NONE = (-200, -99, -999, -9999, -99999, 999, 9999, 99999)
"""Numbers that instruments and tables give where there is none."""

FEW = 3
"""Values that are no times or numbers are told by line where they are so few."""

MARKS = 3
"""So many different texts may stand for missing values."""

PACKERS = {
    b"\x1f\x8b": "it is packed; `.gz` at the end of its name tells so",
    b"BZh": "it is packed; `.bz2` at the end of its name tells so",
    b"\xfd7zXZ": "it is packed; `.xz` at the end of its name tells so",
    b"\x28\xb5\x2f\xfd": "it is packed; `.zst` at the end of its name tells so",
    b"PK\x03\x04": "it is packed; `.zip` at the end of its name tells so",
    b"PAR1": "it is a Parquet file, which `parquet(...)` reads",
}
"""How files begin that are no text."""


def no_text(path: Path, source: Table) -> Unreadable:
    """Why a file is no text in its encoding, and the one that people use otherwise."""
    with texts.open_unpacked(path) as packed:
        content = packed.read()
    for begin, what in PACKERS.items():
        if content.startswith(begin):
            return Unreadable(what)
    place = _undecodable(content, source.encoding or "utf-8-sig")
    why = f"byte {place} is not {source.encoding or 'UTF-8'} text"
    reads = source.encoding is None and _undecodable(content, "cp1252") is None
    return Unreadable(why, (("encoding", "cp1252"),) if reads else ())


def _undecodable(content: bytes, encoding: str) -> int | None:
    """The first byte that is no text in an encoding."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return None


def column_mends(
    path: Path, source: Table, names: Sequence[str], asked: Sequence[str]
) -> WrittenAs:
    """The arguments under which more of the columns that are asked for are there."""
    told: WrittenAs = ()
    most = sum(name in names for name in asked)
    for separator in SEPARATORS:
        rows = list(islice(_rows(path, source, separator), LOOKED_AT))
        widths = {len(row) for row in rows}
        if separator == source.separator or widths <= {0, 1} or len(widths) > 1:
            continue
        header = [cell.strip() for cell in rows[0]]
        if sum(name in header for name in asked) > most:
            return (("separator", separator),)
        if len(names) == 1 and not told:
            told, names = (("separator", separator),), header
    if source.header and _are_values(names):
        told += (("header", False),)
    return told


def _rows(path: Path, source: Table, separator: str) -> Iterator[list[str]]:
    file, _ = texts.open_text(path, separator, source.comment, source.encoding)
    with file:
        try:
            yield from (row for _, row in texts.rows_of(file, separator))
        except csv.Error:
            return


def _are_values(cells: Sequence[str]) -> bool:
    """Whether what stands where names should is numbers and times."""
    column = pd.Series([cell for cell in cells if not cell.startswith("Unnamed: ")], dtype=str)
    known = pd.to_numeric(column, errors="coerce").notna() | tables.parse_times(column).notna()
    return len(column) > 0 and bool(known.all())


def number_mends(column: pd.Series, source: Table) -> tuple[WrittenAs, ...]:
    """The arguments under which a column of text is one of numbers."""
    cells = column.dropna().astype(str).value_counts()
    words = pd.Series(cells.index, dtype=str)
    _, wrong = tables.parse_numbers(words)
    if 0 < wrong.sum() <= MARKS and 2 * cells[wrong].sum() < cells.sum():
        once = cells[wrong].to_numpy() == 1
        if (once & words[wrong].str.contains("[A-Za-z]").to_numpy()).any():
            return ()  # a row of units, of sums, of names again
        return (_told(source, source.decimal, source.thousands, "", tuple(words[wrong])),)
    common = _common_signs(words)
    found: list[tuple[WrittenAs, pd.Series]] = []
    for ignore in dict.fromkeys(("", common)):
        for decimal, thousands in WRITINGS:
            numbers = texts.bare_numbers(words, decimal, thousands, ignore)
            values, unread = tables.parse_numbers(numbers)
            marks = tuple(words[unread])
            if len(marks) > MARKS or 2 * cells[unread].sum() >= cells.sum():
                continue
            mend = _told(source, decimal, thousands, ignore, marks)
            read = pd.Series(values).where(~unread)
            if not any(set(other) <= set(mend) or read.equals(same) for other, same in found):
                found.append((mend, read))
    return tuple(mend for mend, _ in found)


def missing_mark(numbers: np.ndarray) -> float | None:
    """The number that seems to stand for missing ones: a usual one, far from all others."""
    known = numbers[np.isfinite(numbers)]
    for mark in NUMBERS_FOR_NONE:
        others = known[known != mark]
        if len(others) < 2 or len(known) - len(others) < 2:
            continue
        gap = max(others.min() - mark, mark - others.max())
        if gap > others.max() - others.min():
            return mark
    return None


def _common_signs(words: pd.Series) -> str:
    """The signs of money and of shares that every cell with a digit has."""
    cells = [set(word) for word in words if any(map(str.isdigit, word))]
    signs = set.intersection(*cells) if cells else set()
    return "".join(sorted(s for s in signs if s in "%‰°" or category(s) == "Sc"))


def _told(
    source: Table, decimal: str, thousands: str | None, ignore: str, marks: tuple[str, ...]
) -> WrittenAs:
    """What differs from what the source tells."""
    told = {
        "decimal": decimal,
        "thousands": thousands,
        "ignore": "".join(sorted({*source.ignore, *ignore})),
        "missing_values": (*source.missing_values, *marks),
    }
    return tuple((name, value) for name, value in told.items() if value != getattr(source, name))


def recognised(path: Path, source: Table, values: pd.Series, column: Column) -> Column:
    """The column with how its text might be read as numbers, and where the first of few stands."""
    if source.format != "csv":
        return column
    if column.strange is None:
        numbers, _ = tables.parse_numbers(values)
        mark = None if column.kind in ("none", "bool") else missing_mark(numbers)
        if mark is None:
            return column
        told = (("missing_values", (*source.missing_values, mark)),)
        return replace(column, mends=(told,), mark=(f"{mark}", int((numbers == mark).sum())))
    few = column.strange_count <= FEW and 2 * column.strange_count < len(values)
    line = first_line(path, source, values, column.strange) if few else None
    mends = number_mends(values, source) if column.kind == "text" else ()
    if few and not mends:
        mends = row_mends(path, source, tables.parse_numbers(values)[1])
    return replace(column, line=line, mends=mends)


def few_unread(times: Times, rows: int) -> bool:
    """Whether a format reads all times but a few."""
    return any(isinstance(count, int) and rows - count <= FEW for _, count in times.readings)


def first_line(path: Path, source: Table, column: pd.Series, cell: str) -> int | None:
    """The first line of a text where a column, in the order of the file, holds this.

    Of several files there is none.
    """
    row = int(column.astype(str).eq(cell).to_numpy().argmax())
    return next((line for line, _ in _rows_at(path, source, [row])), None)


def find_line(path: Path, source: Table, name: str, cell: str | None) -> int | None:
    """The first line of a text where a column that it has holds a cell, or none at all.

    Of several files there is none.
    """
    if source.format != "csv" or source.several:
        return None
    column = texts.read_table(path, [name], text=[name], **source.options)[name]
    there = column.isna() if cell is None else column.eq(cell)
    return next((line for line, _ in _rows_at(path, source, np.flatnonzero(there)[:1])), None)


def row_mends(path: Path, source: Table, wrong: np.ndarray) -> tuple[WrittenAs, ...]:
    """The argument under which a few rows are none, where they begin with words, not values."""
    found = [cells[0].strip() for _, cells in _rows_at(path, source, np.flatnonzero(wrong))]
    if not found or not all(found) or any(_are_values([cell]) for cell in found):
        return ()
    return ((("skip_rows", (*source.skip_rows, *dict.fromkeys(found))),),)


def _rows_at(path: Path, source: Table, rows: Collection[int]) -> Iterator[tuple[int, list[str]]]:
    """Rows of a text by their numbers, with their lines; none of several files."""
    if source.format != "csv" or source.several:
        return
    told = (source.separator, source.comment, source.encoding, source.skip_rows, source.header)
    file, separator = texts.open_text(path, *told)
    before = 1 if separator != source.separator else 0
    with file:
        there = islice(texts.rows_of(file, separator), int(source.header), None)
        for number, (line, cells) in enumerate(there):
            if number in rows:
                yield before + line, cells
