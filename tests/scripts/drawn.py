"""What a script draws: random numbers in closed form, and what an expression makes of them.

In: the distributions of a library's own draws, as `library_calls` states them. Out: the same after
rounding, scaling, cutting and picking. Everything is a distribution function and ends,
nothing is sampled. It knows no library and no text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import erfc, exp, floor, fsum, inf, isinf, log, sqrt
from typing import Any, TypeAlias

from rnnspec.distributions.tails import truncated_mass, truncated_quantile

NOTHING = 1e-15
"""Less mass than a random float can meet."""


@dataclass(frozen=True)
class Floats:
    """A random float: `cdf` is the share of draws that are at most x; none lie beyond the ends."""

    low: float
    high: float
    cdf: Callable[[float], float]

    def before(self, x: float) -> float:
        """The share of draws below x."""
        return self.cdf(x)


@dataclass(frozen=True)
class Steps:
    """A random whole number from `first` to `last`, and the value that each of them stands for.

    `reached` is the share of draws up to a number. Only where values ascend with the numbers does
    it make sense to ask for `cdf`, `before` and `quantile`.
    """

    first: int
    last: int
    reached: Callable[[int], float]
    value: Callable[[int], Any]

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return self.last - self.first + 1

    def cdf(self, x: float) -> float:
        """The share of draws whose value is at most x."""
        return self._reached_before(lambda k: bool(self.value(k) > x))

    def before(self, x: float) -> float:
        """The share of draws whose value is below x."""
        return self._reached_before(lambda k: bool(self.value(k) >= x))

    def quantile(self, u: float) -> Any:
        """The first value up to which there is at least the share u of the draws."""
        return self.value(first_where(lambda k: self.reached(k) >= u, self.first, self.last))

    def _reached_before(self, is_beyond: Callable[[int], bool]) -> float:
        number = first_where(is_beyond, self.first, self.last + 1)
        return self.reached(number - 1) if number > self.first else 0.0


Drawn: TypeAlias = Floats | Steps


def first_where(is_true: Callable[[int], bool], first: int, last: int) -> int:
    """The first whole number for which it is true, as for all after it; `last` if there is none."""
    while first < last:
        middle = (first + last) // 2
        if is_true(middle):
            last = middle
        else:
            first = middle + 1
    return first


def uniform(low: float, high: float) -> Floats:
    """Constant density from low to high."""
    width = high - low
    if width == 0:
        return Floats(low, high, lambda x: float(x >= low))
    return Floats(low, high, lambda x: min(max((x - low) / width, 0.0), 1.0))


def normal(mean: float, deviation: float) -> Floats:
    """The normal distribution."""
    return Floats(-inf, inf, lambda x: erfc((mean - x) / (deviation * sqrt(2))) / 2)


def integers(first: int, last: int) -> Steps:
    """Whole numbers from first to last, each as likely."""
    size = last - first + 1
    return Steps(first, last, lambda k: (k - first + 1) / size, lambda k: k)


def options(values: Sequence[Any], weights: Sequence[float] = ()) -> Steps:
    """One of the values, with mass in proportion to its weight; equal where there are none."""
    weights = weights or [1] * len(values)
    total = fsum(weights)
    reached = [part / total for part in accumulate(weights)]
    return Steps(0, len(values) - 1, reached.__getitem__, values.__getitem__)


def mapped(drawn: Steps, function: Callable[[Any], Any]) -> Steps:
    """What a function makes of every value."""
    value = drawn.value
    return Steps(drawn.first, drawn.last, drawn.reached, lambda k: function(value(k)))


def increasing(
    drawn: Floats, function: Callable[[float], float], inverse: Callable[[float], float]
) -> Floats:
    """A continuous increasing function of a random float."""
    cdf = drawn.cdf
    return Floats(function(drawn.low), function(drawn.high), lambda y: cdf(inverse(y)))


def shifted(drawn: Floats, by: float) -> Floats:
    """A random float with a number added."""
    return increasing(drawn, lambda x: x + by, lambda y: y - by)


def scaled(drawn: Floats, factor: float) -> Floats:
    """A multiple of a random float; the factor is not 0."""
    if factor < 0:
        return scaled(mirrored(drawn), -factor)
    return increasing(drawn, lambda x: x * factor, lambda y: y / factor)


def mirrored(drawn: Floats) -> Floats:
    """The same on the other side of 0."""
    cdf = drawn.cdf
    return Floats(-drawn.high, -drawn.low, lambda y: 1 - cdf(-y))


def exponential(drawn: Floats) -> Floats:
    """exp of a random float; what no float can hold is infinite."""
    return increasing(drawn, _exp, _log)


def _exp(x: float) -> float:
    return exp(x) if x < 709 else inf


def _log(x: float) -> float:
    return log(x) if x > 0 else -inf


def rounded(drawn: Floats) -> Steps:
    """The nearest whole number; what lies half way has no mass."""
    return _cells(drawn, 0.5)


def floored(drawn: Floats) -> Steps:
    """The greatest whole number that is not above."""
    return _cells(drawn, 1.0)


def _cells(drawn: Floats, above: float) -> Steps:
    """Each whole number k stands for the floats below k + above, down to those of k - 1."""
    cdf = drawn.cdf
    low, high = _finite_ends(drawn)
    first, last = floor(low - above) + 1, floor(high - above) + 1
    first = first_where(lambda k: cdf(k + above) > NOTHING, first, last)
    last = first_where(lambda k: cdf(k + above) > 1 - NOTHING, first, last)
    return Steps(first, last, lambda k: cdf(k + above), lambda k: k)


def _finite_ends(drawn: Floats) -> tuple[float, float]:
    """Ends between which all but `NOTHING` lies, found by doubling."""
    low, high = drawn.low, drawn.high
    if isinf(low):
        low = min(high, 0.0) - 1
        while drawn.cdf(low) > NOTHING:
            low *= 2
    if isinf(high):
        high = max(low, 0.0) + 1
        while drawn.cdf(high) < 1 - NOTHING:
            high *= 2
    return low, high


def kept_within(drawn: Floats, low: float, high: float) -> Floats:
    """What lies beyond the ends moved to them."""
    cdf = drawn.cdf
    ends = min(max(drawn.low, low), high), min(max(drawn.high, low), high)
    return Floats(*ends, lambda y: 0.0 if y < low else 1.0 if y >= high else cdf(y))


def steps_within(drawn: Steps, first: float, last: float) -> Steps:
    """Whole numbers beyond the ends moved to them; an end may be infinite."""
    reached = drawn.reached
    least, most = (int(min(max(end, first), last)) for end in (drawn.first, drawn.last))
    return Steps(least, most, lambda k: 1.0 if k >= most else reached(k), drawn.value)


def truncated_normal(
    share: Floats, mean: float, deviation: float, low: float, high: float
) -> Floats:
    """The point of a truncated normal distribution below which a random share of it lies."""
    bottom, top = (low - mean) / deviation, (high - mean) / deviation
    cdf = share.cdf

    def quantile(u: float) -> float:
        if u <= 0:
            return low
        return high if u >= 1 else mean + deviation * truncated_quantile(u, bottom, top)

    def reached(x: float) -> float:
        return cdf(truncated_mass(bottom, (x - mean) / deviation, bottom, top))

    return Floats(quantile(share.low), quantile(share.high), reached)
