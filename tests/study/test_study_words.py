"""Laws in the language's own words."""

import pytest

from rnnspec.study.laws import Lattice, Law, Normal, Uniform
from rnnspec.study.words import render_law


@pytest.mark.parametrize(
    ("law", "text"),
    [
        (Uniform(0.0, 0.3), "uniform(0, 0.3)"),
        (Uniform(1e-05, 10.0, log=True), "loguniform(1e-05, 10)"),
        (Normal(0.0, 0.5, low=-1.0), "normal(0, 0.5, low = -1)"),
        # Steps of whole numbers give integers, others numbers: that must show.
        (Lattice(16, 64, 16), "quniform(16, 64, 16)"),
        (Lattice(0.0, 2.0, 1.0), "quniform(0.0, 2.0, 1.0)"),
    ],
)
def test_a_law_reads_as_a_spec_writes_it(law: Law, text: str) -> None:
    assert render_law(law) == text
