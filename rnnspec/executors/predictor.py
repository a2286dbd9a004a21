"""Predicting in a worker: a data file becomes a table of predictions.

In: a kept model, what was fitted with it (docs/preprocessing-json.md), a file. Out: a CSV file in
the target's own units. Values are scaled, encoded, filled and cut by the functions that training
uses. Knows nothing of the data that the model was trained on.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np

from rnnspec.executors.custom import load_custom
from rnnspec.executors.execute import Executor
from rnnspec.executors.messages import Predict, Predicted
from rnnspec.executors.saving import load_weights
from rnnspec.executors.scoring import NotFinite
from rnnspec.executors.trainer import runtime_objects
from rnnspec.plan.lower import lower_plan
from rnnspec.runtime.encode import class_numbers, one_hot
from rnnspec.runtime.metrics import predict
from rnnspec.runtime.missing import (
    check_complete,
    check_finite,
    fill_forward_in_groups,
    fill_inside,
    fill_steps_forward,
    keep_known,
)
from rnnspec.runtime.scalers import scale, unscale
from rnnspec.runtime.tables import numbers, read_csv, read_parquet, sort_by_time
from rnnspec.runtime.windows import cut_windows, gather_groups, group_window_ends
from rnnspec.study.data import Npz, Table
from rnnspec.study.evaluate import Scope


class NothingToPredict(Exception):
    """A file without a single whole window or sample; the message says what is missing."""


@dataclass(frozen=True)
class _Rows:
    """The rows of a table, each group's together, in the order of time: what is told of them.

    `labels` are empty where there are no groups; `truths` are the targets that the file holds.
    """

    groups: np.ndarray
    labels: Sequence[str]
    times: Sequence[str]
    truths: Mapping[str, Sequence[str]]

    def label(self, row: int) -> Sequence[str]:
        """The group of a row, where there are groups."""
        return self.labels[row : row + 1]

    def goes_on(self, end: int, row: int) -> bool:
        """Whether a row beyond `end` is in the file, and of the same group."""
        return row < len(self.groups) and bool(self.groups[row] == self.groups[end])

    def truth(self, target: str, row: int | None) -> str:
        """The value of a target, empty where it is not known."""
        return "" if row is None or target not in self.truths else self.truths[target][row]


def answer(request: Predict) -> Predicted:
    """Predict what the request names. Raises whatever fails on the way."""
    match request.source:
        case Table() as source:
            return _predict_table(request, source)
        case Npz() as source:
            return _predict_arrays(request, source)


def _predict_table(request: Predict, source: Table) -> Predicted:
    """Predict whatever follows a whole window: in the file, and beyond the end of each group."""
    fitted = request.model.preprocessing
    targets, classes = fitted["targets"], fitted["classes"]
    table = _read(request, source)
    inputs = _inputs(table, fitted)
    grouped = source.group is not None
    order, groups = gather_groups(table[source.group] if grouped else np.zeros(len(table)))
    rows = _Rows(
        groups,
        labels=_texts(table[source.group], order) if grouped else (),
        # Without a time, a row is told by its number in the file.
        times=_texts(table[source.time] if source.time else np.arange(len(table)) + 1, order),
        truths={name: _texts(table[name], order) for name in request.known},
    )
    x, ends = _windows(inputs[order], groups, fitted)
    if not len(ends):
        raise NothingToPredict(f"no {fitted['window']} rows of it make a whole window")
    head = [source.group] if source.group is not None else []
    time = source.time or "row"
    lines: Iterable[Sequence[str]]
    if classes is not None:
        head += [time, *_class_head(targets[0], classes)]
        lines = (
            [*rows.label(end), rows.times[end], rows.truth(targets[0], end), *cells]
            for end, cells in zip(ends, _class_cells(_shares(request, x), classes), strict=True)
        )
    else:
        head += ["after", "ahead", time, *_number_head(targets)]
        values = _numbers(request, x).reshape(len(x), fitted["horizon"], len(targets))
        lines = _forecasts(rows, ends, values, targets)
    count = _write(request.out, head, lines)
    windowed, firsts = set(groups[ends]), np.unique(groups, return_index=True)[1]
    short = [rows.labels[first] for first in firsts if groups[first] not in windowed]
    return Predicted(count, tuple(short))


def _forecasts(
    rows: _Rows, ends: np.ndarray, values: np.ndarray, targets: Sequence[str]
) -> Iterator[list[str]]:
    """A line for each row ahead of each window's end; `values` are (ends, rows ahead, targets)."""
    for end, steps in zip(ends.tolist(), values, strict=True):
        for ahead, step in enumerate(steps, start=1):
            row = end + ahead if rows.goes_on(end, end + ahead) else None
            pairs = zip(targets, step, strict=True)
            cells = [cell for target, x in pairs for cell in (rows.truth(target, row), str(x))]
            time = "" if row is None else rows.times[row]
            yield [*rows.label(end), rows.times[end], str(ahead), time, *cells]


def _read(request: Predict, source: Table) -> Any:
    """The columns that the model sees, those that tell of a row, and the targets that are there."""
    fitted = request.model.preprocessing
    telling = [name for name in (source.time, source.group) if name is not None]
    columns = [*telling, *fitted["inputs"], *request.known]
    text = [name for name in fitted["categories"] if name in columns]
    if source.format == "parquet":
        table = read_parquet(source.path, columns, text)
    else:
        table = read_csv(source.path, columns, separator=source.separator, text=text)
    if source.time is not None:
        form = request.study.data.time_format
        table = sort_by_time(table, source.time, source.group, form)
    if fitted["missing"] == "error":
        check_complete(table[fitted["inputs"]])
    return table


def _inputs(table: Any, fitted: Mapping[str, Any]) -> np.ndarray:
    """The rows as the model sees them: (rows, columns), NaN where a value is missing."""
    blocks = []
    for column in fitted["inputs"]:
        if column in fitted["categories"]:
            known = fitted["categories"][column]
            blocks.append(one_hot(class_numbers(table[column], known), len(known)))
        else:
            values = numbers(table, [column])
            place = fitted["columns"].index(column)
            blocks.append(_scaled(values, fitted["scaler"], slice(place, place + 1)))
    return np.concatenate(blocks, axis=1)


def _windows(
    inputs: np.ndarray, groups: np.ndarray, fitted: Mapping[str, Any]
) -> tuple[np.ndarray, np.ndarray]:
    """Every window that lacks nothing or can be filled, and the row at which each ends."""
    window, missing = fitted["window"], fitted["missing"]
    if missing == "forward":
        inputs = fill_forward_in_groups(inputs, groups)
    every = np.arange(len(inputs))
    ends = group_window_ends(every, groups, 0, len(inputs), window, 0)
    # What is filled inside a window needs its first row alone.
    last = 1 - window if missing == "interpolate" else 0
    ends = keep_known(ends, inputs, 1 - window, last)
    x = cut_windows(inputs, ends, window)
    return fill_inside(x) if missing == "interpolate" else x, ends


def _predict_arrays(request: Predict, source: Npz) -> Predicted:
    """Predict every sample that lacks nothing or can be filled."""
    fitted = request.model.preprocessing
    with np.load(source.path, allow_pickle=False) as arrays:
        x = arrays[source.x]
        y = arrays[source.y] if request.known else None
    match fitted["missing"]:
        case "error":
            check_finite(x)
        case "forward":
            x = fill_steps_forward(x)
        case "interpolate":
            x = fill_inside(x)
    x = _scaled(x, fitted["scaler"])
    samples = np.flatnonzero(~np.isnan(x.reshape(len(x), -1)).any(axis=1))
    if not len(samples):
        raise NothingToPredict("no sample of it is whole")
    x = x[samples]
    lines: Iterable[Sequence[str]]
    if fitted["classes"] is not None:
        head = _class_head(source.y, fitted["classes"])
        truth = [""] * len(x) if y is None else _texts(y.ravel(), samples)
        told = _class_cells(_shares(request, x), fitted["classes"])
        lines = (
            [str(sample), known, *cells]
            for sample, known, cells in zip(samples + 1, truth, told, strict=True)
        )
    else:
        values = _numbers(request, x)
        size = values.shape[1]
        names = [source.y] if size == 1 else [f"{source.y}_{i}" for i in range(1, size + 1)]
        head = _number_head(names)
        known = np.full(values.shape, "") if y is None else y.reshape(len(y), -1)[samples]
        lines = (
            [str(sample), *(str(cell) for pair in zip(*both, strict=True) for cell in pair)]
            for sample, *both in zip(samples + 1, known, values, strict=True)
        )
    return Predicted(_write(request.out, ["sample", *head], lines))


def _output(request: Predict, x: np.ndarray) -> tuple[np.ndarray, Any]:
    """What the model gives, in the units of training, and the loss that it was trained by."""
    objects = {**runtime_objects(), **load_custom(request.study.custom, request.folder)}
    executor = Executor(Scope.of(request.study.space, request.values).evaluate, objects)
    plan = lower_plan(request.study).model
    network = executor.model(plan)
    load_weights(network, request.model.network)
    raw = predict(network, x)
    if not np.isfinite(raw).all():
        raise NotFinite("the model predicts values that are not finite")
    return raw, executor.argument(plan.loss)


def _numbers(request: Predict, x: np.ndarray) -> np.ndarray:
    """What is predicted of a number, in its own units: (cases, rows ahead * targets)."""
    raw, _ = _output(request, x)
    values = _unscaled(raw, request.model.preprocessing["target_scaler"])
    return values.reshape(len(x), -1).astype("float32")


def _shares(request: Predict, x: np.ndarray) -> np.ndarray:
    """How likely each class is: (cases, classes)."""
    raw, loss = _output(request, x)
    raw = raw.reshape(len(x), -1)
    logits = bool(getattr(loss, "from_logits", False))
    if raw.shape[1] == 1:  # of two classes, the second one's
        second = 1 / (1 + np.exp(-raw)) if logits else raw
        return np.concatenate([1 - second, second], axis=1)
    if logits:
        raw = np.exp(raw - raw.max(axis=1, keepdims=True))
        raw /= raw.sum(axis=1, keepdims=True)
    return raw


def _class_cells(shares: np.ndarray, classes: Sequence[Any]) -> Iterator[list[str]]:
    """Of each case the likeliest class, and how likely each is; of equals the first."""
    for share in shares:
        yield [str(classes[int(np.argmax(share))]), *map(str, share)]


def _class_head(target: str, classes: Sequence[Any]) -> list[str]:
    return [target, f"{target}_predicted", *(f"probability_{label}" for label in classes)]


def _number_head(targets: Sequence[str]) -> list[str]:
    return [name for target in targets for name in (target, f"{target}_predicted")]


def _scaled(values: np.ndarray, scaler: Any, columns: slice = slice(None)) -> np.ndarray:
    """Values in the units of training; `columns` are their places in the scaler."""
    return values if scaler is None else scale(values, _pair(scaler, columns))


def _unscaled(values: np.ndarray, scaler: Any) -> np.ndarray:
    return values if scaler is None else unscale(values, _pair(scaler))


def _pair(scaler: Mapping[str, Any], columns: slice = slice(None)) -> tuple[Any, Any]:
    return np.array(scaler["centre"])[columns], np.array(scaler["spread"])[columns]


def _texts(values: Any, order: np.ndarray) -> list[str]:
    """Values as text in this order; what is missing is empty."""
    return [_text(x) for x in np.asarray(values, object)[order]]


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


def _write(path: Path, head: Sequence[str], lines: Iterable[Sequence[str]]) -> int:
    """Write a CSV file: how many lines there are below the head."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        for line in lines:
            writer.writerow(line)
            count += 1
    return count
