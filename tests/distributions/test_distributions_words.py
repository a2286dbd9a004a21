"""Distributions in the language's own words."""

import pytest

from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform


@pytest.mark.parametrize(
    ("distribution", "text"),
    [
        (Uniform(0.0, 0.3), "uniform(0, 0.3)"),
        (Uniform(1e-05, 10.0, log=True), "loguniform(1e-05, 10)"),
        (Normal(0.0, 0.5, low=-1.0), "normal(0, 0.5, low = -1)"),
        # Steps of whole numbers give integers, others numbers: that must show.
        (Lattice(16, 64, 16), "quniform(16, 64, 16)"),
        (Lattice(0.0, 2.0, 1.0), "quniform(0.0, 2.0, 1.0)"),
    ],
)
def test_a_distribution_reads_as_a_spec_writes_it(distribution: Distribution, text: str) -> None:
    assert distribution.words() == text
