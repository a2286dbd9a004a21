"""What became of a distribution."""

import pytest

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform

CASES: list[tuple[Distribution, Distribution, str | None]] = [
    (Uniform(0.0, 1.0), Uniform(0.0, 1.0), None),
    (Uniform(0.0, 1.0), Uniform(-1.0, 1.0), "widened"),
    (Uniform(0.0, 1.0), Uniform(0.5, 1.5), "shifted"),
    (Uniform(0.1, 1.0), Uniform(0.1, 1.0, log=True), "distribution changed"),
    (Lattice(0.1, 0.7, 0.1), Lattice(0.1, 0.9, 0.1), "widened"),
    (Lattice(0.1, 0.7, 0.1), Lattice(0.15, 0.65, 0.1), "distribution changed"),
    (Lattice(4, 16, 4), Lattice(2, 18, 4), "distribution changed"),
    (Lattice(4, 16, 4), Lattice(4.0, 16.0, 4.0), "distribution changed"),
    (Lattice(4, 16, 4), Uniform(4.0, 16.0), "distribution changed"),
    (Normal(0.0, 1.0), Normal(0.0, 1.0, low=-1.0), "narrowed"),
    (Normal(0.0, 1.0, high=1.0), Normal(0.0, 1.0, low=-1.0), "shifted"),
    (Normal(0.0, 1.0), Normal(0.0, 2.0), "distribution changed"),
    (Choice((1, 2)), Choice((1, 2, True)), "widened"),
    (Choice((1, 2)), Choice((1.0, 2)), "shifted"),
    (Choice((1, 2)), Choice((2, 1)), "distribution changed"),
    (Choice((1, 2)), Choice((3, 4)), "distribution changed"),
    (Choice((1, 2)), Choice((1, 2), ordered=True), "distribution changed"),
    (Choice((1, 2)), Choice((1, 2), weights=(1, 3)), "distribution changed"),
]
OPPOSITE = {"widened": "narrowed", "narrowed": "widened"}


@pytest.mark.parametrize(("old", "new", "kind"), CASES)
def test_distributions_are_held_against_each_other(
    old: Distribution, new: Distribution, kind: str | None
) -> None:
    """By their values, and by types too: 1, 1.0 and true are three."""
    assert new.changed_from(old) == kind
    assert old.changed_from(new) == OPPOSITE.get(str(kind), kind)
