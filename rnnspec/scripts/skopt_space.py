"""The space as scikit-optimize draws it, law for law.

In: a study's space. Out: a dimension for each hyperparameter, the lines that make values of the
numbers drawn, and the numbers of first points. scikit-optimize's own `Integer` starves its ends
under a Gaussian process; here steps are drawn as floats, from half a step beyond both ends.
"""

import math
from dataclasses import dataclass

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.scripts.guards import Guarded, guard_values
from rnnspec.scripts.numbers import half_a_step_beyond, normal_value, on_lattice
from rnnspec.scripts.python import Names, literal
from rnnspec.study.space import Configuration, Space
from rnnspec.values import Value

EDGE = 2.0**-53
"""How near to 0 and 1 the share of a normal law may come: no nearer than random floats do."""

HELPERS = ("nearest_step", "truncated_normal", "tidy")
"""The functions that laws may need."""


@dataclass(frozen=True)
class SkoptSpace:
    """The text of a space.

    `dimensions` are the entries of `SPACE`, `rest` the numbers of what is not active (empty where
    all is), `values` says what becomes of numbers, `helpers` are the functions that the laws need.
    """

    dimensions: tuple[str, ...]
    rest: tuple[str, ...]
    values: Guarded
    helpers: frozenset[str]


def print_space(space: Space, names: Names) -> SkoptSpace:
    """The whole space."""
    texts = {h.name: print_value(h.law, f"x[{literal(h.name)}]") for h in space.hyperparameters}
    values = guard_values(space, texts, names)
    return SkoptSpace(
        tuple(f"{literal(h.name)}: {print_dimension(h.law)}" for h in space.hyperparameters),
        tuple(first_point(space, {})) if values.guarded else (),
        values,
        frozenset(n for n in HELPERS if any(f"{n}(" in text for text in texts.values())),
    )


def first_point(space: Space, values: Configuration) -> list[str]:
    """The entries of a point: the number of each value; of the median where it is not active."""
    return [
        f"{literal(h.name)}: {number_of(h.law, values.get(h.name, h.law.median))!r}"
        for h in space.hyperparameters
    ]


def law_texts(space: Space) -> dict[str, str]:
    """The expression that draws each hyperparameter: what is made of its dimension's number."""
    return {h.name: law_text(h.law, literal(h.name)) for h in space.hyperparameters}


def law_text(law: Distribution, _label: str) -> str:
    """The expression that draws a value, with its dimension where the number would stand."""
    return print_value(law, print_dimension(law))


def print_dimension(law: Distribution) -> str:
    """The dimension from which scikit-optimize draws a number for the law."""
    match law:
        case Uniform(low, high, log):
            return _real(low, high, log)
        case Lattice(log=True):
            return _real(*half_a_step_beyond(law), log=True)
        case Lattice():
            return _real(-0.5, law.size - 0.5)
        case Normal():
            return _real(EDGE, 1 - EDGE)
        case Choice() if _is_ordered(law):
            return _real(-0.5, law.size - 0.5)
        case Choice(options, weights=()):
            return f"Categorical({list(range(len(options)))})"
        case Choice(options):
            masses = [law.probability(option) for option in options]
            return f"Categorical({list(range(len(options)))}, prior={masses})"
    raise AssertionError(law)


def print_value(law: Distribution, x: str) -> str:
    """The value of the law for which the number x stands."""
    match law:
        case Uniform():
            return f"float({x})"
        case Lattice(low, _, step, log=True):
            steps = f"nearest_step({x} - {literal(low)}, {literal(step)}, 0, {law.size - 1})"
            return on_lattice(low, step, steps)
        case Lattice(low, _, step):
            return on_lattice(low, step, f"nearest_step({x}, 1, 0, {law.size - 1})")
        case Normal():
            return normal_value(law, x)
        case Choice(options):
            at = f"nearest_step({x}, 1, 0, {law.size - 1})" if _is_ordered(law) else x
            return f"{literal(options)}[{at}]"
    raise AssertionError(law)


def number_of(law: Distribution, value: Value) -> float | int:
    """The number by which scikit-optimize knows a value."""
    match law:
        case Choice() | Lattice(log=False):
            index = law.index(value)
            assert index is not None
            return index if isinstance(law, Choice) and not _is_ordered(law) else float(index)
        case Normal():
            assert isinstance(value, int | float)
            share = law.cdf(value) - law.probability(value) / 2
            return min(max(share, EDGE), 1 - EDGE)
    assert isinstance(value, int | float)
    return float(value)


def has_no_end(law: Distribution) -> bool:
    """Whether the ends of the dimension stand for values far beyond all that are drawn."""
    return isinstance(law, Normal) and not all(map(math.isfinite, law.support))


def _is_ordered(law: Choice) -> bool:
    """Whether the options lie on a line; a single one does, it is no category."""
    return (law.ordered and not law.weights) or law.size == 1


def _real(low: float, high: float, log: bool = False) -> str:
    prior = ', prior="log-uniform"' if log else ""
    return f"Real({float(low)!r}, {float(high)!r}{prior})"
