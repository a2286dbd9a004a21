"""Intervals of numbers under the operators and functions of expressions.

In: intervals. Out: an interval that holds every result, and whether the operation may fail
(division by zero, overflow, a root of a negative number). Ends are exact for integers; floating
point rounds monotonically, and where a library's function may not, the ends are widened.
It knows no expressions: R. E. Moore, Interval Analysis, 1966, on Python's numbers.
"""

import math
import operator
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from itertools import product
from typing import TypeAlias

from rnnspec.values import Real

INFINITY = math.inf
LARGEST = 2**4096
"""The first integer of more than 4,096 bits, which no result may have."""
LARGEST_FLOAT = sys.float_info.max


@dataclass(frozen=True)
class Interval:
    """The numbers from `low` to `high`, both included, that are of the types that it tells.

    At least one of `ints` and `floats` holds. Infinite ends stand for `without end`; no value
    is infinite.
    """

    low: Real
    high: Real
    ints: bool = False
    floats: bool = True

    def __contains__(self, value: Real) -> bool:
        typed = self.ints if isinstance(value, int) else self.floats
        return typed and bool(self.low <= value <= self.high)

    def join(self, other: "Interval") -> "Interval":
        """The smallest interval that holds both."""
        return Interval(
            min(self.low, other.low),
            max(self.high, other.high),
            self.ints or other.ints,
            self.floats or other.floats,
        )

    @property
    def is_finite(self) -> bool:
        """Whether both ends are."""
        return self.low > -INFINITY and self.high < INFINITY

    @property
    def passes_floats(self) -> bool:
        """Whether it holds integers that no float can stand for."""
        return self.ints and max(-self.low, self.high) > LARGEST_FLOAT


def union(*intervals: Interval | None) -> Interval | None:
    """The smallest interval that holds all that are there."""
    known = [interval for interval in intervals if interval is not None]
    return reduce(Interval.join, known) if known else None


Outcome: TypeAlias = tuple[Interval | None, bool]
"""The results, None where there are none, and whether the operation may fail."""

ANY_FLOAT = Interval(-INFINITY, INFINITY)


def _safe(operation: Callable[..., Real], *ends: Real, beyond: float = INFINITY) -> Real:
    """The result at some ends, or what stands for it beyond the floats."""
    try:
        result = operation(*ends)
    except OverflowError:
        return beyond
    return beyond if result != result else result  # noqa: PLR0124 - a nan is unequal to itself


def _corner(operation: Callable[[Real, Real], Real], a: Real, b: Real) -> Real:
    """The result of a product or a quotient at two ends."""
    return _safe(operation, a, b, beyond=INFINITY if (a < 0) == (b < 0) else -INFINITY)


def _is_infinite(end: Real) -> bool:
    """Whether it stands for no end; `math.isinf` knows no integers beyond the floats."""
    return abs(end) == INFINITY


def _times(a: Real, b: Real) -> Real:
    return 0 if a == 0 or b == 0 else a * b


def _divided(a: Real, b: Real) -> Real:
    if _is_infinite(b):
        return 0.0
    return a if _is_infinite(a) and b > 0 else -a if _is_infinite(a) else a / b


def _floored(a: Real, b: Real) -> Real:
    if _is_infinite(b):
        return 0 if a == 0 or (a > 0) == (b > 0) else -1
    return a if _is_infinite(a) and b > 0 else -a if _is_infinite(a) else a // b


def _result(low: Real, high: Real, x: Interval, y: Interval) -> Interval:
    """Of an operator that gives an integer for two integers, and a float else."""
    return Interval(low, high, x.ints and y.ints, x.floats or y.floats)


def _overflows(result: Interval, *operands: Interval) -> bool:
    return result.floats and not result.is_finite and all(o.is_finite for o in operands)


def plus(x: Interval, y: Interval) -> Outcome:
    """x + y."""
    low = _safe(operator.add, x.low, y.low, beyond=-INFINITY)
    result = _result(low, _safe(operator.add, x.high, y.high), x, y)
    return result, _overflows(result, x, y)


def negative(x: Interval) -> Interval:
    """-x."""
    return Interval(-x.high, -x.low, x.ints, x.floats)


def minus(x: Interval, y: Interval) -> Outcome:
    """x - y."""
    return plus(x, negative(y))


def times(x: Interval, y: Interval) -> Outcome:
    """x * y."""
    corners = [_corner(_times, a, b) for a, b in product((x.low, x.high), (y.low, y.high))]
    result = _result(min(corners), max(corners), x, y)
    return result, _overflows(result, x, y)


def _parts_without_zero(y: Interval) -> list[Interval]:
    """The negative and the positive part of a divisor; integers keep one away from zero."""
    near: Real = 1 if not y.floats else math.ulp(0.0)
    parts = []
    if y.low < 0:
        parts.append(Interval(y.low, min(y.high, -near), y.ints, y.floats))
    if y.high > 0:
        parts.append(Interval(max(y.low, near), y.high, y.ints, y.floats))
    return [part for part in parts if part.low <= part.high]


def _quotient(
    operation: Callable[[Real, Real], Real], x: Interval, y: Interval
) -> tuple[Real, Real] | None:
    corners = [
        _corner(operation, a, b)
        for part in _parts_without_zero(y)
        for a, b in product((x.low, x.high), (part.low, part.high))
    ]
    return (min(corners), max(corners)) if corners else None


def divide(x: Interval, y: Interval) -> Outcome:
    """x / y; fails where y is zero."""
    ends = _quotient(_divided, x, y)
    zero = y.low <= 0 <= y.high
    if ends is None:
        return None, True
    result = Interval(*ends)
    return result, zero or _overflows(result, x, y)


def floor_divide(x: Interval, y: Interval) -> Outcome:
    """x // y; fails where y is zero."""
    ends = _quotient(_floored, x, y)
    zero = y.low <= 0 <= y.high
    if ends is None:
        return None, True
    low, high = ends
    if x.floats or y.floats:  # the float's quotient may round to the next whole number
        low, high = low - 1, high + 1
    result = _result(low, high, x, y)
    return result, zero or _overflows(result, x, y)


def modulo(x: Interval, y: Interval) -> Outcome:
    """x % y: the sign of y, smaller than it; fails where y is zero."""
    parts = _parts_without_zero(y)
    if not parts:
        return None, True
    fails = y.low <= 0 <= y.high
    whole = not (x.floats or y.floats)
    if whole and y.low == y.high and x.is_finite and x.low // y.low == x.high // y.low:
        return _result(x.low % y.low, x.high % y.low, x, y), fails
    if x.low >= 0 and y.low > x.high:
        return _result(x.low, x.high, x, y), fails
    less: Real = 1 if whole else 0
    low = min((p.low + less for p in parts if p.low < 0), default=0)
    high = max((p.high - less for p in parts if p.high > 0), default=0)
    return _result(low, high, x, y), fails


def _widen(low: float, high: float) -> tuple[float, float]:
    """A few units in the last place more, where a library's function may not be monotone."""
    for _ in range(2):
        low, high = math.nextafter(low, -INFINITY), math.nextafter(high, INFINITY)
    return low, high


_NEARLY_ALL = 1e300


def power(x: Interval, y: Interval) -> Outcome:
    """x ** y; fails for zero to a negative power, complex results and too large ones."""
    if not (x.is_finite and y.is_finite):
        return ANY_FLOAT if x.floats or y.floats else Interval(-INFINITY, INFINITY, True), True
    whole = not (x.floats or y.floats)
    if (x.passes_floats and (y.floats or y.low < 0)) or (y.passes_floats and x.floats):
        return Interval(-INFINITY, INFINITY, x.ints and y.ints, True), True
    fails = (x.low <= 0 <= x.high and y.low < 0) or (x.low < 0 and y.floats)
    greatest = max(abs(x.low), abs(x.high))
    bound = _power_bound(greatest, y.high, whole)
    if y.low < 0:
        least = _least(x)
        bound = max(bound, _power_bound(1 / least, -y.low, False)) if least else INFINITY
    bound = max(bound, 1)
    too_large = bound >= LARGEST if whole else bound == INFINITY
    if x.low >= 1 and y.low >= 0 and not too_large:
        low, high = x.low**y.low, x.high**y.high
    elif x.low > 0 and not too_large:
        corners = [float(a) ** b for a, b in product((x.low, x.high), (y.low, y.high))]
        low, high = min(corners), max(corners)
    else:
        low, high = (0 if x.low >= 0 else -bound), bound
    floats = x.floats or y.floats or y.low < 0
    if floats and max(-low, high) < _NEARLY_ALL:
        low, high = _widen(float(low), float(high))
        low = max(low, 0.0) if x.low >= 0 else low
    return Interval(low, high, x.ints and y.ints and y.high >= 0, floats), fails or too_large


def _least(x: Interval) -> Real:
    """The smallest magnitude other than zero, 0 where it may be as small as one likes."""
    if x.low > 0:
        return x.low
    if x.high < 0:
        return -x.high
    return 0 if x.floats else 1


def _power_bound(base: Real, exponent: Real, whole: bool) -> Real:
    if base <= 1 or exponent <= 0:
        return 1
    if whole:
        return base**exponent if exponent * math.log2(base) < 4097 else INFINITY
    return _safe(lambda a, b: float(a) ** b, base, exponent)


def absolute(x: Interval) -> Outcome:
    """abs(x)."""
    low = 0 if x.low <= 0 <= x.high else min(abs(x.low), abs(x.high))
    return Interval(low, max(abs(x.low), abs(x.high)), x.ints, x.floats), False


def whole(function: Callable[[float], int]) -> Callable[[Interval], Outcome]:
    """The rule of `round`, `floor`, `ceil` and `int`, which give integers."""

    def of(x: Interval) -> Outcome:
        low = x.low if _is_infinite(x.low) else function(x.low)
        high = x.high if _is_infinite(x.high) else function(x.high)
        return Interval(low, high, True, False), False

    return of


def _library(
    function: Callable[[Real], float], least: Real, at_least: float
) -> Callable[[Interval], Outcome]:
    """The rule of an increasing function that is defined from `least` on."""

    def of(x: Interval) -> Outcome:
        if x.high < least:
            return None, True
        low = at_least if x.low <= least else _safe(function, x.low)
        high = at_least if x.high <= least else _safe(function, x.high)
        low, high = _widen(low, high)
        result = Interval(max(low, at_least), high)
        overflows = high == INFINITY and x.is_finite
        return result, x.low < least or overflows

    return of


_SMALLEST = math.ulp(0.0)


def logarithm(function: Callable[[Real], float]) -> Callable[[Interval], Outcome]:
    """The rule of `log` and `log2`, which fail at zero and below."""
    rule = _library(function, _SMALLEST, function(_SMALLEST))
    whole_rule = _library(function, 1, 0.0)
    return lambda x: rule(x) if x.floats else whole_rule(x)


UNARY: dict[str, Callable[[Interval], Outcome]] = {
    "neg": lambda x: (negative(x), False),
    "pos": lambda x: (x, False),
    "abs": absolute,
    "round": whole(round),
    "floor": whole(math.floor),
    "ceil": whole(math.ceil),
    "int": whole(int),
    "sqrt": _library(math.sqrt, 0, 0.0),
    "log": logarithm(math.log),
    "log2": logarithm(math.log2),
    "exp": _library(math.exp, -INFINITY, 0.0),
}

BINARY: dict[str, Callable[[Interval, Interval], Outcome]] = {
    "+": plus,
    "-": minus,
    "*": times,
    "/": divide,
    "//": floor_divide,
    "%": modulo,
    "**": power,
}
