"""Every call of a library draws what the table says of it: the libraries themselves are asked.

They take long to import, so that this is no part of the fast ring.
"""

import random
from collections.abc import Callable
from typing import Any

import keras_tuner
import numpy as np
import pytest
from drawing import draw_labels, function_of
from drawing_optuna import Draws
from every_distribution import verify_drawn
from hyperopt import hp
from hyperopt.pyll import as_apply
from library_calls import CALLS
from scipy import stats
from skopt.space import Categorical, Integer, Real

pytestmark = pytest.mark.keras

COUNT = 20_000


def by_hyperopt(text: str) -> list[Any]:
    node = as_apply(eval(text, {"hp": hp}))
    value_of = function_of(node)
    return [value_of(labels["x"]) for labels in draw_labels(node, COUNT, 3)]


def by_optuna(text: str) -> list[Any]:
    trial = Draws(3)
    return [eval(text, {"trial": trial}) for _ in range(COUNT)]


def by_skopt(text: str) -> list[Any]:
    dimension = eval(text, {"Real": Real, "Integer": Integer, "Categorical": Categorical})
    return list(dimension.rvs(COUNT, random_state=3))


def by_keras_tuner(text: str) -> list[Any]:
    drawn = eval(text, {"hp": keras_tuner.engine.hyperparameters})
    source = random.Random(3)
    return [drawn.prob_to_value(source.random()) for _ in range(COUNT)]


def by_scipy(text: str) -> list[Any]:
    names = {name: getattr(stats, name) for name in dir(stats) if not name.startswith("_")}
    return list(eval(text, names).rvs(COUNT, random_state=3))


def by_numpy(text: str) -> list[Any]:
    np.random.seed(3)
    return [eval(text, {"np": np}) for _ in range(COUNT)]


DRAWN: dict[str, Callable[[str], list[Any]]] = {
    "hp.uniform('x', -1, 2)": by_hyperopt,
    "hp.quniform('x', 32, 128, 32)": by_hyperopt,
    "hp.quniform('x', 10, 50, 20)": by_hyperopt,
    "hp.uniformint('x', 1, 10)": by_hyperopt,
    "hp.loguniform('x', -7, -2)": by_hyperopt,
    "hp.qloguniform('x', 0, 4, 2)": by_hyperopt,
    "hp.normal('x', 3, 2)": by_hyperopt,
    "hp.qnormal('x', 3, 2, 2)": by_hyperopt,
    "hp.lognormal('x', 0, 1)": by_hyperopt,
    "hp.qlognormal('x', 0, 1, 2)": by_hyperopt,
    "hp.randint('x', 4)": by_hyperopt,
    "hp.randint('x', 1, 4)": by_hyperopt,
    "hp.choice('x', ['a', 'b', 'c'])": by_hyperopt,
    "hp.pchoice('x', [(0.5, 'a'), (0.2, 'b'), (0.3, 'c')])": by_hyperopt,
    "trial.suggest_float('x', -1, 2)": by_optuna,
    "trial.suggest_float('x', 1e-4, 1e-1, log=True)": by_optuna,
    "trial.suggest_float('x', 0.0, 1.0, step=0.25)": by_optuna,
    "trial.suggest_int('x', 1, 4)": by_optuna,
    "trial.suggest_int('x', 10, 50, step=20)": by_optuna,
    "trial.suggest_int('x', 1, 9, log=True)": by_optuna,
    "trial.suggest_categorical('x', ['a', 'b', 'c'])": by_optuna,
    "Real(-1.0, 2.0)": by_skopt,
    "Real(1e-4, 1e-1, prior='log-uniform')": by_skopt,
    "Integer(1, 4)": by_skopt,
    "Integer(1, 4, transform='normalize')": by_skopt,
    "Categorical([0, 1, 2])": by_skopt,
    "Categorical([0, 1, 2], prior=[0.5, 0.2, 0.3])": by_skopt,
    "hp.Float('x', -1.0, 2.0)": by_keras_tuner,
    "hp.Float('x', 1e-4, 1e-1, sampling='log')": by_keras_tuner,
    "hp.Float('x', 1.0, 10.0, sampling='reverse_log')": by_keras_tuner,
    "hp.Float('x', 0.0, 0.5, step=0.1)": by_keras_tuner,
    "hp.Float('x', 1.0, 8.0, step=2, sampling='log')": by_keras_tuner,
    "hp.Int('x', 1, 4)": by_keras_tuner,
    "hp.Int('x', 10, 50, step=20)": by_keras_tuner,
    "hp.Int('x', 1, 9, sampling='log')": by_keras_tuner,
    "hp.Int('x', 1, 16, step=2, sampling='log')": by_keras_tuner,
    "hp.Choice('x', ['a', 'b', 'c'])": by_keras_tuner,
    "hp.Boolean('x')": by_keras_tuner,
    "uniform(-1, 3)": by_scipy,
    "loguniform(1e-4, 1e-1)": by_scipy,
    "randint(1, 4)": by_scipy,
    "norm(3, 2)": by_scipy,
    "lognorm(2, scale=0.5)": by_scipy,
    "truncnorm(-1, 2, 3, 2)": by_scipy,
    "np.random.randint(1, 4)": by_numpy,
}


@pytest.mark.parametrize("text", DRAWN)
def test_a_call_draws_what_its_row_says(text: str) -> None:
    """Numbers of NumPy count as those of Python that they stand for."""
    values = DRAWN[text](text)
    verify_drawn(
        text, [value.item() if isinstance(value, np.generic) else value for value in values]
    )


def test_every_row_is_asked() -> None:
    assert {text.partition("(")[0] for text in DRAWN} == set(CALLS)
