"""Tables: from a file to rows in the order of their time, as plain numbers.

In: a path and the names of columns. Out: a pandas table, then NumPy arrays. What cannot be
used is refused with a `ValueError` of one line. Knows nothing of parts, windows and networks.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd


def read_csv(
    path: str | Path,
    columns: Sequence[str],
    separator: str = ",",
    text: Sequence[str] = (),
) -> pd.DataFrame:
    """Read the named columns of a CSV file; those in `text` stay the text they are."""
    wanted = list(dict.fromkeys(columns))
    return pd.read_csv(path, sep=separator, usecols=wanted, dtype=dict.fromkeys(text, str))


def read_parquet(path: str | Path, columns: Sequence[str]) -> pd.DataFrame:
    """Read the named columns of a Parquet file."""
    return pd.read_parquet(path, columns=list(dict.fromkeys(columns)))


def sort_by_time(table: pd.DataFrame, time: str, group: str | None = None) -> pd.DataFrame:
    """Put the rows in the order of their time, which must not repeat within a group."""
    times = table[time]
    if not pd.api.types.is_numeric_dtype(times):
        times = pd.to_datetime(times, errors="coerce", utc=True)
    if times.isna().any():
        found = table.loc[times.isna(), time].iloc[0]
        raise ValueError(f"column `{time}` holds {str(found)!r} where a time should be")
    keys = pd.DataFrame({"time": times, "group": 0 if group is None else table[group]})
    if keys.duplicated().any():
        found = table.loc[keys.duplicated(), time].iloc[0]
        raise ValueError(f"column `{time}` holds {str(found)!r} twice")
    return table.loc[times.sort_values(kind="stable").index]


def numbers(table: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Return the columns as numbers (rows, columns); a missing value is NaN."""
    found = table[list(columns)]
    values = found.apply(pd.to_numeric, errors="coerce")
    wrong = np.isinf(values) | (values.isna() & found.notna())
    for column in columns:
        if wrong[column].any():
            text = found.loc[wrong[column], column].iloc[0]
            raise ValueError(f"column `{column}` holds {str(text)!r} where a number should be")
    return values.to_numpy("float64", na_value=np.nan)
