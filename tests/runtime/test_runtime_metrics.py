"""Scores in the target's own units, by Keras's own metrics."""

import keras
import numpy as np
import pytest

from rnnspec.runtime.metrics import measure

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
