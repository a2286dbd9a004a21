"""Scalers: two arrays, a centre and a spread, one number for each column.

In: the values of the train part alone, (rows, columns) or (samples, steps, columns), NaN where
missing. Out: (centre, spread), and values moved by them. What has no spread is scaled by 1.
Classes and one-hot columns are never scaled.
"""

from collections.abc import Mapping

import numpy as np


def fit_standard(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation by column; a constant column is only centred."""
    columns = values.reshape(-1, values.shape[-1])
    spread = np.nanstd(columns, axis=0)
    return np.nanmean(columns, axis=0), nonzero_spread(spread, columns)


def fit_minmax(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Minimum and range by column, so that train lies in [0, 1]."""
    columns = values.reshape(-1, values.shape[-1])
    low = np.nanmin(columns, axis=0)
    return low, nonzero_spread(np.nanmax(columns, axis=0) - low, columns)


def fit_robust(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Median and interquartile range by column; outliers hardly move them."""
    columns = values.reshape(-1, values.shape[-1])
    low, middle, high = np.nanpercentile(columns, [25, 50, 75], axis=0)
    return middle, nonzero_spread(high - low, columns)


def nonzero_spread(spread: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The spread to divide by: 1 where there is none.

    That of a constant column may be the rounding of its mean; below the least normal number of
    float32, in which networks calculate, a division may overflow.
    """
    constant = np.nanmin(columns, axis=0) == np.nanmax(columns, axis=0)
    return np.where(constant | (spread < np.finfo("float32").tiny), 1, spread)


def fit_none(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Zero and one by column: the values stay as they are."""
    return np.zeros(values.shape[-1]), np.ones(values.shape[-1])


def set_bounds(
    scaler: tuple[np.ndarray, np.ndarray], bounds: Mapping[int, tuple[float, float]]
) -> tuple[np.ndarray, np.ndarray]:
    """Replace what was fitted by given (low, high), by the column's number."""
    centre, spread = (values.copy() for values in scaler)
    for column, (low, high) in bounds.items():
        centre[column], spread[column] = low, high - low
    return centre, spread


def scale(values: np.ndarray, scaler: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Move values to the scaler's units; the last axis is the columns."""
    centre, spread = scaler
    return (values - centre) / spread


def write_scaler(scaler: tuple[np.ndarray, np.ndarray]) -> dict[str, list[float]]:
    """Return a scaler as JSON holds it."""
    centre, spread = scaler
    return {"centre": centre.tolist(), "spread": spread.tolist()}


def read_scaler(written: dict[str, list[float]]) -> tuple[np.ndarray, np.ndarray]:
    """Return a scaler that JSON holds."""
    return np.array(written["centre"]), np.array(written["spread"])


def hide_padding(x: np.ndarray, value: float) -> np.ndarray:
    """Turn the steps (samples, steps, features) whose features are all the value into NaN."""
    padding = (x == value).all(axis=-1, keepdims=True)
    return np.where(padding, np.nan, x)


def keep_padding(scaled: np.ndarray, x: np.ndarray, value: float) -> np.ndarray:
    """Give the steps that were padding before they were scaled their value back."""
    padding = (x == value).all(axis=-1, keepdims=True)
    return np.where(padding, value, scaled)


def unscale(values: np.ndarray, scaler: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Move scaled values back to their own units; the last axis is the columns."""
    centre, spread = scaler
    return values * spread + centre


def repeat_scaler(
    scaler: tuple[np.ndarray, np.ndarray], horizon: int
) -> tuple[np.ndarray, np.ndarray]:
    """Repeat the columns' scaler for each step ahead, step first."""
    centre, spread = scaler
    return np.tile(centre, horizon), np.tile(spread, horizon)
