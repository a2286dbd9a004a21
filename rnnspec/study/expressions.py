"""Expressions over the hyperparameters, with every name resolved.

An expression is a frozen tree. It means what the Python expression that prints the same means;
`evaluate` computes it for one configuration, `rnnspec.proof` for whole boxes of the space, and
`rnnspec.scripts` prints it. It knows no syntax, no Keras and no target.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from rnnspec.source import NOWHERE, Span
from rnnspec.values import Value as Value  # noqa: PLC0414
from rnnspec.values import typed as typed  # noqa: PLC0414


class _Tree:
    """Equality and hash of expressions: by type and value, spans aside.

    Neither recurses, and the hash is kept, so that long chains and parts that are shared many
    times over cost no more than they hold.
    """

    def __hash__(self) -> int:
        cached: int | None = self.__dict__.get("_hash")
        return _hash(self) if cached is None else cached  # type: ignore[arg-type]

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented if not isinstance(other, _Tree) else False
        return _same(self, other)  # type: ignore[arg-type]

    def __getstate__(self) -> dict[str, object]:
        # Hashes of strings differ between processes.
        return {name: value for name, value in self.__dict__.items() if name != "_hash"}


@dataclass(frozen=True, eq=False)
class Const(_Tree):
    """A fixed value. A word of the vocabulary is its string."""

    value: Value
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, eq=False)
class Ref(_Tree):
    """The value of a hyperparameter.

    `name` is its full name, with `{}` where a turn's number belongs (`middle[{}].units`);
    `turns` are the expressions of those numbers, outermost first.
    """

    name: str
    turns: tuple["Expr", ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, eq=False)
class Derived(_Tree):
    """The value of a fixed setting of `space` (`half = width // 2`)."""

    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, eq=False)
class Turn(_Tree):
    """The number of the turn, from 0, of the enclosing repeat that binds `variable`."""

    variable: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, eq=False)
class Apply(_Tree):
    """An operator or a function over operands.

    `operator` is one of `+ - * / // % ** == != < <= > >= and or not neg pos index list`,
    or a function: `min max abs round floor ceil int sqrt log log2 exp len sum`. A chained
    comparison is the conjunction of its links.
    """

    operator: str
    operands: tuple["Expr", ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, eq=False)
class IfElse(_Tree):
    """`then if condition else otherwise`."""

    condition: "Expr"
    then: "Expr"
    otherwise: "Expr"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, eq=False)
class Make(_Tree):
    """An object that is built: an optimizer, schedule, regularizer, initializer, loss, callback...

    `kind` is the catalog's name of it, `arguments` those that were written, by the catalog's
    names.
    """

    kind: str
    arguments: tuple[tuple[str, "Expr"], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, eq=False)
class Pick(_Tree):
    """The option that a searched choice of whole calls stands for.

    `on` is the hyperparameter, whose values are the options' labels.
    """

    on: Ref
    options: tuple[tuple[Value, "Expr"], ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Expr: TypeAlias = Const | Ref | Derived | Turn | Apply | IfElse | Make | Pick

TRUE = Const(True)
FALSE = Const(False)

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
FUNCTIONS = (
    *("min", "max", "abs", "round", "floor", "ceil", "int"),
    *("sqrt", "log", "log2", "exp", "len", "sum"),
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


def with_children(expr: Expr, parts: Iterable[Expr]) -> Expr:
    """The same expression over other direct parts, given in written order."""
    match expr:
        case Apply(operator, _, span):
            return Apply(operator, tuple(parts), span)
        case IfElse(span=span):
            condition, then, otherwise = parts
            return IfElse(condition, then, otherwise, span)
        case Ref(name, _, span):
            return Ref(name, tuple(parts), span)
        case Make(kind, arguments, span):
            names = (name for name, _ in arguments)
            return Make(kind, tuple(zip(names, parts, strict=True)), span)
        case Pick(_, options, span):
            on, *values = parts
            assert isinstance(on, Ref)
            labels = (label for label, _ in options)
            return Pick(on, tuple(zip(labels, values, strict=True)), span)
    return expr


def walk(expr: Expr) -> Iterator[Expr]:
    """The expression and all its parts, each object once, from the outside in."""
    seen: set[int] = set()
    pending = [expr]
    while pending:
        node = pending.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            pending.extend(reversed(children(node)))


def builds(expr: Expr) -> bool:
    """Whether an object is built somewhere in an expression."""
    return any(isinstance(part, Make | Pick) for part in walk(expr))


def reads_turn(expr: Expr, variable: str) -> bool:
    """Whether an expression reads the number of a turn."""
    return any(isinstance(part, Turn) and part.variable == variable for part in walk(expr))


def _own(expr: Expr) -> tuple[object, ...]:
    """What an expression says apart from its parts."""
    own: object = None
    match expr:
        case Const(value):
            own = typed(value)
        case Ref(name) | Derived(name) | Turn(name) | Apply(name):
            own = name
        case Make(kind, arguments):
            own = kind, tuple(name for name, _ in arguments)
        case Pick(_, options):
            own = tuple(typed(label) for label, _ in options)
    return type(expr), own, len(children(expr))


def _hash(expr: Expr) -> int:
    pending = [expr]
    while pending:
        node = pending[-1]
        parts = children(node)
        fresh = [part for part in parts if "_hash" not in part.__dict__]
        if fresh and "_hash" not in node.__dict__:
            pending.extend(fresh)
            continue
        node.__dict__["_hash"] = hash((_own(node), *(part.__dict__["_hash"] for part in parts)))
        pending.pop()
    return int(expr.__dict__["_hash"])


def _same(one: Expr, other: Expr) -> bool:
    seen: set[tuple[int, int]] = set()
    pending = [(one, other)]
    while pending:
        a, b = pending.pop()
        if a is b or (id(a), id(b)) in seen:
            continue
        if hash(a) != hash(b) or _own(a) != _own(b):
            return False
        seen.add((id(a), id(b)))
        pending.extend(zip(children(a), children(b), strict=True))
    return True
