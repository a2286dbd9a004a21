"""The space as Keras Tuner draws it, distribution for distribution.

In: a study's space. Out: the lines that declare it, with conditions as conditional scopes, the
values that its numbers stand for, and the numbers of first points. Keras Tuner's own `Float` with a
step loses its last value to rounding and its logarithmic `Int` starves 1: decimals are whole
numbers divided here, and logarithmic steps are floats from half a step beyond both ends, rounded.
"""

import math
from collections.abc import Mapping
from itertools import takewhile

from rnnspec.distributions.encoding import (
    EDGE,
    Category,
    Floats,
    Integers,
    Options,
    Places,
    Shape,
    Share,
)
from rnnspec.distributions.text import items
from rnnspec.scripts.draws import Drawn, drawn_space, point_numbers
from rnnspec.scripts.guards import SpaceText, guard_values
from rnnspec.scripts.nesting import Position, nest
from rnnspec.scripts.python import Names, literal
from rnnspec.study.space import Configuration, Space
from rnnspec.values import Value

MOST_SCOPES = 16
"""How many conditional scopes may stand inside each other; Python has blocks for 20."""

ConditionalScope = tuple[str, tuple[Value, ...]]
"""A conditional scope of Keras Tuner: a parent, and its numbers for which the scope is active."""


def print_space(space: Space, names: Names) -> SpaceText:
    """The whole space."""
    found = drawn_space(space, draw)
    texts = {name: one.value(read(one, f"hp[{literal(name)}]")) for name, one in found.items()}
    return SpaceText(tuple(_declared(space, found)), guard_values(space, texts, names))


def first_point(space: Space, values: Configuration) -> list[str]:
    """The entries of a point: a number for all that Keras Tuner holds to be active.

    Not every condition is a scope; what is switched off otherwise has the number of its median.
    """
    found = drawn_space(space, draw)
    numbers = point_numbers(space, found, values)
    return [
        f"{literal(h.name)}: {numbers[h.name]!r}"
        for h, scopes in zip(space.hyperparameters, _scopes(space, found), strict=True)
        if all(numbers[parent] in inside for parent, inside in scopes)
    ]


def draw(shape: Shape, label: str) -> str | None:
    """The call that draws a number of a shape; `label` is the text of its name.

    Of options it takes those that are all numbers of one type, or all texts: it makes 1 of `True`,
    and knows neither None nor lists.
    """
    match shape:
        case Floats(low, high, log):
            sampling = ', sampling="log"' if log else ""
            return f"hp.Float({label}, {low!r}, {high!r}{sampling})"
        case Share():  # An oracle goes to the very ends, where values may be infinite.
            return f"hp.Float({label}, {EDGE}, {1 - EDGE})"
        case Integers(low, high, step, log=False):
            return f"hp.Int({label}, {low}, {high}{f', step={step}' * (step != 1)})"
        case Options(options, ()) if {*map(type, options)} in ({int}, {float}, {str}):
            return f"hp.Choice({label}, {items(options)})"
        case Places(size) | Category(size, ()):
            return f"hp.Int({label}, 0, {size - 1})"
    return None


def read(one: Drawn, x: str) -> str:
    """The number that was drawn; rounding carries some an upper end beyond itself."""
    match one.shape:
        case Floats(low, high, log) if one.encoding.is_native:
            reached = low * math.pow(high / low, 1.0) if log else (high - low) + low
            return f"min({x}, {high})" if reached > high else x
    return x


def _declared(space: Space, found: Mapping[str, Drawn]) -> list[str]:
    """A line for each hyperparameter, in its scopes; neighbours share those that they have."""
    lines: list[str] = []
    opened: tuple[ConditionalScope, ...] = ()
    for hyperparameter, scopes in zip(space.hyperparameters, _scopes(space, found), strict=True):
        shared = len(
            list(takewhile(lambda pair: pair[0] == pair[1], zip(opened, scopes, strict=False)))
        )
        for depth, (parent, numbers) in enumerate(scopes[shared:], shared):
            scope = f"hp.conditional_scope({literal(parent)}, {list(numbers)})"
            lines.append(f"{'    ' * depth}with {scope}:")
        opened = scopes
        indent = "    " * len(scopes)
        lines.append(indent + found[hyperparameter.name].call)
    return lines


def _scopes(space: Space, found: Mapping[str, Drawn]) -> list[tuple[ConditionalScope, ...]]:
    """The scopes around each hyperparameter, outermost first."""
    scopes: dict[str, tuple[ConditionalScope, ...]] = {}
    for name, place in nest(space).items():
        scopes[name] = _around(place, scopes, found)
    return list(scopes.values())


def _around(
    place: Position, scopes: dict[str, tuple[ConditionalScope, ...]], found: Mapping[str, Drawn]
) -> tuple[ConditionalScope, ...]:
    """A scope can ask for a parent of which each value has one number."""
    if place.parent is None:
        return ()
    outer, parent = scopes[place.parent], found[place.parent]
    has_numbers = isinstance(parent.shape, Integers | Options | Places | Category)
    if not has_numbers or len(outer) == MOST_SCOPES:
        return outer
    return (*outer, (place.parent, tuple(map(parent.number, place.values))))
