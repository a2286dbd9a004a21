"""A file's predictions as a table: a line for each class, or for each row ahead of a window.

In: what the plan finds in the file, what a model says of it in target units. Out: a CSV or a
Parquet file. Knows no model, and nothing of the data that it was trained on.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import isnan
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from rnnspec.errors import Refused
from rnnspec.executors.interpreter import Interpreter
from rnnspec.executors.messages import ENDINGS, Predict, Predicted
from rnnspec.executors.timed_rows import TimedRows
from rnnspec.plan.tree import Procedure
from rnnspec.runtime.windows import LazyArray
from rnnspec.study.data import Npz, Table

TableColumns: TypeAlias = list[tuple[str, np.ndarray]]
"""Columns of the table under their names; what is not known is None."""


BATCH = 4096
"""So many cases are looked at together."""


class Unpredictable(Refused):
    """A file without a single whole window or sample, or with values that no model takes."""


def _refuse(task: Predict, why: str, code: str) -> NoReturn:
    raise Unpredictable(f"`{task.source.path}`: {why}", code=code)


def find_cases(task: Predict, predict: Procedure, interpreter: Interpreter) -> Mapping[str, Any]:
    """What the procedure finds in the file: `x` is what the model sees. Raises Unpredictable."""
    match task.source:
        case Table() as table:
            inputs = task.model.preprocessing["inputs"]
            told = [*table.time_columns, *table.group_columns]
            knowing = interpreter.knowing(columns=table.held((*told, *inputs, *task.known)))
            window = interpreter.value(task.study.data.window)
            where = "at the end of it" if task.last else "of it"
            missing = f"no {window} rows {where} make a whole window"
        case Npz(x=x):
            knowing = interpreter.knowing(known=next(iter(task.known), x))
            missing = "no sample of it is whole"
    cases = knowing.knowing(path=task.source.path).run(predict)
    if isinstance(task.source, Table):
        cases = _wanted(task, cases)
    if not len(cases["x"]):
        _refuse(task, missing, "E0603")
    return cases


def verify_cases(task: Predict, x: np.ndarray | LazyArray, words: int | None) -> None:
    """Refuse numbers beyond those that networks calculate in, and what is none of the `words`.

    These are numbered from 0, where the model begins with an `Embedding`.
    """
    for first in range(0, len(x), BATCH):
        part = x[np.arange(first, min(first + BATCH, len(x)))]
        if words is None:
            with np.errstate(over="ignore"):
                finite = np.isfinite(part.astype("float32"))
            if not finite.all():
                why = "it holds a number too large for the 32 bits in which networks calculate"
                _refuse(task, why, "E0604")
            continue
        known = (part >= 0) & (part < words) & (part == np.floor(part))
        if not known.all():
            sample, step = np.argwhere(~known)[0]
            found = f"{part[~known][0]} in step {step + 1} of sample {first + sample + 1}"
            why = f"it holds {found}; the model knows the numbers 0 to {words - 1}"
            _refuse(task, why, "E0604")


def _wanted(task: Predict, cases: dict[str, Any]) -> dict[str, Any]:
    """The cases of which rows are wanted, with these `lines` (cases, rows ahead).

    `after` are the rows at which windows end, and `short` the groups that have none.
    """
    rows = TimedRows(task, cases)
    wanted = np.arange(len(cases["ends"]))
    if task.last:
        wanted = wanted[rows.is_last(cases["ends"])]
    short = rows.without(cases["ends"][wanted])
    after = rows.at[cases["ends"][wanted]]
    lines = after[:, None] + np.array(task.study.data.ahead)
    if task.begin is not None:
        lines = np.where(rows.are_from(task.begin, lines), lines, -1)
        if len(wanted) and (lines < 0).all():
            _refuse(task, f"no row that it predicts is from {_moment(task.begin)} on", "E0603")
    kept = (lines >= 0).any(axis=1)
    x = _kept(cases["x"], wanted[kept])
    return {"x": x, "rows": rows, "after": after[kept], "lines": lines[kept], "short": short}


def _kept(x: Any, kept: np.ndarray) -> Any:
    """The windows that are kept; those that are cut by the batch still are."""
    if len(kept) == len(x):
        return x
    return LazyArray(x.cut, x.ends[kept]) if isinstance(x, LazyArray) else x[kept]


def _moment(begin: datetime | float) -> str:
    if isinstance(begin, datetime):
        return begin.isoformat(sep=" ").removesuffix("+00:00").removesuffix(" 00:00:00")
    return f"{begin:.15g}"


def write_predictions(task: Predict, cases: Mapping[str, Any], values: np.ndarray) -> Predicted:
    """Write the table of numbers in target units, or of how likely each class is, by case."""
    match task.source:
        case Table() as source:
            columns = _of_rows(task, source, cases, values)
        case Npz() as source:
            columns = _of_samples(task, source, cases, values)
    _WRITERS[task.out.suffix](task.out, columns)
    return Predicted(len(columns[0][1]), cases.get("short", ()))


def _write_csv(path: Path, columns: TableColumns) -> None:
    """Numbers with the digits that they have; what is missing is empty."""
    texts = [values if values.dtype != object else _texts(values) for _, values in columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(name for name, _ in columns)
        writer.writerows(zip(*texts, strict=True))


def _write_parquet(path: Path, columns: TableColumns) -> None:
    """Times as times where the file has them so, numbers as numbers."""
    table = pa.Table.from_arrays([_arrow(values) for _, values in columns], [n for n, _ in columns])
    pq.write_table(table, path)


def _arrow(values: np.ndarray) -> pa.Array:
    """Values of one type; text, where they are of several."""
    try:
        found = pa.array(values, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        found = pa.array([text or None for text in _texts(values)])
    return found.cast(pa.float64()) if pa.types.is_null(found.type) else found


_WRITERS = dict(zip(ENDINGS, (_write_csv, _write_parquet), strict=True))


def _of_rows(
    task: Predict, source: Table, cases: Mapping[str, Any], values: np.ndarray
) -> TableColumns:
    """Whatever follows a whole window: in the file, and beyond the end of each group.

    With a horizon of 0, and for classes, what belongs to its last row.
    """
    data, lines = task.study.data, cases["lines"]
    rows: TimedRows = cases["rows"]
    wanted = lines >= 0
    row, after = lines[wanted], np.broadcast_to(cases["after"][:, None], lines.shape)[wanted]
    told: TableColumns = rows.groups(after)
    if data.horizon:
        ahead = np.broadcast_to(data.ahead, lines.shape)[wanted]
        told += [("after", rows.times[after]), ("ahead", ahead)]
    told.append((source.time_name or "row", rows.times[row]))
    truths = [
        rows.values(target)[row] if target in task.known else _unknown(row)
        for target in data.targets
    ]
    if data.classes is not None:
        return [*told, *_of_classes(data.targets[0], _texts(truths[0]), values, data.labels)]
    by_row = values.reshape(*lines.shape, len(data.targets))[wanted]
    return [*told, *_of_numbers(data.targets, truths, by_row)]


def _of_samples(
    task: Predict, source: Npz, cases: Mapping[str, Any], values: np.ndarray
) -> TableColumns:
    """Every sample that lacks nothing, or could be filled."""
    samples, data = cases["samples"], task.study.data
    truth = cases["truth"][samples].reshape(len(samples), -1) if task.known else None
    told: TableColumns = [("sample", samples + 1)]
    if data.target_form == "steps":
        (steps,) = data.target_shape
        told = [("sample", np.repeat(samples + 1, steps)), ("step", _steps(samples, steps))]
        samples = told[0][1]
        truth = None if truth is None else truth.reshape(-1, 1)
    if data.classes is not None:
        if truth is not None and truth.shape[1] > 1:  # one-hot
            truth = truth.argmax(axis=1)[:, None]
        known = _unknown(samples) if truth is None else _texts(truth[:, 0])
        return [*told, *_of_classes(source.y, known, values, data.labels)]
    size = values[0].size
    names = [source.y] if size == 1 else [f"{source.y}_{i}" for i in range(1, size + 1)]
    truths = [_unknown(samples)] * size if truth is None else list(truth.T)
    return [*told, *_of_numbers(names, truths, values)]


def _steps(samples: np.ndarray, steps: int) -> np.ndarray:
    """The steps of each sample, counted from 1."""
    return np.tile(np.arange(1, steps + 1), len(samples))


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
    return np.full(len(like), None, object)


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
        case float():
            return f"{value:.15g}"
    return str(value)
