"""Our own two engines: independent draws, and the grid in its order.

In: a space, an algorithm, a seed, a history. Out: configurations. They learn nothing from scores;
the laws, the counters of the draws and the order of the grid are the study's.
"""

from collections.abc import Callable, Iterator, Sequence

from rnnspec.engines.contract import Engine, Exhausted, Told, Unsupported, known_arguments
from rnnspec.study.expressions import Value
from rnnspec.study.grid import grid
from rnnspec.study.laws import Law
from rnnspec.study.sampling import configuration_hash, sample
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Space


def make_engine(space: Space, algorithm: Named, seed: int, history: Sequence[Told] = ()) -> Engine:
    """Make `random` or `grid`. Raises Unsupported for an argument, or a law without a grid."""
    known_arguments(algorithm, {})
    engine = ENGINES[algorithm.name](space, seed)
    for told in history:
        engine.tell(told.configuration, told.score)
    return engine


class RandomEngine:
    """The draws of the reference sampler, one after the other."""

    def __init__(self, space: Space, seed: int) -> None:
        self._space = space
        self._seed = seed
        self._asked = 0
        self._told = 0

    def ask(self) -> dict[str, Value]:
        """See Engine."""
        number = max(self._asked, self._told)
        self._asked = number + 1
        return sample(self._space, self._seed, number)

    def tell(self, configuration: Configuration, score: float | None) -> None:
        """See Engine. What was tried counts, so that a search goes on where it stopped."""
        self._told += 1


class GridEngine:
    """Every configuration of a discrete space, once, in the order of the grid."""

    def __init__(self, space: Space, seed: int) -> None:
        for hyperparameter in space.hyperparameters:
            if not _is_finite(hyperparameter.law):
                raise Unsupported(
                    "grid",
                    f"`{hyperparameter.name}` has no finite number of values",
                    ("random",),
                )
        self._rest: Iterator[Configuration] = grid(space)
        self._seen: set[str] = set()

    def ask(self) -> dict[str, Value]:
        """See Engine. Configurations that were told of are passed over."""
        for configuration in self._rest:
            if configuration_hash(configuration) not in self._seen:
                return dict(configuration)
        raise Exhausted

    def tell(self, configuration: Configuration, score: float | None) -> None:
        """See Engine."""
        self._seen.add(configuration_hash(configuration))


ENGINES: dict[str, Callable[[Space, int], Engine]] = {"random": RandomEngine, "grid": GridEngine}


def _is_finite(law: Law) -> bool:
    return law.size is not None
