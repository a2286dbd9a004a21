"""Optimizers, losses, metrics, callbacks and pieces: Keras builds what the rows allow."""

import math
from typing import Any

import pytest
from catalog_sampling import constants, values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rnnspec.catalog import (
    ACTIVATIONS,
    CALLBACKS,
    CONSTRAINTS,
    FAMILIES,
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


def targets(suits: str) -> tuple[Any, Any]:
    """A few true values and predictions of a kind."""
    import numpy as np

    match suits:
        case "regression":
            return np.array([[1.0], [2.0], [4.0]]), np.array([[1.5], [2.5], [3.0]])
        case "binary":
            return np.array([[0.0], [1.0], [1.0]]), np.array([[0.2], [0.7], [0.4]])
        case "sparse":
            return np.array([[0], [2], [1]]), np.eye(3) * 0.7 + 0.1
        case _:
            return np.eye(3), np.eye(3) * 0.7 + 0.1


def build(row: Row, arguments: dict[str, Any]) -> Any:
    """The object, by Keras."""
    import keras

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
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("row", BUILT, ids=lambda row: row.call)
@SETTINGS
@given(st.data())
def test_keras_takes_what_the_row_allows(row: Row, data: st.DataObject) -> None:
    import keras

    made = build(row, data.draw(arguments_of(row)))
    weight = keras.ops.ones((3, 3))
    match row.family:
        case "initializer":
            assert made((3, 3)).shape == (3, 3)
        case "regularizer" | "constraint":
            made(weight)
        case "optimizer":
            variable = keras.Variable(weight)
            made.build([variable])
            made.apply([weight], [variable])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_schedule_can_stand_for_the_learning_rate(name: str) -> None:
    import keras

    schedule = keras.optimizers.schedules.ExponentialDecay(0.01, 10, 0.9)
    build(OPTIMIZERS[name], {"learning_rate": schedule})


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_finite_on_the_targets_that_it_suits(name: str) -> None:
    for suits in LOSSES[name].suits:
        truth, predicted = targets(suits)
        assert math.isfinite(float(build(LOSSES[name], {})(truth, predicted)))


@pytest.mark.parametrize("name", [n for n in METRICS if n not in ("Accuracy", "F1Score")])
def test_a_metric_is_one_number_and_better_where_it_says(name: str) -> None:
    import keras

    row = METRICS[name]
    for suits in row.suits:
        truth, predicted = targets(suits)
        perfect = keras.ops.one_hot(truth[:, 0], 3) if suits == "sparse" else truth
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
    import keras

    module = getattr(keras, row.call.split(".")[1])
    read = module.get(row.word)
    meant = getattr(module, row.name)
    assert read is meant if row.family == "activation" else type(read) is meant


OUTSIDE = [
    ("layer", "Dense", "units", 0),
    ("layer", "GRU", "units", 0),
    ("layer", "Dropout", "rate", 1.2),
    ("layer", "GaussianNoise", "stddev", 1.5),
    ("layer", "Conv1D", "filters", 0),
    ("layer", "Conv1D", "strides", 0),
    ("layer", "MaxPooling1D", "pool_size", 0),
    ("layer", "ReLU", "negative_slope", -0.5),
    ("layer", "MultiHeadAttention", "num_heads", 0),
    ("optimizer", "SGD", "momentum", 1.5),
    ("optimizer", "Lion", "beta_1", 0.0),
    ("optimizer", "Adam", "ema_momentum", 1.5),
    ("optimizer", "Adam", "gradient_accumulation_steps", 1),
    ("loss", "CategoricalGeneralizedCrossEntropy", "q", 1.0),
    ("callback", "ReduceLROnPlateau", "factor", 1.0),
]


@pytest.mark.parametrize(("family", "name", "argument", "value"), OUTSIDE)
def test_what_keras_refuses_lies_outside_the_range(
    family: str, name: str, argument: str, value: float
) -> None:
    row = FAMILIES[family][name]
    parameter = row.parameter(argument)
    assert parameter is not None
    assert parameter.range is not None
    assert value not in parameter.range
    needed = {p.name: 2 for p in row.parameters if p.required}
    extra = {"use_ema": True} if argument == "ema_momentum" else {}
    with pytest.raises(ValueError, match=r".+"):
        build(row, {**needed, **extra, argument: value})
