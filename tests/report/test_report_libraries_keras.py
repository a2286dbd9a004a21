"""What the report takes from libraries, and what a worker leaves for it."""

import inspect
import json
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from kinds import single

from rnnspec.cli.main import rnnspec
from rnnspec.report.draws import STARTUP

pytestmark = pytest.mark.keras

SPECS = Path(__file__).parents[2] / "specs"


def _startup_of(library: str, algorithm: str) -> int:
    """How many trials a library draws at random before it learns, by its own defaults."""
    if library == "hyperopt":
        from hyperopt import tpe

        return inspect.signature(tpe.suggest).parameters["n_startup_jobs"].default
    if library == "skopt":
        from rnnspec.samplers.skopt import STARTUP as initial

        return initial
    from optuna.samplers import CmaEsSampler, GPSampler, NSGAIISampler, TPESampler

    name, sampler = {
        "tpe": ("n_startup_trials", TPESampler),
        "gp": ("n_startup_trials", GPSampler),
        "cmaes": ("n_startup_trials", CmaEsSampler),
        "nsga2": ("population_size", NSGAIISampler),
    }[algorithm]
    return inspect.signature(sampler).parameters[name].default


@pytest.mark.parametrize(("library", "algorithm"), STARTUP)
def test_startups_are_the_libraries(library: str, algorithm: str) -> None:
    assert STARTUP[library, algorithm] == _startup_of(library, algorithm)


@pytest.mark.parametrize("spec", ["digits", "sunspots_multistep"])
def test_a_run_writes_its_report_and_the_forecast_is_what_was_scored(
    spec: str, tmp_path: Path
) -> None:
    """The score on the test part follows from the cases that are kept."""
    text = (SPECS / f"{spec}.rnnspec").read_text(encoding="utf-8")
    text = re.sub(r"epochs( *)= \d+", r"epochs\1= 1", text).replace("data/", f"{SPECS}/data/")
    (tmp_path / f"{spec}.rnnspec").write_text(text, encoding="utf-8")
    run = tmp_path / "run"
    arguments = ["run", str(tmp_path / f"{spec}.rnnspec"), "--trials", "1", "--out", str(run)]
    done = CliRunner().invoke(rnnspec, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    told = json.loads((run / "best.json").read_text("utf-8"))
    with np.load(run / "forecast.npz") as held:
        truth, predicted, naive = held["truth"], held["predicted"], held["naive"]
        assert int(held["trial"]) == 1
    if spec == "digits":
        assert (predicted == truth).mean() == pytest.approx(told["test"]["accuracy"])
        assert (naive == truth).mean() == pytest.approx(told["naive"]["accuracy"])
    else:
        assert np.abs(predicted - truth).mean() == pytest.approx(told["test"]["mae"], rel=1e-5)
        assert np.abs(naive - truth).mean() == pytest.approx(told["naive"]["mae"], rel=1e-5)
    page = (run / "report.html").read_text("utf-8")
    assert ("Confusion of classes" if spec == "digits" else "by rows ahead") in page


def test_the_command_writes_where_it_is_told(tmp_path: Path) -> None:
    folder = single(tmp_path / "run")
    done = CliRunner().invoke(rnnspec, ["report", str(folder), "-o", str(tmp_path / "a.html")])
    assert done.output == f"written to {tmp_path / 'a.html'}\n"
    assert "What was found" in (tmp_path / "a.html").read_text("utf-8")
    assert not (folder / "report.html").exists()


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(rnnspec, ["report", str(tmp_path)])
    assert done.exit_code == 1
    assert "is not the folder of a run" in done.output
