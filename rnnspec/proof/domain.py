"""Boxes of the space: what each hyperparameter, and each turn, may be.

In: distributions. Out: domains that can be halved, and that offer points to try. A box maps names
to domains; a turn's variable stands in it under `turn_name`.
It knows no expressions.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.decimals import step_from, whole_steps
from rnnspec.proof.abstract import Abstract, apply, constants, spread
from rnnspec.proof.interval import Interval
from rnnspec.values import Real, Value


@dataclass(frozen=True)
class Subset:
    """Some of the options of a choice, in their order."""

    values: tuple[Value, ...]

    @property
    def size(self) -> float:
        """The number of values."""
        return len(self.values)

    @cached_property
    def abstract(self) -> Abstract:
        """The values as a set."""
        return constants(self.values)

    def split(self) -> tuple["Domain", "Domain"]:
        """The first and the second half."""
        middle = len(self.values) // 2
        return Subset(self.values[:middle]), Subset(self.values[middle:])

    def point(self, share: float) -> Value:
        """The value at a share from 0 to 1 of the way."""
        return self.values[min(int(share * len(self.values)), len(self.values) - 1)]


@dataclass(frozen=True)
class Progression:
    """low + step * k for k from `first` to `last`."""

    low: Real
    step: Real
    first: int
    last: int

    @property
    def size(self) -> float:
        """The number of values."""
        return self.last - self.first + 1

    @cached_property
    def abstract(self) -> Abstract:
        """The values as a set: one by one where they are few."""
        if self.size <= 16:
            return constants(self.at(k) for k in range(self.first, self.last + 1))
        low, high = self.at(self.first), self.at(self.last)
        whole = isinstance(low, int)
        return spread(Interval(low, high, whole, not whole))

    def at(self, k: int) -> Real:
        """The value after k steps."""
        return step_from(self.low, self.step, k)

    def split(self) -> tuple["Domain", "Domain"]:
        """The lower and the upper half."""
        middle = (self.first + self.last) // 2
        lower = Progression(self.low, self.step, self.first, middle)
        return lower, Progression(self.low, self.step, middle + 1, self.last)

    def point(self, share: float) -> Value:
        """The value at a share from 0 to 1 of the way."""
        # In whole numbers: a size may pass what floats can hold.
        numerator, denominator = share.as_integer_ratio()
        steps = numerator * (self.last - self.first + 1) // denominator
        return self.at(min(self.first + steps, self.last))


@dataclass(frozen=True)
class Stretch:
    """The floats from low to high; `log` halves by ratios."""

    low: float
    high: float
    log: bool = False

    @property
    def size(self) -> float:
        """Infinite, unless a single value is left."""
        return 1 if self.low == self.high else math.inf

    @cached_property
    def abstract(self) -> Abstract:
        """The values as a set."""
        return spread(Interval(self.low, self.high))

    def split(self) -> tuple["Domain", "Domain"]:
        """The lower and the upper half; they share their border."""
        middle = self.point(0.5)
        return Stretch(self.low, middle, self.log), Stretch(middle, self.high, self.log)

    def point(self, share: float) -> float:
        """The value at a share from 0 to 1 of the way."""
        if share in (0, 1):
            return self.high if share else self.low
        if self.log and self.low > 0:
            value = math.exp(
                math.log(self.low) + share * (math.log(self.high) - math.log(self.low))
            )
        else:
            value = self.low + share * (self.high - self.low)
        return min(max(value, self.low), self.high)


Domain: TypeAlias = Subset | Progression | Stretch
Box: TypeAlias = Mapping[str, Domain]


def turn_name(variable: str) -> str:
    """The name of a turn's variable in a box; no hyperparameter is called so."""
    return f"turn {variable}"


def turns(most: int) -> Domain:
    """The turns of a repeat."""
    return Progression(0, 1, 0, most - 1)


def domain(distribution: Distribution) -> Domain:
    """All values that a distribution can draw."""
    if distribution.listed is not None:
        return Subset(distribution.listed)
    low, high = distribution.reach
    step = distribution.spacing
    if step is None:
        return Stretch(float(low), float(high), distribution.on_logarithm)
    return Progression(low, step, 0, whole_steps(low, high, step))


def narrow(found: Domain, operator: str, other: Abstract) -> Domain | None:
    """The values of a domain that may stand in a comparison with some other value.

    None where none is left; the very domain where all may.
    """
    if isinstance(found, Subset):
        kept = tuple(v for v in found.values if _may_stand(v, operator, other))
        return found if len(kept) == len(found.values) else Subset(kept) if kept else None
    numbers = other.numbers
    if numbers is None or other.objects or operator == "!=":
        return found
    low = numbers.low if operator in ("==", ">", ">=") else -math.inf
    high = numbers.high if operator in ("==", "<", "<=") else math.inf
    if isinstance(found, Stretch):
        bottom, top = max(found.low, low), min(found.high, high)
        if bottom > top:
            return None
        if (bottom, top) == (found.low, found.high):
            return found
        return Stretch(float(bottom), float(top), found.log)
    return _between(found, low, high, operator)


def _may_stand(value: Value, operator: str, other: Abstract) -> bool:
    if operator in ("==", "!=") and other.is_exact:
        equal = operator == "=="
        return any((value == known) is equal for known in other.constants)
    return True in apply(operator, (constants([value]), other)).truths


def _between(found: Progression, low: Real, high: Real, operator: str) -> Progression | None:
    first, last = found.first, found.last
    if low > found.at(first):
        first = _last_not_above(found, low)
        if found.at(first) < low:
            first += 1
    if high < found.at(last):
        last = _last_not_above(found, high)
    if operator == ">" and first <= last and found.at(first) == low:
        first += 1
    if operator == "<" and first <= last and found.at(last) == high:
        last -= 1
    if first > last:
        return None
    if (first, last) == (found.first, found.last):
        return found
    return Progression(found.low, found.step, first, last)


def _last_not_above(found: Progression, value: Real) -> int:
    """The last k whose value is not above; one before the first where all are."""
    lower, upper = found.first - 1, found.last
    while lower < upper:
        middle = (lower + upper + 1) // 2
        lower, upper = (middle, upper) if found.at(middle) <= value else (lower, middle - 1)
    return lower
