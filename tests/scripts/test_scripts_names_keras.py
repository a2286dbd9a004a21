"""Hyperparameters of any name: those of a library's own arguments, and `gru[0].units`."""

from pathlib import Path

import pytest
from examples import nearest, script, small
from running import run_here

from rnnspec.scripts.table import TARGETS
from rnnspec.study.sampling import active_values, satisfies

pytestmark = pytest.mark.keras

LISTED = """
  trial ~ int(1, 2)              hp ~ choice(1, 2)         values ~ quniform(1, 3, 1)
  tuner ~ int(1, 4, log = true)  seed ~ ordinal(1, 2)      estimator ~ choice(true, false)
  name ~ choice(relu, tanh)      score ~ int(1, 2)         label ~ weighted(1: 0.7, 2: 0.3)
  params ~ choice(1, 2)          model ~ int(1, 2)         key ~ int(1, 2)
  require trial <= hp
  data = values + label          scores = trial + hp       search = 1 if estimator else key
"""
CONTINUOUS = """
  space ~ loguniform(1e-4, 1e-2)  options ~ normal(0, 1)  x ~ uniform(0, 0.3)
  self ~ qnormal(2, 1, 1, low = 1, high = 4)
"""
MODEL = """
  repeat step ~ int(1, 2) as i { GRU(units ~ choice(2, 3)) }
  cv ~ choice { wide: Dense(units ~ choice(2, 3), activation = name) plain: {} }
  Dense(data + scores + search + seed + tuner + score + params + model)
"""
START = "start { trial = 1 hp = 2 step = 2 cv = wide }"


@pytest.mark.parametrize("target", TARGETS)
def test_names_of_a_librarys_own_and_of_no_identifier(target: str, tmp_path: Path) -> None:
    study = small(
        LISTED + CONTINUOUS,
        f"{MODEL} Dropout(x) Dense(self) Dense(1, bias_initializer = Constant(options))",
        "Adam(learning_rate = space)",
        search=START,
    )
    algorithm = nearest(study, target)
    if algorithm is not None and algorithm.name == "grid":
        study = small(LISTED, f"{MODEL} Dense(1)", search=START)
    names = [hyperparameter.name for hyperparameter in study.space.hyperparameters]
    assert {"trial", "hp", "values", "seed", "tuner", "estimator", "cv", "step"} < set(names)
    said, best = run_here(script(study, target=target), tmp_path, "--trials", "3")
    values = best["values"]
    assert (best["trials"], best["failed"]) == (3, 0), said
    assert active_values(study.space, values) == values
    assert satisfies(study.space, values)
    assert list(values) == [name for name in names if name in values]
    assert "'gru[1].units': " in said
