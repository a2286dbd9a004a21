"""Missing values: refused, left out, or filled without looking ahead.

In: values with NaN for what is missing, and the last rows of windows. Out: filled values, or
the windows that remain. A target is never filled. A scaler is fitted on what was observed,
before any of this.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def check_complete(values: np.ndarray, columns: Sequence[str]) -> None:
    """Refuse values (rows, columns) of which one is missing or infinite."""
    for column, finite in zip(columns, np.isfinite(values).all(axis=0), strict=True):
        if not finite:
            raise ValueError(f"column `{column}` has values that are missing or infinite")


def count_missing(values: np.ndarray, columns: Sequence[str]) -> dict[str, int]:
    """Count the missing values (rows, columns) by column; complete columns are not named."""
    counts = zip(columns, np.isnan(values).sum(axis=0), strict=True)
    return {column: int(count) for column, count in counts if count}


def keep_known(ends: np.ndarray, values: np.ndarray, first: int, last: int) -> np.ndarray:
    """Keep the ends t for which no value of rows t + first to t + last is missing."""
    gaps = np.cumsum([False, *np.isnan(values).any(axis=1)])
    return ends[gaps[ends + first] == gaps[ends + last + 1]]


def fill_forward(values: np.ndarray) -> np.ndarray:
    """Fill each gap (rows, columns) with the last known value; a leading gap stays NaN."""
    return pd.DataFrame(values).ffill().to_numpy()


def fill_forward_in_groups(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Fill each gap with the last known value of its own group; leading gaps stay NaN."""
    return pd.DataFrame(values).groupby(groups).ffill().to_numpy()


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
