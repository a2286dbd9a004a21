"""Any run opens in Optuna's own tools, whichever sampler searched; and Optuna keeps quiet."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import optuna
import pytest
from ledger_runs import SPACE, header, record
from optuna.storages.journal import JournalFileBackend
from optuna.trial import TrialState

from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.uniform import Uniform
from rnnspec.ledger.ledger import Ledger
from rnnspec.ledger.record import FAILED, PRUNED
from rnnspec.study.space import Hyperparameter, Space

ENDS = ["complete", "complete", FAILED, PRUNED, *["complete"] * 8]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of twelve trials; the last complete one is the best."""
    folder = tmp_path_factory.mktemp("runs") / "sunspots"
    with closing(Ledger.create(folder, header())) as ledger:
        for state in ENDS:
            trial = record(ledger.reserve(), state=state)
            ledger.start(trial.number, trial.values, trial.hash)
            for epoch in (1, 2, 3):
                ledger.report(trial.number, epoch, {"val_rmse": 1 / (trial.number * epoch)})
            ledger.end(replace(trial, scores={}) if state == FAILED else trial)
        ledger.reserve()
    return folder


@pytest.fixture
def study(folder: Path) -> Iterator[optuna.Study]:
    """The run as everybody opens a journal: by Optuna's own reader."""
    storage = optuna.storages.JournalStorage(JournalFileBackend(str(folder / "journal.log")))
    return optuna.load_study(study_name="sunspots", storage=storage)


def test_optuna_reads_states_values_and_epochs(study: optuna.Study) -> None:
    states = [trial.state for trial in study.trials]
    assert states[:4] == [
        TrialState.COMPLETE,
        TrialState.COMPLETE,
        TrialState.FAIL,
        TrialState.PRUNED,
    ]
    assert states[-1] == TrialState.RUNNING
    assert study.best_trial.number + 1 == len(ENDS)
    assert study.best_value == 1 / len(ENDS)
    assert study.best_trial.intermediate_values == {1: 1 / 12, 2: 1 / 24, 3: 1 / 36}
    assert study.trials[2].values is None
    assert study.trials[3].value == 1 / 4
    assert study.metric_names == ["val_rmse"]
    assert study.user_attrs["engine"] == "rnnspec"


def test_optuna_knows_the_hyperparameters(study: optuna.Study) -> None:
    best = study.best_trial
    values = record(len(ENDS)).values
    assert best.params["gru.units"] == values["gru.units"]
    assert best.params["learning_rate"] == values["learning_rate"]
    assert {trial.params["inputs"] for trial in study.trials[:-1]} == {'["a", "b"]', '"a"', "null"}
    assert best.distributions["learning_rate"] == optuna.distributions.FloatDistribution(
        1e-5, 1e-1, log=True
    )
    assert best.distributions["gru.units"] == optuna.distributions.IntDistribution(16, 128, step=16)
    assert set(best.params) == {h.name for h in SPACE.hyperparameters}
    assert best.user_attrs["parameters"] == 1281
    assert best.user_attrs["values"] == dict(values)


@pytest.mark.keras  # Imports what draws.
def test_optuna_has_something_to_plot(study: optuna.Study) -> None:
    from optuna.visualization._intermediate_values import _get_intermediate_plot_info
    from optuna.visualization._optimization_history import _get_optimization_history_info_list
    from optuna.visualization._parallel_coordinate import _get_parallel_coordinate_info
    from optuna.visualization._slice import _get_slice_plot_info

    (history,) = _get_optimization_history_info_list(study, None, "score", False)
    assert history.best_values_info is not None
    assert history.best_values_info.values[-1] == 1 / len(ENDS)
    curves = _get_intermediate_plot_info(study).trial_infos
    assert sum(len(curve.sorted_intermediate_values) for curve in curves) == 3 * (len(ENDS) - 1)
    columns = _get_parallel_coordinate_info(study, None, None, "score").dims_params
    assert len(columns) == len(SPACE.hyperparameters)
    slices = _get_slice_plot_info(study, None, None, "score").subplots
    assert len(slices) == len(SPACE.hyperparameters)


@pytest.mark.keras  # Imports scikit-learn.
def test_optuna_finds_what_matters(tmp_path: Path) -> None:
    space = Space(
        (
            Hyperparameter("units", Lattice(1, 64, 1)),
            Hyperparameter("rate", Uniform(1e-5, 1.0, log=True)),
        )
    )
    with closing(Ledger.create(tmp_path, header(space))) as ledger:
        for _ in range(30):
            trial = record(ledger.reserve(), space)
            units = trial.values["units"]
            assert isinstance(units, int)
            ledger.end(replace(trial, scores={"val_rmse": float(units)}))
        importance = optuna.importance.get_param_importances(ledger.study)
    assert importance["units"] > 0.9


def test_pruners_judge_by_what_was_reported(tmp_path: Path) -> None:
    pruner = optuna.pruners.MedianPruner(n_startup_trials=2)
    with closing(Ledger.create(tmp_path, header())) as ledger:
        for score in (1.0, 2.0, 3.0):
            trial = record(ledger.reserve())
            ledger.report(trial.number, 1, {"val_rmse": score})
            ledger.end(trial)
        good, bad = ledger.reserve(), ledger.reserve()
        ledger.report(good, 1, {"val_rmse": 1.5})
        ledger.report(bad, 1, {"val_rmse": 2.5})
        assert not ledger.is_hopeless(good, pruner)
        assert ledger.is_hopeless(bad, pruner)


@pytest.mark.parametrize(
    "pruner",
    [optuna.pruners.SuccessiveHalvingPruner(), optuna.pruners.HyperbandPruner()],
    ids=lambda pruner: type(pruner).__name__,
)
def test_pruners_may_keep_notes(tmp_path: Path, pruner: optuna.pruners.BasePruner) -> None:
    with closing(Ledger.create(tmp_path, header())) as ledger:
        for _ in range(12):
            trial = record(ledger.reserve())
            ledger.report(trial.number, 1, {"val_rmse": float(trial.number)})
            ledger.is_hopeless(trial.number, pruner)
            ledger.end(trial)
        kept = ledger.records
    with closing(Ledger.read(tmp_path)) as ledger:
        assert ledger.records == kept


def test_several_objectives_keep_their_directions(tmp_path: Path) -> None:
    objectives = {"val_mae": "minimize", "val_accuracy": "maximize"}
    with closing(Ledger.create(tmp_path, header(objectives=objectives))) as ledger:
        for error, accuracy in ((1.0, 0.5), (2.0, 0.4), (2.0, 0.9)):
            scores = {"val_mae": error, "val_accuracy": accuracy}
            ledger.end(record(ledger.reserve(), scores=scores))
        study = ledger.study
        assert [trial.number + 1 for trial in study.best_trials] == [1, 3]
        assert study.metric_names == ["val_mae", "val_accuracy"]
        assert [direction.name for direction in study.directions] == ["MINIMIZE", "MAXIMIZE"]
        assert list(ledger.records[0].scores) == ["val_mae", "val_accuracy"]


QUIET = """
import random, sys
import numpy
from pathlib import Path
assert "optuna" not in sys.modules
before = random.getstate(), numpy.random.get_state()[1].tolist()
from ledger_runs import header, record
from rnnspec.ledger.ledger import Ledger
for url in (None, f"sqlite:///{sys.argv[1]}/runs.db"):
    ledger = Ledger.create(Path(sys.argv[1]) / str(url is None), header(), storage=url)
    ledger.end(record(ledger.reserve()))
    ledger.reserve()
    ledger.close()
assert before == (random.getstate(), numpy.random.get_state()[1].tolist())
"""


@pytest.mark.keras  # Imports SQLAlchemy.
def test_optuna_says_nothing_and_draws_nothing(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "default", "-c", QUIET, str(tmp_path)],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
