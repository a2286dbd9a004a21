"""Scores in the target's own units, for every metric of the catalog, and the baselines."""

import keras
import numpy as np
import pytest

from rnnspec.runtime.baselines import majority_class, mean_forecast, naive_forecast
from rnnspec.runtime.metrics import measure
from rnnspec.runtime.windows import cut_targets, window_ends

pytestmark = pytest.mark.keras

RNG = np.random.default_rng(9)
TRUTH = RNG.uniform(1, 5, (50, 2))
PREDICTED = TRUTH + RNG.normal(0, 0.3, (50, 2))


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (keras.metrics.MeanAbsoluteError(), np.abs(TRUTH - PREDICTED).mean()),
        (keras.metrics.MeanSquaredError(), ((TRUTH - PREDICTED) ** 2).mean()),
        (keras.metrics.RootMeanSquaredError(), np.sqrt(((TRUTH - PREDICTED) ** 2).mean())),
        (
            keras.metrics.MeanAbsolutePercentageError(),
            100 * np.abs((TRUTH - PREDICTED) / TRUTH).mean(),
        ),
        (
            keras.metrics.R2Score(),
            np.mean(1 - ((TRUTH - PREDICTED) ** 2).sum(axis=0) / (50 * TRUTH.var(axis=0))),
        ),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_metrics_of_numbers_mean_what_they_say(metric, expected):
    for _ in range(2):
        found = measure(metric, TRUTH, PREDICTED)
        assert isinstance(found, float)
        assert found == pytest.approx(expected, rel=1e-5)


def test_metrics_of_classes_mean_what_they_say():
    classes = np.array([0, 1, 2, 1])
    shares = np.eye(3)[[0, 1, 1, 0]]
    assert measure(keras.metrics.SparseCategoricalAccuracy(), classes, shares) == 0.5
    assert measure(keras.metrics.CategoricalAccuracy(), np.eye(3)[classes], shares) == 0.5
    truth, chance = np.array([0, 0, 1, 1]), np.array([[0.1], [0.6], [0.4], [0.9]])
    assert measure(keras.metrics.BinaryAccuracy(), truth, chance) == 0.5
    assert measure(keras.metrics.Precision(), truth, chance) == 0.5
    assert measure(keras.metrics.AUC(), truth, chance) == pytest.approx(0.75, abs=0.01)


def test_what_is_not_a_number_is_not_made_one():
    predicted = PREDICTED.copy()
    predicted[3] = np.nan
    assert np.isnan(measure(keras.metrics.RootMeanSquaredError(), TRUTH, predicted))


def test_the_naive_forecast_repeats_the_last_value_or_season():
    targets = np.arange(20.0)[:, None] % 7
    ends = window_ends(14, 20, window=3, horizon=2)
    last = naive_forecast(targets, ends, horizon=2)
    np.testing.assert_array_equal(last, np.repeat(targets[ends], 2, axis=1))
    season = naive_forecast(targets, ends, horizon=2, season=7)
    np.testing.assert_array_equal(season, cut_targets(targets, ends, horizon=2))
    assert naive_forecast(targets, np.array([1]), horizon=9, season=7).tolist() == [
        [0, 0, 0, 0, 0, 0, 1, 0, 0]
    ]


def test_a_naive_forecast_of_several_targets_stands_step_first():
    targets = np.array([[1, 10], [2, 20], [3, 30]])
    assert naive_forecast(targets, np.array([1]), horizon=2).tolist() == [[2, 20, 2, 20]]


def test_the_mean_and_the_majority_of_train():
    assert mean_forecast(np.array([[1.0, 4.0], [3.0, 8.0]]), 2).tolist() == [[2, 6], [2, 6]]
    shares = majority_class(np.array([2, 0, 2, 1]), classes=3, samples=2)
    assert shares.tolist() == [[0, 0, 1], [0, 0, 1]]
