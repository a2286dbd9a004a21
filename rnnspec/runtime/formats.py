"""Tables of other formats than text and Parquet.

In: a path and the names of columns. Out: a pandas table, as `read_csv` gives one of the same rows.
What cannot be used is refused with a `ValueError` of one line. A database is only read.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.json as pj

from rnnspec.runtime.tables import from_arrow


def read_feather(
    path: str | Path, columns: Sequence[str], text: Sequence[str] = ()
) -> pd.DataFrame:
    """Read the named columns of a Feather file; those in `text` as the text of their values."""
    with pa.memory_map(str(path)) as file:
        return from_table(path, pa.ipc.open_file(file).read_all(), columns, text)


def feather_names(path: str | Path) -> tuple[str, ...]:
    """Return the names of the columns of a Feather file."""
    with pa.memory_map(str(path)) as file:
        return tuple(pa.ipc.open_file(file).schema.names)


def read_jsonl(path: str | Path, columns: Sequence[str], text: Sequence[str] = ()) -> pd.DataFrame:
    """Read the named members of a file with a JSON object a line; those in `text` as text."""
    table = pj.read_json(path)
    dates = [one for one in table.schema if one.name in text and pa.types.is_timestamp(one.type)]
    if dates:  # which stand there as text
        schema = pa.schema([(one.name, pa.string()) for one in dates])
        table = pj.read_json(path, parse_options=pj.ParseOptions(explicit_schema=schema))
    return from_table(path, table, columns, text)


def jsonl_names(path: str | Path) -> tuple[str, ...]:
    """Return the names of the members of all objects."""
    return tuple(pj.read_json(path).column_names)


def from_table(
    path: str | Path, table: pa.Table, columns: Sequence[str], text: Sequence[str]
) -> pd.DataFrame:
    """Turn the named columns of a table of Arrow into one of pandas."""
    for name in columns:
        if name not in table.column_names:
            raise ValueError(f"{path} has no column `{name}`; it has {table.column_names}")
    return pd.DataFrame({name: from_arrow(name, table[name], name in text) for name in columns})


def read_sqlite(
    path: str | Path, columns: Sequence[str], query: str, text: Sequence[str] = ()
) -> pd.DataFrame:
    """Read the named columns of what a query finds in a database; those in `text` as text."""
    with closing(open_database(path)) as database:
        found = database.execute(query)
        names = [column[0] for column in found.description or ()]
        rows = found.fetchall()
    for name in columns:
        if name not in names:
            raise ValueError(f"{path} has no column `{name}`; it has {names}")
    places = {name: names.index(name) for name in columns}
    return pd.DataFrame(
        {
            name: from_values(name, [row[place] for row in rows], name in text)
            for name, place in places.items()
        }
    )


def sqlite_names(path: str | Path, query: str) -> tuple[str, ...]:
    """Return the names of the columns that a query finds."""
    with closing(open_database(path)) as database:
        return tuple(column[0] for column in database.execute(query).description or ())


def read_excel(
    path: str | Path, columns: Sequence[str], text: Sequence[str] = (), sheet: str | None = None
) -> pd.DataFrame:
    """Read the named columns of the first sheet, or of `sheet`; those in `text` as text."""
    names, rows = read_sheet(path, sheet)
    for name in columns:
        if name not in names:
            raise ValueError(f"{path} has no column `{name}`; it has {list(names)}")
    return pd.DataFrame(
        {
            name: from_values(name, [row[names.index(name)] for row in rows], name in text)
            for name in columns
        }
    )


def read_sheet(
    path: str | Path, sheet: str | None = None
) -> tuple[tuple[str, ...], list[list[object]]]:
    """Return the first row of a sheet, the names of its columns, and the others."""
    with pd.ExcelFile(path) as book:
        if sheet is not None and sheet not in book.sheet_names:
            raise ValueError(f"it has no sheet `{sheet}`; it has {book.sheet_names}")
        place = 0 if sheet is None else sheet
        cells = pd.read_excel(book, sheet_name=place, header=None, dtype=object)
    first, *rows = cells.astype(object).where(cells.notna(), None).to_numpy().tolist() or [[]]
    names = (
        f"Unnamed: {place}" if name is None else str(name).strip()
        for place, name in enumerate(first)
    )
    return tuple(names), rows


def open_database(path: str | Path) -> sqlite3.Connection:
    """Open a database so that a query can do nothing but select."""
    database = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
    allowed = {
        *(sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ),
        *(sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE),
    }
    database.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY
    )
    return database


def from_values(name: str, values: Sequence[object], text: bool) -> pd.Series:
    """Turn the values of a column into numbers or text, as a CSV file would hold it."""
    kinds = {type(value) for value in values} - {type(None)}
    if bytes in kinds:
        raise ValueError(f"column `{name}` holds values of the type blob")
    column = pd.Series(values, dtype=object)
    if text:
        return column.map(str, na_action="ignore")
    if kinds and kinds <= {datetime, pd.Timestamp}:
        return pd.to_datetime(column)
    return pd.to_numeric(column) if kinds <= {int, float} else column
