"""Samplers learn what they should: from their own trials, from another's, from rare ones."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from cases import Case, parameters, search, told
from spaces import CONDITIONAL

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.uniform import Uniform
from rnnspec.samplers.contract import Told, Unsupported
from rnnspec.samplers.table import choose_sampler, make_sampler
from rnnspec.study.sampling import sample
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Hyperparameter, Space

NUMBERS = Space(
    (
        Hyperparameter("units", Lattice(1, 100, 1)),
        Hyperparameter("rate", Uniform(1e-5, 1e-1, log=True)),
        Hyperparameter("dropout", Uniform(0.0, 0.5)),
    )
)
WORDS = Space((*NUMBERS.hyperparameters, Hyperparameter("cell", Choice(("gru", "lstm", "rnn")))))


def _far(configuration: Configuration) -> float:
    units, rate = configuration["units"], configuration["rate"]
    dropout = configuration["dropout"]
    assert isinstance(units, int)
    assert isinstance(rate, float)
    assert isinstance(dropout, float)
    away = abs(units - 70) / 100 + abs(math.log10(rate) + 3) / 4 + abs(dropout - 0.1)
    return away + (configuration.get("cell", "lstm") != "lstm")


@pytest.mark.parametrize("case", parameters(lambda case: not case.blind))
def test_what_another_sampler_tried_is_learned_from(case: Case) -> None:
    """After 40 random trials the next ten are better than random ones."""
    space = NUMBERS if case.algorithm == "cmaes" else WORDS  # It draws words at random.
    proposed, random = [], []
    for seed in range(2 if case.row.name == "skopt" else 5):
        drawn = [sample(space, seed, number) for number in range(1, 51)]
        sampler = case.make(space, seed, history=told(drawn[:40], _far))
        proposed += search(sampler, 10, _far, first=41)
        random += drawn
    assert np.mean([*map(_far, proposed)]) < 0.75 * np.mean([*map(_far, random)])


@pytest.mark.parametrize("case", parameters(lambda case: not case.blind))
def test_the_order_in_which_trials_are_told_is_no_matter(case: Case) -> None:
    drawn = [sample(WORDS, 3, number) for number in range(1, 13)]
    history = told(drawn, _far)

    def proposed(order: Sequence[Told]) -> Configuration:
        return case.make(WORDS, history=tuple(order)).ask(13)

    assert proposed(history) == proposed(history[::-1])


def _shallow_or_few(configuration: Configuration) -> float:
    units = configuration.get("layer[2].units", 40)
    assert isinstance(units, int)
    return float(units)


@pytest.mark.parametrize("case", parameters(lambda case: case.algorithm in ("tpe", "anneal")))
def test_what_is_often_inactive_is_learned_as_well(case: Case) -> None:
    """A third layer exists in a quarter of the draws; with few units it is best."""
    later: list[Configuration] = []
    for seed in (1, 3):
        drawn = [sample(CONDITIONAL, seed, number) for number in range(1, 21)]
        sampler = case.make(CONDITIONAL, seed, history=told(drawn, _shallow_or_few))
        later += search(sampler, 30, _shallow_or_few, first=21)
    # Of 60 random draws 7 or 8 have one with fewer than 40 units, give or take 3.
    assert sum(_shallow_or_few(configuration) < 40 for configuration in later) > 20


@pytest.mark.parametrize(
    "case", parameters(lambda case: case.name in ("hyperopt-tpe", "skopt-gp", "skopt-forest"))
)
def test_where_trials_fail_is_learned(case: Case) -> None:
    """More units are better, and more than 50 fail: Optuna learns nothing from that."""

    def score(configuration: Configuration) -> float | None:
        units = configuration["units"]
        assert isinstance(units, int)
        return None if units > 50 else 1 - units / 100

    later: list[Configuration] = []
    for seed in range(3):
        sampler = case.make(NUMBERS, seed)
        for number in range(1, 31):
            drawn = sample(NUMBERS, seed, number)
            loss = score(drawn)
            sampler.tell(number, drawn, None if loss is None else (loss,))
        later += search(sampler, 8, score, first=31)
    assert sum(score(configuration) is None for configuration in later) <= 8


@pytest.mark.parametrize(
    ("case", "arguments"),
    [
        pytest.param(("tpe", "hyperopt"), {"gamma": 0.5, "candidates": 10}, id="hyperopt-tpe"),
        pytest.param(
            ("tpe", "optuna"), {"candidates": 10}, id="optuna-tpe", marks=pytest.mark.keras
        ),
        pytest.param(
            ("forest", "skopt"), {"acquisition": "LCB"}, id="skopt-forest", marks=pytest.mark.keras
        ),
    ],
)
def test_arguments_are_the_librarys(
    case: tuple[str, str], arguments: dict[str, float | str]
) -> None:
    algorithm, sampler = case

    def first(startup: int) -> list[Configuration]:
        named = Named(algorithm, (("startup", startup), *arguments.items()))
        made = make_sampler(choose_sampler(algorithm, sampler), WORDS, named, 3)
        return search(made, 12, _far)

    early, late = first(4), first(12)
    assert early[:4] == late[:4]
    assert early[4:] != late[4:]
    row = choose_sampler(algorithm, sampler)
    with pytest.raises(Unsupported, match="takes no argument of that name"):
        make_sampler(row, WORDS, Named(algorithm, (("temperature", 1),)), 3)
