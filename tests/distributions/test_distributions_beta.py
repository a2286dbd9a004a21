"""`beta`: SciPy's own, scaled; the contract holds the rest."""

import pytest
from scipy.stats import beta

from rnnspec.distributions.contract import Fault
from rnnspec.distributions.table import WORDS

make = WORDS["beta"].make


def test_it_is_the_beta_distribution_between_its_bounds() -> None:
    distribution, known = make({"a": 2, "b": 5, "low": -1, "high": 3}), beta(2, 5, loc=-1, scale=4)
    for u in (1e-9, 0.1, 0.5, 0.9, 1 - 1e-9):
        assert distribution.quantile(u) == pytest.approx(known.ppf(u))
        assert distribution.cdf(known.ppf(u)) == pytest.approx(u)


@pytest.mark.parametrize(
    "written",
    [
        {"a": 0, "b": 1},
        {"a": 1, "b": -1},
        {"a": 1, "b": 1, "low": 1},
        {"a": 1, "b": 1, "high": 0},
        {"a": 1, "b": 1, "low": -1e308, "high": 1e308},
    ],
)
def test_what_it_cannot_be(written: dict[str, float]) -> None:
    with pytest.raises(Fault):
        make(written)
