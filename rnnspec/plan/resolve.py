"""The concrete program of one configuration, and its hash.

In: a study and complete values. Out: JSON data that tells every call with all its arguments: data,
model, training, scoring. Names of hyperparameters, labels of layers and places are not in it: two
configurations, of one study or of two, have the same program where they build, train and score the
same thing. Knows no Keras.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from posixpath import isabs, join, normpath
from typing import Any, TypeAlias

from rnnspec.plan.kinds import possible_values
from rnnspec.plan.lower import lower_plan
from rnnspec.plan.memory import by_batch
from rnnspec.plan.tree import Call, Items, Layer, Parallel, Path, Residual
from rnnspec.runtime.bounds import counted_bounds, expanding_folds
from rnnspec.study.bind import bind_study
from rnnspec.study.data import Data, DataSource, Table
from rnnspec.study.evaluate import evaluate
from rnnspec.study.export import is_told
from rnnspec.study.expressions import Const, Expr
from rnnspec.study.space import Configuration
from rnnspec.study.study import Study

Program: TypeAlias = dict[str, Any]
"""`data`, `model`, `training`, `scoring`, `measures` (by name) and `baseline`, as plain JSON."""


def resolve_program(study: Study, values: Configuration, folder: str = "") -> Program:
    """What a configuration does.

    `folder` is where the spec lies: paths of files are told from where that is told from.

    Raises:
        ExpressionError: a value that is needed is missing, or an expression has none.
    """
    bound = bind_study(study, values)
    plan = lower_plan(bound)
    files = {layer.name: _told_from(folder, layer.path) for layer in bound.custom}
    told: Program = _told(
        {
            "data": {
                "source": _source(bound.data.source, folder),
                **({} if (test := bound.data.test) is None else {"test": _source(test, folder)}),
                "rows": bound.data.rows,
                "lengths": _lengths(study, bound.data),
                **({"by_batch": True} if by_batch(study) else {}),
                "steps": (plan.data.read, plan.data.split, plan.data.fit, plan.data.cut),
            },
            "model": {"input": dict(plan.model.input), "body": plan.model.body},
            "training": {
                "optimizer": plan.model.optimizer,
                "loss": plan.model.loss,
                "monitored": plan.model.metrics,
                "epochs": plan.fit.epochs,
                "batch_size": plan.fit.batch_size,
                "callbacks": plan.fit.callbacks,
                "class_weight": plan.fit.class_weight,
            },
            "scoring": {
                "truth": plan.scoring.truth,
                "predicted": plan.scoring.predicted,
                "repeats": bound.search.repeats,
            },
            "measures": {m.name: (m.kind, m.metric, m.truth) for m in plan.scoring.measures},
            "baseline": plan.scoring.baseline,
        },
        files,
    )
    return told


def canonical_program(part: Any) -> str:
    """A program, or a part of one, as JSON text: the same for the same calls."""
    import json

    return json.dumps(part, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _told_from(folder: str, path: str) -> str:
    return normpath(path if isabs(path) else join(folder, path))


def _source(source: DataSource, folder: str) -> Program:
    told = {f.name: getattr(source, f.name) for f in fields(source) if is_told(source, f)}
    if "path" in told:
        told["path"] = _told_from(folder, told["path"])
    return {"kind": type(source).__name__, **told}


def _lengths(study: Study, bound: Data) -> list[int]:
    """The lengths of a searched window, where they decide which targets are scored.

    They do not where every scored part has more rows before it than the longest window: then each
    length is scored on all of the part. Of groups and gaps nothing is known here.
    """
    data = study.data
    lengths = {n for n in possible_values(data.window, study.space) if isinstance(n, int)}
    if not isinstance(data.source, Table) or len(lengths) == 1:
        return []
    if data.missing == "interpolate":
        return sorted(lengths)
    longest = max(lengths)
    if data.missing == "error" and not data.is_grouped:
        if longest + data.lead - 1 <= _rows_before_scored(study):
            return []
    assert isinstance(bound.window, Const)
    return [] if bound.window.value == longest else [longest]


def _rows_before_scored(study: Study) -> int:
    """How many rows surely come before the first part that is scored."""
    data, folds = study.data, study.search.folds
    validation, test = data.split.held
    if isinstance(validation, str) or isinstance(test, str):
        return 0
    begin, end = counted_bounds(data.rows, validation, test)
    return begin if folds is None else expanding_folds(end, folds)[0][0]


def _told(part: Any, files: Mapping[str, str]) -> Any:
    """A part of a bound plan as JSON; `files` are those of the spec's own layers, by their names.

    A node is its kind with all its fields. What tells the spec's labels alone is left out.
    """
    match part:
        case dict():
            return {name: _told(value, files) for name, value in part.items()}
        case tuple():
            return [_told(item, files) for item in part]
        case Items(items):
            return _told(items, files)
        case Path(name) if name in files:
            return {"path": [name, files[name]]}
        case Call(function, positional, keywords):
            return {"call": _told((function, positional, dict(keywords)), files)}
        case Layer(call, wrapper, _, inputs):
            calls = (_nameless(call), wrapper and _nameless(wrapper))
            return {"layer": _told((*calls, inputs), files)}
        case Residual(body):
            return {"residual": _told(body, files)}
        case Parallel(merge, branches):
            return {"parallel": _told((merge, tuple(body for _, body in branches)), files)}
    if isinstance(part, Expr):
        return evaluate(part, {})
    if is_dataclass(part):
        parts = (getattr(part, field.name) for field in fields(part))
        return {type(part).__name__.lower(): _told(tuple(parts), files)}
    return part


def _nameless(call: Call) -> Call:
    return replace(call, keywords=tuple(pair for pair in call.keywords if pair[0] != "name"))
