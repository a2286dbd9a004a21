"""Calling what a plan says, for one configuration.

In: plan arguments and bodies, a way to evaluate the study's expressions, the objects that names
stand for. Out: Python and Keras objects. The values of `Local` names are given, or assigned by
the steps of procedures. It calls whatever the plan names, and knows no layer and no data itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, TypeAlias

from rnnspec.plan.tree import (
    Argument,
    Body,
    Call,
    Choice,
    Each,
    Either,
    Entries,
    Index,
    Items,
    Layer,
    Local,
    Model,
    Name,
    Node,
    Parallel,
    Path,
    Procedure,
    Repeat,
    Residual,
    Select,
    Slice,
    Steps,
    When,
)
from rnnspec.source import NOWHERE, Span
from rnnspec.study.expressions import Expr, Value

Evaluate: TypeAlias = Callable[[Expr, Mapping[str, int]], Value]
"""The value of an expression, given the numbers of the enclosing turns."""


class CallFailed(Exception):
    """A call of the plan failed at `place` in the spec; the cause is the exception itself."""

    def __init__(self, function: str, place: Span) -> None:
        super().__init__(function)
        self.function = function
        self.place = place


@dataclass(frozen=True)
class Executor:
    """One configuration's surroundings: what expressions, names and locals stand for."""

    evaluate: Evaluate
    objects: Mapping[str, Any]
    variables: Mapping[str, Any] = field(default_factory=dict)
    turns: Mapping[str, int] = field(default_factory=dict)

    def knowing(self, **variables: Any) -> "Executor":
        """The same with further locals."""
        return replace(self, variables={**self.variables, **variables})

    def run(self, procedure: Procedure) -> dict[str, Any]:
        """Carry out the steps in order; the results by their names."""
        executor = self
        for step in procedure.steps:
            value = executor.argument(step.value)
            match step.names:
                case ():
                    continue
                case (name,):
                    executor = executor.knowing(**{name: value})
                case names:
                    executor = executor.knowing(**dict(zip(names, value, strict=True)))
        return {name: executor.variables[name] for name in procedure.results}

    def model(self, plan: Model) -> Any:
        """The network, not yet compiled: a `Sequential` where it is straight."""
        import keras

        inputs = keras.Input(**{name: self.argument(value) for name, value in plan.input})
        if plan.straight:
            return self._stack([node for node in plan.body if isinstance(node, Layer)], inputs)
        return keras.Model(inputs, self._body(plan.body, inputs))

    def argument(self, argument: Argument) -> Any:
        """What an argument stands for; only chosen options are built.

        Raises CallFailed where a call inside fails.
        """
        match argument:
            case Local(name):
                return self.variables[name]
            case Name(pattern, numbers):
                return reduce(
                    lambda text, number: text.replace("{}", str(self.value(number)), 1),
                    numbers,
                    pattern,
                )
            case Steps(epochs, each):
                steps, counted = self.variables["steps_per_epoch"], self.value(epochs)
                return [steps * epoch for epoch in counted] if each else steps * counted
            case Either(condition, then, otherwise):
                return self.argument(then if self.argument(condition) else otherwise)
            case Select(on, options):
                return self.argument(_option(options, self.evaluate(on, self.turns)))
            case Items(items):
                return [self.argument(item) for item in items]
            case Entries(entries):
                return {key: self.argument(value) for key, value in entries}
            case Path(name):
                return self._object(name)
            case Index(value, at):
                return self.argument(value)[self.argument(at)]
            case Slice(value, first, last):
                ends = (None if end is None else self.argument(end) for end in (first, last))
                return self.argument(value)[slice(*ends)]
            case Each(names, source, result):
                rows = self.argument(source)
                if len(names) == 1:
                    rows = ((row,) for row in rows)
                return [
                    self.knowing(**dict(zip(names, row, strict=True))).argument(result)
                    for row in rows
                ]
            case Call():
                return self._call(argument)
        return self.value(argument)

    def value(self, expr: Expr) -> Any:
        """The value of an expression, with lists as Python lists."""
        return _with_lists(self.evaluate(expr, self.turns))

    def _call(self, call: Call, *first: Any) -> Any:
        function = self.argument(call.function)
        positional = [self.argument(value) for value in call.positional]
        keywords = {name: self.argument(value) for name, value in call.keywords}
        try:
            return function(*first, *positional, **keywords)
        except CallFailed:
            raise
        except Exception as error:
            raise CallFailed(getattr(function, "__name__", "call"), call.span) from error

    def _object(self, name: str) -> Any:
        first, *rest = name.split(".")
        return reduce(getattr, rest, self.objects[first])

    def _layer(self, layer: Layer) -> Any:
        built = self._call(layer.call)
        if layer.wrapper is not None and self.value(layer.wrapped):
            return self._call(layer.wrapper, built)
        return built

    def _stack(self, nodes: list[Layer], inputs: Any) -> Any:
        """A `Sequential`. It does not say which of its layers fails: then one by one is tried."""
        import keras

        layers = [self._layer(node) for node in nodes]
        try:
            return keras.Sequential([inputs, *layers])
        except Exception:
            x = inputs
            for node, layer in zip(nodes, layers, strict=True):
                x = _apply(layer, x, node.span)
            raise

    def _body(self, body: Body, x: Any) -> Any:
        for node in body:
            x = self._node(node, x)
        return x

    def _node(self, node: Node, x: Any) -> Any:
        match node:
            case Layer(inputs=inputs, span=span):
                layer = self._layer(node)
                with_x = self.knowing(x=x)
                try:
                    return layer(*(with_x.argument(value) for value in inputs))
                except Exception as error:
                    raise CallFailed(layer.name, span) from error
            case Repeat(count, variable, body):
                for turn in range(self.value(count)):
                    x = replace(self, turns={**self.turns, variable: turn})._body(body, x)
                return x
            case When(arms, otherwise):
                for condition, body in arms:
                    if self.value(condition):
                        return self._body(body, x)
                return self._body(otherwise, x)
            case Choice(on, options):
                return self._body(_option(options, self.evaluate(on, self.turns)), x)
            case Residual():
                return self._residual(node, x)
            case Parallel(merge, branches, span):
                outputs = [self._body(body, x) for _, body in branches]
                return _apply(self.argument(merge), outputs, span or NOWHERE)

    def _residual(self, node: Residual, x: Any) -> Any:
        import keras

        y = self._body(node.body, x)
        width = y.shape[-1]
        if x.shape[-1] != width:
            x = keras.layers.Dense(width, name=self.argument(node.projection))(x)
        return _apply(keras.layers.Add(), [x, y], node.span)


def _apply(layer: Any, inputs: Any, place: Span) -> Any:
    try:
        return layer(inputs)
    except Exception as error:
        raise CallFailed(layer.name, place) from error


def _option(options: tuple[tuple[Value, Any], ...], value: Value) -> Any:
    """The option of a key; `1` and `true` are different keys."""
    for key, option in options:
        if type(key) is type(value) and key == value:
            return option
    raise LookupError(f"{value!r} is none of {[key for key, _ in options]!r}")


def _with_lists(value: Value) -> Any:
    return [_with_lists(item) for item in value] if isinstance(value, tuple) else value
