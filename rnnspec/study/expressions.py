"""Expressions over the hyperparameters, with every name resolved.

An expression is a frozen tree. It means what the Python expression that prints the same means;
`evaluate` computes it for one configuration, `rnnspec.bounds` for whole boxes of the space, and
`rnnspec.targets` prints it. It knows no syntax, no Keras and no target.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from rnnspec.source import NOWHERE, Span

Value: TypeAlias = "bool | int | float | str | tuple[Value, ...] | None"
"""What a hyperparameter or an expression may be; lists are tuples inside the study."""


@dataclass(frozen=True)
class Const:
    """A fixed value. A word of the vocabulary is its string."""

    value: Value
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Ref:
    """The value of a hyperparameter.

    `name` is its full name, with `{}` where a turn's number belongs (`middle[{}].units`);
    `turns` are the expressions of those numbers, outermost first.
    """

    name: str
    turns: tuple["Expr", ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Derived:
    """The value of a fixed setting of `space` (`half = width // 2`)."""

    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Turn:
    """The number of the turn, from 0, of the enclosing repeat that binds `variable`."""

    variable: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Apply:
    """An operator or a function over operands.

    `operator` is one of `+ - * / // % ** == != < <= > >= and or not neg pos index list`,
    or a function: `min max abs round floor ceil int sqrt log log2 exp len sum`. A chained
    comparison is the conjunction of its links.
    """

    operator: str
    operands: tuple["Expr", ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class IfElse:
    """`then if condition else otherwise`."""

    condition: "Expr"
    then: "Expr"
    otherwise: "Expr"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Make:
    """An object that is built: an optimizer, schedule, regularizer, initializer, loss, callback...

    `kind` is the catalog's name of it, `arguments` those that were written, by the catalog's
    names.
    """

    kind: str
    arguments: tuple[tuple[str, "Expr"], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Pick:
    """The option that a searched choice of whole calls stands for.

    `on` is the hyperparameter, whose values are the options' labels.
    """

    on: Ref
    options: tuple[tuple[Value, "Expr"], ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Expr: TypeAlias = Const | Ref | Derived | Turn | Apply | IfElse | Make | Pick

TRUE = Const(True)
FALSE = Const(False)

ARITHMETIC = frozenset({"+", "-", "*", "/", "//", "%", "**", "neg", "pos"})
COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
LOGIC = frozenset({"and", "or", "not"})
FUNCTIONS = frozenset(
    {
        "min",
        "max",
        "abs",
        "round",
        "floor",
        "ceil",
        "int",
        "sqrt",
        "log",
        "log2",
        "exp",
        "len",
        "sum",
    }
)


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct parts of an expression, in written order."""
    match expr:
        case Apply(_, operands):
            return operands
        case IfElse(condition, then, otherwise):
            return (condition, then, otherwise)
        case Ref(_, turns):
            return turns
        case Make(_, arguments):
            return tuple(value for _, value in arguments)
        case Pick(on, options):
            return (on, *(value for _, value in options))
    return ()
