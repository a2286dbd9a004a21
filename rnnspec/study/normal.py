"""The normal law, also of the logarithm, truncated and rounded: the four normals of the language.

In: mean, deviation, bounds and step as written. Out: values, quantile, CDF, masses. The contract
that it keeps is told in `rnnspec.study.laws`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import exp, floor, inf, log

from rnnspec.study.decimals import step_from, steps_between, whole_steps
from rnnspec.study.expressions import Value
from rnnspec.study.tails import truncated_mass, truncated_quantile

_MOST = 709.0  # exp of more overflows; exp of its negative is still a normal float


@dataclass(frozen=True)
class Normal:
    """Normal (of ln x where `log`), truncated to [low, high], rounded to multiples of `step`.

    With a step the bounds of the truncation lie half a step further out, and the values are
    integers where step, low and high are.
    """

    mean: float
    deviation: float
    log: bool = False
    low: int | float | None = None
    high: int | float | None = None
    step: int | float | None = None

    @property
    def integral(self) -> bool:
        """Whether the values are integers."""
        written = (self.step, self.low, self.high)
        return self.step is not None and not any(isinstance(number, float) for number in written)

    @cached_property
    def support(self) -> tuple[float, float]:
        """The bounds of the values, infinite where there is none; 0 below a lognormal."""
        low = -inf if self.low is None else self.low
        high = inf if self.high is None else self.high
        return (max(low, 0), high) if self.log else (low, high)

    @cached_property
    def size(self) -> int | None:
        """The number of values; None for floats, and where a bound is missing."""
        first, last = self._ends
        return None if first is None or last is None else last - first + 1

    def quantile(self, u: float) -> int | float:
        """The point below which the share u of the mass lies, rounded to the step."""
        z = truncated_quantile(u, *self._box)
        low, high = self.support
        if self.step is None:
            return float(min(max(self._natural(z), low), high))
        guess = self._inside(floor((self._natural(z)) / self.step + 0.5))
        if self._mass_to(guess) < u:
            guess = self._inside(guess + 1)
        elif self._mass_to(guess - 1) >= u:
            guess = self._inside(guess - 1)
        return self._at(guess)

    def cdf(self, x: float) -> float:
        """The mass of the values that are at most x."""
        low, high = self.support
        if x < low:
            return 0.0
        if x >= high:
            return 1.0
        box = self._box
        if self.step is None:
            return truncated_mass(box[0], self._standard(x), *box)
        return self._mass_to(whole_steps(0, x, self.step))

    def probability(self, value: Value) -> float:
        """The mass of one value: 0 without a step, and for what is none of the law's."""
        if self.step is None or not self.contains(value):
            return 0.0
        number = whole_steps(0, value, self.step)  # type: ignore[arg-type]
        start, end = (self._standard((number + side) * self.step) for side in (-0.5, 0.5))
        return truncated_mass(start, end, *self._box)

    def values(self) -> Iterator[Value]:
        """All values in order, one at a time.

        Raises:
            ValueError: they have no end.
        """
        first, last = self._ends
        if first is None or last is None:
            raise ValueError(f"{self} has no end of values")
        return (self._at(number) for number in range(first, last + 1))

    def contains(self, value: Value) -> bool:
        """Whether the value is a number within the bounds and a multiple of the step."""
        if type(value) is not int and (self.integral or type(value) is not float):
            return False
        low, high = self.support
        if not low <= value <= high or abs(value) == inf:
            return False
        if self.step is None:
            return value > 0 or not self.log
        return steps_between(0, value, self.step) is not None

    def coerce(self, value: Value) -> Value:
        """A contained value as the law's own."""
        if self.integral or not self.contains(value):
            return value
        return float(value)  # type: ignore[arg-type]

    @property
    def median(self) -> int | float:
        """The value in the middle."""
        return self.quantile(0.5)

    @cached_property
    def _box(self) -> tuple[float, float]:
        """The truncation in units of the standard normal law."""
        half = (self.step or 0) / 2
        low, high = self.support
        return self._standard(low - half), self._standard(high + half)

    @cached_property
    def _ends(self) -> tuple[int | None, int | None]:
        """The numbers of the first and the last multiple of the step."""
        if self.step is None:
            return None, None
        low, high = self.support
        return (
            None if low == -inf else whole_steps(0, low, self.step),
            None if high == inf else whole_steps(0, high, self.step),
        )

    def _standard(self, x: float) -> float:
        if self.log:
            x = log(x) if x > 0 else -inf
        return (x - self.mean) / self.deviation

    def _natural(self, z: float) -> float:
        """The value at a point of the standard normal law, kept within what floats can hold."""
        x = self.mean + self.deviation * z
        return exp(min(max(x, -_MOST), _MOST)) if self.log else x

    def _at(self, number: int) -> int | float:
        assert self.step is not None
        value = step_from(0, self.step, number)
        return value if self.integral else float(value)

    def _inside(self, number: int) -> int:
        first, last = self._ends
        number = number if first is None else max(number, first)
        return number if last is None else min(number, last)

    def _mass_to(self, number: int) -> float:
        """The mass of the multiples of the step up to this one."""
        assert self.step is not None
        low, high = self._box
        return truncated_mass(low, self._standard((number + 0.5) * self.step), low, high)
