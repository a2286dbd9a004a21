"""Laws as what libraries draw and learn on, there and back.

In: a law of the study. Out: a shape that every library has in some form, and the exact translation
between its numbers and the law's values. The support and the scale stay the law's: ordered values
keep their order and their masses, logarithms become straight lines. Knows no library.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from rnnspec.study.expressions import Value
from rnnspec.study.laws import Choice, Lattice, Law, Normal

EDGE = 1e-12
"""How near to 0 and 1 a share of the unit interval may lie: no quantile there is infinite."""


@dataclass(frozen=True)
class Category:
    """Numbers 0 to size - 1 without an order; of equal mass where `masses` are empty."""

    size: int
    masses: tuple[float, ...] = ()


@dataclass(frozen=True)
class Row:
    """Places 0 to size - 1 in an order, of equal mass."""

    size: int


@dataclass(frozen=True)
class Share:
    """Numbers of the unit interval, no nearer to its ends than `EDGE`, of equal density."""


@dataclass(frozen=True)
class Bell:
    """Standard normal numbers."""


Shape: TypeAlias = Category | Row | Share | Bell


@dataclass(frozen=True)
class Encoding:
    """What a library sees of a hyperparameter.

    `to_value` gives the law's value for a number of the shape (any number between two places of a
    row stands for the nearer one), `from_value` the number that stands for a value.
    """

    shape: Shape
    to_value: Callable[[float], Value]
    from_value: Callable[[Value], float | int]


def encoding_of(law: Law, *, masses: bool = True, bells: bool = True) -> Encoding:
    """How a library sees a law.

    A library without `masses` has no categories of unequal mass, one without `bells` no normal
    numbers: it sees shares in their place.
    """
    match law:
        case Choice(ordered=True, weights=()) | Lattice(log=False):
            return _row(law)
        case Choice() if masses or not law.weights:
            return _category(law)
        case Normal(low=None, high=None, step=None) if bells:
            return _bell(law)
    return _share(law)


def _row(law: Lattice | Choice) -> Encoding:
    """Places in a row, for values of equal mass with an order."""
    last = law.size - 1
    at = law.at if isinstance(law, Lattice) else law.options.__getitem__

    def to_value(number: float) -> Value:
        return at(min(max(math.floor(number + 0.5), 0), last))

    return Encoding(Row(law.size), to_value, lambda value: _index(law, value))


def _category(law: Choice) -> Encoding:
    """Options without an order."""
    masses = tuple(law.probability(option) for option in law.options) if law.weights else ()
    return Encoding(
        Category(law.size, masses),
        lambda number: law.options[int(number)],
        lambda value: _index(law, value),
    )


def _bell(law: Normal) -> Encoding:
    """Standard normal numbers, for a law without bounds and steps."""

    def to_value(z: float) -> Value:
        x = law.mean + law.deviation * float(z)
        return math.exp(x) if law.log else x

    def from_value(value: Value) -> float:
        assert isinstance(value, float)
        x = math.log(value) if law.log else value
        return (x - law.mean) / law.deviation

    return Encoding(Bell(), to_value, from_value)


def _share(law: Law) -> Encoding:
    """Shares of the unit interval; a value with a mass of its own stands in its middle."""

    def from_value(value: Value) -> float:
        place = _index(law, value) if isinstance(law, Choice) else value
        assert isinstance(place, int | float)
        share = law.cdf(place) - law.probability(value) / 2
        return min(max(share, EDGE), 1 - EDGE)

    return Encoding(Share(), lambda share: law.quantile(float(share)), from_value)


def _index(law: Lattice | Choice, value: Value) -> int:
    index = law.index(value)
    assert index is not None
    return index
