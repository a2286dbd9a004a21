"""The law of evenly spaced values: `quniform`, `qloguniform` and `int` of the language.

In: the bounds and the step as written. Out: values, quantile, CDF, masses. The contract that it
keeps is told in `rnnspec.study.laws`. Steps are counted in decimal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import exp, log

from rnnspec.study.decimals import step_from, steps_between, whole_steps
from rnnspec.study.expressions import Value


@dataclass(frozen=True)
class Lattice:
    """low, low + step, ..., high: equal mass, or log-uniform mass over half steps where `log`.

    Values are integers where low and step are, else floats rounded to their decimals.
    """

    low: int | float
    high: int | float
    step: int | float
    log: bool = False

    @cached_property
    def size(self) -> int:
        """The number of values; `high` is a whole number of steps from `low`."""
        return whole_steps(self.low, self.high, self.step) + 1

    @property
    def integral(self) -> bool:
        """Whether the values are integers."""
        return isinstance(self.low, int) and isinstance(self.step, int)

    def at(self, index: int) -> int | float:
        """The value after `index` steps, 0 <= index < size."""
        return step_from(self.low, self.step, index)

    def index(self, value: Value) -> int | None:
        """The number of steps from low to the value; None where it is none of the law's."""
        if type(value) is not int and (self.integral or type(value) is not float):
            return None
        if not self.low <= value <= self.high:
            return None
        return steps_between(self.low, value, self.step)

    def quantile(self, u: float) -> int | float:
        """The smallest value whose CDF is at least u."""
        if self.log:
            bottom, top = self._edge(0), self._edge(self.size)
            steps = int((bottom * exp(u * log(top / bottom)) - bottom) / self.step)
        else:
            # In whole numbers: a size may pass what floats can count.
            numerator, denominator = u.as_integer_ratio()
            steps = -(-numerator * self.size // denominator) - 1
        guess = min(max(steps, 0), self.size - 1)
        if guess < self.size - 1 and self._mass_to(guess) < u:
            guess += 1
        elif guess > 0 and self._mass_to(guess - 1) >= u:
            guess -= 1
        return self.at(guess)

    def cdf(self, x: float) -> float:
        """The mass of the values that are at most x."""
        if x < self.low:
            return 0.0
        if x >= self.high:
            return 1.0
        return self._mass_to(whole_steps(self.low, x, self.step))

    def probability(self, value: Value) -> float:
        """The mass of one value; 0 for what is none of the law's."""
        index = self.index(value)
        if index is None:
            return 0.0
        if not self.log:
            return 1 / self.size
        whole = log(self._edge(self.size) / self._edge(0))
        return log(self._edge(index + 1) / self._edge(index)) / whole

    def values(self) -> Iterator[Value]:
        """All values in order, one at a time."""
        return (self.at(index) for index in range(self.size))

    def contains(self, value: Value) -> bool:
        """Whether the value lies on the lattice, counted in decimal."""
        return self.index(value) is not None

    def coerce(self, value: Value) -> Value:
        """A contained value as the law's own."""
        if self.integral or not self.contains(value):
            return value
        return float(value)  # type: ignore[arg-type]

    @property
    def support(self) -> tuple[float, float]:
        """The bounds of the values."""
        return self.low, self.high

    @property
    def median(self) -> int | float:
        """The value in the middle; the lower one of two."""
        return self.quantile(0.5)

    def _edge(self, index: int) -> float:
        """Where the cell of the value at `index` begins: half a step below it."""
        return self.low + (index - 0.5) * self.step

    def _mass_to(self, index: int) -> float:
        """The mass of the values up to the one at `index`."""
        if index >= self.size - 1:
            return 1.0
        if not self.log:
            return (index + 1) / self.size
        return log(self._edge(index + 1) / self._edge(0)) / log(
            self._edge(self.size) / self._edge(0)
        )
