"""Baselines: what a forecast is worth that learned nothing.

In: targets in their own units (or classes) and the ends of the windows to predict. Out:
predictions shaped like the model's, to be scored by the same metrics.
"""

import numpy as np

from rnnspec.runtime.missing import fill_forward, fill_forward_in_groups


def naive_forecast(targets: np.ndarray, ends: np.ndarray, horizon: int) -> np.ndarray:
    """Predict for each row ahead the last value: (n, horizon * columns).

    Where that is missing, the last known one stands for it.
    """
    return np.tile(fill_forward(targets)[ends], horizon)


def seasonal_forecast(
    targets: np.ndarray, ends: np.ndarray, horizon: int, season: int, lead: int = 1
) -> np.ndarray:
    """Predict for each row ahead the value one season before: (n, horizon * columns).

    Where that is missing, the last known one stands for it. The first row ahead is `lead`.
    """
    ahead = np.arange(lead, lead + horizon)
    back = -(-ahead // season) * season
    rows = np.maximum(ends[:, None] + ahead - back, 0)
    return fill_forward(targets)[rows].reshape(len(ends), -1)


def seasonal_in_groups(
    targets: np.ndarray,
    groups: np.ndarray,
    ends: np.ndarray,
    horizon: int,
    season: int,
    lead: int = 1,
) -> np.ndarray:
    """Predict for each row ahead the value one season before, of the same group.

    `groups` are those of `gather_groups`. Where the group begins later, its first value stands.
    The first row ahead is `lead`.
    """
    ahead = np.arange(lead, lead + horizon)
    back = -(-ahead // season) * season
    begins = np.searchsorted(groups, groups[ends])
    rows = np.maximum(ends[:, None] + ahead - back, begins[:, None])
    return fill_forward_in_groups(targets, groups)[rows].reshape(len(ends), -1)


def mean_forecast(train_y: np.ndarray, samples: int) -> np.ndarray:
    """Predict the mean of the train part's targets for every sample."""
    return np.repeat(train_y.mean(axis=0, keepdims=True), samples, axis=0)


def majority_class(train_classes: np.ndarray, classes: int, samples: int) -> np.ndarray:
    """Give the train part's commonest class all the probability: (n, classes)."""
    found, counts = np.unique(train_classes, return_counts=True)
    commonest = int(found[np.argmax(counts)])
    return np.tile(np.eye(classes)[commonest], (samples, 1))
