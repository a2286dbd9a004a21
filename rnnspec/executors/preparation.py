"""The data of a study, read once and prepared once for each way to cut it.

In: a study, its plan, the spec's folder. Out: the arrays of parts, with what they were fitted
with; when its cases are, and whose. What was prepared is kept for configurations that share window,
scaling and inputs. Knows no model.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from rnnspec.executors.interpreter import Interpreter
from rnnspec.plan.arrays import padding_value
from rnnspec.plan.tree import Plan
from rnnspec.runtime.tables import parse_times
from rnnspec.study.data import Npz, Table
from rnnspec.study.evaluate import Scope
from rnnspec.study.study import Study

_KEPT = 4
"""How many ways to prepare the data are kept; each may be as large as the data."""


@dataclass(frozen=True)
class Prepared:
    """What a model trains on and is scored on.

    `fitted` are scalers and whatever else came from the train part; `train` and `scored` hold
    `x`, `y` and what baselines need.
    """

    fitted: Mapping[str, Any]
    train: Mapping[str, Any]
    scored: Mapping[str, Any]


class Preparation:
    """The data of a study.

    `gaps` are the missing values of the columns that are read, where the spec allows them.
    """

    def __init__(self, study: Study, plan: Plan, folder: Path, objects: Mapping[str, Any]) -> None:
        """Read and split the data. Raises CallFailed where it cannot be used."""
        self._study = study
        self._data = plan.data
        self._kept: OrderedDict[tuple[Any, ...], list[Prepared]] = OrderedDict()
        interpreter = Interpreter(Scope.of(study.space, {}).evaluate, objects)
        match study.data.source:
            case Table(path=path) | Npz(path=path):
                interpreter = interpreter.knowing(path=folder / path)
        if study.data.test is not None:
            interpreter = interpreter.knowing(test_path=folder / study.data.test.path)
        read = plan.data.read
        if isinstance(study.data.source, Table):
            read = replace(read, results=(*read.results, "table"))
        self._read = interpreter.run(read)
        self._labels = [*_labels(study, self._read.pop("table", None))]
        self.gaps: dict[str, int] = self._read.get("gaps", {})
        self._parts = interpreter.knowing(**self._read).run(plan.data.split)

    def for_search(self, interpreter: Interpreter) -> list[Prepared]:
        """Train and validation: one pair, or one for each fold."""
        data = self._study.data
        choices = (data.window, data.inputs, data.scale_choice, padding_value(self._study))
        key = tuple(repr(interpreter.value(one)) for one in choices if one is not None)
        if key not in self._kept:
            pairs = self._parts.get("folds") or [(self._parts["train"], self._parts["validation"])]
            self._kept[key] = [self._prepare(interpreter, *pair) for pair in pairs]
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def for_test(self, interpreter: Interpreter) -> Prepared:
        """The test part, with what the final model was trained on (with folds: all the rest)."""
        train = self._parts["rest" if "rest" in self._parts else "train"]
        return self._prepare(interpreter, train, self._parts["test"])

    def labels(self, scored: Prepared) -> dict[str, np.ndarray]:
        """When the cases that are scored are, and whose, as far as the table tells.

        `times` (cases, rows ahead) are numbers, or moments in UTC; `groups` (cases,) are text.
        """
        ends, ahead = scored.scored.get("ends"), np.array(self._study.data.ahead)
        told = {name: of[scored.fitted.get("rows", slice(None))] for name, of in self._labels}
        if "times" in told:
            told["times"] = told["times"][np.asarray(ends)[:, None] + ahead]
        if "groups" in told:
            told["groups"] = np.array([_label(group) for group in told["groups"][ends].tolist()])
        return told

    def _prepare(self, interpreter: Interpreter, train: Any, scored: Any) -> Prepared:
        fitted = interpreter.knowing(**self._read, train=train).run(self._data.fit)
        knowing = interpreter.knowing(**fitted)
        return Prepared(
            fitted,
            knowing.knowing(part=train).run(self._data.cut),
            knowing.knowing(part=scored).run(self._data.cut),
        )


def _labels(study: Study, table: Any) -> Iterator[tuple[str, np.ndarray]]:
    """The time and the group of each row of a table that has them, in its order."""
    source = study.data.source
    if isinstance(source, Table) and source.time_name is not None:
        times = parse_times(table[source.time_name], study.data.time_format)
        yield "times", np.asarray(times, "M8[us]" if times.dtype.kind == "M" else float)
    if isinstance(source, Table) and source.group_name is not None:
        yield "groups", table[source.group_name].to_numpy(object)


def _label(group: Any) -> str:
    """What a group is called; of several columns by all of them."""
    match group:
        case tuple():
            return ", ".join(map(_label, group))
        case float() if group.is_integer():
            return str(int(group))
    return str(group)
