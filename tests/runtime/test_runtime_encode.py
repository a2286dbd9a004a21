"""Text and classes as numbers."""

import numpy as np
import pandas as pd
import pytest

from rnnspec.runtime.encode import balanced_weights, class_numbers, one_hot


def test_classes_are_numbered_in_the_given_order():
    found = class_numbers(["NW", "SE", None, "NE"], ["NE", "NW", "SE"])
    np.testing.assert_array_equal(found, [1, 2, np.nan, 0])
    np.testing.assert_array_equal(class_numbers(np.array([7, 3, 7]), [3, 7]), [1, 0, 1])
    np.testing.assert_array_equal(class_numbers(pd.Series([1.0, np.nan]), [0, 1]), [1, np.nan])


def test_an_unknown_class_is_refused():
    with pytest.raises(ValueError, match=r"holds 'cv' where one of \['NE', 'NW'\] should be"):
        class_numbers(["NE", "cv"], ["NE", "NW"])


def test_one_hot_rows_have_one_at_their_class_and_nan_where_missing():
    rows = one_hot(np.array([1, 0, np.nan]), 3)
    np.testing.assert_array_equal(rows, [[0, 1, 0], [1, 0, 0], [np.nan] * 3])


def test_balanced_weights_give_each_class_the_same_total():
    classes = np.array([0, 0, 0, 1, 4, 4])
    weights = balanced_weights(classes)
    assert {type(number) for number in weights} == {int}
    totals = [weights[number] * (classes == number).sum() for number in (0, 1, 4)]
    np.testing.assert_allclose(totals, [2, 2, 2])


def test_truths_and_dates_are_named_by_their_text():
    assert class_numbers(pd.Series([True, None, False]), ["False", "True"])[[0, 2]].tolist() == [
        1,
        0,
    ]
    days = pd.Series(pd.to_datetime(["2020-01-02", "2020-01-01"]))
    classes = sorted(map(str, days))
    assert class_numbers(days, classes).tolist() == [1, 0]
