"""The value of an expression for one configuration.

In: an expression, and a `Scope` that knows the hyperparameters' values. Out: the value that the
same Python would compute, of the same type, or an `ExpressionError`. It always ends, without deep
recursion: parts are computed once each, when they are needed. Knows no distributions and no syntax.
"""

from collections.abc import Generator, Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from rnnspec.study.expressions import (
    Apply,
    Const,
    Derived,
    Expr,
    IfElse,
    Make,
    Pick,
    Ref,
    Turn,
    Value,
    typed,
)
from rnnspec.study.operators import Failure, apply_operator
from rnnspec.study.space import Configuration, DerivedValue, Space

Turns: TypeAlias = Mapping[str, int]
"""The numbers of the enclosing turns by their variables."""

NO_TURNS: Turns = MappingProxyType({})


class ExpressionError(Exception):
    """An expression has no value in a configuration; `expr` is the part that fails."""

    def __init__(self, message: str, expr: Expr) -> None:
        super().__init__(message)
        self.message = message
        self.expr = expr


def evaluate(
    expr: Expr,
    values: Configuration,
    derived: Iterable[DerivedValue] = (),
    turns: Turns = NO_TURNS,
) -> Value:
    """The value of an expression in one configuration; `Scope.evaluate` where there are many.

    Raises:
        ExpressionError: it has none.
    """
    return Scope(values, {value.name: value for value in derived}).evaluate(expr, turns)


class Scope:
    """What names mean in one configuration: hyperparameters, and derived values over them.

    `values` may grow while the scope is in use (a sampler draws one after the other), but not
    change. A derived value is computed when it is first read, and kept.
    """

    def __init__(self, values: Configuration, derived: Mapping[str, DerivedValue]) -> None:
        self.values = values
        self._derived = derived
        self._known: dict[str, Value] = {}

    @staticmethod
    def of(space: Space, values: Configuration) -> "Scope":
        """The scope of a configuration of a space."""
        return Scope(values, space.derived_by_name)

    def evaluate(self, expr: Expr, turns: Turns = NO_TURNS) -> Value:
        """The value of an expression, given the numbers of the enclosing turns.

        Raises:
            ExpressionError: it has none: division by zero, overflow, a result that is not finite,
                operands of the wrong types, an inactive hyperparameter, an object that is built.
        """
        known: dict[int, Value] = {}
        begun = [(expr, self._steps(expr, turns))]
        value: Value = None
        while begun:
            node, steps = begun[-1]
            try:
                part = steps.send(value)
            except StopIteration as done:
                value = known[id(node)] = done.value
                begun.pop()
                continue
            value = known.get(id(part))
            if id(part) not in known:
                begun.append((part, self._steps(part, turns)))
        return value

    def all_hold(self, conditions: Iterable[Expr]) -> bool:
        """Whether conditions hold; those behind the first that does not are not looked at."""
        return all(map(self.evaluate, conditions))

    def _steps(self, node: Expr, turns: Turns) -> Generator[Expr, Value, Value]:
        """Asks for the value of one part after the other, of those that are needed."""
        match node:
            case Const(value):
                return value
            case Turn(variable):
                return turns[variable]
            case Derived(name):
                if name not in self._known:
                    self._known[name] = yield self._derived[name].value
                return self._known[name]
            case Ref(name, numbers):
                for number in numbers:
                    name = name.replace("{}", str((yield number)), 1)
                if name not in self.values:
                    raise ExpressionError(f"`{name}` is not active", node)
                return self.values[name]
            case Apply("and" | "or" as operator, (*links, last)):
                for link in links:
                    value = yield link
                    if bool(value) != (operator == "and"):
                        return value
                return (yield last)
            case Apply(operator, operands):
                values = []
                for operand in operands:
                    values.append((yield operand))
                try:
                    return apply_operator(operator, tuple(values))
                except Failure as failure:
                    raise ExpressionError(str(failure), node) from None
            case IfElse(condition, then, otherwise):
                return (yield then if (yield condition) else otherwise)
            case Pick(on, options):
                label = typed((yield on))
                for value, option in options:
                    if typed(value) == label:
                        return (yield option)
                raise ExpressionError(f"`{on.name}` has no such option", node)
            case Make(kind):
                raise ExpressionError(f"`{kind}` is an object that is built, not a value", node)
