"""The three GRU programs to their end: as a script of their own, and by `run`."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from forked import run_forked

from rnnspec.cli.main import rnnspec
from rnnspec.ledger.ledger import read_trials

pytestmark = pytest.mark.keras

SPECS = Path(__file__).parents[2] / "specs"
PROGRAMS = ("gru_single", "gru_stacked", "gru_batchnorm")
TRIALS = 2


def _rnnspec(*arguments: str | Path) -> str:
    done = CliRunner().invoke(rnnspec, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(params=PROGRAMS)
def small(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A program with one epoch a trial and 300 rows of data, in a folder of its own."""
    text = (SPECS / f"{request.param}.rnnspec").read_text(encoding="utf-8")
    text = re.sub(r"(epochs +)= \d+", r"\1= 1", text)
    found = re.search(r'csv\("([^"]+)"', text)
    assert found is not None
    rows = (SPECS / found[1]).read_text(encoding="utf-8").splitlines()
    (tmp_path / "data").mkdir()
    (tmp_path / found[1]).write_text("\n".join([rows[0], *rows[-300:]]), encoding="utf-8")
    spec = tmp_path / f"{request.param}.rnnspec"
    spec.write_text(text, encoding="utf-8")
    return spec


def _best(folder: Path) -> dict[str, object]:
    best: dict[str, object] = json.loads((folder / "best.json").read_text(encoding="utf-8"))
    return best


def test_the_script_runs_to_its_end(small: Path, tmp_path: Path) -> None:
    """It needs nothing but what it imports, and leaves the best values behind."""
    script, out = tmp_path / "search.py", tmp_path / "out"
    _rnnspec("compile", small, "--target", "hyperopt", "-o", script)
    done = run_forked(script, "--trials", str(TRIALS), "--out", out)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "learning_rate" in str(_best(out))
    assert "learning_rate" in done.stdout


def test_run_comes_to_its_end(small: Path, tmp_path: Path) -> None:
    """Every trial is in the ledger, and the best model is kept."""
    out = tmp_path / "out"
    said = _rnnspec("run", small, "--trials", str(TRIALS), "--out", out)
    assert [trial.state for trial in read_trials(out)] == ["complete"] * TRIALS
    assert "learning_rate" in str(_best(out))
    assert (out / "best.keras").is_file()
    assert "on the test part" in said
