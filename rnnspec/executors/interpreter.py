"""Calling what a plan says, for one configuration.

In: plan arguments and procedures, a way to evaluate the study's expressions, the objects that
names stand for. Out: whatever the calls give. The values of `Local` names are given, or assigned
by the steps of procedures. It calls whatever the plan names, and knows no library itself.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, TypeAlias, TypeVar

from rnnspec.plan.tree import (
    Argument,
    Call,
    Each,
    Either,
    Entries,
    Function,
    Index,
    Items,
    Local,
    Name,
    Path,
    Procedure,
    Select,
    Slice,
    Steps,
)
from rnnspec.source import Span
from rnnspec.study.expressions import Expr, Value

Evaluate: TypeAlias = Callable[[Expr, Mapping[str, int]], Value]
"""The value of an expression, given the numbers of the enclosing turns."""


Option = TypeVar("Option")


class CallFailed(Exception):
    """A call of the plan failed at `place` in the spec; the cause is the exception itself."""

    def __init__(self, function: str, place: Span) -> None:
        super().__init__(function)
        self.function = function
        self.place = place


@dataclass(frozen=True)
class Interpreter:
    """One configuration's surroundings: what expressions, names and locals stand for."""

    evaluate: Evaluate
    objects: Mapping[str, Any]
    variables: Mapping[str, Any] = field(default_factory=dict)
    turns: Mapping[str, int] = field(default_factory=dict)

    def knowing(self, **variables: Any) -> "Interpreter":
        """The same with further locals."""
        return replace(self, variables={**self.variables, **variables})

    def run(self, procedure: Procedure) -> dict[str, Any]:
        """Carry out the steps in order; the results by their names."""
        interpreter = self
        for step in procedure.steps:
            value = interpreter.argument(step.value)
            match step.names:
                case ():
                    continue
                case (name,):
                    interpreter = interpreter.knowing(**{name: value})
                case names:
                    interpreter = interpreter.knowing(**dict(zip(names, value, strict=True)))
        return {name: interpreter.variables[name] for name in procedure.results}

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
                return self.argument(self.chosen(on, options))
            case Items(items):
                return [self.argument(item) for item in items]
            case Entries(entries):
                return {key: self.argument(value) for key, value in entries}
            case Path(name):
                first, *rest = name.split(".")
                return reduce(getattr, rest, self.objects[first])
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
            case Function(names, result):
                return lambda *values: self.knowing(
                    **dict(zip(names, values, strict=True))
                ).argument(result)
            case Call():
                return self.call(argument)
        return self.value(argument)

    def value(self, expr: Expr) -> Any:
        """The value of an expression, with lists as Python lists."""
        return _with_lists(self.evaluate(expr, self.turns))

    def chosen(self, on: Expr, options: Iterable[tuple[Value, Option]]) -> Option:
        """The option whose key is the value of an expression; `1` and `true` are different."""
        value = self.evaluate(on, self.turns)
        for key, option in options:
            if type(key) is type(value) and key == value:
                return option
        raise LookupError(f"no option is {value!r}")

    def call(self, call: Call, *first: Any) -> Any:
        """What a call gives; `first` come before its own arguments. Raises CallFailed."""
        function = self.argument(call.function)
        positional = [self.argument(value) for value in call.positional]
        keywords = {name: self.argument(value) for name, value in call.keywords}
        try:
            return function(*first, *positional, **keywords)
        except CallFailed:
            raise
        except Exception as error:
            raise CallFailed(getattr(function, "__name__", "call"), call.span) from error


def _with_lists(value: Value) -> Any:
    return [_with_lists(item) for item in value] if isinstance(value, tuple) else value
