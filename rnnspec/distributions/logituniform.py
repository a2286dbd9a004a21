"""Shares of which the logit is uniform: `logituniform`, for rates near 0 and near 1 alike.

In: the bounds as written. Out: what `contract` asks of a family.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp, log

from rnnspec.distributions.contract import (
    Distribution,
    FormArgument,
    Helper,
    Mend,
    NoLogarithm,
    OutOfRange,
    WrittenForm,
    verify_order,
)
from rnnspec.distributions.encoding import Encoding, Floats
from rnnspec.distributions.text import short
from rnnspec.values import Real


@dataclass(frozen=True)
class LogitUniform(Distribution):
    """A float in [low, high], 0 < low < high < 1: constant density of log(x / (1 - x))."""

    low: float
    high: float

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high

    def quantile(self, u: float) -> float:
        low, high = _logit(self.low), _logit(self.high)
        return self._expit(low + u * (high - low))

    def cdf(self, x: float) -> float:
        if x <= self.low:
            return 0.0
        if x >= self.high:
            return 1.0
        low, high = _logit(self.low), _logit(self.high)
        return (_logit(x) - low) / (high - low)

    def words(self) -> str:
        return f"logituniform({short(self.low)}, {short(self.high)})"

    def encodings(self) -> Iterator[Encoding]:
        """A logit of constant density, or a share."""
        shape = Floats(_logit(self.low), _logit(self.high))
        yield Encoding(
            shape, self._expit, lambda value: _logit(self.place(value)), self._print_expit
        )
        yield self.as_share()

    def print_quantile(self, share: str) -> str:
        low, high = _logit(self.low), _logit(self.high)
        return self._print_expit(f"{low} + {share} * {high - low}")

    def _expit(self, logit: float) -> float:
        return float(min(max(1 / (1 + exp(-logit)), self.low), self.high))

    def _print_expit(self, logit: str) -> str:
        return f"tidy(expit({logit}), {self.low}, {self.high})"


def _logit(share: float) -> float:
    return log(share / (1 - share))


def _make(written: Mapping[str, Real]) -> LogitUniform:
    low, high = float(written["low"]), float(written["high"])
    if low <= 0:
        raise NoLogarithm(low, "0", mends=(Mend("a logit needs shares between 0 and 1"),))
    verify_order(low, high, "logituniform", f"{high!r}, {low!r}")
    if high >= 1:
        raise OutOfRange("the upper bound of `logituniform`", "below 1", f"it is {high!r}")
    return LogitUniform(low, high)


WORDS = (
    WrittenForm(
        "logituniform",
        "A share, each odds as likely.",
        (
            FormArgument("low", "The smallest, above 0."),
            FormArgument("high", "The largest, below 1."),
        ),
        _make,
        (LogitUniform(0.001, 0.999), LogitUniform(0.5, 0.99)),
    ),
)

HELPERS = {
    "expit": Helper('''\
def expit(x):
    """The share of which x is the logit."""
    return 1 / (1 + np.exp(-x))
''')
}
