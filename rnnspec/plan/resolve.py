"""The concrete program of one configuration, and its hash.

In: a study and complete values. Out: JSON data that tells every call with all its arguments: data,
model, training, scoring. Names of hyperparameters, labels of layers and places are not in it: two
configurations, of one study or of two, have the same program where they build, train and score the
same thing. Knows no Keras.
"""

from collections.abc import Mapping
from dataclasses import fields
from posixpath import isabs, join, normpath
from typing import Any, TypeAlias

from rnnspec.plan.kinds import possible_values
from rnnspec.plan.lower import lower_plan
from rnnspec.plan.tree import (
    Argument,
    Body,
    Call,
    Each,
    Either,
    Entries,
    Index,
    Items,
    Layer,
    Local,
    Measure,
    Name,
    Node,
    Parallel,
    Path,
    Plan,
    Procedure,
    Residual,
    Select,
    Slice,
    Steps,
)
from rnnspec.runtime.bounds import expanding_folds, part_bounds
from rnnspec.study.bind import bind_study
from rnnspec.study.data import Data, Table
from rnnspec.study.evaluate import evaluate
from rnnspec.study.expressions import Const
from rnnspec.study.model import Branch, Repeat, When
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
    resolver = _Resolver({layer.name: _told_from(folder, layer.path) for layer in bound.custom})
    return {
        "data": {
            "source": _source(bound.data, folder),
            "rows": bound.data.rows,
            "lengths": _lengths(study, bound.data),
            **{
                name: resolver.procedure(getattr(plan.data, name))
                for name in ("read", "split", "fit", "cut")
            },
        },
        "model": {
            "input": resolver.keywords(plan.model.input),
            "body": resolver.body(plan.model.body),
        },
        "training": resolver.training(plan),
        "scoring": {
            "truth": resolver.argument(plan.scoring.truth),
            "predicted": resolver.argument(plan.scoring.predicted),
            "repeats": bound.search.repeats,
        },
        "measures": {m.name: resolver.measure(m) for m in plan.scoring.measures},
        "baseline": resolver.argument(plan.scoring.baseline),
    }


def canonical_program(part: Any) -> str:
    """A program, or a part of one, as JSON text: the same for the same calls."""
    import json

    return json.dumps(part, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _told_from(folder: str, path: str) -> str:
    return normpath(path if isabs(path) else join(folder, path))


def _source(data: Data, folder: str) -> Program:
    source = data.source
    told = {field.name: getattr(source, field.name) for field in fields(source)}
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
    if data.missing == "error" and data.source.group is None:
        if longest <= _rows_before_scored(study):
            return []
    assert isinstance(bound.window, Const)
    return [] if bound.window.value == longest else [longest]


def _rows_before_scored(study: Study) -> int:
    """How many rows come before the first part that is scored."""
    split, folds = study.data.split, study.search.folds
    begin, end = part_bounds(study.data.rows, split.validation, split.test)
    return begin if folds is None else expanding_folds(end, folds)[0][0]


class _Resolver:
    """Plan nodes of a bound study as JSON; `custom` has the file of each of the spec's layers."""

    def __init__(self, custom: Mapping[str, str]) -> None:
        self.custom = custom

    def training(self, plan: Plan) -> Program:
        return {
            "optimizer": self.argument(plan.model.optimizer),
            "loss": self.argument(plan.model.loss),
            "monitored": [self.argument(metric) for metric in plan.model.metrics],
            "epochs": self.argument(plan.fit.epochs),
            "batch_size": self.argument(plan.fit.batch_size),
            "callbacks": [self.argument(callback) for callback in plan.fit.callbacks],
            "class_weight": self.argument(plan.fit.class_weight),
        }

    def measure(self, measure: Measure) -> Program:
        metric, truth = self.argument(measure.metric), self.argument(measure.truth)
        return {"kind": measure.kind, "metric": metric, "truth": truth}

    def procedure(self, procedure: Procedure) -> Program:
        steps = [[list(step.names), self.argument(step.value)] for step in procedure.steps]
        return {
            "given": list(procedure.given),
            "steps": steps,
            "results": list(procedure.results),
        }

    def keywords(self, keywords: tuple[tuple[str, Argument], ...]) -> Program:
        return {name: self.argument(value) for name, value in keywords}

    def argument(self, argument: Argument) -> Any:
        match argument:
            case Local(name):
                return {"local": name}
            case Steps(epochs, each):
                return {"steps_of_each" if each else "steps_of": self.argument(epochs)}
            case Items(items):
                return [self.argument(item) for item in items]
            case Entries(entries):
                return {"entries": [[key, self.argument(value)] for key, value in entries]}
            case Path(name):
                return self.path(name)
            case Index(value, at):
                return {"index": [self.argument(value), self.argument(at)]}
            case Slice(value, first, last):
                ends = [None if end is None else self.argument(end) for end in (first, last)]
                return {"slice": [self.argument(value), *ends]}
            case Each(names, source, result):
                parts = [list(names), self.argument(source), self.argument(result)]
                return {"each": parts}
            case Call():
                return self.call(argument)
            case Either(condition, then, otherwise):
                parts = [self.argument(part) for part in (condition, then, otherwise)]
                return {"either": parts}
            case Select() | Name():
                raise AssertionError(f"{argument} is still open")
        return evaluate(argument, {})

    def path(self, name: str) -> Program:
        return {"path": name, **({"file": self.custom[name]} if name in self.custom else {})}

    def call(self, call: Call, *, named: bool = True) -> Program:
        """A call; of a layer's the name in Keras is left out, for it is the spec's label."""
        assert isinstance(call.function, Path)
        keywords = [pair for pair in call.keywords if named or pair[0] != "name"]
        return {
            **self.path(call.function.name),
            "positional": [self.argument(value) for value in call.positional],
            "keywords": self.keywords(tuple(keywords)),
        }

    def body(self, body: Body) -> list[Any]:
        return [self.node(node) for node in body]

    def node(self, node: Node) -> Any:
        match node:
            case Layer(call, wrapper, _, inputs):
                return {
                    "layer": self.call(call, named=False),
                    "wrapper": None if wrapper is None else self.call(wrapper, named=False),
                    "inputs": [self.argument(value) for value in inputs],
                }
            case Residual(body):
                return {"residual": self.body(body)}
            case Parallel(merge, branches):
                return {
                    "parallel": [self.body(body) for _, body in branches],
                    "merge": self.call(merge),
                }
            case Repeat() | When() | Branch():
                raise AssertionError(f"{node} is still open")
