"""The one contract between the search and the libraries that propose configurations.

In: a space, an algorithm, a seed and what was tried before. Out: complete configurations, each
satisfying every constraint. A sampler owns its model of the scores and is fed what to learn from;
first points, trial numbers, duplicates and direction are the coordinator's: samplers minimise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rnnspec.study.expressions import Value
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration


@dataclass(frozen=True)
class Told:
    """A trial that was made: its number, its configuration, and its losses.

    There is a loss for each objective, to be made small; None where the trial failed.
    """

    number: int
    configuration: Configuration
    losses: tuple[float, ...] | None


class Sampler(Protocol):
    """Proposes configurations and learns from their losses.

    What it proposes follows from the space, the seed, the number of the trial, and what it was
    told: a sampler that is made of a history goes on as the one that lived through it.
    """

    def ask(self, number: int) -> dict[str, Value]:
        """The active values of the trial of that number, as plain Python values.

        May be called several times, for several numbers, before the next `tell`. Raises
        Exhausted where nothing is left, NothingSatisfies where no draw satisfies the constraints.
        """
        ...

    def tell(
        self, number: int, configuration: Configuration, losses: tuple[float, ...] | None
    ) -> None:
        """Learn the losses of a trial, one for each objective; None where it failed.

        Trials that this sampler never proposed are welcome. Each number is told once.
        """
        ...


class Exhausted(Exception):
    """Every configuration has been proposed."""


class Unsupported(Exception):
    """A sampler lacks what the study asks for: the facts of an E0502.

    `wanted` is what it lacks, `reason` why or where, `nearest` what to use in its place.
    """

    def __init__(self, wanted: str, reason: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(f"{wanted}: {reason}")
        self.wanted = wanted
        self.reason = reason
        self.nearest = tuple(nearest)


def known_arguments(algorithm: Named, known: Mapping[str, str]) -> dict[str, Value]:
    """The algorithm's arguments under the library's names; `known` maps plain names to those.

    Raises Unsupported for an argument that is not known.
    """
    arguments: dict[str, Value] = {}
    for name, value in algorithm.arguments:
        if name not in known:
            raise Unsupported(
                f"{name} =", f"`{algorithm.name}` takes no argument of that name", tuple(known)
            )
        if value is not None:  # `none` leaves it to the library.
            arguments[known[name]] = value
    return arguments
