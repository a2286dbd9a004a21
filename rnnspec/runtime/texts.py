"""Tables as text, as they come: packed, in other encodings, with numbers written in other ways.

In: a path, the names of columns, how the file is written. Out: a pandas table, as `read_csv` gives
one of a plain file. What cannot be used is refused with a `ValueError` of one line. What a file is
found to hold is told of what is read here; knows nothing of what the columns are for.
"""

import bz2
import csv
import gzip
import io
import lzma
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO
from zipfile import ZipFile

import pandas as pd
import pyarrow as pa


def read_table(
    path: str | Path,
    columns: Sequence[str],
    separator: str = ",",
    text: Sequence[str] = (),
    *,
    decimal: str = ".",
    thousands: str | None = None,
    ignore: str = "",
    missing_values: Sequence[str | float] = (),
    comment: str | None = None,
    encoding: str | None = None,
    header: bool = True,
    skip_rows: Sequence[str] = (),
) -> pd.DataFrame:
    """Read the named columns of a table that is text; those in `text` stay the text they are.

    A blank as `separator` stands for any run of blanks. Without a `header`, columns are called
    c1, c2 and so on. Numbers are read without the characters in `ignore`, and without those that
    part their thousands. Rows whose first cell is one of `skip_rows` are left out.
    """
    names = column_names(path, separator, comment, encoding, header)
    places: dict[str, int] = {}
    for name in columns:
        if name not in names:
            raise ValueError(f"{path} has no column `{name}`; it has {list(names)}")
        places[name] = names.index(name)
    file, separator = open_text(path, separator, comment, encoding, skip_rows, header)
    with file:
        table = pd.read_csv(
            file,
            sep=r"\s+" if separator == " " else separator,
            header=0 if header else None,
            names=range(len(names)),
            usecols=list(places.values()),
            dtype={places[name]: str for name in text},
            decimal=decimal,
            na_values=list(missing_values) if missing_values else None,
            skipinitialspace=True,
            index_col=False,
            low_memory=False,  # a column has one type in all its rows
        )
    read = {name: table[place] for name, place in places.items()}
    if thousands or ignore:
        for name in read.keys() - set(text):
            read[name] = bare_numbers(read[name], decimal, thousands, ignore)
    return pd.DataFrame(read)


def column_names(
    path: str | Path,
    separator: str = ",",
    comment: str | None = None,
    encoding: str | None = None,
    header: bool = True,
) -> tuple[str, ...]:
    """Return the names of the columns, without the blanks around them."""
    file, separator = open_text(path, separator, comment, encoding)
    with file:
        _, first = next(rows_of(file, separator), (0, []))
    if header:
        return tuple(cell.strip() or f"Unnamed: {place}" for place, cell in enumerate(first))
    return tuple(f"c{place}" for place in range(1, len(first) + 1))


def rows_of(lines: Iterable[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row of a text, cell by cell, with the line where it ends; a blank line is no row."""
    if separator == " ":
        lines = (" ".join(line.split()) for line in lines)
    rows = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    for row in rows:
        if row == [""] or "".join(row).strip():  # an empty cell in quotes is one
            yield rows.line_num, row


def open_text(
    path: str | Path,
    separator: str = ",",
    comment: str | None = None,
    encoding: str | None = None,
    skip_rows: Sequence[str] = (),
    header: bool = True,
) -> tuple[TextIO, str]:
    """Open a text without its comments, and return it with what parts its columns.

    Rows below the header are left out where their first cell is one of `skip_rows`.

    Without an `encoding` it is UTF-8, or UTF-16 where it begins with that mark. A first line such
    as `sep=;` tells what parts the columns.
    """
    with open_unpacked(path) as packed:
        begin = packed.read(2)
    found = "utf-16" if begin in (BOM_UTF16_BE, BOM_UTF16_LE) else "utf-8-sig"
    used = found if encoding is None else encoding
    with io.TextIOWrapper(open_unpacked(path), used, "replace", newline="") as file:
        first = file.readline(16)
    file = io.TextIOWrapper(open_unpacked(path), used, newline="")
    if told := re.fullmatch(r"sep=(.)\r?\n?", first):
        separator = told[1]
        file.readline()
    if comment is None and not skip_rows:
        return file, separator
    with file:  # a blank line is no row, and those below keep their numbers
        lines = (line if comment is None or not line.startswith(comment) else "\n" for line in file)
        kept = blank_rows(lines, separator, skip_rows, header) if skip_rows else lines
        return io.StringIO("".join(kept), newline=""), separator


def blank_rows(
    lines: Iterable[str], separator: str, firsts: Sequence[str], header: bool
) -> list[str]:
    """Put a blank line, which is no row, for rows below the header that begin with such a cell."""
    kept: list[str] = []
    below = not header
    for line in lines:
        begins = below and line.lstrip(' "').startswith(tuple(firsts))
        _, cells = next(rows_of([line], separator), (0, [""])) if begins else (0, [""])
        kept.append("\n" if begins and cells[0].strip() in firsts else line)
        below = below or bool(line.strip())
    return kept


def open_unpacked(path: str | Path) -> Any:
    """Open a file as bytes, unpacked where its name ends in .gz, .bz2, .xz, .zst or .zip."""
    match Path(path).suffix.lower():
        case ".gz":
            return gzip.open(path)
        case ".bz2":
            return bz2.open(path)
        case ".xz":
            return lzma.open(path)
        case ".zst":
            return pa.input_stream(str(path), compression="zstd")
        case ".zip":
            archive = ZipFile(path)
            members = [one for one in archive.namelist() if not one.endswith("/")]
            if len(members) != 1:
                raise ValueError(f"{path} holds {len(members)} files; a table is one")
            return archive.open(members[0])
    return open(path, "rb")


def bare_numbers(
    column: pd.Series, decimal: str, thousands: str | None, ignore: str = ""
) -> pd.Series:
    """Turn text such as `$1,234.50` into numbers; what is none stays the text that it is."""
    if not pd.api.types.is_string_dtype(column):
        return column
    digits = r"\d+"
    if thousands:
        part = "[ \u00a0\u202f]" if thousands == " " else re.escape(thousands)
        digits = rf"(?:\d{{1,3}}(?:{part}\d{{3}})+|\d+)"
    cells = column.astype("string")
    if ignore:
        cells = cells.str.replace(f"[{re.escape(ignore)}]", "", regex=True)
    cells = cells.str.strip()
    number = rf"[+-]?{digits}(?:{re.escape(decimal)}\d*)?(?:[eE][+-]?\d+)?"
    known = cells.str.fullmatch(number).fillna(False).to_numpy(bool)
    if thousands:
        cells = cells.str.replace(part, "", regex=True)
    cells = cells.str.replace(decimal, ".", regex=False)
    found = pd.to_numeric(cells.where(known), errors="coerce").astype("float64")
    if (known | column.isna().to_numpy()).all():
        return found
    return column.astype(object).where(~known, found.astype(object))
