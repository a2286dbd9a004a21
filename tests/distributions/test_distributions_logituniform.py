"""`logituniform`: each odds as likely; the contract holds the rest."""

import pytest

from rnnspec.distributions.contract import Fault
from rnnspec.distributions.table import WORDS

make = WORDS["logituniform"].make


def test_odds_are_uniform_on_their_logarithm() -> None:
    distribution = make({"low": 0.001, "high": 0.999})
    assert distribution.median == pytest.approx(0.5)
    assert distribution.cdf(0.1) - distribution.cdf(0.01) == pytest.approx(
        distribution.cdf(0.99) - distribution.cdf(0.9)
    )


@pytest.mark.parametrize(("low", "high"), [(0, 0.5), (0.5, 1), (0.9, 0.1), (0.5, 0.5)])
def test_bounds_are_shares_in_order(low: float, high: float) -> None:
    with pytest.raises(Fault):
        make({"low": low, "high": high})
