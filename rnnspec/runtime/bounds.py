"""Bounds: the rows or samples at which parts begin and end.

In: how many there are, fractions. Out: numbers of rows. It needs no library, so that a study is
checked by the same functions that cut its data.
"""

from fractions import Fraction
from itertools import pairwise


def part_bounds(rows: int, validation: float, test: float) -> tuple[int, int]:
    """Return the rows at which validation and test begin, counted in exact decimal.

    Boundaries are cumulative and rounded down; what comes before validation is train.
    """
    held_out = Fraction(str(validation)) + Fraction(str(test))
    return int(rows * (1 - held_out)), int(rows * (1 - Fraction(str(test))))


def counted_bounds(rows: int, validation: float, test: float) -> tuple[int, int]:
    """Return the rows at which validation and test begin; from 1 up, a part is so many rows."""
    held = [Fraction(str(part)) * (rows if part < 1 else 1) for part in (validation, test)]
    end = rows - held[1]
    return max(int(end - held[0]), 0), max(int(end), 0)


def expanding_folds(rows: int, folds: int) -> list[tuple[int, int]]:
    """Return, fold by fold, the rows at which its validation part begins and ends.

    Rows are cut into folds + 1 stretches in time order: fold i trains on all that comes
    before its stretch, so it never learns from what comes after.
    """
    bounds = [rows * part // (folds + 1) for part in range(1, folds + 2)]
    return list(pairwise(bounds))
