"""Missing values: what is left out, what is filled, and that nothing looks ahead."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnspec.runtime.missing import (
    check_complete,
    check_finite,
    count_missing,
    fill_forward,
    fill_forward_in_groups,
    fill_inside,
    fill_steps_forward,
    keep_known,
    known_samples,
)
from rnnspec.runtime.tables import numbers, read_csv
from rnnspec.runtime.windows import cut_windows, window_ends

DATA = Path(__file__).parents[1] / "data"
NAN = np.nan


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)[:, None]


gappy_rows = st.lists(st.one_of(st.none(), st.integers(-9, 9)), min_size=1, max_size=25).map(
    lambda values: column(*(NAN if v is None else v for v in values))
)


def test_gaps_are_counted_and_refused_by_column():
    table = pd.DataFrame({"a": [1, None, None], "b": [1, 2, 3], "c": ["x", None, "y"]})
    assert count_missing(table) == {"a": 2, "c": 1}
    with pytest.raises(ValueError, match="column `a` has 2 missing values"):
        check_complete(table)
    check_complete(table[["b"]])
    with pytest.raises(ValueError, match="2 numbers"):
        check_finite(np.array([1, NAN, np.inf]))
    check_finite(np.array([1, 2]))


def test_forward_repeats_the_last_known_value():
    values = column(NAN, 1, NAN, NAN, 4)
    np.testing.assert_array_equal(fill_forward(values), column(NAN, 1, 1, 1, 4))
    in_groups = fill_forward_in_groups(values, np.array([0, 0, 1, 1, 1]))
    np.testing.assert_array_equal(in_groups, column(NAN, 1, NAN, NAN, 4))
    samples = values.reshape(1, 5, 1)
    np.testing.assert_array_equal(fill_steps_forward(samples)[0], fill_forward(values))


def test_interpolation_stays_inside_the_window():
    x = np.stack([column(1, NAN, NAN, 4, NAN), column(NAN, 2, NAN, 6, NAN)])
    filled = fill_inside(x)
    np.testing.assert_array_equal(filled[0], column(1, 2, 3, 4, 4))
    np.testing.assert_array_equal(filled[1], column(NAN, 2, 4, 6, 6))
    assert np.isnan(x).sum() == 6, "the argument is left as it is"


@given(values=gappy_rows)
def test_interpolation_is_what_pandas_does_within_a_window(values):
    expected = pd.Series(values[:, 0]).interpolate().to_numpy()
    np.testing.assert_allclose(fill_inside(values[None])[0, :, 0], expected)


@given(values=gappy_rows, window=st.integers(1, 6), data=st.data())
def test_filled_windows_depend_on_their_own_rows_alone(values, window, data):
    ends = window_ends(0, len(values), window, horizon=1)
    before = fill_inside(cut_windows(values, ends, window))
    place = data.draw(st.integers(0, len(values) - 1))
    changed = values.copy()
    changed[place] = 99
    after = fill_inside(cut_windows(changed, ends, window))
    outside = (place > ends) | (place < ends - window + 1)
    np.testing.assert_array_equal(before[outside], after[outside])


@given(values=gappy_rows, place=st.integers(0, 24))
def test_forward_filling_never_looks_ahead(values, place):
    changed = values.copy()
    changed[place:] = 99
    np.testing.assert_array_equal(fill_forward(values)[:place], fill_forward(changed)[:place])


@settings(max_examples=50)
@given(values=gappy_rows, window=st.integers(1, 5), horizon=st.integers(1, 3))
def test_known_ends_are_those_whose_rows_are_known(values, window, horizon):
    ends = window_ends(0, len(values), window, horizon)
    missing = np.isnan(values[:, 0])
    inputs = [t for t in ends if not missing[t - window + 1 : t + 1].any()]
    targets = [t for t in ends if not missing[t + 1 : t + horizon + 1].any()]
    starts = [t for t in ends if not missing[t - window + 1]]
    assert keep_known(ends, values, 1 - window, 0).tolist() == inputs
    assert keep_known(ends, values, 1, horizon).tolist() == targets
    known_start = keep_known(ends, values, 1 - window, 1 - window)
    assert known_start.tolist() == starts
    assert not np.isnan(fill_inside(cut_windows(values, known_start, window))).any()
    missed = np.setdiff1d(ends, known_start)
    assert np.isnan(fill_inside(cut_windows(values, missed, window))).any(axis=(1, 2)).all()


def test_a_row_is_missing_where_any_of_its_columns_is():
    values = np.array([[1, 1], [1, NAN], [1, 1], [1, 1]])
    ends = np.array([0, 1, 2, 3])
    assert keep_known(ends, values, 0, 0).tolist() == [0, 2, 3]
    assert keep_known(ends, values[:, 1], 0, 0).tolist() == [0, 2, 3], "one column, flat"


def test_samples_with_a_gap_are_known():
    x = np.ones((4, 3, 2))
    x[1, 2, 0] = NAN
    y = np.array([1, 1, NAN, 1])
    assert known_samples(x, y).tolist() == [True, False, False, True]
    assert known_samples(np.ones((4, 3), dtype=int), y).tolist() == [True, True, False, True]


def test_the_gaps_of_a_real_series():
    columns = ["pm2.5", "DEWP", "TEMP", "PRES", "Iws"]
    values = numbers(read_csv(DATA / "pollution.csv", columns), columns)
    missing = np.isnan(values[:, 0])
    ends = window_ends(0, len(values), 24, 1)
    assert len(ends) == 43_800
    predictable = keep_known(ends, values[:, :1], 1, 1)
    assert len(predictable) == 43_800 - missing[24:].sum()
    dropped = keep_known(predictable, values, -23, 0)
    filled = keep_known(predictable, values, -23, -23)
    forward = keep_known(predictable, fill_forward(values), -23, 0)
    # The series begins with 24 gaps: 24 windows hold one that nothing before it can fill.
    assert len(dropped) < len(filled) < len(forward) == len(predictable) - 24
    assert not np.isnan(fill_inside(cut_windows(values, filled, 24))).any()
