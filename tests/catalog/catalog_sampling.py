"""Layers with sampled arguments and inputs, and what the rows say of them. Imports no Keras."""

import math
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from rnnspec.catalog import (
    ACTIVATIONS,
    CONSTRAINTS,
    INITIALIZERS,
    LAYERS,
    REGULARIZERS,
    Family,
    LayerRow,
    Parameter,
    Row,
)
from rnnspec.catalog.rows import Inner
from rnnspec.study.expressions import Const


@dataclass(frozen=True)
class Case:
    """A layer with its arguments, on samples of a shape."""

    row: LayerRow
    arguments: dict[str, Any]
    shape: tuple[int, ...]
    inner: "Case | None" = None


def numbers(parameter: Parameter, kind: str) -> st.SearchStrategy[Any]:
    """A few numbers at and inside a range; Keras wants floats where a spec may write integers."""
    allowed = parameter.range
    assert allowed is not None
    candidates = range(-3, 5) if kind == "int" else (-0.5, 0.0, 0.1, 0.25, 0.5, 0.99, 1.0, 2.5)
    return st.sampled_from([c for c in candidates if c in allowed])


def listed(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Lists of the length that the row asks for."""
    size = parameter.length or 1
    return st.lists(numbers(parameter, "int"), min_size=size, max_size=size).map(tuple)


def allowed(parameter: Parameter, family: Family[Row]) -> list[str]:
    """The words of a family that a parameter does not refuse."""
    return [row.word for name, row in family.items() if row.word and name not in parameter.refuses]


def values(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Anything that a parameter accepts."""
    choices: list[st.SearchStrategy[Any]] = []
    for kind in parameter.accepts:
        match kind:
            case "int" | "float":
                choices.append(numbers(parameter, kind))
            case "ints":
                choices.append(listed(parameter))
            case "bool":
                choices.append(st.booleans())
            case "str":
                choices.append(st.sampled_from(parameter.words))
            case "none":
                choices.append(st.none())
            case "activation":
                choices.append(st.sampled_from(list(ACTIVATIONS)))
            case "initializer":
                choices.append(st.sampled_from(allowed(parameter, INITIALIZERS)))
            case "regularizer":
                choices.append(st.sampled_from(allowed(parameter, REGULARIZERS)))
            case "constraint":
                choices.append(st.sampled_from(allowed(parameter, CONSTRAINTS)))
            case "measure":
                choices.append(st.sampled_from(["val_loss", "loss"]))
            case "schedule":
                continue  # Numbers stand for it; every optimizer is tried with one.
            case other:
                raise AssertionError(f"{parameter.name} accepts {other}")
    return st.one_of(choices)


def axes(parameter: Parameter, rank: int) -> st.SearchStrategy[Any]:
    """Axes that most inputs have."""
    if parameter.name == "dims":
        return st.permutations(range(1, rank + 1)).map(tuple)
    assert parameter.range is not None
    one = st.sampled_from(
        [a for a in (*range(-rank, 0), *range(1, rank + 2)) if a in parameter.range]
    )
    if "ints" not in parameter.accepts:
        return one
    several = st.lists(st.integers(1, rank), min_size=1, max_size=rank, unique=True)
    return one | several.map(lambda found: tuple(sorted(found)))


AXES = ("axis", "shared_axes", "dims")


@st.composite
def cases(draw: st.DrawFn, row: LayerRow, rank: int | None = None) -> Case:
    """A layer with some of its arguments, on a shape that it takes."""
    rank = draw(st.sampled_from(row.ranks)) if rank is None else rank
    shape = tuple(draw(st.lists(st.integers(1, 8), min_size=rank, max_size=rank)))
    arguments: dict[str, Any] = {}
    inner = None
    for parameter in row.parameters:
        if parameter.name == "layer":
            inside = [LAYERS[n] for n in row.wraps or ("Dense", "Dropout", "GRU", "Conv1D")]
            steps = 1 if row.name == "TimeDistributed" else 0
            fitting = [r for r in inside if rank - steps in r.ranks]
            inner = draw(cases(draw(st.sampled_from(fitting)), rank - steps))
        elif parameter.name == "target_shape":
            arguments[parameter.name] = draw(targets(shape))
        elif not parameter.required and draw(st.integers(0, 2)):
            continue
        elif parameter.name in AXES:
            arguments[parameter.name] = draw(axes(parameter, rank))
        else:
            arguments[parameter.name] = draw(values(parameter))
    return Case(row, arguments, shape, inner)


@st.composite
def targets(draw: st.DrawFn, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Shapes to reshape to, some of which do not fit."""
    size = math.prod(shape)
    divisors = [d for d in range(1, size + 1) if size % d == 0]
    first = draw(st.sampled_from([*divisors, size + 1]))
    rest = draw(st.sampled_from([-1, max(size // first, 1)]))
    return draw(st.sampled_from([(first, rest), (rest, first), (size,), (-1,), (rest, 1, first)]))


def inner_of(case: Case) -> Inner | None:
    """The layer inside, as rows see it."""
    if case.inner is None:
        return None
    return Inner(case.inner.row, constants(case.inner.arguments), inner_of(case.inner))


def constants(arguments: dict[str, Any]) -> dict[str, Const]:
    """Values as expressions."""
    return {name: Const(value) for name, value in arguments.items()}


def ours(case: Case) -> tuple[tuple[int, ...], int] | str:
    """The output's shape and the number of weights by the rows, or why they refuse."""
    row, given, shape = case.row, constants(case.arguments), tuple(Const(d) for d in case.shape)
    inside = shape[1:] if row.name == "TimeDistributed" else shape
    held = [*row.requirements(given, shape)]
    if case.inner is not None:
        both_ways = {"bidirectional": Const(row.name == "Bidirectional")}
        inner = constants(case.inner.arguments)
        held += case.inner.row.requirements({**inner, **both_ways}, inside)
    for requirement in held:
        assert isinstance(requirement.condition, Const), requirement
        if requirement.condition.value is not True:
            return requirement.text
    out = row.shape(given, shape, inner_of(case))
    sizes = tuple(d.value for d in out if isinstance(d, Const) and isinstance(d.value, int))
    assert len(sizes) == len(out), f"{out} is not folded"
    if min(sizes, default=1) < 1:
        return f"{sizes} has nothing left"
    count = row.weights(given, shape, inner_of(case))
    assert isinstance(count, Const), f"{count} is not folded"
    assert isinstance(count.value, int)
    return sizes, count.value
