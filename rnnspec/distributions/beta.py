"""The beta distribution between two bounds: `beta`.

In: its two shapes and the bounds as written. Out: what `contract` asks of a family. SciPy, which
knows its quantiles, is imported where a beta is asked for one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from rnnspec.distributions.contract import (
    HUGE,
    Distribution,
    FormArgument,
    Helper,
    OutOfRange,
    WrittenForm,
    verify_order,
    verify_positive,
)
from rnnspec.distributions.text import short
from rnnspec.values import Real


@dataclass(frozen=True)
class Beta(Distribution):
    """A float in [low, high], of beta density with the shapes `a` and `b` once it is scaled."""

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high

    def quantile(self, u: float) -> float:
        from scipy.special import betaincinv

        value = self.low + (self.high - self.low) * float(betaincinv(self.a, self.b, u))
        return min(max(value, self.low), self.high)

    def cdf(self, x: float) -> float:
        from scipy.special import betainc

        share = (x - self.low) / (self.high - self.low)
        return float(betainc(self.a, self.b, min(max(share, 0.0), 1.0)))

    def words(self) -> str:
        ends = "" if (self.low, self.high) == (0, 1) else f", {short(self.low)}, {short(self.high)}"
        return f"beta({short(self.a)}, {short(self.b)}{ends})"

    def print_quantile(self, share: str) -> str:
        scaled = f"beta_point({share}, {self.a}, {self.b}, {self.low}, {self.high})"
        return f"tidy({scaled}, {self.low}, {self.high})"


def _make(written: Mapping[str, Real]) -> Beta:
    a, b = float(written["a"]), float(written["b"])
    low, high = float(written.get("low", 0)), float(written.get("high", 1))
    for name, number in (("a", a), ("b", b)):
        verify_positive(f"`{name}` of `beta`", number)
    verify_order(low, high, "beta", f"{a!r}, {b!r}, {high!r}, {low!r}")
    if high - low > HUGE:
        raise OutOfRange("the range", "below 1e308", "it is wider")
    distribution = Beta(a, b, low, high)
    if not all(isfinite(distribution.quantile(u)) for u in (2**-53, 0.5, 1 - 2**-53)):
        found = "its quantiles are none that floats can hold"
        raise OutOfRange("the shapes of `beta`", "less extreme", found)
    return distribution


WORDS = (
    WrittenForm(
        "beta",
        "A number between bounds, by the beta distribution.",
        (
            FormArgument("a", "How much it leans to the upper end."),
            FormArgument("b", "How much it leans to the lower end."),
            FormArgument("low", "The smallest value.", required=False, default=0),
            FormArgument("high", "The largest value.", required=False, default=1),
        ),
        _make,
        (Beta(2.0, 5.0), Beta(0.5, 0.5), Beta(2.0, 3.0, -1.0, 4.0)),
    ),
)

HELPERS = {
    "beta_point": Helper(
        '''\
def beta_point(share: float, a: float, b: float, low: float, high: float) -> float:
    """The point from low to high below which this share of a beta distribution lies."""
    return float(low + (high - low) * betaincinv(a, b, share))
''',
        ("from scipy.special import betaincinv",),
    )
}
