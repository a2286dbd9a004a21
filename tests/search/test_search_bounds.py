"""What ends a search before anything is trained, and what is refused."""

import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from studies import gru_study

from rnnspec.ledger.errors import LedgerError
from rnnspec.ledger.ledger import Ledger, read_trials
from rnnspec.samplers.contract import Unsupported
from rnnspec.search.coordinator import RunFailed, run_study
from rnnspec.search.overrides import Overrides
from rnnspec.search.result import RunResult
from rnnspec.study.expressions import FALSE
from rnnspec.study.search import Named, Objective
from rnnspec.study.space import Constraint
from rnnspec.study.study import Study


def _run(study: Study, folder: Path, **options: object) -> RunResult:
    return run_study(  # type: ignore[arg-type]
        study, folder, name="gru", out=folder / "run", **options
    )


def test_constraints_that_nothing_satisfies_stop_the_run(tmp_path: Path) -> None:
    study = gru_study()
    study = replace(study, space=replace(study.space, constraints=(Constraint(FALSE),)))
    with pytest.raises(RunFailed, match="none of 100,000 draws satisfies"):
        _run(study, tmp_path)


def test_time_that_is_up_ends_the_run(tmp_path: Path) -> None:
    study = gru_study()
    study = replace(study, search=replace(study.search, timeout=0.0))
    result = _run(study, tmp_path)
    assert (result.why, result.records, result.best) == ("timeout", (), None)
    assert read_trials(tmp_path / "run") == []


def test_a_run_that_goes_on_has_only_the_rest_of_its_time(tmp_path: Path) -> None:
    study = gru_study()
    _run(study, tmp_path, overrides=Overrides(timeout=0.0))
    with closing(Ledger.open(tmp_path / "run")) as ledger:
        ledger.note({"seconds": 1000.0, "ended": "interrupted"})
    result = _run(study, tmp_path, overrides=Overrides(timeout=900.0))
    assert (result.why, result.records) == ("timeout", ())
    assert result.seconds >= 1000


def test_a_grid_of_a_continuous_distribution_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unsupported, match="learning_rate"):
        _run(gru_study(), tmp_path, overrides=Overrides(algorithm="grid"))
    assert not (tmp_path / "run").exists()


def test_a_pruner_of_several_objectives_is_refused(tmp_path: Path) -> None:
    objectives = (Objective("val_MeanAbsoluteError"), Objective("parameters"))
    study = gru_study(objectives=objectives)
    study = replace(study, search=replace(study.search, pruner=Named("asha")))
    with pytest.raises(Unsupported, match="asha"):
        _run(study, tmp_path)
    assert not (tmp_path / "run").exists()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file")
    with pytest.raises(LedgerError, match="cannot be made"):
        _run(gru_study(), tmp_path)


def test_the_coordinator_imports_neither_keras_nor_numpy() -> None:
    code = "import sys, rnnspec.search.coordinator;"
    code += "heavy = {'keras', 'tensorflow', 'numpy', 'pandas', 'hyperopt', 'optuna', 'rich'};"
    code += "print(heavy & {module.split('.')[0] for module in sys.modules})"
    found = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert (found.stdout, found.stderr) == (b"set()\n", b"")
