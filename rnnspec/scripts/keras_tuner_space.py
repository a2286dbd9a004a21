"""The space as Keras Tuner draws it, law for law.

In: a study's space. Out: the lines that declare it, with conditions as conditional scopes, the
values that its numbers stand for, and the numbers of first points. Keras Tuner's own `Float` with a
step loses its last value to rounding and its logarithmic `Int` starves 1: decimals are whole
numbers divided here, and logarithmic steps are floats from half a step beyond both ends, rounded.
"""

import math
from dataclasses import dataclass
from itertools import takewhile

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.decimals import whole_multiples
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.scripts.grids import listed
from rnnspec.scripts.guards import Guarded, guard_values
from rnnspec.scripts.nesting import Position, nest
from rnnspec.scripts.numbers import half_a_step_beyond, normal_value, on_lattice
from rnnspec.scripts.python import Names, literal
from rnnspec.study.space import Configuration, Space
from rnnspec.values import Value

EDGE = 2.0**-53
"""How near to 0 and 1 the share of a normal law may come: no nearer than random floats do."""

MOST_SCOPES = 16
"""How many conditional scopes may stand inside each other; Python has blocks for 20."""

HELPERS = ("nearest_step", "truncated_normal", "tidy", "pick")
"""The functions that laws may need."""

Scope = tuple[str, tuple[Value, ...]]
"""A conditional scope of Keras Tuner: a parent, and its numbers for which the scope is active."""


@dataclass(frozen=True)
class KerasTunerSpace:
    """The text of a space.

    `declared` are the lines that tell Keras Tuner of it, `values` says what becomes of numbers,
    `helpers` are the functions that the laws need.
    """

    declared: tuple[str, ...]
    values: Guarded
    helpers: frozenset[str]


def print_space(space: Space, names: Names) -> KerasTunerSpace:
    """The whole space."""
    texts = {h.name: print_value(h.law, f"hp[{literal(h.name)}]") for h in space.hyperparameters}
    return KerasTunerSpace(
        tuple(_declared(space)),
        guard_values(space, texts, names),
        frozenset(n for n in HELPERS if any(f"{n}(" in text for text in texts.values())),
    )


def first_point(space: Space, values: Configuration) -> list[str]:
    """The entries of a point: a number for all that Keras Tuner holds to be active.

    Not every condition is a scope; what is switched off otherwise has the number of its median.
    """
    numbers = {
        h.name: number_of(h.law, values.get(h.name, h.law.median)) for h in space.hyperparameters
    }
    return [
        f"{literal(h.name)}: {numbers[h.name]!r}"
        for h, scopes in zip(space.hyperparameters, _scopes(space), strict=True)
        if all(numbers[parent] in inside for parent, inside in scopes)
    ]


def law_texts(space: Space) -> dict[str, str]:
    """The expression that draws each hyperparameter: what is made of Keras Tuner's number."""
    return {h.name: law_text(h.law, literal(h.name)) for h in space.hyperparameters}


def list_texts(space: Space) -> dict[str, str]:
    """The same for a grid, which takes each value once."""
    return law_texts(listed(space))


def law_text(law: Distribution, label: str) -> str:
    """The expression that draws a value, with the call of Keras Tuner where its number stands."""
    return print_value(law, print_draw(law, label))


def print_draw(law: Distribution, label: str) -> str:
    """The call that draws a number for the law; `label` is the text of its name."""
    match law:
        case Uniform(low, high, log):
            return _float(label, float(low), float(high), log)
        case Lattice(log=True):
            return _float(label, *half_a_step_beyond(law), log=True)
        case Lattice():
            (low, high, step), _ = whole_multiples(law.low, law.high, law.step)
            by = "" if step == 1 else f", step={step}"
            return f"hp.Int({label}, {low}, {high}{by})"
        case Normal():
            return _float(label, EDGE, 1 - EDGE)
        case Choice(options, weights=()) if _is_plain(law):
            return f"hp.Choice({label}, {list(options)})"
        case Choice(weights=()):
            return f"hp.Int({label}, 0, {law.size - 1})"
        case Choice():
            return _float(label, 0.0, 1.0)
    raise AssertionError(law)


def print_value(law: Distribution, x: str) -> str:
    """The value of the law for which the number x stands."""
    match law:
        case Uniform():
            return f"min({x}, {float(law.high)})" if _overshoots(law) else x
        case Lattice(low, _, step, log=True):
            steps = f"nearest_step({x} - {literal(low)}, {literal(step)}, 0, {law.size - 1})"
            return on_lattice(low, step, steps)
        case Lattice():
            _, digits = whole_multiples(law.low, law.step)
            if law.integral:
                return x
            return f"{x} / {10**digits}" if digits else f"float({x})"
        case Normal():
            return normal_value(law, x)
        case Choice(options, weights=()):
            return x if _is_plain(law) else f"{list(options)}[{x}]"
        case Choice(options, weights):
            return f"pick({x}, {list(options)}, {list(weights)})"
    raise AssertionError(law)


def number_of(law: Distribution, value: Value) -> Value:
    """The number by which Keras Tuner knows a value."""
    match law:
        case Choice(options, weights=()):
            place = law.index(value)
            assert place is not None
            return options[place] if _is_plain(law) else place
        case Choice(options):
            place = law.index(value)
            assert place is not None
            before = math.fsum(law.probability(option) for option in options[:place])
            return before + law.probability(value) / 2
        case Lattice(log=False):
            (low, step), _ = whole_multiples(law.low, law.step)
            return low + step * (law.index(value) or 0)
        case Normal():
            assert isinstance(value, int | float)
            share = law.cdf(value) - law.probability(value) / 2
            return min(max(share, EDGE), 1 - EDGE)
    assert isinstance(value, int | float)
    return float(value)


def _is_plain(law: Choice) -> bool:
    """Whether Keras Tuner takes the options as they are: all numbers of one type, or all texts.

    It makes 1 of `True`, and knows neither None nor lists.
    """
    kinds = {type(option) for option in law.options}
    return len(kinds) == 1 and kinds <= {int, float, str}


def _is_listed(law: Distribution) -> bool:
    """Whether each value has one number that Keras Tuner draws, so that a scope can ask for it."""
    return isinstance(law, Choice | Lattice) and not (
        law.weights if isinstance(law, Choice) else law.log
    )


def _overshoots(law: Uniform) -> bool:
    """Whether rounding carries the upper end beyond itself, as Keras Tuner reckons it."""
    low, high = float(law.low), float(law.high)
    return (low * math.pow(high / low, 1.0) if law.log else (high - low) + low) > high


def _float(label: str, low: float, high: float, log: bool = False) -> str:
    sampling = ', sampling="log"' if log else ""
    return f"hp.Float({label}, {low!r}, {high!r}{sampling})"


def _declared(space: Space) -> list[str]:
    """A line for each hyperparameter, in its scopes; neighbours share those that they have."""
    lines: list[str] = []
    opened: tuple[Scope, ...] = ()
    for hyperparameter, scopes in zip(space.hyperparameters, _scopes(space), strict=True):
        shared = len(
            list(takewhile(lambda pair: pair[0] == pair[1], zip(opened, scopes, strict=False)))
        )
        for depth, (parent, numbers) in enumerate(scopes[shared:], shared):
            scope = f"hp.conditional_scope({literal(parent)}, {list(numbers)})"
            lines.append(f"{'    ' * depth}with {scope}:")
        opened = scopes
        indent = "    " * len(scopes)
        lines.append(indent + print_draw(hyperparameter.law, literal(hyperparameter.name)))
    return lines


def _scopes(space: Space) -> list[tuple[Scope, ...]]:
    """The scopes around each hyperparameter, outermost first."""
    found: dict[str, tuple[Scope, ...]] = {}
    for name, place in nest(space).items():
        found[name] = _around(space, place, found)
    return list(found.values())


def _around(
    space: Space, place: Position, found: dict[str, tuple[Scope, ...]]
) -> tuple[Scope, ...]:
    if place.parent is None:
        return ()
    outer, law = found[place.parent], space.by_name[place.parent].law
    if not _is_listed(law) or len(outer) == MOST_SCOPES:
        return outer
    return (*outer, (place.parent, tuple(number_of(law, value) for value in place.values)))
