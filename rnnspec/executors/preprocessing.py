"""What prediction needs beside a model: `preprocessing.json`.

In: a study, a configuration, what was fitted to its train part. Out: plain JSON: columns, window,
horizon, scalers, categories, classes; and what was fitted, of that. Knows no files and no Keras.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnnspec.executors.interpreter import Interpreter
from rnnspec.plan.arrays import padding_value
from rnnspec.plan.scoring import target_kind
from rnnspec.plan.tables import encoded_columns, input_options, numeric_columns
from rnnspec.study.data import Table
from rnnspec.study.study import Study

FORMAT = 1

SCALERS = ("scaler", "target_scaler")
"""What a train part leaves behind, by the names of the plan's locals."""


def preprocessing(
    study: Study, interpreter: Interpreter, fitted: Mapping[str, Any], trial: int
) -> dict[str, Any]:
    """The content of `preprocessing.json`.

    `trial` is the number of the trial whose model lies beside it. `columns` are those of `scaler`,
    in its order; `inputs` are what the model sees, in its order, each of `categories` as its
    one-hot columns. Of arrays there are none of these. A scaler moves a value by
    (value - centre) / spread; it is null where nothing is scaled.
    """
    data = study.data
    content: dict[str, Any] = {
        "format": FORMAT,
        "trial": trial,
        "window": interpreter.value(data.window),
        "target_kind": target_kind(study),
        "target_shape": list(data.target_shape),
        "classes": None if data.classes is None else list(data.labels),
        "missing": data.missing,
        **{name: _to_json(fitted.get(name)) for name in SCALERS},
    }
    padding = None if isinstance(data.source, Table) else padding_value(study)
    if padding is not None and content["scaler"] is not None:
        content["padding"] = interpreter.value(padding)
    match data.source:
        case Table(time=time, group=group, step=step):
            several = len(input_options(study)) > 1
            every = [*numeric_columns(study), *encoded_columns(study)]
            content |= {
                "time": time,
                "group": group,
                **({} if step is None else {"step": step}),
                "columns": list(numeric_columns(study)),
                "categories": {c: list(dict(data.categories)[c]) for c in encoded_columns(study)},
                "inputs": interpreter.value(data.inputs) if several else every,
                "targets": list(data.targets),
                "horizon": data.horizon,
                **({} if data.lead == 1 else {"lead": data.lead}),
            }
    return content


def fitted_values(content: Mapping[str, Any]) -> dict[str, Any]:
    """What was fitted, of the content of `preprocessing.json`."""
    found = {name: content[name] for name in SCALERS if content[name] is not None}
    return {
        name: tuple(np.array(scaler[part]) for part in ("centre", "spread"))
        for name, scaler in found.items()
    }


def _to_json(scaler: Any) -> dict[str, list[float]] | None:
    if scaler is None:
        return None
    centre, spread = scaler
    return {"centre": centre.tolist(), "spread": spread.tolist()}
