"""Every example for every target, shrunken: two trials to a `best.json` of one form.

`make test` runs each example for one target, so that each target has some; `make matrix` runs all.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cells import can, cover
from examples import EVERY, nearest, script
from running import run_here, shrunken

from rnnspec.scripts.table import TARGETS
from rnnspec.study.sampling import active_values, satisfies
from rnnspec.study.search import Named

pytestmark = pytest.mark.keras

KEYS = [
    *("format", "spec", "spec_hash", "values", "objective", "test", "naive"),
    *("trials", "failed", "seconds", "versions"),
]


INSTEAD = {("optuna", "gp"): "tpe"}
"""What needs a library that the tests do without, and what runs in its place: PyTorch."""


def cell(name: str, target: str) -> Any:
    marks = () if (name, target) in cover() else (pytest.mark.matrix,)
    return pytest.param(name, target, marks=marks, id=f"{name}-{target}")


@pytest.mark.parametrize(
    ("name", "target"), [cell(n, t) for t in TARGETS for n in EVERY if can(n, t)]
)
def test_two_trials_end_in_a_best_json(name: str, target: str, tmp_path: Path) -> None:
    study = shrunken(name, tmp_path)
    instead = INSTEAD.get((target, study.search.algorithm.name))
    if instead is not None:
        study = replace(study, search=replace(study.search, algorithm=Named(instead)))
    data = getattr(study.data.source, "path", None)
    text = script(study, data=data, target=target)
    said, best = run_here(text, tmp_path, "--trials", "2")
    several = len(study.search.objectives) > 1
    assert list(best) == [*KEYS, *(["front"] if several else [])], said
    algorithm = nearest(study, target) or study.search.algorithm
    ends = algorithm.name == "grid" or target == "keras_tuner"
    only = ends and not study.space.hyperparameters
    assert (best["format"], best["trials"], best["failed"]) == (1, 1 if only else 2, 0), said
    space = study.space
    values = {n: tuple(v) if isinstance(v, list) else v for n, v in best["values"].items()}
    assert active_values(space, values) == values
    assert satisfies(space, values)
    for label, value in values.items():
        assert type(value) is type(space.by_name[label].distribution.coerce(value)), label
    assert len(best["objective"]) == len(study.search.objectives)
    assert bool(best["test"]) == bool(best["naive"]) == (study.data.split.test > 0)
    assert {"python", "keras", "numpy", *TARGETS[target].libraries} < set(best["versions"])
    assert (tmp_path / "out" / "best.keras").exists()
