"""A tiny program of Keras calls: what a study does, with values still open.

In: built by `lower`. Out: printed by the targets, walked by the executors. A plan is data: its
leaves are the study's expressions, `Local` names (`steps_per_epoch`, what a data step assigned)
and calls of named functions. It knows no target and imports no Keras.
"""

from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, TypeAlias

from rnnspec.source import NOWHERE, Span
from rnnspec.study.expressions import TRUE, Const, Derived, Expr, Ref, Value
from rnnspec.study.model import Branch, CustomLayer, Repeat, When


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
    """Epochs (where `each`, a list of them) counted in optimizer steps.

    That is `epochs` times the local `steps_per_epoch`.
    """

    epochs: Expr
    each: bool = False


@dataclass(frozen=True)
class Either:
    """`then` where the condition holds (a local: is not 0), else `otherwise`; one is built."""

    condition: Expr | Local
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
    """A function or class by its name, not called: `keras.layers.GRU`, `cut_windows`, `len`.

    The first part is `keras`, `np`, a Python built-in, a name of the runtime or a custom layer.
    """

    name: str


@dataclass(frozen=True)
class Index:
    """value[at]."""

    value: "Argument"
    at: "Argument"


@dataclass(frozen=True)
class Slice:
    """value[first:last]; None stands for the value's own end."""

    value: "Argument"
    first: "Argument | None"
    last: "Argument | None"


@dataclass(frozen=True)
class Each:
    """[result for names in source]: `names` are locals of `result`."""

    names: tuple[str, ...]
    source: "Argument"
    result: "Argument"


@dataclass(frozen=True)
class Function:
    """A function of locals, the `given` names, that gives `result`: for others to call."""

    given: tuple[str, ...]
    result: "Argument"


@dataclass(frozen=True)
class Call:
    """A call. `function` is a `Path`, or a `Select` among paths for a searched kind."""

    function: Path | Select
    positional: tuple["Argument", ...] = ()
    keywords: tuple[tuple[str, "Argument"], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Argument: TypeAlias = (
    Expr
    | Local
    | Name
    | Steps
    | Either
    | Select
    | Items
    | Entries
    | Path
    | Index
    | Slice
    | Each
    | Function
    | Call
)
"""An expression of the study that builds nothing (no `Make` is left in it), or a plan node."""


@dataclass(frozen=True)
class Step:
    """Assigns a value to `names` (several: it is a tuple of as many; none: it only checks).

    `note` tells readers why, where that does not show.
    """

    names: tuple[str, ...]
    value: Argument
    note: str = field(default="", compare=False)


@dataclass(frozen=True)
class Procedure:
    """A function of locals: `given` names come in, the steps run in order, `results` go out."""

    given: tuple[str, ...]
    steps: tuple[Step, ...]
    results: tuple[str, ...]


@dataclass(frozen=True)
class Layer:
    """x = call(*inputs), where `Local("x")` is what came before.

    Where `wrapped` holds (a constant, or searched), `wrapper` with the layer put in front of its
    arguments stands for the layer.
    """

    call: Call
    wrapper: Call | None = None
    wrapped: Expr = TRUE
    inputs: tuple[Argument, ...] = (Local("x"),)
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


Node: TypeAlias = "Layer | Repeat[Node] | When[Node] | Branch[Node] | Residual | Parallel"
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
class Training:
    """What `model.fit` takes besides the model and the data.

    `function` is that of the runtime which calls it. Callbacks and class weights may use the
    locals `train_y` and `steps_per_epoch`.
    """

    epochs: Expr
    batch_size: Expr
    callbacks: tuple[Argument, ...] = ()
    class_weight: Argument = Const(None)
    function: Path = Path("fit_model")


@dataclass(frozen=True)
class Data:
    """From a file to the arrays of a part.

    - `read`, once: (`path`) -> what the file holds.
    - `split`, once: (results of read) -> (`train`, `validation`, `test`), or with folds
      (`folds`, `rest`, `test`), where `folds` are pairs (train, validation) and `rest` is all but
      test. A part is whatever `cut` takes.
    - `fit`, for each train part: (results of read, `train`) -> what `cut` and scoring need.
    - `cut`, for each part: (results of fit, `part`) -> `x`, `y` and what baselines need.
    - `predict`, for a new file: (`path`, what to read of it, a kept `scaler`) -> `x` and what
      tells of its samples.

    `fit` and `cut` may read hyperparameters (then `searched`). `has_path` tells whether `read`
    opens a file; `has_test` whether there is a test part.
    """

    read: Procedure
    split: Procedure
    fit: Procedure
    cut: Procedure
    predict: Procedure
    searched: bool = False
    has_path: bool = False
    has_test: bool = False


@dataclass(frozen=True)
class Measure:
    """A score of predictions, by the name that results call it.

    `kind` is `loss` (what training sees), `parameters` or `metric`: then the score is
    `measure(metric, truth, predicted)`, where `truth` and `predicted` are locals in the target's
    own units (`truth` is an argument over the local `truth`).
    """

    name: str
    kind: str
    metric: Argument = Const(None)
    truth: Argument = Local("truth")
    maximize: bool = False


@dataclass(frozen=True)
class Scoring:
    """How a trained model is judged on a part.

    `truth` and `predicted` are arguments over the locals of `fit`, `y` and `raw` (the model's own
    predictions). `baseline` is what a forecast that learned nothing would predict for the part,
    in the same units, over the locals of `fit` and `cut` and `train_y`; `baseline_name` says what
    it is. `measures` are the objectives first, then the metrics of the spec. `predict` and
    `evaluate` are the functions of the runtime that give `raw` and the loss.
    """

    truth: Argument
    predicted: Argument
    baseline: Argument
    baseline_name: str
    measures: tuple[Measure, ...]
    predict: Path = Path("predict")
    evaluate: Path = Path("evaluate_loss")


@dataclass(frozen=True)
class Plan:
    """All calls that one configuration makes, in order.

    `kept` is what prediction needs beside the model (`plan.kept`); `custom` are the layers that
    come from files beside the spec.
    """

    data: Data
    model: Model
    fit: Training
    scoring: Scoring
    kept: Entries
    custom: tuple[CustomLayer, ...] = ()


def reads_values(part: Argument | Procedure) -> bool:
    """Whether a part of a plan depends on the hyperparameters."""
    stack: list[Any] = [part]
    while stack:
        match stack.pop():
            case Ref() | Derived():
                return True
            case tuple(parts):
                stack.extend(parts)
            case part if is_dataclass(part):
                stack.extend(getattr(part, field.name) for field in fields(part))
    return False
