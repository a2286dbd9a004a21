"""A study as lines of words, so that two can be held against each other.

In: a study, and how its names are to be called. Out: the settings of data, train and search by
name, the model as lines, and what each option of a choice stands for. Places, labels of layers and
names of turns are left out: they change nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

from rnnspec.catalog.measures import render_named, render_objective, short_name
from rnnspec.study.data import Data, DataSource, Scaler, Table
from rnnspec.study.expressions import (
    FALSE,
    Const,
    Derived,
    Expr,
    Make,
    Pick,
    Ref,
    Turn,
    children,
    with_children,
)
from rnnspec.study.model import Body, Branch, Layer, Node, Parallel, Repeat, Residual, When
from rnnspec.study.search import Search
from rnnspec.study.space import template_of
from rnnspec.study.training import Training
from rnnspec.study.words import render_expression
from rnnspec.words import render_argument, render_value

LETTERS = "ijklmn"
INDENT = "  "


class Wording:
    """Words for the parts of a study.

    `renamed` and `derived` call names otherwise; `stands` puts an expression in place of a name.
    `options` gathers what the options of choices stand for, by the name and the option.
    """

    def __init__(
        self,
        renamed: Mapping[str, str],
        derived: Mapping[str, str],
        stands: Mapping[str, Expr],
    ) -> None:
        self._renamed = renamed
        self._derived = derived
        self._stands = stands
        self.options: dict[str, list[str]] = {}

    def expression(self, expr: Expr, turns: Mapping[str, str] | None = None) -> str:
        """An expression in words."""
        return render_expression(self._called(expr, turns or {}))

    def data(self, data: Data) -> dict[str, str]:
        """The settings of the data, and the facts that were read from it."""
        if len(data.scale) == 1:
            scale = _scaler(data.scale[0][1])
        else:
            scale = self.expression(data.scale_choice)
            for option, scaler in data.scale:
                self.options[f"{scale} = {render_value(option)}"] = [_scaler(scaler)]
        parts = data.split
        held = zip(("validation", "test"), parts.held, strict=True)
        step = data.source.step if isinstance(data.source, Table) else None
        return {
            "source": _source(data.source),
            "test": "none" if data.test is None else _source(data.test),
            "step": "none" if step is None else str(step),
            "duplicates": data.source.duplicates if isinstance(data.source, Table) else "error",
            "inputs": self.expression(data.inputs),
            "target": render_value(data.targets),
            "window": self.expression(data.window),
            "horizon": str(data.horizon),
            "lead": str(data.lead),
            "season": str(data.season),
            "stride": str(data.stride),
            "weight": data.weight or "none",
            "split": f"{parts.kind}({', '.join(map(render_argument, held))})",
            "scale": scale,
            "missing": data.missing,
            "encode": render_value(data.encode),
            "times": f"read as {data.time_format}",
            "rows": str(data.rows),
            "classes": render_value(data.labels),
            "categories": render_value(data.categories),
        }

    def train(self, train: Training) -> dict[str, str]:
        """The settings of the training."""
        return {
            "optimizer": self.expression(train.optimizer),
            "loss": self.expression(train.loss),
            "metrics": render_value(tuple(short_name(name) for name in train.metrics)),
            "epochs": self.expression(train.epochs),
            "batch_size": self.expression(train.batch_size),
            "callbacks": f"[{', '.join(map(self.expression, train.callbacks))}]",
            "class_weight": self.expression(train.class_weight),
        }

    def model(self, body: Body) -> list[str]:
        """The layers from top to bottom, a line each."""
        return list(self._body(body, {}, ""))

    def _body(self, body: Body, turns: Mapping[str, str], indent: str) -> Iterator[str]:
        for node in body:
            for line in self._node(node, turns):
                yield indent + line

    def _node(self, node: Node, turns: Mapping[str, str]) -> Iterator[str]:
        match node:
            case Layer():
                yield self._layer(node, turns)
            case Repeat(count, variable, body):
                letter = LETTERS[min(len(turns), len(LETTERS) - 1)]
                yield f"repeat {self.expression(count, turns)} as {letter}"
                yield from self._body(body, {**turns, variable: letter}, INDENT)
            case When(arms, otherwise):
                words = "when"
                for condition, body in arms:
                    yield f"{words} {self.expression(condition, turns)}"
                    yield from self._body(body, turns, INDENT)
                    words = "else when"
                if otherwise:
                    yield "else"
                    yield from self._body(otherwise, turns, INDENT)
            case Branch(on, options):
                name = self.expression(on, turns)
                yield f"{name} ~ choice"
                for label, body in options:
                    self.options[f"{name} = {label}"] = list(self._body(body, turns, ""))
            case Residual(body):
                yield "residual"
                yield from self._body(body, turns, INDENT)
            case Parallel(merge, branches):
                yield f"parallel(merge = {self.expression(merge, turns)})"
                for label, body in branches:
                    yield f"{INDENT}{label}:"
                    yield from self._body(body, turns, INDENT * 2)

    def _layer(self, layer: Layer, turns: Mapping[str, str]) -> str:
        inside = [self._layer(layer.inner, turns)] if layer.inner is not None else []
        inside += [
            f"{name} = {self.expression(value, turns)}"
            for name, value in layer.arguments
            if (name, value) != ("return_sequences", FALSE)
        ]
        if layer.bidirectional != FALSE:
            inside.append(f"bidirectional = {self.expression(layer.bidirectional, turns)}")
        if layer.merge != Const("concat"):
            inside.append(f"merge = {self.expression(layer.merge, turns)}")
        return f"{self.expression(layer.kind, turns)}({', '.join(inside)})"

    def _called(self, expr: Expr, turns: Mapping[str, str]) -> Expr:
        """The expression with names and turns called otherwise; options of picks are gathered."""
        match expr:
            case Ref(name, numbers) | Pick(Ref(name, numbers)) if template_of(name) in self._stands:
                return self._called(self._stands[template_of(name)], turns)
            case Ref(name, numbers):
                called = renamed(name, self._renamed)
                return Ref(called, tuple(self._called(number, turns) for number in numbers))
            case Derived(name):
                return Derived(self._derived.get(name, name))
            case Turn(variable):
                return Turn(turns.get(variable, variable))
            case Make(kind, ()):
                return Const(kind)  # `mse` is written without parentheses.
            case Pick(on, options):
                chosen = self._called(on, turns)
                name = render_expression(chosen)
                for label, option in options:
                    text = self.expression(option, turns)
                    self.options[f"{name} = {render_value(label)}"] = [text]
                return chosen
        return with_children(expr, (self._called(part, turns) for part in children(expr)))


def renamed(name: str, names: Mapping[str, str]) -> str:
    """A name, with numbers or open places for its turns, as it is called otherwise."""
    called = names.get(template_of(name))
    if called is None:
        return name
    return called.format(*re.findall(r"\[(\d+|\{\})\]", name))


def search_words(search: Search) -> dict[str, str]:
    """The settings of the search; first points are left out, for they change with the space."""
    return {
        "objective": ", ".join(map(render_objective, search.objectives)),
        "algorithm": render_named(search.algorithm),
        "trials": render_value(search.trials),
        "timeout": "none" if search.timeout is None else f"{search.timeout:g}s",
        "seed": str(search.seed),
        "pruner": "none" if search.pruner is None else render_named(search.pruner),
        "folds": render_value(search.folds),
        "repeats": str(search.repeats),
    }


def _source(source: DataSource) -> str:
    """The call that a spec writes, without what it leaves at its default."""
    told = [
        f"{one.name} = {render_value(getattr(source, one.name))}"
        for one in fields(source)
        if one.compare
        and one.name not in ("format", "step", "duplicates", "several")
        and getattr(source, one.name) != one.default
    ]
    kind = source.format if isinstance(source, Table) else type(source).__name__.lower()
    return f"{kind}({', '.join(told)})"


def _scaler(scaler: Scaler) -> str:
    bounds = ", ".join(f"{name} = {render_value(ends)}" for name, ends in scaler.bounds)
    return f"{scaler.kind}({bounds})" if bounds else scaler.kind
