"""Tables: from a file to rows in the order of their time, as plain numbers.

In: a path and the names of columns. Out: a pandas table, then NumPy arrays. What cannot be
used is refused with a `ValueError` of one line. This is the one reader of tables: what a file
is found to hold, before anything runs, is told of the table that it gives. Knows nothing of
parts, windows and networks.

A time without an offset from UTC is taken as one of UTC. Times are numbers, dates and times of
a Parquet file, or text in one format that holds for every row.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from rnnspec.runtime.files import file_label


def read_csv(
    path: str | Path,
    columns: Sequence[str],
    separator: str = ",",
    text: Sequence[str] = (),
) -> pd.DataFrame:
    """Read the named columns of a CSV file; those in `text` stay the text they are."""
    if not Path(path).stat().st_size:
        raise ValueError(f"{path} is empty")
    wanted = list(dict.fromkeys(columns))
    names = list(pd.read_csv(path, sep=separator, nrows=0, index_col=False).columns)
    for name in wanted:
        if name not in names:
            raise ValueError(f"{path} has no column `{name}`; it has {names}")
    return pd.read_csv(
        path,
        sep=separator,
        usecols=wanted,
        dtype=dict.fromkeys(text, str),
        index_col=False,
        low_memory=False,  # a column has one type in all its rows
    )


def read_parquet(
    path: str | Path, columns: Sequence[str], text: Sequence[str] = ()
) -> pd.DataFrame:
    """Read the named columns of a Parquet file; those in `text` as the text of their values."""
    wanted = list(dict.fromkeys(columns))
    with pq.ParquetFile(path) as file:
        names = file.schema_arrow.names
        for name in wanted:
            if name not in names:
                raise ValueError(f"{path} has no column `{name}`; it has {names}")
        table = file.read(columns=wanted)
    return pd.DataFrame({name: from_arrow(name, table[name], name in text) for name in wanted})


def from_arrow(name: str, column: pa.ChunkedArray, text: bool) -> pd.Series:
    """Turn a column of Arrow into numbers, booleans, times or text, as a CSV file would hold it."""
    kind = column.type
    if pa.types.is_nested(kind):
        raise ValueError(f"column `{name}` holds values of the type {kind}")
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if not text:
        if pa.types.is_decimal(kind) or pa.types.is_float16(kind):
            return column.cast(pa.float64()).to_pandas()
        if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
            return column.to_pandas()
        if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
            return column.to_pandas(date_as_object=False)
    if pa.types.is_string(kind) or pa.types.is_null(kind):
        return column.to_pandas()
    return pd.Series(column.to_pylist(), dtype=object).map(str, na_action="ignore")


def join_files(files: Sequence[Path], tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put the rows of several files below each other; `file` says of which each is."""
    told = [t.assign(file=file_label(file)) for file, t in zip(files, tables, strict=True)]
    return pd.concat(told, ignore_index=True)


def join_times(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Add the times whose parts stand in several columns of text, under the joined names."""
    first, *others = (table[column].astype("string") for column in columns)
    return table.assign(**{" ".join(columns): first.str.cat(others, sep=" ")})


def begin_intervals(table: pd.DataFrame, time: str) -> pd.DataFrame:
    """Keep of times such as `01.01.2020 00:00 - 01.01.2020 01:00` where each begins.

    ISO 8601 parts them by a slash: `2020-01-01T00:00/2020-01-01T01:00`.
    """
    parts = table[time].astype("string").str.split(r" - |/(?=\d{4}-)", n=1, regex=True)
    return table.assign(**{time: parts.str[0]})


def join_groups(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Add the group that several columns tell, a tuple of their values, under the joined names.

    A row that lacks one of them is of no group.
    """
    labels = pd.Series(list(zip(*(table[column] for column in columns), strict=True)), table.index)
    whole = table[list(columns)].notna().all(axis=1)
    return table.assign(**{" ".join(columns): labels.where(whole, None)})


def parse_times(column: pd.Series, format: str = "ISO8601") -> pd.Series:
    """Return times as numbers, or as moments in UTC; what is no time is missing.

    Text is read by a format of `strptime`, or as ISO 8601.
    """
    if pd.api.types.is_numeric_dtype(column):
        return column.where(np.isfinite(column))
    return pd.to_datetime(column, format=format, errors="coerce", utc=True)


def sort_by_time(
    table: pd.DataFrame, time: str, group: str | None = None, format: str = "ISO8601"
) -> pd.DataFrame:
    """Put the rows in the order of their time, which must not repeat; within a `group` it may."""
    times = parse_times(table[time], format)
    if times.isna().any():
        found = table.loc[times.isna(), time].iloc[0]
        raise ValueError(f"column `{time}` holds {str(found)!r} where a time should be")
    keys = {"time": times} if group is None else {"time": times, "group": table[group]}
    repeated = pd.DataFrame(keys).duplicated()
    if repeated.any():
        found = table.loc[repeated, time].iloc[0]
        raise ValueError(f"column `{time}` holds {str(found)!r} twice")
    return table.loc[times.sort_values(kind="stable").index]


def merge_repeats(
    table: pd.DataFrame,
    time: str,
    keep: str,
    group: str | None = None,
    format: str = "ISO8601",
) -> pd.DataFrame:
    """Make one row of those of a group that have the same time: their first, last or mean.

    The mean is of numbers; whatever else stands in the rows is that of the first.
    """
    times = parse_times(table[time], format)
    keys = pd.DataFrame({"time": times, "group": 0 if group is None else table[group]})
    if keep != "mean":
        return table[~keys.duplicated(keep="last" if keep == "last" else "first")]
    merged = table[~keys.duplicated()].copy()
    found = table.select_dtypes("number").columns.difference([time, group])
    owners = keys.groupby(["time", "group"], sort=False).ngroup()
    for column in found:
        merged[column] = table[column].groupby(owners).mean().to_numpy()
    return merged


def parse_numbers(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of a column, NaN where there is none, and where another value stands."""
    if pd.api.types.is_datetime64_any_dtype(column):
        values = np.full(len(column), np.nan)
    else:
        values = pd.to_numeric(column, errors="coerce").to_numpy("float64", na_value=np.nan)
    return values, np.isinf(values) | (np.isnan(values) & column.notna().to_numpy())


def numbers(table: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Return the columns as numbers (rows, columns); a missing value is NaN."""
    found = np.empty((len(table), len(columns)))
    for place, column in enumerate(columns):
        found[:, place], wrong = parse_numbers(table[column])
        if wrong.any():
            text = table.loc[wrong, column].iloc[0]
            raise ValueError(f"column `{column}` holds {str(text)!r} where a number should be")
    return found
