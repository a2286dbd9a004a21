"""The objective while a model trains: Keras measures it on validation, in the target's own units.

In: how a study is scored, what the target was scaled by. Out: a metric to compile a model with. It
is computed of what Keras predicts on validation after each epoch anyway; nothing is predicted for
it. Lives in a worker.
"""

from math import prod
from typing import Any

import keras

from rnnspec.executors.interpreter import Interpreter
from rnnspec.executors.preparation import Prepared
from rnnspec.plan.scaling import call
from rnnspec.plan.tree import Local, Scoring

OBJECTIVE = "objective_in_own_units"
"""The metric's name among Keras's logs, where no spec has it."""


class InOwnUnits(keras.metrics.Metric):  # type: ignore[misc]
    """A metric of truth and prediction moved to the target's own units; steps count as samples."""

    def __init__(self, metric: Any, scaler: Any) -> None:
        """`scaler` are a centre and a spread for each column, None where nothing was scaled."""
        super().__init__(name=OBJECTIVE)
        self.metric = metric
        self.scaler = scaler
        self.looks = True

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in; every sample counts the same, as in the score of a trial."""
        if not self.looks:
            return
        truth, predicted = self._own(y_true), self._own(y_pred)
        rows = keras.ops.reshape(predicted, (-1, predicted.shape[-1]))
        alike = prod(truth.shape[1:]) == prod(predicted.shape[1:])
        shape = (-1, predicted.shape[-1]) if alike else (-1,)
        self.metric.update_state(keras.ops.reshape(truth, shape), rows)

    def result(self) -> Any:
        """See keras.metrics.Metric."""
        return self.metric.result() if self.looks else 0.0

    def reset_state(self) -> None:
        """See keras.metrics.Metric."""
        self.metric.reset_state()

    def _own(self, values: Any) -> Any:
        values = keras.ops.convert_to_tensor(values)
        if self.scaler is None:
            return values
        centre, spread = (keras.ops.convert_to_tensor(part, "float32") for part in self.scaler)
        return keras.ops.cast(values, "float32") * spread + centre


class OnValidation(keras.callbacks.Callback):  # type: ignore[misc]
    """Has a metric look at validation alone, so that batches that train pay nothing for it.

    Keras makes one function of all that a training batch does, and another of one of validation:
    each when it is called first, which is when this holds.
    """

    def __init__(self, metric: InOwnUnits) -> None:
        super().__init__()
        self.metric = metric

    def on_train_begin(self, logs: Any = None) -> None:
        """See keras.callbacks.Callback."""
        self.metric.looks = False

    def on_test_begin(self, logs: Any = None) -> None:
        """See keras.callbacks.Callback."""
        self.metric.looks = True

    def on_test_end(self, logs: Any = None) -> None:
        """See keras.callbacks.Callback."""
        self.metric.looks = False


def objective_metric(
    scoring: Scoring, interpreter: Interpreter, prepared: Prepared
) -> InOwnUnits | None:
    """The metric that is the first objective; None where it is no metric of what Keras sees."""
    first = scoring.measures[0]
    if first.kind != "metric" or first.truth != Local("truth"):
        return None
    metric = interpreter.argument(first.metric)
    if (scoring.truth, scoring.predicted) == (Local("y"), Local("raw")):
        return InOwnUnits(metric, None)
    moved = (call("unscale", name, "target_scaler") for name in ("y", "raw"))
    if (scoring.truth, scoring.predicted) == tuple(moved):
        return InOwnUnits(metric, prepared.fitted["target_scaler"])
    return None
