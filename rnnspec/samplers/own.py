"""Our own two samplers: independent draws, and the grid in its order.

In: a space, an algorithm, a seed. Out: configurations. They learn nothing from losses;
the distributions, the counters of the draws and the order of the grid are the study's.
"""

from collections.abc import Iterator

from rnnspec.samplers.contract import Exhausted, Sampler, Unsupported, known_arguments
from rnnspec.study.expressions import Value
from rnnspec.study.grid import grid
from rnnspec.study.sampling import configuration_hash, sample
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Space


def make_sampler(space: Space, algorithm: Named, seed: int, objectives: int) -> Sampler:
    """Make `random` or `grid`. Raises Unsupported for an argument, or what has no grid."""
    known_arguments(algorithm, {})
    return GridSampler(space) if algorithm.name == "grid" else RandomSampler(space, seed)


class RandomSampler:
    """The draws of the reference sampler: the number of the trial is that of the draw."""

    def __init__(self, space: Space, seed: int) -> None:
        self._space = space
        self._seed = seed

    def ask(self, number: int) -> dict[str, Value]:
        """See Sampler."""
        return sample(self._space, self._seed, number)

    def tell(
        self, number: int, configuration: Configuration, losses: tuple[float, ...] | None
    ) -> None:
        """See Sampler. Nothing is learned."""


class GridSampler:
    """Every configuration of a discrete space, once, in the order of the grid."""

    def __init__(self, space: Space) -> None:
        for hyperparameter in space.hyperparameters:
            if hyperparameter.distribution.size is None:
                raise Unsupported(
                    "grid",
                    f"`{hyperparameter.name}` has no finite number of values",
                    ("random",),
                )
        self._rest: Iterator[Configuration] = grid(space)
        self._told: set[str] = set()

    def ask(self, number: int) -> dict[str, Value]:
        """See Sampler. The next that was not told of, whatever the number."""
        for configuration in self._rest:
            if configuration_hash(configuration) not in self._told:
                return dict(configuration)
        raise Exhausted

    def tell(
        self, number: int, configuration: Configuration, losses: tuple[float, ...] | None
    ) -> None:
        """See Sampler."""
        self._told.add(configuration_hash(configuration))
