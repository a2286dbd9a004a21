"""The laws of hyperparameters, each a transformation of the unit interval.

In: the numbers of a distribution, already found sound by `check`. Out: quantile, CDF, masses and
values, of the right Python type. Every spelling of the language is one of these four kinds; the
sampler, range checks, grids, targets and samplers all use them. Knows no names and no conditions.

All four answer the same questions. `quantile(u)` is the smallest value whose CDF is at least u, for
0 < u < 1; `cdf(x)` of a choice counts along the options' indices. `size` is None where the values
have no end. `contains` is strict about types, but an int may stand for a float: `coerce` makes it
one, and hands back as it is what the law does not contain.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import exp, floor, fsum, inf, log, sqrt
from typing import TypeAlias

from rnnspec.study.decimals import multiple_of, nearest_bounds, steps_between
from rnnspec.study.expressions import Value, typed
from rnnspec.study.lattice import Lattice
from rnnspec.study.normal import Normal

__all__ = [
    "Choice",
    "Lattice",
    "Law",
    "Normal",
    "Uniform",
    "multiple_of",
    "nearest_bounds",
    "steps_between",
]


@dataclass(frozen=True)
class Uniform:
    """A float in [low, high]: constant density, of log x where `log`."""

    low: float
    high: float
    log: bool = False

    size = None

    def quantile(self, u: float) -> float:
        """The point below which the share u of the mass lies."""
        if self.log:
            low, high = log(self.low), log(self.high)
            value = exp(low + u * (high - low))
        else:
            value = self.low + u * (self.high - self.low)
        return float(min(max(value, self.low), self.high))

    def cdf(self, x: float) -> float:
        """The mass of the values that are at most x."""
        if x <= self.low:
            return 0.0
        if x >= self.high:
            return 1.0
        if self.log:
            return log(x / self.low) / log(self.high / self.low)
        return (x - self.low) / (self.high - self.low)

    def probability(self, value: Value) -> float:
        """0: no single float has mass."""
        return 0.0

    def values(self) -> Iterator[Value]:
        """Refused: floats cannot be listed.

        Raises:
            ValueError: always.
        """
        raise ValueError(f"{self} has no end of values")

    def contains(self, value: Value) -> bool:
        """Whether the value is a number in [low, high]."""
        return type(value) in (int, float) and self.low <= value <= self.high  # type: ignore[operator]

    def coerce(self, value: Value) -> Value:
        """A contained value as a float."""
        return float(value) if self.contains(value) else value  # type: ignore[arg-type]

    @property
    def support(self) -> tuple[float, float]:
        """The bounds of the values."""
        return float(self.low), float(self.high)

    @property
    def median(self) -> float:
        """The value in the middle; the geometric mean of logarithmic bounds."""
        product = self.low * self.high
        if self.log and 0 < product < inf:
            return sqrt(product)  # exp and log would leave 0.001 as 0.0010000000000000002.
        return self.quantile(0.5)


@dataclass(frozen=True)
class Choice:
    """One of the options, with mass in proportion to `weights` (equal where empty)."""

    options: tuple[Value, ...]
    weights: tuple[float, ...] = ()
    ordered: bool = False

    @property
    def size(self) -> int:
        """The number of options."""
        return len(self.options)

    def index(self, value: Value) -> int | None:
        """The option's index: the same type and value, else a float that an int stands for."""
        index = self._indices.get(typed(value))
        if index is None and type(value) is int:
            index = self._indices.get((float, value))
        return index

    def quantile(self, u: float) -> Value:
        """The first option up to which the options have at least the share u of the mass."""
        for option, reached in zip(self.options, self._reached, strict=True):
            if reached >= u:
                return option
        return self.options[-1]

    def cdf(self, x: float) -> float:
        """The mass of the options whose index is at most x."""
        if x < 0:
            return 0.0
        return self._reached[min(floor(x), self.size - 1)] if x < self.size else 1.0

    def probability(self, value: Value) -> float:
        """The mass of an option; 0 for what is none."""
        index = self.index(value)
        return 0.0 if index is None else self._masses[index]

    def values(self) -> Iterator[Value]:
        """The options in written order."""
        return iter(self.options)

    def contains(self, value: Value) -> bool:
        """Whether the value is one of the options."""
        return self.index(value) is not None

    def coerce(self, value: Value) -> Value:
        """The option that a contained value is."""
        index = self.index(value)
        return value if index is None else self.options[index]

    @property
    def median(self) -> Value:
        """The middle of ordered options (the lower one of two); else the first option."""
        return self.quantile(0.5) if self.ordered else self.options[0]

    @cached_property
    def _indices(self) -> dict[object, int]:
        return {typed(option): index for index, option in enumerate(self.options)}

    @cached_property
    def _masses(self) -> tuple[float, ...]:
        weights = self.weights or (1,) * self.size
        total = fsum(weights)
        return tuple(weight / total for weight in weights)

    @cached_property
    def _reached(self) -> tuple[float, ...]:
        weights = self.weights or (1,) * self.size
        total = fsum(weights)
        return tuple(min(sum_ / total, 1.0) for sum_ in accumulate(weights))


Law: TypeAlias = Uniform | Lattice | Normal | Choice
