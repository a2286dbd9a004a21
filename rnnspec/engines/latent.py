"""Laws as Hyperopt's own kinds of parameters, there and back.

In: a law of the study. Out: the node that Hyperopt samples and learns on, and the exact
translation between its numbers and the law's values. The support and the scale stay the law's:
ordered values keep their order and their masses, logarithms become straight lines.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hyperopt import hp

from rnnspec.study.expressions import Value
from rnnspec.study.laws import Choice, Lattice, Law, Normal, Uniform

_EDGE = 1e-12
"""How near to 0 and 1 a share of the unit interval may lie: no quantile there is infinite."""


@dataclass(frozen=True)
class Latent:
    """What Hyperopt sees of a hyperparameter.

    `node` makes its expression for a label; `to_value` gives the law's value for a number that
    Hyperopt drew, `from_value` the number that stands for a value.
    """

    node: Callable[[str], Any]
    to_value: Callable[[float], Value]
    from_value: Callable[[Value], float | int]


def latent_of(law: Law) -> Latent:
    """How Hyperopt sees a law."""
    match law:
        case Choice(ordered=True) | Lattice(log=False):
            return _index(law)
        case Choice():
            return _category(law)
        case Normal(low=None, high=None, step=None):
            return _bell(law)
        case Uniform() | Lattice() | Normal():
            return _share(law)


def _index(law: Lattice | Choice) -> Latent:
    """Places in a row, 0 to size - 1, of equal mass; rounded from half a step beyond each end."""
    size = law.size
    at = law.at if isinstance(law, Lattice) else law.options.__getitem__

    def to_value(number: float) -> Value:
        return at(min(max(int(number), 0), size - 1))

    def from_value(value: Value) -> int:
        index = law.index(value)
        assert index is not None
        return index

    return Latent(lambda label: hp.quniform(label, -0.5, size - 0.5, 1), to_value, from_value)


def _category(law: Choice) -> Latent:
    """Options without an order."""
    numbers = list(range(law.size))

    def node(label: str) -> Any:
        if law.weights:
            masses = [law.probability(option) for option in law.options]
            return hp.pchoice(label, list(zip(masses, numbers, strict=True)))
        return hp.choice(label, numbers)

    def from_value(value: Value) -> int:
        index = law.index(value)
        assert index is not None
        return index

    return Latent(node, lambda number: law.options[int(number)], from_value)


def _bell(law: Normal) -> Latent:
    """Standard normal numbers, for a law without bounds and steps."""

    def to_value(z: float) -> Value:
        x = law.mean + law.deviation * float(z)
        return math.exp(x) if law.log else x

    def from_value(value: Value) -> float:
        assert isinstance(value, float)
        x = math.log(value) if law.log else value
        return (x - law.mean) / law.deviation

    return Latent(lambda label: hp.normal(label, 0, 1), to_value, from_value)


def _share(law: Uniform | Lattice | Normal) -> Latent:
    """Shares of the unit interval; a value with a mass of its own stands in its middle."""

    def from_value(value: Value) -> float:
        assert isinstance(value, int | float)
        share = law.cdf(value) - law.probability(value) / 2
        return min(max(share, _EDGE), 1 - _EDGE)

    return Latent(
        lambda label: hp.uniform(label, _EDGE, 1 - _EDGE),
        lambda share: law.quantile(float(share)),
        from_value,
    )
