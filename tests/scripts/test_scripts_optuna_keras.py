"""Optuna scripts run to their end, and 100,000 draws of each distribution; not fast."""

import json
import re
import types
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drawing_optuna import drawn_values
from every_distribution import DISTRIBUTIONS, verify_distribution
from examples import example, script, small
from test_scripts_optuna import EVERY_DISTRIBUTION
from test_scripts_run_keras import best_of, run, trials_of

from rnnspec.study.expressions import Const

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def values() -> dict[str, list[Any]]:
    text = script(replace(example("gru_single"), space=EVERY_DISTRIBUTION), target="optuna")
    return drawn_values(text, EVERY_DISTRIBUTION, 20_000, seed=17)


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_a_distribution_has_exactly_its_masses(name: str, values: dict[str, list[Any]]) -> None:
    verify_distribution(name, values[name])


def pruned_study() -> Any:
    study = small(
        "width ~ int(2, 8) rate ~ uniform(0, 0.5)",
        "GRU(width) Dropout(rate) Dense(1)",
        search="pruner = asha(min_epochs = 1, factor = 2)",
    )
    study = replace(study, train=replace(study.train, epochs=Const(3)))
    return replace(study, search=replace(study.search, trials=6))


def test_a_pruner_ends_trainings(tmp_path: Path) -> None:
    done = run(script(pruned_study(), target="optuna"), tmp_path)
    assert done.returncode == 0, done.stderr
    assert set(re.findall(r"pruned after epoch (\d)", done.stdout)) <= {"1", "2"}
    assert "pruned after epoch" in done.stdout
    best = best_of(tmp_path)
    assert (best["trials"], best["failed"]) == (6, 0)
    assert best["values"] in trials_of(done.stdout)


def test_scores_between_epochs_do_not_change_the_training() -> None:
    module = types.ModuleType("script")
    module.__file__ = "script.py"
    exec(script(pruned_study(), target="optuna"), vars(module))
    held = module.load_data()
    data = module.prepare_data(*held, *module.split_data(held[-1])[:2])
    values = {"width": 3, "rate": 0.3}
    reported: list[tuple[int, dict[str, float]]] = []
    watched = module.train_model(values, data, 5, lambda *report: reported.append(report))
    scores = module.score_model(watched, data)
    assert scores == module.score_model(module.train_model(values, data, 5), data)
    assert [epoch for epoch, _ in reported] == [1, 2, 3]
    assert reported[-1][1] == scores


def test_several_objectives_have_a_front(tmp_path: Path) -> None:
    study = small(
        "width ~ int(2, 24)", "GRU(width) Dense(1)", algorithm="nsga2", search="repeats = 2"
    )
    two = (*study.search.objectives, replace(study.search.objectives[0], measure="parameters"))
    study = replace(study, search=replace(study.search, objectives=two, trials=6))
    done = run(script(study, target="optuna"), tmp_path)
    assert done.returncode == 0, done.stderr
    best = best_of(tmp_path)
    front = best["front"]
    assert [set(trial["objective"]) for trial in front] == [{"val_mae", "parameters"}] * len(front)
    points = [tuple(trial["objective"].values()) for trial in front]
    for one in points:
        assert not any(all(a <= b for a, b in zip(o, one, strict=True)) for o in points if o != one)
    assert best["objective"] == min((t["objective"] for t in front), key=lambda o: o["val_mae"])
    for trial in front:
        assert set(trial) == {"trial", "values", "objective", "test", "naive"}
        assert type(trial["objective"]["parameters"]) is int
        assert (tmp_path / "out" / "front" / f"trial_{trial['trial']}" / "best.keras").exists()
    shown = re.findall(r"trial \d+: val_mae (\S+), parameters (\d+)  ", done.stdout)
    tried = [(float(error), int(count)) for error, count in shown]
    assert min(count for _, count in tried) in [t["objective"]["parameters"] for t in front]


def test_folds_and_a_grid(tmp_path: Path) -> None:
    study = small(
        "width ~ int(2, 3)",
        "GRU(width) Dense(1)",
        algorithm="grid",
        search="folds = 2",
        split="test = 0.2",
    )
    done = run(script(study, target="optuna"), tmp_path, "--trials", "9")
    assert done.returncode == 0, done.stderr
    assert sorted(v["width"] for v in trials_of(done.stdout)) == [2, 3]
    assert json.loads((tmp_path / "out" / "best.json").read_text("utf-8"))["trials"] == 2
