"""What an epoch tells of the objective is the score that a trial would have after it."""

from typing import Any

import numpy as np
import pytest

from rnnspec.catalog import METRICS
from rnnspec.executors.interpreter import Interpreter
from rnnspec.plan.scoring import metric_call
from rnnspec.study.evaluate import Scope
from rnnspec.study.space import Space

pytestmark = pytest.mark.keras

SAMPLES = 20


def _case(kind: str) -> tuple[np.ndarray, np.ndarray, Any]:
    """What Keras sees as truth, what the model says, and what the target was scaled by."""
    draw = np.random.default_rng(3)
    numbers = draw.integers(0, 3, SAMPLES)
    shares = draw.dirichlet(np.ones(3), SAMPLES).astype("float32")
    match kind:
        case "regression":
            scaler = np.array([3.0, 40.0]), np.array([2.0, 11.0])
            truth, said = draw.uniform(0.1, 1, (2, SAMPLES, 2)).astype("float32")
            return truth, said, scaler
        case "sequence":
            truth, said = draw.uniform(0.1, 1, (2, SAMPLES, 4, 1)).astype("float32")
            return truth, said, (np.array([3.0]), np.array([2.0]))
        case "binary":
            return (numbers > 1).astype("float32"), shares[:, :1], None
        case "sparse":
            return numbers.astype("float32"), shares, None
    return np.eye(3, dtype="float32")[numbers], shares, None


@pytest.mark.parametrize("kind", ["regression", "sequence", "binary", "sparse", "categorical"])
def test_every_metric_is_that_of_the_whole_part_in_its_own_units(kind: str) -> None:
    import keras

    from rnnspec.executors.keras.objective import InOwnUnits
    from rnnspec.runtime.metrics import measure
    from rnnspec.runtime.scalers import unscale

    suits = "regression" if kind == "sequence" else kind
    words = [row.name for row in METRICS.values() if suits in row.suits]
    words = [word for word in words if (word, kind) != ("F1Score", "sparse")]
    make = Interpreter(Scope.of(Space(()), {}).evaluate, {"keras": keras}).argument
    truth, said, scaler = _case(kind)
    told = [InOwnUnits(make(metric_call(word, suits)), scaler) for word in words]
    model = keras.Sequential([keras.Input(said.shape[1:]), keras.layers.Identity()])
    model.compile(loss=lambda _, said: said, metrics=told)
    model.evaluate(said, truth, batch_size=8, verbose=0)
    own = [x if scaler is None else unscale(x, scaler) for x in (truth, said)]
    scores = [measure(make(metric_call(word, suits)), *own) for word in words]
    found = {word: float(metric.result()) for word, metric in zip(words, told, strict=True)}
    assert found == pytest.approx(dict(zip(words, scores, strict=True)), rel=1e-4)
    assert len(words) > 2
