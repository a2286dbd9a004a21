"""The header of a CSV file, and whether its rows have the header's width.

In: a path and a separator. Out: the names of the columns. Every row is looked at, none is kept;
what the cells mean is left to the reader of tables.
"""

import csv
from pathlib import Path

from rnnspec.profile.profile import Unreadable

BLOCK = 1 << 20


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
