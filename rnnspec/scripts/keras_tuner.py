"""The part of a script that is Keras Tuner's: what it draws, first points, the oracle.

In: a study, the target's row, the algorithm, what the shared part printed. Out: printed pieces for
the target's template: lines that declare the space, with conditions as conditional scopes. The
script asks and tells Keras Tuner's oracles by itself: its tuners build a model before they see
data, count what breaks a constraint, and print failures with a traceback. Its own `Float` with a
step loses its last value to rounding and its logarithmic `Int` starves 1: decimals are whole
numbers divided here, and logarithmic steps are floats from half a step beyond both ends, rounded.
"""

import math
from collections.abc import Mapping
from typing import Any

from rnnspec.distributions.encoding import (
    EDGE,
    Category,
    Drawable,
    Encoding,
    Floats,
    Integers,
    Options,
    Places,
    Share,
)
from rnnspec.distributions.text import items
from rnnspec.scripts.draws import Drawn, drawn_space, drawn_values, listed, point_numbers
from rnnspec.scripts.nesting import Position, common, nest
from rnnspec.scripts.python import entries, keywords, literal
from rnnspec.scripts.table import Target
from rnnspec.study.expressions import Const
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Space
from rnnspec.study.study import Study
from rnnspec.values import Value

ORACLES = {
    "hyperband": "HyperbandOracle",
    "random": "RandomSearchOracle",
    "gp": "BayesianOptimizationOracle",
    "grid": "GridSearchOracle",
}
"""Keras Tuner's class of each algorithm."""

FURTHER = {"gp": ("scikit-learn", "scipy")}
"""The packages that an algorithm needs beside Keras Tuner's own."""

MOST_SCOPES = 16
"""How many conditional scopes may stand inside each other; Python has blocks for 20."""

ConditionalScope = tuple[str, tuple[Value, ...]]
"""A conditional scope of Keras Tuner: a parent, and its numbers for which the scope is active."""


def search_context(
    study: Study, target: Target, algorithm: Named, shared: dict[str, Any]
) -> dict[str, Any]:
    """What the target's own template needs beside the shared pieces."""
    kind = algorithm.name
    space = listed(study.space) if kind == "grid" else study.space
    found = drawn_space(space, draw)
    values = drawn_values(space, found, read, "hp", shared["names"])
    points = [first_point(space, dict(p.values)) for p in study.search.first_points]
    return {
        "declared": _declared(space, found),
        "values": values,
        "first_points": points,
        "kind": kind,
        "oracle": f"keras_tuner.oracles.{ORACLES[kind]}",
        "changes": _changes(kind, bool(points), bool(shared["constraints"]), bool(values.guarded)),
        "arguments": _arguments(study, target, algorithm),
        "packages": [*shared["packages"], *FURTHER.get(kind, ())],
    }


def _arguments(study: Study, target: Target, algorithm: Named) -> list[str]:
    """What only this oracle takes."""
    given = target.given(algorithm)
    if algorithm.name == "hyperband":
        assert isinstance(study.train.epochs, Const), "`check` refuses what is searched"
        given = {"max_epochs": study.train.epochs.value, **given, "hyperband_iterations": None}
    return keywords(given)


def _changes(kind: str, has_first_points: bool, has_constraints: bool, branches: bool) -> list[str]:
    """In what the script's oracle differs from Keras Tuner's own; nothing where it need not."""
    own = {
        "gp": ["what was tried gives way to a random point"],
        "grid": ["nothing is tried twice"] if has_first_points or branches else [],
        "hyperband": ["a small space, too, fills its brackets"],
    }
    broken = "left out" if kind == "grid" else "drawn again"
    return [
        *(["first points come first"] if has_first_points else []),
        *([f"what breaks a constraint is {broken}"] if has_constraints else []),
        *own.get(kind, []),
    ]


def first_point(space: Space, values: Configuration) -> list[str]:
    """The entries of a point: a number for all that Keras Tuner holds to be active.

    Not every condition is a scope; what is switched off otherwise has the number of its median.
    """
    found = drawn_space(space, draw)
    numbers = point_numbers(space, found, values)
    around = _scopes(space, found)
    return entries(
        {
            name: number
            for name, number in numbers.items()
            if all(numbers[parent] in inside for parent, inside in around[name])
        }
    )


def draw(shape: Drawable, label: str) -> str | None:
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


def read(encoding: Encoding, x: str) -> str:
    """The number that was drawn; rounding carries some an upper end beyond itself."""
    match encoding.shape:
        case Floats(low, high, log) if encoding.is_native:
            reached = low * math.pow(high / low, 1.0) if log else (high - low) + low
            return f"min({x}, {high})" if reached > high else x
    return x


def _declared(space: Space, found: Mapping[str, Drawn]) -> list[str]:
    """A line for each hyperparameter, in its scopes; neighbours share those that they have."""
    lines: list[str] = []
    opened: tuple[ConditionalScope, ...] = ()
    for name, scopes in _scopes(space, found).items():
        shared = common(opened, scopes)
        for depth, (parent, numbers) in enumerate(scopes[shared:], shared):
            scope = f"hp.conditional_scope({literal(parent)}, {list(numbers)})"
            lines.append(f"{'    ' * depth}with {scope}:")
        opened = scopes
        lines.append("    " * len(scopes) + found[name].call)
    return lines


def _scopes(space: Space, found: Mapping[str, Drawn]) -> dict[str, tuple[ConditionalScope, ...]]:
    """The scopes around each hyperparameter, outermost first."""
    scopes: dict[str, tuple[ConditionalScope, ...]] = {}
    for name, place in nest(space).items():
        scopes[name] = _around(place, scopes, found)
    return scopes


def _around(
    place: Position, scopes: dict[str, tuple[ConditionalScope, ...]], found: Mapping[str, Drawn]
) -> tuple[ConditionalScope, ...]:
    """A scope can ask for a parent of which each value has one number."""
    if place.parent is None:
        return ()
    outer, encoding = scopes[place.parent], found[place.parent].encoding
    has_numbers = isinstance(encoding.shape, Integers | Options | Places | Category)
    if not has_numbers or len(outer) == MOST_SCOPES:
        return outer
    return (*outer, (place.parent, tuple(map(encoding.from_value, place.values))))
