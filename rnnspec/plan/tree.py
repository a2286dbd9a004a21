"""A tiny program of Keras calls: what a study does, with values still open.

In: built by `lower`. Out: printed by the targets, walked by the runner. A plan is data: its
leaves are the study's expressions, `Local` names (`steps_per_epoch`, what a data step assigned)
and calls of named functions. It knows no target and imports no Keras.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from rnnspec.source import NOWHERE, Span
from rnnspec.study.expressions import TRUE, Const, Derived, Expr, Ref, Turn, Value
from rnnspec.study.expressions import Apply as ApplyExpr
from rnnspec.study.expressions import IfElse as IfElseExpr
from rnnspec.study.model import CustomLayer


@dataclass(frozen=True)
class Local:
    """A name that the surroundings give: `path`, `seed`, `steps_per_epoch`, a step's result."""

    name: str


@dataclass(frozen=True)
class Name:
    """A text with the numbers of turns in it: `middle_{}` with `turns` filled in, in order."""

    pattern: str
    turns: tuple[Expr, ...] = ()


@dataclass(frozen=True)
class Steps:
    """A number of epochs (or each of a list of them, where `each`) in optimizer steps.

    It is `epochs` times the local `steps_per_epoch`.
    """

    epochs: Expr
    each: bool = False


@dataclass(frozen=True)
class Either:
    """`then` where the condition holds, else `otherwise`; only one of them is built."""

    condition: Expr
    then: "Argument"
    otherwise: "Argument"


@dataclass(frozen=True)
class Select:
    """The option whose key equals the value of `on`; only that one is built."""

    on: Expr
    options: tuple[tuple[Value, "Argument"], ...]


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple["Argument", ...]


@dataclass(frozen=True)
class Entries:
    """A dictionary."""

    entries: tuple[tuple[Value, "Argument"], ...]


@dataclass(frozen=True)
class Path:
    """A function or class by its name, not called: `keras.layers.GRU`, `cut_windows`.

    The first part is `keras`, a function or class of the runtime, or a custom layer.
    """

    name: str


@dataclass(frozen=True)
class Call:
    """A call. `function` is a `Path`, or a `Select` among paths for a searched kind."""

    function: Path | Select
    positional: tuple["Argument", ...] = ()
    keywords: tuple[tuple[str, "Argument"], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Argument: TypeAlias = (
    Const | Ref | Derived | Turn | ApplyExpr | IfElseExpr
    | Local | Name | Steps | Either | Select | Items | Entries | Path | Call
)  # fmt: skip
"""An expression of the study (never `Make` or `Pick`, which lowering resolves), or a plan node."""


@dataclass(frozen=True)
class Step:
    """Assigns what the call returns to `names` (several: it returns a tuple of them)."""

    names: tuple[str, ...]
    call: Call


@dataclass(frozen=True)
class Layer:
    """x = call(x), or call(x, ..., x) with `inputs` of them for a layer that attends to itself.

    Where `wrapped` holds (a constant, or searched), the layer is the first argument of `wrapper`.
    """

    call: Call
    wrapper: Call | None = None
    wrapped: Expr = TRUE
    inputs: int = 1
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Repeat:
    """The body, for `Turn(variable)` in range(count)."""

    count: Expr
    variable: str
    body: "Body"
    most: int
    written: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class When:
    """The first arm whose condition holds, else `otherwise`."""

    arms: tuple[tuple[Expr, "Body"], ...]
    otherwise: "Body" = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Choice:
    """The body whose label is the value of `on`."""

    on: Ref
    options: tuple[tuple[str, "Body"], ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Residual:
    """x = Add()([shortcut, body(x)]).

    The shortcut is x itself where the last dimensions agree, else
    `Dense(last dimension of the body's output, name=projection)(x)`.
    """

    body: "Body"
    projection: Name
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Parallel:
    """x = merge([branch(x) for every branch]); `merge` is the call of a merging layer."""

    merge: Call
    branches: tuple[tuple[str, "Body"], ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Node: TypeAlias = Layer | Repeat | When | Choice | Residual | Parallel
Body: TypeAlias = tuple[Node, ...]


@dataclass(frozen=True)
class Model:
    """The network from `keras.Input(**input)` on, and the arguments of `model.compile`.

    `straight` tells that the body is layers alone, each with one input and no searched wrapper:
    a `keras.Sequential`.
    """

    input: tuple[tuple[str, Argument], ...]
    body: Body
    optimizer: Argument
    loss: Argument
    metrics: tuple[Argument, ...] = ()
    straight: bool = False


@dataclass(frozen=True)
class Fit:
    """What training takes besides the model and the data."""

    epochs: Expr
    batch_size: Expr
    callbacks: tuple[Argument, ...] = ()
    class_weight: Argument = Const(None)


@dataclass(frozen=True)
class Plan:
    """All calls that one configuration makes, in order.

    `read` runs once (its locals: `path`), `prepare` once a configuration (its locals: those of
    `read`). Callbacks, class weights and the model may use the locals of `prepare` and
    `steps_per_epoch`. `objectives` and `measures` are the names that are scored on validation,
    the objectives first; `custom` the layers that come from files beside the spec.
    """

    read: tuple[Step, ...]
    prepare: tuple[Step, ...]
    model: Model
    fit: Fit
    measures: tuple[str, ...]
    custom: tuple[CustomLayer, ...] = ()
