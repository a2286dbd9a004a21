"""Text and classes as numbers.

In: a column's values and the sorted values that it may hold. Out: indices or one-hot rows.
Classes and one-hot columns are never scaled.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def class_numbers(values: Sequence[str | int], classes: Sequence[str | int]) -> np.ndarray:
    """Number each value by its place in `classes`; a missing value is -1."""
    found = pd.Series(values)
    indices = pd.Index(classes).get_indexer(found)
    unknown = found[(indices < 0) & found.notna()]
    if len(unknown):
        raise ValueError(f"{unknown.iloc[0]!r} is none of the classes {list(classes)}")
    return indices


def one_hot(indices: np.ndarray, width: int) -> np.ndarray:
    """Return rows of `width` numbers, 1 at the index and 0 elsewhere; NaN for index -1."""
    rows = np.eye(width, dtype="float32")[indices]
    rows[indices < 0] = np.nan
    return rows


def balanced_weights(classes: np.ndarray) -> dict[int, float]:
    """Weigh each class of the train part so that all count the same in total."""
    found, counts = np.unique(classes, return_counts=True)
    weights = counts.sum() / (len(found) * counts)
    return {int(number): float(weight) for number, weight in zip(found, weights, strict=True)}
