"""A space whose values a grid can list.

In: a space. Out: the same values without their masses, which a grid does not ask for. It knows no
target.
"""

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.study.space import Hyperparameter, Space


def listed(space: Space) -> Space:
    """The same values without their masses, so that a library can list them all."""
    hyperparameters = (
        Hyperparameter(h.name, _without_masses(h.law), h.condition) for h in space.hyperparameters
    )
    return Space(tuple(hyperparameters), space.derived, space.constraints)


def _without_masses(law: Distribution) -> Distribution:
    match law:
        case Choice(options, ordered=ordered):
            return Choice(options, ordered=ordered)
        case Lattice(low, high, step):
            return Lattice(low, high, step)
        case Normal(low=low, high=high, step=step) if None not in (low, high, step):
            assert low is not None
            assert high is not None
            assert step is not None
            return Lattice(low, high, step) if law.integral else Lattice(float(low), high, step)
    return law
