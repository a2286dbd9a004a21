"""Every library draws each distribution exactly, and knows a value by its number."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from spaces import DISTRIBUTIONS

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.encoding import Encoding
from rnnspec.values import Value, typed

DRAWS = 2000


def _of_hyperopt(distribution: Distribution) -> tuple[Encoding, list[float]]:
    from hyperopt.pyll.stochastic import sample

    from rnnspec.samplers.hyperopt import node

    encoding, drawn = distribution.encoded(lambda shape: node(shape, "x"))
    random = np.random.default_rng(5)
    return encoding, [sample(drawn, random) for _ in range(DRAWS)]


def _of_optuna(distribution: Distribution) -> tuple[Encoding, list[float]]:
    import optuna

    from rnnspec.samplers.optuna import distribution_of

    encoding, bounds = distribution.encoded(distribution_of)
    study = optuna.create_study()
    trial = study.get_trials()  # Random search looks at none.
    sampler = optuna.samplers.RandomSampler(seed=5)
    return encoding, [sampler.sample_independent(study, trial, "x", bounds) for _ in range(DRAWS)]


def _of_skopt(distribution: Distribution) -> tuple[Encoding, list[float]]:
    from rnnspec.samplers.skopt import dimension_of

    encoding, dimension = distribution.encoded(dimension_of)
    return encoding, dimension.rvs(DRAWS, random_state=5)


libraries = pytest.mark.parametrize(
    "drawn_by",
    [
        pytest.param(_of_hyperopt, id="hyperopt"),
        pytest.param(_of_optuna, id="optuna", marks=pytest.mark.keras),
        pytest.param(_of_skopt, id="skopt", marks=pytest.mark.keras),
    ],
)
Drawn = Callable[[Distribution], tuple[Encoding, list[float]]]


@libraries
@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_draws_follow_the_distribution(name: str, drawn_by: Drawn) -> None:
    """Kolmogorov's distance, at most that of one in 3,000 samples of the distribution itself."""
    distribution = DISTRIBUTIONS[name]
    encoding, numbers = drawn_by(distribution)
    drawn: list[Value | None] = [encoding.to_value(number) for number in numbers]
    if isinstance(distribution, Choice):
        drawn = [distribution.place(value) for value in drawn]
    values = np.sort(np.array(drawn, dtype=float))
    reached = np.searchsorted(values, values, side="right") / DRAWS
    expected = np.array([distribution.cdf(float(value)) for value in values])
    assert np.abs(reached - expected).max() < math.sqrt(-math.log(1 / 6000) / 2 / DRAWS)


@libraries
@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_a_value_comes_back_from_the_number_that_stands_for_it(name: str, drawn_by: Drawn) -> None:
    encoding, numbers = drawn_by(DISTRIBUTIONS[name])
    for number in numbers[:200]:
        value = encoding.to_value(number)
        back = encoding.to_value(encoding.from_value(value))
        if isinstance(value, float):
            assert back == pytest.approx(value, rel=1e-9, abs=1e-9)
            assert type(back) is float
        else:
            assert typed(back) == typed(value)
