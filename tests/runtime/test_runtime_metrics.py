"""Scores in the target's own units, by Keras's own metrics."""

import keras
import numpy as np
import pytest

from rnnspec.catalog import METRICS
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
    measure(metric, TRUTH, TRUTH)  # What was measured before does not count.
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


NUMBERS = [(RNG.random(shape), RNG.random(shape)) for shape in [(9, 1), (9, 4), (9, 5, 2)]]
SHARES = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.3, 0.3, 0.4]])
TARGETS = {
    "regression": NUMBERS,
    "binary": [(np.array([0.0, 1.0, 1.0]), np.array([[0.2], [0.9], [0.4]]))],
    "sparse": [(np.array([0.0, 1.0, 2.0]), SHARES), (np.array([[0, 1, 2]]), SHARES[None])],
    "categorical": [(np.eye(3), SHARES), (np.eye(3)[None], SHARES[None])],
}


@pytest.mark.parametrize("name", list(METRICS))
def test_every_metric_of_the_catalog_can_be_measured(name):
    row = METRICS[name]
    assert row.suits
    for kind in row.suits:
        for truth, predicted in TARGETS[kind]:
            value = measure(*meant(name, kind, truth), predicted)
            assert np.isfinite(value)


def meant(name, kind, truth):
    """The Keras metric that a word means, and the truth as it takes it."""
    if name == "Accuracy":
        kinds = {"binary": "Binary", "sparse": "SparseCategorical", "categorical": "Categorical"}
        return getattr(keras.metrics, f"{kinds[kind]}Accuracy")(), truth
    if name == "F1Score":
        threshold = 0.5 if kind == "binary" else None
        one_hot = np.eye(3)[truth.astype(int).ravel()] if kind == "sparse" else truth
        return keras.metrics.F1Score(average="macro", threshold=threshold), one_hot
    return getattr(keras.metrics, name)(), truth


def test_steps_count_as_samples():
    truth, predicted = RNG.random((4, 5, 2)), RNG.random((4, 5, 2))
    for kind in ("MeanAbsolutePercentageError", "R2Score", "CosineSimilarity"):
        metric = getattr(keras.metrics, kind)()
        flat = measure(metric, truth.reshape(20, 2), predicted.reshape(20, 2))
        assert measure(metric, truth, predicted) == flat
