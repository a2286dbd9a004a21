"""The normal distribution, also of the logarithm, truncated and rounded: the language's four.

In: mean, deviation, bounds and step as written. Out: what `contract` asks of a family.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from math import exp, floor, inf, isfinite, log, nextafter, ulp

from rnnspec.distributions.contract import (
    Distribution,
    FormArgument,
    Helper,
    NoLogarithm,
    NoMultiple,
    OutOfRange,
    WrittenForm,
    verify_order,
    verify_positive,
)
from rnnspec.distributions.decimals import step_from, steps_between, whole_steps
from rnnspec.distributions.encoding import EDGE, Bell, CutNormals, Encoding, Normals, Share
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.tails import truncated_mass, truncated_quantile
from rnnspec.distributions.text import number as print_number
from rnnspec.distributions.text import on_lattice, short
from rnnspec.values import Real, Value, as_float
from rnnspec.words import render_value

FARTHEST = 40.0
"""No draw lies further from the mean, in deviations: the least float above zero is the quantile at
38.5."""

_MOST = 709.0  # exp of more overflows; exp of its negative is still a normal float


@dataclass(frozen=True)
class Normal(Distribution):
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
        """The mass of one value: 0 without a step, and for what is none of the values."""
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

    @property
    def spacing(self) -> Real | None:
        return self.step

    @property
    def on_logarithm(self) -> bool:
        return self.log

    @property
    def reach(self) -> tuple[Real, Real]:
        far = FARTHEST * self.deviation
        low, high = (self.mean - far, self.mean + far)
        if self.log:
            low, high = _exponential(low), _exponential(high)
        low = low if self.low is None else self.low
        high = high if self.high is None else self.high
        if self.step is None:
            return float(low), float(high)
        first, last = (self._at(whole_steps(0, end, self.step)) for end in (low, high))
        return first, last

    def as_floats(self) -> "Normal":
        if self.step is None:
            return self
        low, high = (None if end is None else float(end) for end in (self.low, self.high))
        return replace(self, step=float(self.step), low=low, high=high)

    def evenly(self) -> Distribution:
        if self.low is None or self.high is None or self.step is None:
            return self
        low = self.low if self.integral else float(self.low)
        return Lattice(low, self.high, self.step)

    def words(self) -> str:
        shown = short if self.step is None else repr
        parts = [shown(self.mean), shown(self.deviation)]
        parts += [repr(self.step)] if self.step is not None else []
        parts += [f"low = {shown(self.low)}"] if self.low is not None else []
        parts += [f"high = {shown(self.high)}"] if self.high is not None else []
        return f"{'q' * (self.step is not None)}{'log' * self.log}normal({', '.join(parts)})"

    def encodings(self) -> Iterator[Encoding]:
        """Where there are no bounds a step is the unit in which it is drawn."""
        if self.low is None and self.high is None:
            yield self._as_normals()
            if self.step is None:
                yield Encoding(
                    Bell(), lambda z: self._natural(float(z)), self._from_value, self._print_bell
                )
        yield Encoding(
            CutNormals(self.mean, self.deviation, *self._box),
            lambda x: self._settled(exp(x) if self.log else x),
            lambda value: self.mean + self.deviation * self._from_value(value),
            lambda x: self._print_settled(f"np.exp({x})" if self.log else x),
        )
        ends = EDGE if self.low is None else 0.0, 1 - EDGE if self.high is None else 1.0
        yield self.as_share(Share(*ends))

    def print_quantile(self, share: str) -> str:
        half = (self.step or 0) / 2
        low, high = self.support
        ends = f"{self._print_end(low - half)}, {self._print_end(high + half)}"
        drawn = f"truncated_normal({share}, {self.mean!r}, {self.deviation!r}, {ends})"
        return self._print_settled(f"np.exp({drawn})" if self.log else drawn)

    def _as_normals(self) -> Encoding:
        if self.step is None:
            shape = Normals(self.mean, self.deviation, self.log)
            return Encoding(shape, float, as_float, lambda x: x)
        step = self.step
        mean = self.mean - log(step) if self.log else self.mean / step
        deviation = self.deviation if self.log else self.deviation / step
        return Encoding(
            Normals(mean, deviation, self.log, whole=True),
            lambda steps: self._at(int(steps)),
            lambda value: whole_steps(0, self.place(value), step),
            lambda x: on_lattice(0 if self.integral else 0.0, step, x),
        )

    def _from_value(self, value: Value) -> float:
        return self._standard(self.place(value))

    def _settled(self, x: float) -> Real:
        """The value for a number of the distribution before it is rounded."""
        low, high = self.support
        if self.step is None:
            return float(min(max(x, low), high))
        return self._at(self._inside(floor(x / self.step + 0.5)))

    def _print_settled(self, x: str) -> str:
        ends = self.support
        if self.step is None:
            return f"tidy({x}, {', '.join(map(print_number, ends))})"
        steps = (round(end / self.step) if isfinite(end) else end for end in ends)
        nearest = f"nearest_step({x}, {self.step!r}, {', '.join(map(print_number, steps))})"
        return on_lattice(0 if self.integral else 0.0, self.step, nearest)

    def _print_bell(self, z: str) -> str:
        x = f"{self.mean!r} + {self.deviation!r} * {z}"
        return f"np.exp({x})" if self.log else x

    def _print_end(self, end: float) -> str:
        """A bound of x, or of ln x."""
        if not self.log or end == inf:
            return print_number(end)
        return f"np.log({float(end)})" if end > 0 else "-np.inf"

    @cached_property
    def _box(self) -> tuple[float, float]:
        """The truncation in units of the standard normal distribution."""
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
        """The value at a point of the standard normal distribution, within what floats hold."""
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


def _exponential(x: float) -> float:
    """exp of x as a float above 0, whatever x is."""
    try:
        return max(exp(x), ulp(0.0))
    except OverflowError:
        return nextafter(inf, 0)


def _make(written: Mapping[str, Real], *, log: bool = False) -> Normal:
    mean, deviation = written["mean"], written["deviation"]
    step, low, high = (written.get(name) for name in ("step", "low", "high"))
    verify_positive("the deviation", deviation)
    verify_positive("the step", step)
    if low is not None and high is not None:
        verify_order(low, high)
    if log and high is not None and high <= 0:
        raise NoLogarithm(high, "0", argument="high")
    if log and low is not None and low < 0:
        raise NoLogarithm(low, render_value(-step / 2) if step else "0", argument="low")
    for bound in (low, high):
        if step and bound is not None and steps_between(0, bound, step) is None:
            raise NoMultiple(bound, step)
    distribution = Normal(mean, deviation, log, low, high, step)
    if not _is_finite(distribution):
        found = "its values, or the shares of them, overflow"
        raise OutOfRange("the distribution", "one that floats can hold", found)
    return distribution


def _is_finite(distribution: Normal) -> bool:
    """Whether there are values also at the outermost shares, and ends beyond which none lies."""
    try:
        drawn = (distribution.quantile(u) for u in (2**-53, 0.5, 1 - 2**-53))
        return all(map(isfinite, (*drawn, *distribution.reach)))
    except (OverflowError, ValueError):
        return False


_MOMENTS = (FormArgument("mean", "The mean."), FormArgument("deviation", "The standard deviation."))
_STEP = FormArgument("step", "The step.")
_CUT = (
    FormArgument("low", "Nothing below it is drawn.", required=False, named=True),
    FormArgument("high", "Nothing above it is drawn.", required=False, named=True),
)

WORDS = (
    WrittenForm(
        "normal",
        "A number around a mean.",
        (*_MOMENTS, *_CUT),
        _make,
        (Normal(0.2, 0.05), Normal(0.2, 0.05, low=0.1, high=0.5), Normal(0.0, 1.0, low=2.0)),
    ),
    WrittenForm(
        "lognormal",
        "A number whose ln is normal.",
        (*_MOMENTS, *_CUT),
        partial(_make, log=True),
        (Normal(-6.9, 1, log=True), Normal(-6.9, 1, log=True, low=1e-4, high=1e-2)),
    ),
    WrittenForm(
        "qnormal",
        "A multiple of a step around a mean.",
        (*_MOMENTS, _STEP, *_CUT),
        _make,
        (
            Normal(10, 4, step=2),
            Normal(32, 8, low=8, high=64, step=4),
            Normal(0.5, 0.2, low=0.1, high=0.9, step=0.1),
        ),
    ),
    WrittenForm(
        "qlognormal",
        "A multiple of a step whose ln is normal.",
        (*_MOMENTS, _STEP, *_CUT),
        partial(_make, log=True),
        (
            Normal(3.0, 0.5, log=True, step=2),
            Normal(3.0, 0.5, log=True, low=4, high=60, step=2),
        ),
    ),
)

HELPERS = {
    "truncated_normal": Helper(
        '''\
def truncated_normal(
    share: float, mean: float, deviation: float, low: float, high: float
) -> float:
    """The point of a truncated normal distribution below which this share of it lies."""
    if low > mean:  # the far tail is exact on the lower side
        mirrored = mean, deviation, 2 * mean - high, 2 * mean - low
        return 2 * mean - truncated_normal(1 - share, *mirrored)
    below = log_ndtr((low - mean) / deviation) + np.log1p(-share)
    within = log_ndtr((high - mean) / deviation) + np.log(share)
    return float(mean + deviation * ndtri_exp(np.logaddexp(below, within)))
''',
        ("from scipy.special import log_ndtr", "from scipy.special import ndtri_exp"),
    )
}
