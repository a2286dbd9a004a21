"""The facts of a CSV file, in one pass of the csv module.

In: the file's bytes, the source, the names of the columns that matter. Out: `DataFacts`. Quotes,
blank lines, a byte order mark, short rows and missing values are what pandas takes them for.
"""

import csv
from collections.abc import Sequence
from io import StringIO

from rnnspec.profile.column import describe_column
from rnnspec.profile.found import DataFacts, Times, Unreadable, Unusable
from rnnspec.profile.times import describe_times
from rnnspec.study.data import Table


def read_table(content: bytes, source: Table, columns: Sequence[str]) -> DataFacts:
    """The facts of a table.

    Raises:
        Unreadable: it is no text, has no header, a quote is never closed, or a row is too long.
        Unusable: two columns have a name that is asked for.
    """
    text = _decoded(content)
    header, rows = _split(text, source.separator)
    names = tuple(name or f"Unnamed: {index}" for index, name in enumerate(header))
    wanted = [name for name in (*columns, source.time, source.group) if name is not None]
    cells: dict[str, list[str]] = {}
    for name in dict.fromkeys(wanted):
        if names.count(name) > 1:
            raise Unusable(name, f"{names.count(name)} columns have this name")
        if name in names:
            cells[name] = _column(rows, names.index(name))
    times: Times | None = None
    if source.time in cells:
        groups = cells.get(source.group) if source.group is not None else None
        times, order = describe_times(source.time, cells[source.time], groups)
        if order is not None:
            cells = {name: [column[row] for row in order] for name, column in cells.items()}
    described = tuple(describe_column(name, column) for name, column in cells.items())
    return DataFacts(len(rows), names, described, times)


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"byte {error.start} is not UTF-8 text") from None
    if "\0" in text:
        raise Unreadable(f"character {text.index(chr(0))} is NUL, which no table holds")
    return text


def _split(text: str, separator: str) -> tuple[list[str], list[list[str]]]:
    """The header and the rows, blank lines left out."""
    if len(separator) != 1 or separator in '"\r\n':
        raise Unreadable(f"{separator!r} cannot separate columns; one character can")
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
        if text.count('"') % 2:
            _verify_closed(text, separator)
    except csv.Error as error:
        raise Unreadable(f"it is no CSV file: {error}") from None
    rows = [row for row in lines if len(row) > 1 or (row and (row[0].strip() or not row[0]))]
    if not rows:
        raise Unreadable("it is empty")
    header = rows.pop(0)
    if rows and max(map(len, rows)) > len(header):
        raise Unreadable(_too_long(text, separator, len(header)))
    return header, rows


def _column(rows: list[list[str]], index: int) -> list[str]:
    """The cells of a column; a row that ends before it has none there."""
    try:
        return [row[index] for row in rows]
    except IndexError:
        return [row[index] if index < len(row) else "" for row in rows]


def _verify_closed(text: str, separator: str) -> None:
    """Refuse a quote that is still open where the text ends; an odd one within a cell is none."""
    try:
        for _ in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise Unreadable("a quoted cell is never closed") from None


def _too_long(text: str, separator: str, width: int) -> str:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    row = next(row for row in reader if len(row) > width)
    return f"line {reader.line_num} has {len(row)} cells, the header {width}"
