"""Parts: boundaries in exact decimal, orders from a seed, folds that never look ahead."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rnnspec.runtime.bounds import expanding_folds, part_bounds
from rnnspec.runtime.parts import crossing_folds, shuffled_order, stratified_order

percent = st.integers(0, 49).map(lambda n: n / 100)


def test_boundaries_are_counted_in_decimal():
    assert part_bounds(2820, validation=0.15, test=0.15) == (1974, 2397)
    assert part_bounds(3650, validation=0.15, test=0.15) == (2555, 3102)
    # In floating point 1 - 0.2 - 0.1 is 0.7000000000000001 and 10 * (1 - 0.9) is 0.99...
    assert part_bounds(10, validation=0.8, test=0.1) == (1, 9)
    assert part_bounds(7, validation=0, test=0) == (7, 7)


@given(rows=st.integers(1, 10_000), validation=percent, test=percent)
def test_boundaries_are_cumulative_and_rounded_down(rows, validation, test):
    begins, ends = part_bounds(rows, validation, test)
    v, t = (Fraction(round(100 * f), 100) for f in (validation, test))
    assert 0 <= begins <= ends <= rows
    assert begins <= rows * (1 - v - t) < begins + 1
    assert ends <= rows * (1 - t) < ends + 1


@given(samples=st.integers(1, 300), seed=st.integers(0, 2**32))
def test_a_random_order_is_a_permutation_from_its_seed(samples, seed):
    order = shuffled_order(samples, seed)
    assert sorted(order) == list(range(samples))
    assert (order == shuffled_order(samples, seed)).all()


def test_another_seed_gives_another_order():
    assert (shuffled_order(100, 1) != shuffled_order(100, 2)).any()
    classes = np.arange(100) % 3
    assert (stratified_order(classes, 1) != stratified_order(classes, 2)).any()


@given(
    classes=st.lists(st.sampled_from([0, 0, 0, 1, 1, 7]), min_size=1, max_size=200),
    cut=st.floats(0, 1),
    length=st.floats(0, 1),
    seed=st.integers(0, 1000),
)
def test_every_stretch_of_a_stratified_order_is_in_proportion(classes, cut, length, seed):
    classes = np.array(classes)
    order = stratified_order(classes, seed)
    assert sorted(order) == list(range(len(classes)))
    first = int(cut * len(order))
    stretch = classes[order][first : first + int(length * len(order)) + 1]
    for number in np.unique(classes):
        expected = (classes == number).mean() * len(stretch)
        assert abs((stretch == number).sum() - expected) <= 3


def test_rare_classes_are_spread_evenly():
    classes = np.repeat([0, 1, 2], [900, 90, 10])
    for tenth in np.array_split(stratified_order(classes, seed=3), 10):
        assert np.bincount(classes[tenth]).tolist() == [90, 9, 1]


@given(rows=st.integers(12, 5000), folds=st.integers(2, 10))
def test_expanding_folds_follow_one_another_to_the_end(rows, folds):
    found = expanding_folds(rows, folds)
    assert len(found) == folds
    assert found[-1][1] == rows
    assert all(end == begin for (_, end), (begin, _) in pairwise(found))
    assert found[0][0] > 0
    sizes = [end - begin for begin, end in found]
    assert max(sizes) - min(sizes) <= 1


@given(samples=st.integers(10, 300), folds=st.integers(2, 10))
def test_crossing_folds_validate_each_sample_once(samples, folds):
    order = shuffled_order(samples, 0)
    found = crossing_folds(order, folds)
    assert len(found) == folds
    assert sorted(np.concatenate([held for _, held in found])) == list(range(samples))
    for train, held in found:
        assert sorted(np.concatenate([train, held])) == list(range(samples))
