"""Baselines: what a forecast is worth that learned nothing."""

import numpy as np

from rnnspec.runtime.baselines import (
    majority_class,
    mean_forecast,
    naive_forecast,
    seasonal_forecast,
    seasonal_in_groups,
)
from rnnspec.runtime.windows import cut_targets, window_ends


def test_a_season_stays_in_its_group():
    targets = np.concatenate([np.arange(10.0), 100 + np.arange(6.0)])[:, None]
    groups = np.repeat([0, 1], [10, 6])
    found = seasonal_in_groups(targets, groups, np.array([8, 12, 14]), horizon=1, season=4)
    assert found.tolist() == [[5], [100], [101]]
    targets[11] = np.nan
    found = seasonal_in_groups(targets, groups, np.array([14]), horizon=1, season=4)
    assert found.tolist() == [[100]]


def test_the_naive_forecast_repeats_the_last_value_or_season():
    targets = np.arange(20.0)[:, None] % 7
    ends = window_ends(14, 20, window=3, horizon=2)
    last = naive_forecast(targets, ends, horizon=2)
    np.testing.assert_array_equal(last, np.repeat(targets[ends], 2, axis=1))
    season = seasonal_forecast(targets, ends, horizon=2, season=7)
    np.testing.assert_array_equal(season, cut_targets(targets, ends, horizon=2))
    assert seasonal_forecast(targets, np.array([1]), horizon=9, season=7).tolist() == [
        [0, 0, 0, 0, 0, 0, 1, 0, 0]
    ]


def test_a_naive_forecast_of_several_targets_stands_step_first():
    targets = np.array([[1, 10], [2, 20], [3, 30]])
    assert naive_forecast(targets, np.array([1]), horizon=2).tolist() == [[2, 20, 2, 20]]


def test_the_mean_and_the_majority_of_train():
    assert mean_forecast(np.array([[1.0, 4.0], [3.0, 8.0]]), 2).tolist() == [[2, 6], [2, 6]]
    shares = majority_class(np.array([2.0, 0.0, 2.0, 1.0]), classes=3, samples=2)
    assert shares.tolist() == [[0, 0, 1], [0, 0, 1]]


def test_a_missing_last_value_is_the_last_known_one():
    targets = np.array([[1.0], [2.0], [np.nan], [4.0]])
    assert naive_forecast(targets, np.array([1, 2]), horizon=1).tolist() == [[2], [2]]
