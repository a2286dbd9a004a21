"""Floats between two bounds, of constant density: `uniform` and `loguniform`.

In: the bounds as written. Out: what `contract` asks of a family.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import exp, inf, log, sqrt

from rnnspec.distributions.contract import (
    HUGE,
    Distribution,
    FormArgument,
    Mend,
    NoLogarithm,
    OutOfRange,
    WrittenForm,
    verify_order,
)
from rnnspec.distributions.encoding import Encoding, Floats
from rnnspec.distributions.text import short
from rnnspec.values import Real, as_float


@dataclass(frozen=True)
class Uniform(Distribution):
    """A float in [low, high]: constant density, of log x where `log`."""

    low: float
    high: float
    log: bool = False

    def quantile(self, u: float) -> float:
        if self.log:
            low, high = log(self.low), log(self.high)
            value = exp(low + u * (high - low))
        else:
            value = self.low + u * (self.high - self.low)
        return float(min(max(value, self.low), self.high))

    def cdf(self, x: float) -> float:
        if x <= self.low:
            return 0.0
        if x >= self.high:
            return 1.0
        if self.log:
            return log(x / self.low) / log(self.high / self.low)
        return (x - self.low) / (self.high - self.low)

    @property
    def support(self) -> tuple[float, float]:
        return float(self.low), float(self.high)

    @property
    def median(self) -> float:
        """The value in the middle; the geometric mean of logarithmic bounds."""
        product = self.low * self.high
        if self.log and 0 < product < inf:
            return sqrt(product)  # exp and log would leave 0.001 as 0.0010000000000000002.
        return self.quantile(0.5)

    @property
    def on_logarithm(self) -> bool:
        return self.log

    def encodings(self) -> Iterator[Encoding]:
        shape = Floats(*self.support, self.log)
        yield Encoding(shape, lambda x: self.coerce(float(x)), as_float, lambda x: x)
        yield self.as_share()

    def print_quantile(self, share: str) -> str:
        low, high = self.support
        if self.log:
            return f"tidy({low} * np.exp({share} * np.log({high / low})), {low}, {high})"
        return f"tidy({low} + {share} * {high - low}, {low}, {high})"

    def words(self) -> str:
        return f"{'log' * self.log}uniform({short(self.low)}, {short(self.high)})"


def _make(written: Mapping[str, Real], *, log: bool = False) -> Uniform:
    low, high = float(written["low"]), float(written["high"])
    if log and low <= 0:
        above = f"1e-6, {high!r}" if high > 1e-6 else ""
        mend = Mend("the lower bound must be positive, such as 1e-6", above)
        if low < 0 and high <= 1:
            powers = f"1e{low:g}, 1e{high:g}"
            natural = f"bounds are natural values: `loguniform({powers})`"
            mend = Mend(f"{natural} where these are exponents of ten", powers)
        raise NoLogarithm(low, "0", mends=(mend,))
    verify_order(low, high, f"{'log' * log}uniform", f"{high!r}, {low!r}")
    if high - low > HUGE:
        raise OutOfRange("the range", "below 1e308", "it is wider")
    return Uniform(low, high, log)


_LOW = FormArgument("low", "The smallest value.")
_HIGH = FormArgument("high", "The largest value.")

WORDS = (
    WrittenForm(
        "uniform",
        "A number, each as likely.",
        (_LOW, _HIGH),
        _make,
        (Uniform(0.1, 0.5), Uniform(-2.0, 7.0)),
    ),
    WrittenForm(
        "loguniform",
        "A number, each scale as likely.",
        (FormArgument("low", "The smallest."), _HIGH),
        partial(_make, log=True),
        (Uniform(1e-4, 1e-2, log=True),),
    ),
)
