"""Evenly spaced values: `quniform`, `qloguniform` and `int`.

In: the bounds and the step as written. Out: what `contract` asks of a family. Steps are counted in
decimal.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from math import exp, floor, log
from typing import Any

from rnnspec.distributions.contract import (
    HUGE,
    OTHER,
    Distribution,
    FormArgument,
    Mend,
    NoLogarithm,
    OffStep,
    OutOfRange,
    WrittenForm,
    WrongType,
    bounds_moved,
    verify_order,
    verify_positive,
)
from rnnspec.distributions.decimals import (
    distance,
    step_from,
    steps_between,
    whole_multiples,
    whole_steps,
)
from rnnspec.distributions.encoding import Encoding, Floats, Integers, Places
from rnnspec.distributions.text import on_lattice
from rnnspec.values import Real, Value, as_float
from rnnspec.words import render_value

MOST_STEPS = 2**53
"""Up to here every whole number is a float of its own."""


@dataclass(frozen=True)
class Lattice(Distribution):
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

    @property
    def spacing(self) -> Real:
        return self.step

    @property
    def on_logarithm(self) -> bool:
        return self.log

    def at(self, index: int) -> int | float:
        """The value after `index` steps, 0 <= index < size."""
        return step_from(self.low, self.step, index)

    def index(self, value: Value) -> int | None:
        """The number of steps from low to the value; None where it is none of the values."""
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
        """The mass of one value; 0 for what is none of the values."""
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

    @property
    def support(self) -> tuple[float, float]:
        """The bounds of the values."""
        return self.low, self.high

    def as_floats(self) -> "Lattice":
        return replace(self, low=float(self.low), high=float(self.high), step=float(self.step))

    def evenly(self) -> "Lattice":
        return replace(self, log=False)

    def moved_from(self, old: Any) -> str:
        """Both must have each other's values where they overlap."""
        if (old.log, old.integral, old.step) != (self.log, self.integral, self.step):
            return OTHER
        if steps_between(min(old.low, self.low), max(old.low, self.low), self.step) is None:
            return OTHER
        return bounds_moved(old.support, self.support)

    def words(self) -> str:
        if self.integral and isinstance(self.high, int) and self.step == 1:
            return f"int({self.low}, {self.high}{', log = true' * self.log})"
        return f"q{'log' * self.log}uniform({self.low!r}, {self.high!r}, {self.step!r})"

    def encodings(self) -> Iterator[Encoding]:
        """A logarithm is one of floats from half a step beyond both ends."""
        if not self.log or (self.integral and self.step == 1):
            yield self._as_integers()
        if self.log:
            low, high = self._half_a_step_beyond()
            yield Encoding(
                Floats(low, high, log=True), self._nearest, as_float, self._print_nearest
            )
            yield self.as_share()
        else:
            yield Encoding(
                Places(self.size),
                lambda number: self.at(min(max(floor(number + 0.5), 0), self.size - 1)),
                self._index_of,
                lambda x: on_lattice(self.low, self.step, x),
            )

    def print_quantile(self, share: str) -> str:
        low, high = self._half_a_step_beyond()
        if self.log:
            return self._print_nearest(f"{low} * np.exp({share} * np.log({high / low}))")
        steps = f"nearest_step({share} * {self.size} - 0.5, 1, 0, {self.size - 1})"
        return on_lattice(self.low, self.step, steps)

    def _as_integers(self) -> Encoding:
        """Whole numbers, divided by the power of ten that makes decimals of them."""
        (low, high, step), digits = whole_multiples(self.low, self.high, self.step)
        divided = f"{{}} / {10**digits}" if digits else "float({})"
        return Encoding(
            Integers(low, high, step, self.log),
            lambda number: self.at((number - low) // step),
            lambda value: low + step * self._index_of(value),
            lambda x: x if self.integral else divided.format(x),
        )

    def _nearest(self, number: float) -> Value:
        return self.at(min(max(round((number - self.low) / self.step), 0), self.size - 1))

    def _print_nearest(self, x: str) -> str:
        steps = f"nearest_step({x} - {self.low!r}, {self.step!r}, 0, {self.size - 1})"
        return on_lattice(self.low, self.step, steps)

    def _index_of(self, value: Value) -> int:
        index = self.index(value)
        assert index is not None
        return index

    def _half_a_step_beyond(self) -> tuple[float, float]:
        """The ends between which it is continuous before it is rounded."""
        (first, last, step), digits = whole_multiples(self.low, self.high, self.step)
        twice = 2 * 10**digits
        return (2 * first - step) / twice, (2 * last + step) / twice

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


def _lattice(name: str, low: Real, high: Real, step: Real, *, log: bool = False) -> Distribution:
    verify_positive("the step", step)
    if log and not step / 2 < low:
        least = f"half a step ({render_value(step / 2)})"
        mend = Mend("the lowest value owns half a step below it")
        raise NoLogarithm(low, least, mends=(mend,))
    verify_order(low, high, name, _arguments(name, high, low, step, log))
    if max(abs(low), abs(high)) > MOST_STEPS * step:
        found = "floats cannot tell finer ones apart"
        raise OutOfRange("a lattice", "within 2**53 steps of 0", found)
    if steps_between(low, high, step) is None:
        mends = []
        count = whole_steps(low, high, step)
        for steps in (count, count + 1):
            if steps > 0 and steps * step <= HUGE - max(low, 0):
                upper = step_from(low, step, steps)
                arguments = _arguments(name, low, upper, step, log)
                values = _first_values(Lattice(low, upper, step))
                mends.append(Mend(f"{name}({arguments}) gives {values}", arguments))
        raise OffStep(low, high, step, distance(low, high), mends=tuple(mends))
    if isinstance(low, int) and isinstance(step, int):
        high = int(high)  # `300.0` stands for 300 where all values are integers.
    return Lattice(low, high, step, log)


def _arguments(name: str, low: Real, high: Real, step: Real, log: bool) -> str:
    """The arguments with other bounds, as they would be written."""
    if name != "int":
        return f"{low!r}, {high!r}, {step!r}"
    return f"{low}, {high}{f', step = {step}' * (step != 1)}{', log = true' * log}"


def _first_values(lattice: Lattice) -> str:
    if lattice.size <= 5:
        return ", ".join(map(render_value, lattice.values()))
    first = [repr(lattice.at(index)) for index in range(3)]
    return ", ".join([*first, "...", repr(lattice.at(lattice.size - 1))])


def _make(name: str, written: Mapping[str, Real]) -> Distribution:
    return _lattice(name, *written.values(), log=name == "qloguniform")


def _make_int(written: Mapping[str, Any]) -> Distribution:
    for name in ("low", "high", "step"):
        if not isinstance(written.get(name, 1), int):
            mend = Mend("`quniform(low, high, step)` takes other numbers")
            raise WrongType(name, "an integer", written[name], mends=(mend,))
    step, log = written.get("step", 1), written.get("log", False)
    return _lattice("int", written["low"], written["high"], step, log=log)


_LOW = FormArgument("low", "The smallest value.")
_HIGH = FormArgument("high", "The largest value.")
_STEP = FormArgument("step", "The step.")

WORDS = (
    WrittenForm(
        "quniform",
        "A value of a lattice, each as likely.",
        (_LOW, _HIGH, _STEP),
        partial(_make, "quniform"),
        (Lattice(32, 128, 32), Lattice(0.1, 0.7, 0.2), Lattice(10.0, 50.0, 20.0)),
    ),
    WrittenForm(
        "qloguniform",
        "A value of a lattice, each scale as likely.",
        (FormArgument("low", "The smallest."), _HIGH, _STEP),
        partial(_make, "qloguniform"),
        (Lattice(8, 64, 8, log=True), Lattice(0.3, 1.5, 0.2, log=True)),
    ),
    WrittenForm(
        "int",
        "An integer, each as likely, or each scale where `log`.",
        (
            FormArgument("low", "The smallest.", "integer"),
            FormArgument("high", "The largest.", "integer"),
            FormArgument("step", "The step.", "integer", required=False, default=1, named=True),
            FormArgument("log", "Whether scales are alike.", "flag", False, False, named=True),
        ),
        _make_int,
        (Lattice(1, 4, 1), Lattice(10, 50, 20), Lattice(1, 100, 1, log=True)),
    ),
)
