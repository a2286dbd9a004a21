"""Several objectives, and folds in place of a validation part."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from studies import gru_study

from rnnspec.search.coordinator import run_study
from rnnspec.search.result import RunResult
from rnnspec.study.data import Split
from rnnspec.study.search import Objective

pytestmark = pytest.mark.keras

SMALL = {"gru.units": 4, "learning_rate": 1e-9}
LARGE = {"gru.units": 16, "learning_rate": 0.01}
WORST = {"gru.units": 16, "learning_rate": 1e-9}


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """A large model that learns nothing, a small one, and a large one that learns."""
    folder = tmp_path_factory.mktemp("front")
    objectives = (Objective("val_MeanAbsoluteError"), Objective("parameters"))
    study = gru_study(trials=3, objectives=objectives, first=(WORST, SMALL, LARGE), epochs=8)
    return run_study(study, folder, name="front", out=folder / "run")


def _unbeaten(result: RunResult) -> list[int]:
    points = {r.number: (r.scores["val_mae"], r.scores["parameters"]) for r in result.records}
    return [
        number
        for number, (error, size) in points.items()
        if not any(e < error and s <= size for e, s in points.values())
    ]


def test_every_configuration_of_the_front_is_kept_and_tested(front: RunResult) -> None:
    assert [conclusion.record.number for conclusion in front.conclusions] == _unbeaten(front)
    kept = sorted(path.name for path in (front.folder / "front").iterdir())
    assert kept == [f"trial_{number}" for number in _unbeaten(front)]
    for conclusion in front.conclusions:
        trial = front.folder / "front" / f"trial_{conclusion.record.number}"
        held = sorted(path.name for path in trial.iterdir())
        assert held == ["best.keras", "forecast.npz", "preprocessing.json"]
        assert set(conclusion.test) == {"mae"}


def test_the_front_is_in_best_json(front: RunResult) -> None:
    best = json.loads((front.folder / "best.json").read_text())
    assert [entry["trial"] for entry in best["front"]] == _unbeaten(front)
    assert best["objective"]["val_mae"] == min(e["objective"]["val_mae"] for e in best["front"])
    assert {entry["objective"]["parameters"] for entry in best["front"]} >= {101}
    assert all(type(entry["objective"]["parameters"]) is int for entry in best["front"])


def test_folds_are_averaged_and_trained_once_more_on_all_but_test(tmp_path: Path) -> None:
    study = gru_study(trials=1, first=(SMALL,), epochs=1)
    study = replace(
        study,
        data=replace(study.data, split=Split("chronological", 0.0, 0.25)),
        search=replace(study.search, folds=2),
    )
    result = run_study(study, tmp_path, name="folds", out=tmp_path / "run")
    (conclusion,) = result.conclusions
    assert (tmp_path / "run" / "best.keras").exists()
    assert conclusion.record.epochs == 1
    assert conclusion.test["mae"] > 0
    assert conclusion.naive["mae"] == pytest.approx(_mean_error(), abs=1e-6)


def _mean_error() -> float:
    """The error on the test part of the mean of all that comes before it."""
    import numpy as np

    from rnnspec.runtime.datasets import random_arrays

    _, y = random_arrays(samples=60, steps=4, features=2, seed=7)
    return float(np.abs(y[:45].mean() - y[45:]).mean())
