"""The value of an expression for one configuration.

In: an expression, and a `Scope` that knows the hyperparameters' values. Out: the value that the
same Python would compute, of the same type, or an `ExpressionError`. It always ends, without deep
recursion: parts are computed once each, when they are needed. Knows no distributions and no syntax.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

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
    walk,
)
from rnnspec.study.operators import Failure, apply_operator
from rnnspec.study.space import Configuration, DerivedValue, Space

NO_TURNS: Mapping[str, int] = MappingProxyType({})


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
    turns: Mapping[str, int] = NO_TURNS,
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

    def evaluate(self, expr: Expr, turns: Mapping[str, int] = NO_TURNS) -> Value:
        """The value of an expression, given the numbers of the enclosing turns by variable.

        Raises:
            ExpressionError: it has none: division by zero, overflow, a result that is not finite,
                operands of the wrong types, an inactive hyperparameter, an object that is built.
        """
        return _Evaluation(self, turns, {}).value(expr)

    def read(self, expr: Ref, turns: "tuple[Value, ...]") -> Value:
        """The value of a hyperparameter, with the numbers of its turns."""
        name = expr.name
        for turn in turns:
            name = name.replace("{}", str(turn), 1)
        if name not in self.values:
            raise ExpressionError(f"`{name}` is not active", expr)
        return self.values[name]

    def read_derived(self, expr: Derived) -> Value:
        """The value of a derived name; what it needs comes first, without recursion."""
        if expr.name in self._known:
            return self._known[expr.name]
        failed: dict[str, ExpressionError] = {}
        pending = [expr.name]
        while pending:
            name = pending[-1]
            value = self._derived[name].value
            needs = [
                part.name
                for part in walk(value)
                if isinstance(part, Derived)
                and part.name not in self._known
                and part.name not in failed
            ]
            if needs:
                pending.extend(needs)
                continue
            pending.pop()
            if name not in self._known and name not in failed:
                try:
                    self._known[name] = _Evaluation(self, NO_TURNS, failed).value(value)
                except ExpressionError as error:
                    # It matters only to who reads it, which may be nobody in this configuration.
                    failed[name] = error
        if expr.name in failed:
            raise failed[expr.name]
        return self._known[expr.name]


class _Evaluation:
    """One pass over one expression; parts are known by their identity."""

    def __init__(
        self, scope: Scope, turns: Mapping[str, int], failed: Mapping[str, ExpressionError]
    ) -> None:
        self._scope = scope
        self._turns = turns
        self._failed = failed
        self._known: dict[int, Value] = {}

    def value(self, root: Expr) -> Value:
        known = self._known
        pending = [root]
        while pending:
            node = pending[-1]
            needed = [part for part in self._parts(node) if id(part) not in known]
            if needed:
                pending.extend(reversed(needed))
                continue
            pending.pop()
            if id(node) not in known:
                known[id(node)] = self._computed(node)
        return known[id(root)]

    def _parts(self, node: Expr) -> tuple[Expr, ...]:
        """The parts that have to be computed before the node; none of those passed over."""
        match node:
            case Apply("and" | "or"):
                return (self._deciding(node),)
            case Apply(_, operands):
                return operands
            case IfElse(condition):
                return (self._chosen(node) if id(condition) in self._known else condition,)
            case Pick(on):
                return (self._picked(node) if id(on) in self._known else on,)
            case Ref(_, turns):
                return turns
        return ()

    def _computed(self, node: Expr) -> Value:
        match node:
            case Apply("and" | "or"):
                return self._known[id(self._deciding(node))]
            case Apply(operator, operands):
                try:
                    return apply_operator(operator, self._values(operands))
                except Failure as failure:
                    raise ExpressionError(str(failure), node) from None
            case Const(value):
                return value
            case Ref(_, turns):
                return self._scope.read(node, self._values(turns))
            case Derived(name):
                if name in self._failed:
                    raise self._failed[name]
                return self._scope.read_derived(node)
            case Turn(variable):
                return self._turns[variable]
            case IfElse():
                return self._known[id(self._chosen(node))]
            case Pick():
                return self._known[id(self._picked(node))]
            case Make(kind):
                raise ExpressionError(f"`{kind}` is an object that is built, not a value", node)

    def _values(self, parts: tuple[Expr, ...]) -> "tuple[Value, ...]":
        return tuple(self._known[id(part)] for part in parts)

    def _deciding(self, node: Apply) -> Expr:
        """The first operand that is not known or that settles the `and` or `or`; else the last."""
        goes_on = node.operator == "and"
        for operand in node.operands[:-1]:
            if id(operand) not in self._known or bool(self._known[id(operand)]) != goes_on:
                return operand
        return node.operands[-1]

    def _chosen(self, node: IfElse) -> Expr:
        return node.then if self._known[id(node.condition)] else node.otherwise

    def _picked(self, node: Pick) -> Expr:
        label = typed(self._known[id(node.on)])
        for value, option in node.options:
            if typed(value) == label:
                return option
        raise ExpressionError(f"`{node.on.name}` has no such option", node)
