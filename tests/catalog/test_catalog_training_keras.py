"""Optimizers, losses, metrics, callbacks and pieces: Keras builds what the rows allow."""

from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keras_layers import constants, values

from rnnspec.catalog import (
    ACTIVATIONS,
    CALLBACKS,
    CONSTRAINTS,
    INITIALIZERS,
    LOSSES,
    METRICS,
    OPTIMIZERS,
    REGULARIZERS,
    Row,
)

pytestmark = pytest.mark.keras

BUILT = [
    row
    for family in (INITIALIZERS, REGULARIZERS, CONSTRAINTS, OPTIMIZERS, LOSSES, CALLBACKS)
    for row in family.values()
]
TARGETS = {
    "regression": (np.array([[1.0], [2.0], [4.0]]), np.array([[1.5], [2.5], [3.0]])),
    "binary": (np.array([[0.0], [1.0], [1.0]]), np.array([[0.2], [0.7], [0.4]])),
    "sparse": (np.array([[0], [2], [1]]), np.eye(3) * 0.7 + 0.1),
    "categorical": (np.eye(3), np.eye(3) * 0.7 + 0.1),
}


def build(row: Row, arguments: dict[str, Any]) -> Any:
    """The object, by Keras."""
    found: Any = keras
    for name in row.call.split(".")[1:]:
        found = getattr(found, name)
    return found(**arguments)


@st.composite
def arguments_of(draw: st.DrawFn, row: Row) -> dict[str, Any]:
    """Some arguments within their ranges that suit one another."""
    drawn = {p.name: draw(values(p)) for p in row.parameters if p.required or draw(st.booleans())}
    for requirement in row.requirements(constants(drawn)):
        if requirement.condition.value is not True:
            return {p.name: draw(values(p)) for p in row.parameters if p.required}
    return drawn


SETTINGS = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("row", BUILT, ids=lambda row: row.call)
@SETTINGS
@given(st.data())
def test_keras_takes_what_the_row_allows(row: Row, data: st.DataObject) -> None:
    made = build(row, data.draw(arguments_of(row)))
    weight = keras.ops.ones((3, 3))
    match row.family:
        case "initializer":
            assert made((3, 3)).shape == (3, 3)
        case "regularizer" | "constraint":
            made(weight)
        case "optimizer":
            variable = keras.Variable(np.ones((3, 3), "float32"))
            made.build([variable])
            made.apply([weight], [variable])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_schedule_can_stand_for_the_learning_rate(name: str) -> None:
    schedule = keras.optimizers.schedules.ExponentialDecay(0.01, 10, 0.9)
    build(OPTIMIZERS[name], {"learning_rate": schedule})


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_finite_on_the_targets_that_it_suits(name: str) -> None:
    for suits in LOSSES[name].suits:
        truth, predicted = TARGETS[suits]
        assert np.isfinite(float(build(LOSSES[name], {})(truth, predicted)))


@pytest.mark.parametrize("name", [n for n in METRICS if n not in ("Accuracy", "F1Score")])
def test_a_metric_is_one_number_and_better_where_it_says(name: str) -> None:
    row = METRICS[name]
    for suits in row.suits:
        truth, predicted = TARGETS[suits]
        perfect = np.eye(3)[truth[:, 0]] if suits == "sparse" else truth
        good, poor = build(row, {}), build(row, {})
        good.update_state(truth, perfect)
        poor.update_state(truth, predicted[::-1])
        assert keras.ops.ndim(good.result()) == 0
        best, worse = float(good.result()), float(poor.result())
        assert best >= worse if row.maximize else best <= worse


@pytest.mark.parametrize(
    "row",
    [
        row
        for family in (ACTIVATIONS, INITIALIZERS, REGULARIZERS, CONSTRAINTS)
        for row in family.values()
        if row.word
    ],
    ids=lambda row: row.call,
)
def test_keras_reads_the_word_as_the_row(row: Row) -> None:
    module = getattr(keras, row.call.split(".")[1])
    read = module.get(row.word)
    meant = getattr(module, row.name)
    assert read is meant if row.family == "activation" else type(read) is meant
