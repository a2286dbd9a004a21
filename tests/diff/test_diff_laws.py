"""What became of a law."""

import pytest

from rnnspec.diff.laws import law_change
from rnnspec.study.laws import Choice, Lattice, Law, Normal, Uniform

CASES: list[tuple[Law, Law, str | None]] = [
    (Uniform(0.0, 1.0), Uniform(0.0, 1.0), None),
    (Uniform(0.0, 1.0), Uniform(-1.0, 1.0), "widened"),
    (Uniform(0.0, 1.0), Uniform(0.5, 1.5), "shifted"),
    (Uniform(0.1, 1.0), Uniform(0.1, 1.0, log=True), "law changed"),
    (Lattice(0.1, 0.7, 0.1), Lattice(0.1, 0.9, 0.1), "widened"),
    (Lattice(0.1, 0.7, 0.1), Lattice(0.15, 0.65, 0.1), "law changed"),
    (Lattice(4, 16, 4), Lattice(2, 18, 4), "law changed"),
    (Lattice(4, 16, 4), Lattice(4.0, 16.0, 4.0), "law changed"),
    (Lattice(4, 16, 4), Uniform(4.0, 16.0), "law changed"),
    (Normal(0.0, 1.0), Normal(0.0, 1.0, low=-1.0), "narrowed"),
    (Normal(0.0, 1.0, high=1.0), Normal(0.0, 1.0, low=-1.0), "shifted"),
    (Normal(0.0, 1.0), Normal(0.0, 2.0), "law changed"),
    (Choice((1, 2)), Choice((1, 2, True)), "widened"),
    (Choice((1, 2)), Choice((1.0, 2)), "shifted"),
    (Choice((1, 2)), Choice((2, 1)), "law changed"),
    (Choice((1, 2)), Choice((3, 4)), "law changed"),
    (Choice((1, 2)), Choice((1, 2), ordered=True), "law changed"),
    (Choice((1, 2)), Choice((1, 2), weights=(1, 3)), "law changed"),
]
OPPOSITE = {"widened": "narrowed", "narrowed": "widened"}


@pytest.mark.parametrize(("old", "new", "kind"), CASES)
def test_laws_are_held_against_each_other(old: Law, new: Law, kind: str | None) -> None:
    """By their values, and by types too: 1, 1.0 and true are three."""
    assert law_change(old, new) == kind
    assert law_change(new, old) == OPPOSITE.get(str(kind), kind)
