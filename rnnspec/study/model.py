"""The network: a stack of nodes, every name resolved and every choice explicit.

Blocks are expanded, repeats are not: a repeat's body stands once and its turn is a variable. What
chooses among nodes or repeats them, `Repeat`, `When` and `Branch`, does so for any kind of nodes:
the plan has its own inside.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from rnnspec.source import NOWHERE, Span
from rnnspec.study.expressions import FALSE, Const, Expr, Ref

AnyNode = TypeVar("AnyNode")


@dataclass(frozen=True)
class Layer:
    """One layer, by the catalog's name of its kind.

    `kind` is a `Const` string, or an expression whose values are names of layers.
    `owner` is the name that its hyperparameters carry, with `{}` for each enclosing turn
    (outermost first) whose numbers are `turns`; `label` tells whether the spec names it.
    `arguments` are those that were written, by Keras's names, and `return_sequences` (inferred or
    written) for recurrent kinds. `bidirectional` wraps in `Bidirectional` with `merge` as its
    mode. `inner` is the wrapped layer of a wrapper such as `TimeDistributed`. A layer that is not
    `understood`, or whose kind is None, stands only in a spec that is refused: its arguments are
    incomplete, and nothing can be said of the shapes behind it.
    """

    kind: Expr
    arguments: tuple[tuple[str, Expr], ...] = ()
    owner: str = ""
    turns: tuple[Expr, ...] = ()
    labelled: bool = False
    bidirectional: Expr = FALSE
    merge: Expr = Const("concat")
    inner: "Layer | None" = None
    understood: bool = field(default=True, compare=False, repr=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Repeat(Generic[AnyNode]):
    """`count` turns of the body; inside, `Turn(variable)` is the number of the turn.

    `most` is the greatest count over the space: turns 0 to most - 1 have hyperparameters.
    `variable` is unique in the model; `written` is what the spec calls it, if anything.
    """

    count: Expr
    variable: str
    body: tuple[AnyNode, ...]
    most: int
    written: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class When(Generic[AnyNode]):
    """The first arm whose condition holds, else `otherwise`."""

    arms: tuple[tuple[Expr, tuple[AnyNode, ...]], ...]
    otherwise: tuple[AnyNode, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Branch(Generic[AnyNode]):
    """The option whose label is the value of the hyperparameter `on`."""

    on: Ref
    options: tuple[tuple[str, tuple[AnyNode, ...]], ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Residual:
    """The body's output added to its input, projected by a `Dense` where widths differ."""

    body: "Body"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Parallel:
    """Every branch reads the same input; `merge` is concat, add, multiply, average or maximum."""

    merge: Expr
    branches: tuple[tuple[str, "Body"], ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Node: TypeAlias = "Layer | Repeat[Node] | When[Node] | Branch[Node] | Residual | Parallel"
Body: TypeAlias = tuple[Node, ...]


def bodies(node: Node) -> tuple[Body, ...]:
    """The bodies inside a node, in written order; a wrapped layer is inside its wrapper."""
    match node:
        case Layer(inner=inner):
            return () if inner is None else ((inner,),)
        case Repeat(body=body) | Residual(body=body):
            return (body,)
        case When(arms, otherwise):
            return (*(body for _, body in arms), otherwise)
        case Branch(options=options) | Parallel(branches=options):
            return tuple(body for _, body in options)


def walk_body(body: Body) -> Iterator[Node]:
    """All nodes of a body in written order, with those inside them."""
    pending = list(reversed(body))
    while pending:
        node = pending.pop()
        yield node
        for inside in reversed(bodies(node)):
            pending.extend(reversed(inside))


def expressions(node: Node) -> tuple[Expr, ...]:
    """What a node itself reads, without the nodes inside it."""
    match node:
        case Layer(kind, arguments, bidirectional=bidirectional, merge=merge):
            return (kind, *(value for _, value in arguments), bidirectional, merge)
        case Repeat(count=read) | Branch(on=read) | Parallel(merge=read):
            return (read,)
        case When(arms):
            return tuple(condition for condition, _ in arms)
        case Residual():
            return ()


@dataclass(frozen=True)
class CustomLayer:
    """A layer class from a file beside the spec (`use`).

    `path` is relative to the spec; `arguments` are the names that its `__init__` takes, without
    `self` and `**kwargs`; `required` those without a default.
    """

    name: str
    path: str
    behaviour: str  # "recurrent" or "same"
    arguments: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)
