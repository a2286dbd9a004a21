"""Every sampler with each of its algorithms, as the tests of the samplers make them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from rnnspec.samplers.contract import Exhausted, Sampler, Told, Unsupported
from rnnspec.samplers.table import SAMPLERS, SamplerRow, choose_sampler, make_sampler
from rnnspec.study.expressions import Value
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Space

QUICK = {"rnnspec", "hyperopt"}
"""Samplers whose libraries are imported in the fast ring."""

SHORT = {"tpe": "startup", "gp": "startup", "forest": "startup", "gbrt": "startup"}
SHORT["nsga2"] = "population"
"""Which argument ends the random beginning early: the model itself is held to the contract."""


@dataclass(frozen=True)
class Case:
    """A sampler with one of its algorithms."""

    row: SamplerRow
    algorithm: str

    @property
    def name(self) -> str:
        return f"{self.row.name}-{self.algorithm}"

    @property
    def blind(self) -> bool:
        return self.algorithm in ("random", "grid", "hyperband")

    def make(
        self, space: Space, seed: int = 0, history: tuple[Told, ...] = (), objectives: int = 1
    ) -> Sampler:
        arguments = ((SHORT[self.algorithm], 4),) if self.algorithm in SHORT else ()
        return make_sampler(
            self.row, space, Named(self.algorithm, arguments), seed, history, objectives
        )

    def trials(self, usual: int) -> int:
        """How many trials: fewer where a model is fitted for each."""
        return min(usual, 8) if self.row.name == "skopt" or self.algorithm == "gp" else usual


def _installed() -> Iterator[Case]:
    for row in SAMPLERS:
        for algorithm in row.algorithms:
            try:
                choose_sampler(algorithm, row.name)
            except Unsupported:
                continue
            yield Case(row, algorithm)


CASES = tuple(_installed())


def parameters(which: Callable[[Case], bool] = lambda _: True) -> list[object]:
    """Cases as a test's parameters; those of heavy libraries are not in the fast ring."""
    return [
        pytest.param(
            case, id=case.name, marks=() if case.row.name in QUICK else (pytest.mark.keras,)
        )
        for case in CASES
        if which(case)
    ]


def search(
    sampler: Sampler,
    trials: int,
    score: Callable[[Configuration], float | tuple[float, ...] | None],
    first: int = 1,
) -> list[dict[str, Value]]:
    """What a sampler proposes that is asked and told in turn, from the number `first` on."""
    asked = []
    for number in range(first, first + trials):
        try:
            configuration = sampler.ask(number)
        except Exhausted:
            break
        asked.append(configuration)
        loss = score(configuration)
        sampler.tell(number, configuration, (loss,) if isinstance(loss, float) else loss)
    return asked


def told(
    configurations: list[dict[str, Value]], score: Callable[[Configuration], float]
) -> tuple[Told, ...]:
    """The history of a search."""
    return tuple(
        Told(number, configuration, (score(configuration),))
        for number, configuration in enumerate(configurations, 1)
    )
