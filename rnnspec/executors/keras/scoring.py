"""Judging a trained model on a part, in the target's own units.

In: a model, prepared data, the plan's scoring. Out: plain numbers by the names of the measures;
what the model forecasts case by case, for pictures and for whoever wants to look closer. Lives in a
worker.
"""

from io import BytesIO
from typing import Any

import numpy as np

from rnnspec.executors.interpreter import Interpreter
from rnnspec.executors.preparation import Prepared
from rnnspec.plan.tree import Measure, Scoring
from rnnspec.runtime.metrics import measure, sigmoid
from rnnspec.study.data import Data


class NotFinite(Exception):
    """A score or a prediction is no finite number."""


def finite_predictions(
    scoring: Scoring, interpreter: Interpreter, model: Any, x: Any
) -> np.ndarray:
    """What the model says, in the units of training. Raises NotFinite."""
    raw: np.ndarray = interpreter.argument(scoring.predict)(model, x)
    if not np.isfinite(raw).all():
        raise NotFinite("the model predicts values that are not finite")
    return raw


def class_shares(raw: np.ndarray, loss: Any) -> np.ndarray:
    """How likely each class is (cases, classes), by a model that was trained by this loss.

    Each step is a case where the model gives a sequence.
    """
    raw = raw.reshape(-1, raw.shape[-1])
    logits = bool(getattr(loss, "from_logits", False))
    if raw.shape[1] == 1:  # of two classes, the second one's
        second = sigmoid(raw) if logits else raw
        return np.concatenate([1 - second, second], axis=1)
    if logits:
        raw = np.exp(raw - raw.max(axis=1, keepdims=True))
        raw /= raw.sum(axis=1, keepdims=True)
    return raw


def label_shares(raw: np.ndarray, loss: Any) -> np.ndarray:
    """How likely each label is, by a model that was trained by this loss."""
    return sigmoid(raw) if getattr(loss, "from_logits", False) else raw


def score_model(
    scoring: Scoring, interpreter: Interpreter, model: Any, prepared: Prepared
) -> dict[str, float]:
    """Every measure of the model on the scored part.

    Raises NotFinite where a prediction or a score is no finite number.
    """
    x, y = prepared.scored["x"], prepared.scored["y"]
    raw = finite_predictions(scoring, interpreter, model, x)
    knowing = _knowing(interpreter, prepared, raw).knowing(model=model)
    predicted = knowing.argument(scoring.predicted)
    scores = {}
    for wanted in scoring.measures:
        match wanted.kind:
            case "loss":
                score = knowing.argument(scoring.evaluate)(model, x, y)
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
    knowing = _knowing(interpreter, prepared, prepared.scored["y"])
    predicted = knowing.argument(scoring.baseline)
    return {
        wanted.name: _measured(scoring, wanted, knowing, predicted)
        for wanted in scoring.measures
        if wanted.kind == "metric"
    }


def _measured(scoring: Scoring, wanted: Measure, knowing: Interpreter, predicted: Any) -> float:
    truth = knowing.knowing(truth=knowing.argument(scoring.truth)).argument(wanted.truth)
    return measure(knowing.argument(wanted.metric), truth, predicted)


def _knowing(interpreter: Interpreter, prepared: Prepared, raw: Any) -> Interpreter:
    train_y = prepared.train["y"]
    return interpreter.knowing(**prepared.fitted, **prepared.scored, train_y=train_y, raw=raw)


def forecast(
    scoring: Scoring, interpreter: Interpreter, model: Any, prepared: Prepared, data: Data
) -> dict[str, np.ndarray]:
    """`truth`, `predicted` and the `naive` forecast of every case, in the order of the part.

    In target units, (cases, rows ahead * columns); of classes their numbers, (cases,), where each
    step is a case if each has a class. `ends` are the last rows of the windows, where these come
    from a table.
    """
    cut = prepared.scored
    predict = interpreter.argument(scoring.predict)
    knowing = _knowing(interpreter, prepared, predict(model, cut["x"])).knowing(model=model)
    asked = {"truth": scoring.truth, "predicted": scoring.predicted, "naive": scoring.baseline}
    told = {name: np.asarray(knowing.argument(part)) for name, part in asked.items()}
    if data.target_form == "steps":
        told["truth"] = told["truth"].ravel()
    form = _rows if data.classes is None else _class_numbers
    found = {name: form(values) for name, values in told.items()}
    return {**found, "ends": np.asarray(cut["ends"])} if "ends" in cut else found


def npz_bytes(trial: int, arrays: dict[str, np.ndarray]) -> bytes:
    """The arrays as the bytes of an npz file, with the number of the trial that they belong to."""
    file = BytesIO()
    np.savez_compressed(file, allow_pickle=False, trial=np.asarray(trial), **arrays)
    return file.getvalue()


def _rows(values: np.ndarray) -> np.ndarray:
    rows: np.ndarray = values.reshape(len(values), -1).astype("float32")
    return rows


def _class_numbers(values: np.ndarray) -> np.ndarray:
    """Classes as they are, the likeliest of several shares, or the nearest of 0 and 1."""
    if values.ndim > 1 and values.shape[-1] > 1:
        flat: np.ndarray = values.argmax(axis=-1).ravel()
        return flat
    nearest: np.ndarray = np.rint(values.reshape(len(values))).astype(int)
    return nearest
