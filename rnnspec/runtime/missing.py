"""Missing values: refused, left out, or filled without looking ahead.

In: values with NaN for what is missing, and the ends of windows. Out: filled values, or what
can be kept. A target is never filled, and a scaler is fitted on what was observed, before any
of this. The policies are chains: `drop` keeps the windows without a gap; `forward` fills
forward first; `interpolate` keeps the windows whose first row is known, then fills inside.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def count_missing(table: pd.DataFrame) -> dict[str, int]:
    """Count the missing values of each column that has any."""
    return {column: int(count) for column, count in table.isna().sum().items() if count}


def check_complete(table: pd.DataFrame) -> None:
    """Refuse a table in which a value is missing."""
    for column, count in table.isna().sum().items():
        if count:
            raise ValueError(f"column `{column}` has {count} missing values")


def check_finite(values: np.ndarray) -> None:
    """Refuse arrays in which a number is missing or infinite."""
    wrong = int((~np.isfinite(values)).sum())
    if wrong:
        raise ValueError(f"the arrays have {wrong} numbers that are missing or infinite")


def keep_known(ends: np.ndarray, values: np.ndarray, first: int, last: int) -> np.ndarray:
    """Keep the ends t for which no value of rows t + first to t + last is missing."""
    missing = np.isnan(values.reshape(len(values), -1)).any(axis=1)
    gaps = np.concatenate([[0], np.cumsum(missing)])
    return ends[gaps[ends + first] == gaps[ends + last + 1]]


def fill_forward(values: np.ndarray) -> np.ndarray:
    """Fill each gap (rows, columns) with the last known value; a leading gap stays NaN."""
    return pd.DataFrame(values).ffill().to_numpy()


def fill_forward_in_groups(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Fill each gap with the last known value of its own group; leading gaps stay NaN."""
    return pd.DataFrame(values).groupby(groups).ffill().to_numpy()


def known_samples(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell of each sample whether nothing of its input and its target is missing."""
    missing = [np.isnan(values.reshape(len(values), -1)).any(axis=1) for values in (x, y)]
    return ~(missing[0] | missing[1])


def fill_steps_forward(x: np.ndarray) -> np.ndarray:
    """Fill each gap of a sample (n, steps, features) with its last known value."""
    steps = np.arange(x.shape[1])[:, None]
    last = np.maximum.accumulate(np.where(np.isnan(x), 0, steps), axis=1)
    return np.take_along_axis(x, last, axis=1)


def hold_columns(x: np.ndarray, columns: Sequence[int]) -> np.ndarray:
    """Fill the gaps of these columns of each window with its last known values: classes, one-hot.

    A gap at the beginning stays NaN.
    """
    filled = x.copy()
    filled[:, :, columns] = fill_steps_forward(x[:, :, columns])
    return filled


def fill_inside(x: np.ndarray) -> np.ndarray:
    """Fill the gaps of each window (n, steps, features) from its own steps alone.

    Between two known steps the values lie on a straight line; a gap at the end keeps
    the last known value; a gap at the beginning stays NaN.
    """
    gappy = np.isnan(x).any(axis=(1, 2))
    windows = x[gappy]
    known = ~np.isnan(windows)
    steps = np.arange(x.shape[1])[:, None]
    before = np.maximum.accumulate(np.where(known, steps, 0), axis=1)
    after = np.where(known, steps, x.shape[1])
    after = np.minimum.accumulate(after[:, ::-1], axis=1)[:, ::-1]
    after = np.where(after < x.shape[1], after, before)
    left = np.take_along_axis(windows, before, axis=1)
    right = np.take_along_axis(windows, after, axis=1)
    share = (steps - before) / np.maximum(after - before, 1)
    filled = x.copy()
    filled[gappy] = left + share * (right - left)
    return filled
