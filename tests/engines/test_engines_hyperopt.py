"""Hyperopt sees our laws exactly, and learns what it should learn."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hyperopt.pyll.stochastic import sample
from spaces import CONDITIONAL, LAWS

from rnnspec.engines.contract import Engine
from rnnspec.engines.hyperopt import node
from rnnspec.engines.latent import latent_of
from rnnspec.engines.table import choose_engine, make_engine
from rnnspec.study.expressions import typed
from rnnspec.study.laws import Choice, Lattice, Uniform
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Hyperparameter, Space

DRAWS = 2000


def _drawn(name: str) -> list[object]:
    latent = latent_of(LAWS[name])
    drawn, random = node(latent.shape, "x"), np.random.default_rng(5)
    return [latent.to_value(sample(drawn, random)) for _ in range(DRAWS)]


@pytest.mark.parametrize("name", LAWS)
def test_draws_follow_the_law(name: str) -> None:
    """Kolmogorov's distance, at most that of one in 3,000 samples of the law itself."""
    law = LAWS[name]
    drawn = _drawn(name)
    if isinstance(law, Choice):
        drawn = [law.index(value) for value in drawn]  # type: ignore[arg-type]
    values = np.sort(np.array(drawn, dtype=float))
    reached = np.searchsorted(values, values, side="right") / DRAWS
    expected = np.array([law.cdf(float(value)) for value in values])
    assert np.abs(reached - expected).max() < math.sqrt(-math.log(1 / 6000) / 2 / DRAWS)


@pytest.mark.parametrize("name", LAWS)
def test_a_value_comes_back_from_the_number_that_stands_for_it(name: str) -> None:
    latent = latent_of(LAWS[name])
    for value in _drawn(name)[:200]:
        back = latent.to_value(latent.from_value(value))  # type: ignore[arg-type]
        if isinstance(value, float):
            assert back == pytest.approx(value, rel=1e-9, abs=1e-9)
            assert type(back) is float
        else:
            assert typed(back) == typed(value)  # type: ignore[arg-type]


def test_both_ends_of_a_lattice_have_their_numbers() -> None:
    latent = latent_of(Lattice(32, 128, 32))
    assert [latent.from_value(value) for value in (32, 64, 96, 128)] == [0, 1, 2, 3]
    assert [latent.to_value(number) for number in (-0.0, 1.0, 2.0, 3.0)] == [32, 64, 96, 128]


SMOOTH = Space(
    (
        Hyperparameter("units", Lattice(1, 100, 1)),
        Hyperparameter("rate", Uniform(1e-5, 1e-1, log=True)),
        Hyperparameter("cell", Choice(("gru", "lstm", "rnn"))),
    )
)


def _far(configuration: Configuration) -> float:
    units, rate = configuration["units"], configuration["rate"]
    assert isinstance(units, int)
    assert isinstance(rate, float)
    away = abs(units - 70) / 100 + abs(math.log10(rate) + 3) / 4
    return away + (configuration["cell"] != "lstm")


def _scores(engine: Engine, trials: int, score: Callable[[Configuration], float]) -> list[float]:
    scores = []
    for number in range(1, trials + 1):
        configuration = engine.ask(number)
        scores.append(score(configuration))
        engine.tell(number, configuration, (scores[-1],))
    return scores


@pytest.mark.parametrize("algorithm", ["tpe", "anneal"])
def test_proposals_get_better(algorithm: str) -> None:
    early, late = [], []
    for seed in range(3):
        engine = make_engine(choose_engine(algorithm), SMOOTH, Named(algorithm), seed)
        scores = _scores(engine, 60, _far)
        early += scores[:20]
        late += scores[40:]
    assert np.median(late) < 0.6 * np.median(early)


def _shallow_or_few(configuration: Configuration) -> float:
    units = configuration.get("layer[2].units", 40)
    assert isinstance(units, int)
    return float(units)


@pytest.mark.parametrize("algorithm", ["tpe", "anneal"])
def test_what_is_often_inactive_is_learned_as_well(algorithm: str) -> None:
    """A third layer exists in a quarter of the draws; with few units it is best."""
    later = []
    for seed in (1, 3):
        engine = make_engine(choose_engine(algorithm), CONDITIONAL, Named(algorithm), seed)
        later += _scores(engine, 60, _shallow_or_few)[20:]
    # Of 80 random draws 10 have one with fewer than 40 units, give or take 3.
    assert sum(score < 40 for score in later) > 25


def test_tpe_takes_its_arguments() -> None:
    def first(startup: int | None) -> list[Configuration]:
        algorithm = Named("tpe", (("startup", startup), ("gamma", 0.5), ("candidates", 10)))
        engine = make_engine(choose_engine("tpe"), SMOOTH, algorithm, 3)
        asked = []
        for number in range(1, 13):
            asked.append(engine.ask(number))
            engine.tell(number, asked[-1], (_far(asked[-1]),))
        return asked

    early, late, usual = first(2), first(12), first(None)
    assert early[:2] == late[:2]
    assert early[2:] != late[2:]
    assert late == usual
