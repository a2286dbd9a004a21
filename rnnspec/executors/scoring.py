"""Judging a trained model on a part, in the target's own units.

In: a model, prepared data, the plan's measures. Out: plain numbers by the names of the measures.
Lives in a worker.
"""

from typing import Any

import numpy as np

from rnnspec.executors.execute import Executor
from rnnspec.executors.preparation import Prepared
from rnnspec.plan.tree import Measure, Scoring
from rnnspec.runtime.metrics import evaluate_loss, measure, predict


class NotFinite(Exception):
    """A score or a prediction is no finite number."""


def score_model(
    scoring: Scoring, executor: Executor, model: Any, prepared: Prepared
) -> dict[str, float]:
    """Every measure of the model on the scored part.

    Raises NotFinite where a prediction or a score is no finite number.
    """
    raw = predict(model, prepared.scored["x"])
    if not np.isfinite(raw).all():
        raise NotFinite("the model predicts values that are not finite")
    knowing = executor.knowing(**prepared.fitted, **prepared.scored, raw=raw)
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


def score_baseline(scoring: Scoring, executor: Executor, prepared: Prepared) -> dict[str, float]:
    """The metrics of the forecast that learned nothing; the loss and the size are a model's."""
    knowing = executor.knowing(
        **prepared.fitted, **prepared.scored, train_y=prepared.train["y"], raw=prepared.scored["y"]
    )
    predicted = knowing.argument(scoring.baseline)
    return {
        wanted.name: _measured(scoring, wanted, knowing, predicted)
        for wanted in scoring.measures
        if wanted.kind == "metric"
    }


def _measured(scoring: Scoring, wanted: Measure, knowing: Executor, predicted: Any) -> float:
    truth = knowing.knowing(truth=knowing.argument(scoring.truth)).argument(wanted.truth)
    return measure(knowing.argument(wanted.metric), truth, predicted)
