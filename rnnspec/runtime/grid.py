"""The grid of a regular series: rows that are absent become rows that miss everything.

In: a table in the order of its time, the step of the grid. Out: the same with a row for every
step, group by group, each from its first time to its last. A step is a number where times are
numbers, else a duration (`5min`), `month`, `quarter` or `year`. Months begin
on the day of the month on which the first does, or all end with the month's last day.
"""

import numpy as np
import pandas as pd

from rnnspec.runtime.tables import parse_times


def put_on_grid(
    table: pd.DataFrame,
    time: str,
    step: str | float,
    group: str | None = None,
    format: str = "ISO8601",
) -> pd.DataFrame:
    """Add the rows that a regular series lacks; only their time and their group are known.

    Raises ValueError for a time off the grid, and for a grid of which hardly a row is there.
    """
    times = parse_times(table[time], format).reset_index(drop=True)
    groups = group_numbers(table, group)
    places = grid_places(times, groups, step)
    if np.isnan(places).any():
        found = table[time].iloc[np.isnan(places).argmax()]
        raise ValueError(f"column `{time}` holds {str(found)!r}, which is off the grid of {step}")
    sizes = grid_sizes(places, groups)
    if is_sparse(sizes, len(table)):
        raise ValueError(f"the grid of {step} has {sizes.sum():.0f} rows, {len(table)} are there")
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int)
    there = np.zeros(int(sizes.sum()), bool)
    there[starts[groups] + places.astype(int)] = True
    absent = np.flatnonzero(~there)
    owners = np.searchsorted(starts, absent, side="right") - 1
    firsts = np.unique(groups, return_index=True)[1][owners]
    moments = grid_times(times, firsts, absent - starts[owners], step)
    added = pd.DataFrame({time: write_times(moments, table[time], format)})
    if group is not None:
        added[group] = table[group].iloc[firsts].to_numpy()
    order = pd.concat([times, moments], ignore_index=True).sort_values(kind="stable").index
    return pd.concat([table, added], ignore_index=True).loc[order] if len(added) else table


def group_numbers(table: pd.DataFrame, group: str | None = None) -> np.ndarray:
    """Number the group of each row, in the order in which groups begin."""
    return np.zeros(len(table), int) if group is None else pd.factorize(table[group])[0]


def grid_places(times: pd.Series, groups: np.ndarray, step: str | float) -> np.ndarray:
    """Number each row by its steps from the first of its group; NaN where it is off the grid."""
    if months := step_months(step):
        numbers, rest = month_numbers(times)
        both = pd.DataFrame({"number": numbers, "rest": rest})
        firsts = both.groupby(groups).transform("first")
        places = ((both["number"] - firsts["number"]) / months).to_numpy()
        places = np.where(both["rest"] == firsts["rest"], places, np.nan)
    else:
        since = times - times.groupby(groups).transform("first")
        places = (since / step_length(step)).to_numpy("float64")
    nearest = np.round(places)
    return np.where(abs(places - nearest) < 1e-6, nearest, np.nan)


def grid_sizes(places: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Count the rows of each group's grid; what is off the grid counts for nothing."""
    return pd.Series(places).groupby(groups).max().to_numpy() + 1


def is_sparse(sizes: np.ndarray, rows: int) -> bool:
    """Tell whether less than one row in a hundred of a grid is there."""
    return bool(sizes.sum() > 100 * rows)


def grid_times(
    times: pd.Series, firsts: np.ndarray, places: np.ndarray, step: str | float
) -> pd.Series:
    """Return the times that lie so many steps behind the rows `firsts`."""
    if months := step_months(step):
        numbers, rest = month_numbers(times)
        begins = (numbers[firsts] + places * months).astype("datetime64[M]")
        return pd.Series(
            begins.astype(rest.dtype.str.replace("m", "M")) + rest[firsts]
        ).dt.tz_localize("UTC")
    begins = times.iloc[firsts].reset_index(drop=True)
    return begins + pd.Series(places) * step_length(step)


def step_length(step: str | float) -> pd.Timedelta | float:
    """Return a step as what times differ by."""
    return pd.Timedelta(step.replace("d", "D")) if isinstance(step, str) else step


def step_months(step: str | float) -> int:
    """Count the months of a step; 0 where it is none of months."""
    return {"month": 1, "quarter": 3, "year": 12}.get(str(step), 0)


def month_numbers(times: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Number the month of each time, and tell how far behind its beginning the time lies.

    Where all are a month's last day, it is told how far they lie before its end.
    """
    moments = times.dt.tz_localize(None).to_numpy()
    months = moments.astype("datetime64[M]") + int(times.dt.is_month_end.all())
    return months.astype(int), moments - months


def write_times(moments: pd.Series, like: pd.Series, format: str = "ISO8601") -> pd.Series:
    """Write moments as the times of a column are written."""
    if pd.api.types.is_numeric_dtype(like):
        return moments
    if isinstance(like.dtype, pd.DatetimeTZDtype):
        return moments.dt.tz_convert(like.dt.tz).astype(like.dtype)
    if pd.api.types.is_datetime64_any_dtype(like):
        return moments.dt.tz_localize(None).astype(like.dtype)
    if format != "ISO8601":
        return moments.dt.strftime(format)
    first = str(like.iloc[0])
    zoned = first.endswith("Z") or "+" in first or "-" in first[10:]
    plain = moments if zoned else moments.dt.tz_localize(None)
    texts = pd.Series([moment.isoformat(sep=first[10:11] or " ") for moment in plain], dtype=object)
    cut = texts.str[len(first) :]
    if first.endswith("Z"):
        return texts.str.replace("+00:00", "Z")
    whole = not zoned and first[4:5] == "-" and cut.str.fullmatch("(-01)*[T ]?(00)?(:00)*").all()
    return texts.str[: len(first)] if whole else texts
