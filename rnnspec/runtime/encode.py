"""Text and classes as numbers.

In: a column's values and the sorted values that it may hold. Out: class numbers, one-hot rows.
Classes and one-hot columns are never scaled.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def class_numbers(values: Sequence[str | int], classes: Sequence[str | int]) -> np.ndarray:
    """Number each value by its place in `classes`; NaN where it is missing."""
    found = pd.Series(values)
    if isinstance(classes[0], str):  # a value that is no text, such as a date, is named by its own
        found = found.map(str, na_action="ignore")
    places = pd.Index(classes).get_indexer(found).astype("float64")
    places[places < 0] = np.nan
    unknown = found[np.isnan(places) & found.notna()]
    if len(unknown):
        holder = "a column" if found.name is None else f"column `{found.name}`"
        known = f"one of {list(classes)} should be"
        raise ValueError(f"{holder} holds {unknown.iloc[0]!r} where {known}")
    return places


def one_hot(numbers: np.ndarray, classes: int) -> np.ndarray:
    """Turn class numbers into rows of 0 with a 1 at the class; NaN where it is missing."""
    rows = (numbers[:, None] == np.arange(classes)).astype("float32")
    rows[np.isnan(numbers)] = np.nan
    return rows


def balanced_weights(classes: np.ndarray) -> dict[int, float]:
    """Weigh each class of the train part so that all count the same in total."""
    found, counts = np.unique(classes, return_counts=True)
    weights = counts.sum() / (len(found) * counts)
    return {int(number): float(weight) for number, weight in zip(found, weights, strict=True)}
