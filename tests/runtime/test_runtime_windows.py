"""Windows: rows t - w + 1 to t predict rows t + 1 to t + h, and nothing else ever happens."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rnnspec.runtime.bounds import part_bounds
from rnnspec.runtime.windows import (
    cut_targets,
    cut_windows,
    gather_groups,
    group_window_ends,
    window_ends,
)

fractions = st.sampled_from([0, 0.1, 0.15, 0.2, 0.3])
sizes = {
    "rows": st.integers(1, 60),
    "window": st.integers(1, 8),
    "horizon": st.integers(0, 4),
    "validation": fractions,
    "test": fractions,
}


def bounds_of(rows, validation, test):
    begins, ends = part_bounds(rows, validation, test)
    return [(0, begins), (begins, ends), (ends, rows)]


def targets_of(end: int, horizon: int) -> range:
    """The rows that a window predicts; a class is that of its last row."""
    return range(end + 1, end + horizon + 1) if horizon else range(end, end + 1)


def test_alignment_by_hand():
    values = np.arange(10.0)[:, None]
    ends = window_ends(0, 7, window=3, horizon=2)
    assert ends.tolist() == [2, 3, 4]
    assert cut_windows(values, ends, 3)[:, :, 0].tolist() == [[0, 1, 2], [1, 2, 3], [2, 3, 4]]
    assert cut_targets(values, ends, 2).tolist() == [[3, 4], [4, 5], [5, 6]]


def test_inputs_reach_back_over_the_boundary_and_targets_do_not():
    ends = window_ends(7, 10, window=3, horizon=2)
    values = np.arange(10.0)[:, None]
    assert cut_windows(values, ends, 3)[0, :, 0].tolist() == [4, 5, 6]
    assert cut_targets(values, ends, 2).tolist() == [[7, 8], [8, 9]]


def test_several_targets_stand_step_first():
    values = np.array([[0, 0], [1, 10], [2, 20], [3, 30]])
    y = cut_targets(values, np.array([0, 1]), horizon=2)
    assert y.tolist() == [[1, 10, 2, 20], [2, 20, 3, 30]]
    assert y.dtype == np.float32


def test_a_class_is_that_of_the_last_row():
    assert window_ends(0, 5, window=3, horizon=0).tolist() == [2, 3, 4]
    assert window_ends(5, 8, window=3, horizon=0).tolist() == [5, 6, 7]


@given(**sizes)
def test_every_window_lies_in_its_part_and_none_is_left_out(
    rows, window, horizon, validation, test
):
    for first, last in bounds_of(rows, validation, test):
        expected = [
            t
            for t in range(window - 1, rows)
            if all(first <= row < last for row in targets_of(t, horizon))
        ]
        assert window_ends(first, last, window, horizon).tolist() == expected


@given(**sizes)
def test_no_training_window_touches_a_later_target(rows, window, horizon, validation, test):
    train, *later = bounds_of(rows, validation, test)
    seen = {
        row
        for t in window_ends(*train, window, horizon)
        for row in [*range(t - window + 1, t + 1), *targets_of(t, horizon)]
    }
    scored = {
        row
        for part in later
        for t in window_ends(*part, window, horizon)
        for row in targets_of(t, horizon)
    }
    assert not seen & scored
    assert seen <= set(range(*train))


@given(
    rows=st.integers(30, 60),
    longest=st.integers(2, 8),
    horizon=st.integers(1, 4),
    validation=fractions,
    test=fractions,
)
def test_every_length_is_scored_on_the_targets_of_the_longest(
    rows, longest, horizon, validation, test
):
    values = np.arange(float(rows))[:, None]
    for first, last in bounds_of(rows, validation, test)[1:]:
        ends = window_ends(first, last, longest, horizon)
        full = cut_windows(values, ends, longest)
        for window in range(1, longest + 1):
            shorter = cut_windows(values, ends, window)
            np.testing.assert_array_equal(shorter, full[:, longest - window :])


@given(
    labels=st.lists(st.sampled_from("abc"), min_size=1, max_size=50),
    window=st.integers(1, 5),
    horizon=st.integers(0, 3),
    validation=fractions,
    test=fractions,
)
def test_windows_stay_within_their_group_and_part(labels, window, horizon, validation, test):
    rows, groups = gather_groups(np.array(labels))
    times = np.arange(len(labels))[rows]
    found = []
    for first, last in bounds_of(len(labels), validation, test):
        ends = group_window_ends(rows, groups, first, last, window, horizon)
        for t in ends:
            inputs = times[t - window + 1 : t + 1]
            predicted = times[list(targets_of(t, horizon))]
            touched = [*inputs, *predicted]
            assert len({labels[row] for row in touched}) == 1
            assert ((first <= predicted) & (predicted < last)).all()
            own = [row for row in range(len(labels)) if labels[row] == labels[touched[0]]]
            place = own.index(inputs[0])
            length = window + horizon
            assert sorted(set(touched)) == own[place : place + length], "consecutive rows"
        found.extend(ends)
    assert len(set(found)) == len(found), "the parts share no window"


@given(
    rows=st.integers(1, 60),
    window=st.integers(1, 8),
    horizon=st.integers(0, 4),
    validation=fractions,
    test=fractions,
)
def test_one_group_is_a_table_without_groups(rows, window, horizon, validation, test):
    order, groups = gather_groups(np.array(["a"] * rows))
    for first, last in bounds_of(rows, validation, test):
        grouped = group_window_ends(order, groups, first, last, window, horizon)
        assert grouped.tolist() == window_ends(first, last, window, horizon).tolist()


def test_groups_of_every_label_are_gathered_in_order():
    rows, groups = gather_groups(np.array(["b", "a", "b", "a"]))
    assert rows.tolist() == [1, 3, 0, 2]
    assert groups.tolist() == [0, 0, 1, 1]
