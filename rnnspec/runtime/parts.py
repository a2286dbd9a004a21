"""Parts: which rows or samples train, validate and test.

In: a number of rows or samples, fractions, a seed. Out: boundaries and orders of samples.
A random or stratified split is an order of the samples that is then cut like time.
"""

from fractions import Fraction
from itertools import pairwise

import numpy as np


def part_bounds(rows: int, validation: float, test: float) -> tuple[int, int]:
    """Return the rows at which validation and test begin, counted in exact decimal.

    Boundaries are cumulative and rounded down; what comes before validation is train.
    """
    held_out = Fraction(str(validation)) + Fraction(str(test))
    return int(rows * (1 - held_out)), int(rows * (1 - Fraction(str(test))))


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


def expanding_folds(rows: int, folds: int) -> list[tuple[int, int]]:
    """Return, fold by fold, the rows at which its validation part begins and ends.

    Rows are cut into folds + 1 stretches in time order: fold i trains on all that comes
    before its stretch, so it never learns from what comes after.
    """
    bounds = [rows * part // (folds + 1) for part in range(1, folds + 2)]
    return list(pairwise(bounds))


def crossing_folds(order: np.ndarray, folds: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return, fold by fold, its train and validation samples: each validates once."""
    parts = np.array_split(order, folds)
    return [
        (np.concatenate(parts[:fold] + parts[fold + 1 :]), parts[fold]) for fold in range(folds)
    ]
