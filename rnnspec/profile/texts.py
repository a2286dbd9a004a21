"""The names of the columns of a text, and whether it is plain; every row is held against them.

In: the path of a file, its source, the columns that matter. Out: names, as the reader that will be
used gives them. No row is kept.
"""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Sequence
from pathlib import Path

from rnnspec.profile.profile import Unreadable
from rnnspec.profile.recognise import column_mends, no_text
from rnnspec.runtime import texts
from rnnspec.study.data import Table

BLOCK = 1 << 20
"""So many characters of a text are looked at in one go."""

PACKED = {".gz", ".bz2", ".xz", ".zst", ".zip"}
"""Endings of files that are unpacked as they are read."""


def text_names(path: Path, source: Table, asked: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The names of the columns, and whether `read_csv` reads those that are asked for.

    Raises:
        Unreadable: it is no text, has no header, or a row is too long.
    """
    if len(source.separator) != 1 or source.separator in '"\r\n':
        raise Unreadable(f"{source.separator!r} cannot separate columns; one character can")
    _verify_text(path, source)
    try:
        names = _plain_names(path, source)
        if names is not None:
            bare = {name.strip() for name in names}
            if all(name in names or name not in bare for name in asked):
                return names, True
        return _names(path, source), False
    except Unreadable as error:
        raise Unreadable(error.why, column_mends(path, source, (), asked)) from None
    except csv.Error as error:
        raise Unreadable(f"it is no CSV file: {error}") from None


def _plain_names(path: Path, source: Table) -> tuple[str, ...] | None:
    """The names as `read_csv` gives them; None where it does not read the file as it is meant."""
    if source.options.keys() - {"separator"} or path.suffix.lower() in PACKED:
        return None
    with path.open("rb") as packed:
        if packed.read(2) in (BOM_UTF16_BE, BOM_UTF16_LE):
            return None
    with path.open(encoding="utf-8-sig", newline="") as file:
        if file.readline(16).startswith("sep="):
            return None
        file.seek(0)
        rows = csv.reader(file, delimiter=source.separator)
        # A line that is blank is no row, unlike one with an empty cell in quotes.
        header = next((row for row in rows if row == [""] or "".join(row).strip()), None)
        if header is None:
            raise Unreadable("it is empty")
        if source.separator == " ":
            width = len(header)
            if not all(header) or any(len(row) not in (0, width) for row in rows):
                return None
        else:
            _verify_widths(header, ((rows.line_num, row) for row in rows))
    return tuple(name or f"Unnamed: {index}" for index, name in enumerate(header))


def _names(path: Path, source: Table) -> tuple[str, ...]:
    """The names as `read_table` gives them."""
    how = (source.separator, source.comment, source.encoding)
    file, separator = texts.open_text(path, *how, source.skip_rows, source.header)
    with file:
        rows = texts.rows_of(file, separator)
        _, first = next(rows, (0, None))
        if first is None:
            raise Unreadable("it is empty")
        _verify_widths(first, rows, exact=separator == " ")
    return texts.column_names(path, *how, source.header)


def _verify_widths(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], *, exact: bool = False
) -> None:
    """Refuse a row with more cells than the header, or with another number of them."""
    width = len(header)
    for line, row in rows:
        if len(row) > width or (exact and len(row) < width):
            raise Unreadable(f"line {line} has {len(row)} cells, the header {width}")


def _verify_text(path: Path, source: Table) -> None:
    """Refuse what is no text, and a character that ends a text for many programs."""
    seen = 0
    file, _ = texts.open_text(path, source.separator, None, source.encoding)
    try:
        with file:
            while block := file.read(BLOCK):
                if "\0" in block:
                    place = seen + block.index("\0")
                    raise Unreadable(f"character {place} is NUL, which no table holds")
                seen += len(block)
    except UnicodeDecodeError:
        raise no_text(path, source) from None
