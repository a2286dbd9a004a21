"""Parts of samples: which of them train, validate and test.

In: a number of samples, classes, a seed. Out: orders of samples, and folds of them.
A random or stratified split is an order of the samples that is then cut like time.
"""

import numpy as np


def shuffled_order(samples: int, seed: int) -> np.ndarray:
    """Return the samples' numbers in a random order that the seed alone decides."""
    return np.random.default_rng(seed).permutation(samples)


def stratified_order(classes: np.ndarray, seed: int) -> np.ndarray:
    """Return a random order in which every stretch holds the classes in proportion."""
    order = shuffled_order(len(classes), seed)
    _, members, counts = np.unique(classes[order], return_inverse=True, return_counts=True)
    by_class = np.argsort(members, kind="stable")
    place = np.empty(len(order))
    place[by_class] = np.concatenate([(np.arange(n) + 0.5) / n for n in counts])
    return order[np.argsort(place, kind="stable")]


def crossing_folds(order: np.ndarray, folds: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return, fold by fold, its train and validation samples: each validates once."""
    parts = np.array_split(order, folds)
    return [
        (np.concatenate(parts[:fold] + parts[fold + 1 :]), parts[fold]) for fold in range(folds)
    ]
