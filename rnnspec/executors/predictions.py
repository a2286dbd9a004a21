"""A file's predictions as a table: a line for each class, or for each row ahead of a window.

In: what the plan finds in the file, what a model says of it in target units. Out: a CSV file.
Knows no model, and nothing of the data that it was trained on.
"""

import csv
from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any, TypeAlias

import numpy as np

from rnnspec.executors.interpreter import Interpreter
from rnnspec.executors.messages import Predict, Predicted
from rnnspec.plan.tree import Procedure
from rnnspec.study.data import Npz, Table

TableColumns: TypeAlias = list[tuple[str, np.ndarray]]
"""Columns of the table under their names."""


class NothingToPredict(Exception):
    """A file without a single whole window or sample; the message says what is missing."""


def find_cases(task: Predict, predict: Procedure, interpreter: Interpreter) -> Mapping[str, Any]:
    """What the procedure finds in the file: `x` is what the model sees. Raises NothingToPredict."""
    match task.source:
        case Table() as table:
            inputs = task.model.preprocessing["inputs"]
            told = [*table.time_columns, *table.group_columns]
            knowing = interpreter.knowing(columns=[*told, *inputs, *task.known])
            window = interpreter.value(task.study.data.window)
            missing = f"no {window} rows of it make a whole window"
        case Npz(x=x):
            knowing = interpreter.knowing(known=next(iter(task.known), x))
            missing = "no sample of it is whole"
    cases = knowing.knowing(path=task.source.path).run(predict)
    if not len(cases["x"]):
        raise NothingToPredict(missing)
    return cases


def write_predictions(task: Predict, cases: Mapping[str, Any], values: np.ndarray) -> Predicted:
    """Write the table of numbers in target units, or of how likely each class is, by case."""
    short: tuple[str, ...] = ()
    match task.source:
        case Table() as source:
            rows = _Rows(source, cases)
            columns, short = _of_rows(task, rows, values), rows.short
        case Npz() as source:
            columns = _of_samples(task, source, cases, values)
    lines = zip(*(column for _, column in columns), strict=True)
    with task.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(name for name, _ in columns)
        writer.writerows(lines)
    return Predicted(len(columns[0][1]), short)


class _Rows:
    """The rows of a table, each group's together, in the order of time: what is told of them."""

    def __init__(self, source: Table, cases: Mapping[str, Any]) -> None:
        self._table = cases["table"]
        self._order = cases.get("rows", np.arange(len(self._table)))
        self.ends: np.ndarray = cases["ends"]
        self.groups: np.ndarray = cases.get("groups", np.zeros(len(self._table)))
        self.columns, self.group = source.group_columns, source.group_name
        self.time = source.time_name or "row"
        # Without a time, a row is told by its number in the file.
        numbers = (self._order + 1).astype(object)
        self.times = numbers if source.time is None else self.texts(self.time)

    def texts(self, column: str) -> np.ndarray:
        """The values of a column."""
        return _texts(self._table[column].to_numpy(object)[self._order])

    def labels(self, rows: np.ndarray) -> TableColumns:
        """The groups of rows, where there are groups, by the columns that tell them."""
        if self.group is None:
            return []
        labels = self._table[self.group].to_numpy(object)[self._order][rows]
        if len(self.columns) == 1:
            return [(self.group, _texts(labels))]
        return [
            (column, _texts(np.array([label[place] for label in labels], object)))
            for place, column in enumerate(self.columns)
        ]

    @property
    def short(self) -> tuple[str, ...]:
        """The groups that have no whole window."""
        found, firsts = np.unique(self.groups, return_index=True)
        firsts = firsts[~np.isin(found, self.groups[self.ends])]
        columns = (column for _, column in self.labels(firsts))
        return tuple(", ".join(parts) for parts in zip(*columns, strict=True))


def _of_rows(task: Predict, rows: _Rows, values: np.ndarray) -> TableColumns:
    """Whatever follows a whole window: in the file, and beyond the end of each group.

    With a horizon of 0, and for classes, what belongs to its last row.
    """
    data, ends = task.study.data, rows.ends
    if data.classes is not None:
        (target,) = data.targets
        truth = rows.texts(target)[ends] if task.known else _unknown(ends)
        told = [*rows.labels(ends), (rows.time, rows.times[ends])]
        return [*told, *_of_classes(target, truth, values, data.labels)]
    if data.horizon == 0:
        told = [*rows.labels(ends), (rows.time, rows.times[ends])]
        texts = [rows.texts(t)[ends] if t in task.known else _unknown(ends) for t in data.targets]
        return [*told, *_of_numbers(data.targets, texts, values)]
    after = np.repeat(ends, data.horizon)
    ahead = np.tile(np.arange(1, data.horizon + 1), len(ends))
    row = after + ahead
    there = row < len(rows.groups)
    there[there] = rows.groups[row[there]] == rows.groups[after[there]]

    def at_row(texts: np.ndarray) -> np.ndarray:
        found = _unknown(row)
        found[there] = texts[row[there]]
        return found

    truths = [at_row(rows.texts(t)) if t in task.known else _unknown(row) for t in data.targets]
    told = [("after", rows.times[after]), ("ahead", ahead), (rows.time, at_row(rows.times))]
    return [*rows.labels(after), *told, *_of_numbers(data.targets, truths, values)]


def _of_samples(
    task: Predict, source: Npz, cases: Mapping[str, Any], values: np.ndarray
) -> TableColumns:
    """Every sample that lacks nothing, or could be filled."""
    samples, data = cases["samples"], task.study.data
    truth = cases["truth"][samples].reshape(len(samples), -1) if task.known else None
    told: TableColumns = [("sample", samples + 1)]
    if data.classes is not None:
        known = _unknown(samples) if truth is None else _texts(truth[:, 0])
        return [*told, *_of_classes(source.y, known, values, data.labels)]
    size = values[0].size
    names = [source.y] if size == 1 else [f"{source.y}_{i}" for i in range(1, size + 1)]
    truths = [_unknown(samples)] * size if truth is None else list(truth.T)
    return [*told, *_of_numbers(names, truths, values)]


def _of_numbers(
    names: Sequence[str], truths: Sequence[np.ndarray], values: np.ndarray
) -> TableColumns:
    """Each number beside what is known of it."""
    columns = values.astype("float32").reshape(-1, len(names)).T
    triples = zip(names, truths, columns, strict=True)
    return [
        pair
        for name, truth, column in triples
        for pair in ((name, truth), (f"{name}_predicted", column))
    ]


def _of_classes(
    target: str, truth: np.ndarray, shares: np.ndarray, classes: Sequence[Any]
) -> TableColumns:
    """Of each case the likeliest class, of equals the first, and how likely each is."""
    likeliest = np.array([str(label) for label in classes], object)[shares.argmax(axis=1)]
    columns = zip(classes, shares.T, strict=True)
    return [
        (target, truth),
        (f"{target}_predicted", likeliest),
        *((f"probability_{label}", column) for label, column in columns),
    ]


def _unknown(like: np.ndarray) -> np.ndarray:
    return np.full(len(like), "", object)


def _texts(values: np.ndarray) -> np.ndarray:
    """Values as text; what is missing is empty."""
    return np.array([_text(value) for value in values.tolist()], object)


def _text(value: Any) -> str:
    """A value as a cell; pandas turns whole numbers beside gaps into floats."""
    match value:
        case None:
            return ""
        case float() if isnan(value):
            return ""
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
