"""Judging a trained model on a part, in the target's own units.

In: a model, prepared data, the plan's measures. Out: plain numbers by the names of the measures.
Lives in a worker.
"""

from typing import Any

import numpy as np

from rnnspec.executors.interpreter import Interpreter
from rnnspec.executors.preparation import Prepared
from rnnspec.plan.tree import Measure, Scoring
from rnnspec.runtime.metrics import evaluate_loss, measure, predict


class NotFinite(Exception):
    """A score or a prediction is no finite number."""


def finite_predictions(model: Any, x: np.ndarray) -> np.ndarray:
    """What the model says, in the units of training. Raises NotFinite."""
    raw = predict(model, x)
    if not np.isfinite(raw).all():
        raise NotFinite("the model predicts values that are not finite")
    return raw


def class_shares(raw: np.ndarray, loss: Any) -> np.ndarray:
    """How likely each class is (cases, classes), by a model that was trained by this loss."""
    raw = raw.reshape(len(raw), -1)
    logits = bool(getattr(loss, "from_logits", False))
    if raw.shape[1] == 1:  # of two classes, the second one's
        second = 1 / (1 + np.exp(-raw)) if logits else raw
        return np.concatenate([1 - second, second], axis=1)
    if logits:
        raw = np.exp(raw - raw.max(axis=1, keepdims=True))
        raw /= raw.sum(axis=1, keepdims=True)
    return raw


def score_model(
    scoring: Scoring, interpreter: Interpreter, model: Any, prepared: Prepared
) -> dict[str, float]:
    """Every measure of the model on the scored part.

    Raises NotFinite where a prediction or a score is no finite number.
    """
    raw = finite_predictions(model, prepared.scored["x"])
    knowing = interpreter.knowing(**prepared.fitted, **prepared.scored, raw=raw)
    predicted = knowing.argument(scoring.predicted)
    scores = {}
    for wanted in scoring.measures:
        match wanted.kind:
            case "loss":
                score = evaluate_loss(model, prepared.scored["x"], prepared.scored["y"])
            case "parameters":
                score = model.count_params()
            case _:
                score = _measured(scoring, wanted, knowing, predicted)
        if not np.isfinite(score):
            raise NotFinite(f"`{wanted.name}` is {score}")
        scores[wanted.name] = score
    return scores


def score_baseline(
    scoring: Scoring, interpreter: Interpreter, prepared: Prepared
) -> dict[str, float]:
    """The metrics of the forecast that learned nothing; the loss and the size are a model's."""
    knowing = interpreter.knowing(
        **prepared.fitted, **prepared.scored, train_y=prepared.train["y"], raw=prepared.scored["y"]
    )
    predicted = knowing.argument(scoring.baseline)
    return {
        wanted.name: _measured(scoring, wanted, knowing, predicted)
        for wanted in scoring.measures
        if wanted.kind == "metric"
    }


def _measured(scoring: Scoring, wanted: Measure, knowing: Interpreter, predicted: Any) -> float:
    truth = knowing.knowing(truth=knowing.argument(scoring.truth)).argument(wanted.truth)
    return measure(knowing.argument(wanted.metric), truth, predicted)
