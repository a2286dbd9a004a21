"""What a model forecasts of the test part, case by case: the bytes of `forecast.npz`.

In: a model, prepared data, the plan's scoring. Out: arrays as an npz file, for pictures and for
whoever wants to look closer; scores come from `scoring`. Lives in a worker.
"""

from io import BytesIO
from typing import Any

import numpy as np

from rnnspec.executors.interpreter import Interpreter
from rnnspec.executors.preparation import Prepared
from rnnspec.plan.tree import Scoring
from rnnspec.runtime.metrics import predict


def forecast(
    scoring: Scoring, interpreter: Interpreter, model: Any, prepared: Prepared, *, classes: bool
) -> dict[str, np.ndarray]:
    """`truth`, `predicted` and the `naive` forecast of every case, in the order of the part.

    In target units, (cases, rows ahead * columns); of `classes` their numbers, (cases,). `ends`
    are the last rows of the windows, where these come from a table.
    """
    cut = prepared.scored
    raw = predict(model, cut["x"])
    knowing = interpreter.knowing(**prepared.fitted, **cut, train_y=prepared.train["y"], raw=raw)
    asked = {"truth": scoring.truth, "predicted": scoring.predicted, "naive": scoring.baseline}
    form = _class_numbers if classes else _rows
    found = {name: form(np.asarray(knowing.argument(part))) for name, part in asked.items()}
    return {**found, "ends": np.asarray(cut["ends"])} if "ends" in cut else found


def npz_bytes(trial: int, arrays: dict[str, np.ndarray]) -> bytes:
    """The arrays as a file, with the number of the trial that they belong to."""
    file = BytesIO()
    np.savez_compressed(file, allow_pickle=False, trial=np.asarray(trial), **arrays)
    return file.getvalue()


def _rows(values: np.ndarray) -> np.ndarray:
    rows: np.ndarray = values.reshape(len(values), -1).astype("float32")
    return rows


def _class_numbers(values: np.ndarray) -> np.ndarray:
    """Classes as they are, the likeliest of several shares, or the nearest of 0 and 1."""
    if values.ndim > 1 and values.shape[-1] > 1:
        flat: np.ndarray = values.argmax(axis=-1)
        return flat
    nearest: np.ndarray = np.rint(values.reshape(len(values))).astype(int)
    return nearest
