"""What a row of the catalog is.

In: facts from the tables of this room. Out: frozen rows that say everything about a member of a
family: arguments, ranges with human names, defaults, shapes and weights.
Must not know Keras, nor the text of a spec.
"""

from collections import UserDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

from rnnspec.study.expressions import FALSE, TRUE, Const, Expr, Value
from rnnspec.study.fold import both, compare

Shape: TypeAlias = tuple[Expr, ...]
"""The dimensions of one sample, without the batch."""
Arguments: TypeAlias = Mapping[str, Expr]
Entry: TypeAlias = tuple[str, tuple[str, ...], tuple[tuple[Any, ...], ...]]
"""What is generated of a row: summary, other names, arguments as (name,) or (name, default)."""


@dataclass(frozen=True)
class Range:
    """The numbers from `low` to `high` (None: without end); an open end is excluded."""

    low: int | float | None = None
    high: int | float | None = None
    low_open: bool = False
    high_open: bool = False
    name: str = "a number"

    def __contains__(self, value: int | float) -> bool:
        if self.low is not None and (value <= self.low if self.low_open else value < self.low):
            return False
        return self.high is None or (value < self.high if self.high_open else value <= self.high)


@dataclass(frozen=True)
class Parameter:
    """An argument that a row takes.

    `accepts` names what may stand there: `int`, `float` (integers too), `bool`, `str` (one of
    `words`), `none`, `ints` (an integer or a list of them), `numbers` (a list of numbers),
    `activation`, `initializer`, `regularizer`, `constraint` (a word or a call of that family),
    `schedule`, `layer` (a wrapped layer), `measure` (`loss`, `val_loss`, a metric, `val_` and a
    metric), `text` (any string), `name` (a column or an array), `names` (a list of them),
    `values` (texts and numbers, one or a list), `moment` (a time in quotes), `path`, `value` and
    `options` (of a distribution).
    `range` holds for each number; `refuses` names the members of those families that cannot stand
    here, because the weight has the wrong rank for them. A list has `length` elements, where that
    is fixed. `shapes` tells that the shape of an output or of weights depends on it.
    """

    name: str
    accepts: tuple[str, ...]
    required: bool = False
    default: Value = None
    range: Range | None = None
    words: tuple[str, ...] = ()
    summary: str = ""
    refuses: tuple[str, ...] = ()
    length: int | None = None
    shapes: bool = False

    @property
    def role(self) -> str:
        """How the argument enters a network: `number`, `shape` or `structure`.

        A `number` is a value that the computation reads, so that a compiled program could be fed
        another; where it is 0 or none, its operation may be missing. A `shape` decides how large
        an output or weights are, `structure` which operations there are.
        """
        if self.shapes:
            return "shape"
        return "number" if "float" in self.accepts or self.name == "seed" else "structure"


@dataclass(frozen=True)
class Requirement:
    """A condition between several arguments, or arguments and the input; `text` states it."""

    condition: Expr
    text: str


Requirements: TypeAlias = Callable[[Arguments, Shape], tuple[Requirement, ...]]


def no_requirements(_arguments: Arguments, _input: Shape) -> tuple[Requirement, ...]:
    """Of a row whose arguments do not depend on one another."""
    return ()


@dataclass(frozen=True)
class Row:
    """A member of a family.

    `call` is what a script writes: `keras.layers.GRU`, or `runtime.` and a class of ours; `word`
    the string that Keras takes for the member with its defaults, None where it must be called.
    Exactly one of the arguments in `one_of` must be written, where there are any.
    """

    name: str
    family: str
    call: str
    parameters: tuple[Parameter, ...] = ()
    aliases: tuple[str, ...] = ()
    summary: str = ""
    required_of: Requirements = no_requirements
    one_of: tuple[str, ...] = ()
    word: str | None = None

    @cached_property
    def by_name(self) -> dict[str, Parameter]:
        """The parameters by their names."""
        return {p.name: p for p in self.parameters}

    @cached_property
    def defaults(self) -> dict[str, Expr]:
        """The defaults of the parameters that have one."""
        return {p.name: Const(p.default) for p in self.parameters if not p.required}

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, if there is one."""
        return self.by_name.get(name)

    def complete(self, arguments: Arguments) -> dict[str, Expr]:
        """The arguments with the defaults of those that were not written."""
        return {**self.defaults, **arguments}

    def requirements(self, arguments: Arguments, shape: Shape = ()) -> tuple[Requirement, ...]:
        """What must hold between the arguments (and a layer's input) beyond each one's range."""
        return self.required_of(self.complete(arguments), shape)


@dataclass(frozen=True)
class ScoreRow(Row):
    """A loss or a metric.

    `suits` lists the targets that it can judge: `regression`, `binary` (one probability),
    `sparse` (class numbers) and `categorical` (one-hot classes). `maximize`: more is better.
    """

    suits: tuple[str, ...] = ()
    maximize: bool = False


@dataclass(frozen=True)
class Rule:
    """How a layer changes shapes, and how many weights it has.

    Both functions take complete arguments and the input's shape; those of a wrapper also take
    the layer inside.
    """

    shape: Callable[..., Shape]
    weights: Callable[..., Expr]

    def reads(self, names: Iterable[str], rank: int, *inner: "Inner") -> set[str]:
        """Those of a layer's arguments that one of the functions asks for."""
        arguments = _Watched(dict.fromkeys(names, Const(1)))
        for function in (self.shape, self.weights):
            function(arguments, (Const(1),) * rank, *inner)
        return arguments.asked


class _Watched(UserDict[str, Expr]):
    """Arguments that keep which of them were asked for."""

    def __init__(self, arguments: Mapping[str, Expr]) -> None:
        self.asked: set[str] = set()
        super().__init__(arguments)

    def __getitem__(self, name: str) -> Expr:
        found = super().__getitem__(name)
        self.asked.add(name)
        return found


@dataclass(frozen=True)
class LayerRow(Row):
    """A layer with one tensor in and one out.

    `ranks` are the ranks of one sample that it takes (1 a vector, 2 a sequence of steps ×
    features). `integers` tells what it makes of an integer type: it is `needed`, as by `Embedding`,
    `read` as numbers, `kept`, or `refused`. `masks` tells what becomes of a mask that leaves out
    steps: it is `made` (where an argument `mask_zero` does not forbid it), `passed` (where
    `return_sequences` does not), `used` up, `lost` though it had something to say, or `refused`.
    `sequence` is `transparent` (the need
    for a sequence passes through), `needs` (a sequence) or `vector` (a vector). `fixing` names
    the arguments that decide the rank of the output: `shape` must find constants there. `wraps`
    lists the layers that may stand inside a wrapper, () for any.
    """

    rule: Rule = Rule(lambda _, shape: shape, lambda _, __: Const(0))
    ranks: tuple[int, ...] = (1, 2, 3)
    sequence: str = "transparent"
    recurrent: bool = False
    wrapper: bool = False
    integers: str = "read"
    masks: str = "lost"
    fixing: tuple[str, ...] = ()
    wraps: tuple[str, ...] = ()

    def shape(self, arguments: Arguments, shape: Shape, inner: "Inner | None" = None) -> Shape:
        """The output's shape for an input's, both of one sample; a wrapper needs `inner`."""
        given = (self.complete(arguments), shape)
        return self.rule.shape(*given, inner) if self.wrapper else self.rule.shape(*given)

    def weights(self, arguments: Arguments, shape: Shape, inner: "Inner | None" = None) -> Expr:
        """How many numbers Keras counts as parameters, for an input's shape."""
        given = (self.complete(arguments), shape)
        return self.rule.weights(*given, inner) if self.wrapper else self.rule.weights(*given)


LayerRows: TypeAlias = Callable[[str], LayerRow | None]
"""The row of a kind of layer, the spec's own included; None where there is none."""


@dataclass(frozen=True)
class Inner:
    """A layer with its arguments, as its wrapper sees it; `inner` where it is one itself."""

    row: LayerRow
    arguments: Arguments
    inner: "Inner | None" = None

    def takes(self, rank: int) -> bool:
        """Whether it can read a sample of that rank."""
        # Each step of the input is one of the inner layer's samples.
        inside = rank - 1 if self.row.name == "TimeDistributed" else rank
        return rank in self.row.ranks and (self.inner is None or self.inner.takes(inside))

    @property
    def integers(self) -> str:
        """What becomes of integers, which the layer inside reads where there is one."""
        return self.row.integers if self.inner is None else self.inner.integers

    def takes_integers(self) -> Expr:
        """The condition under which it can read integers; dropout scales what it leaves."""
        if self.inner is not None:
            return self.inner.takes_integers()
        if self.row.integers == "refused":
            return FALSE
        if not self.row.recurrent:
            return TRUE
        dropout = self.row.complete(self.arguments).get("dropout", Const(0))
        return compare(dropout, "==", Const(0))

    def takes_mask(self) -> Expr:
        """The condition under which it can be masked; a mask is of steps, and these come first."""
        if self.row.masks == "refused":
            return FALSE
        if self.row.masks == "used":
            order = self.row.complete(self.arguments).get("data_format", Const(None))
            return compare(order, "!=", Const("channels_first"))
        return TRUE if self.inner is None else self.inner.takes_mask()

    def mask(self, given: Expr) -> Expr:
        """The condition under which its output is masked, for that under which its input is."""
        if self.inner is not None and self.row.name != "TimeDistributed":
            return self.inner.mask(given)
        arguments = self.row.complete(self.arguments)
        match self.row.masks:
            case "made":
                return arguments.get("mask_zero", TRUE)
            case "passed":
                return both(given, arguments.get("return_sequences", TRUE))
        return FALSE

    def shape(self, shape: Shape) -> Shape:
        """Its output's shape."""
        return self.row.shape(self.arguments, shape, self.inner)

    def weights(self, shape: Shape) -> Expr:
        """Its number of parameters."""
        return self.row.weights(self.arguments, shape, self.inner)


R_co = TypeVar("R_co", bound=Row, covariant=True)


class Family(Mapping[str, R_co], Generic[R_co]):
    """The rows of a family by their names, in reading order."""

    def __init__(self, name: str, rows: Iterable[R_co]) -> None:
        self.name = name
        self._rows = {row.name: row for row in rows}
        self._words = {w: row for row in self._rows.values() for w in (row.name, *row.aliases)}

    def __getitem__(self, name: str) -> R_co:
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def words(self) -> tuple[str, ...]:
        """Every name, each followed by its aliases."""
        return tuple(self._words)

    def find(self, word: str) -> R_co | None:
        """The row that a name or an alias stands for."""
        return self._words.get(word)


def plain_family(name: str, rows: Mapping[str, tuple[str, *tuple[Parameter, ...]]]) -> Family[Row]:
    """The family of rows that no call stands behind: a summary and parameters for each name."""
    return Family(name, (Row(n, name, "", tuple(p), summary=s) for n, (s, *p) in rows.items()))
