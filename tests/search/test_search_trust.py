"""Code that lies in a run's folder runs only where it is what the run was trained with."""

import json
from pathlib import Path

import pytest
from constant_worker import PROGRAM
from studies import gru_study

from rnnspec import api
from rnnspec.errors import Refused
from rnnspec.search.coordinator import run_study
from rnnspec.study.model import CustomLayer

CODE = b"import keras\r\nclass Same(keras.layers.Layer):\r\n    pass\r\n"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run whose model has a layer of its own, as its folder is handed on."""
    (tmp_path / "layers.py").write_bytes(CODE)
    study = gru_study(trials=1, custom=(CustomLayer("Same", "layers.py", "same"),))
    run_study(study, tmp_path, name="gru", out=tmp_path / "run", program=PROGRAM)
    beside = {
        "format": 1,
        "trial": 1,
        "window": 4,
        "target_kind": "regression",
        "target_shape": [1],
        "classes": None,
        "missing": "error",
        "scaler": None,
        "target_scaler": None,
    }
    (tmp_path / "run" / "preprocessing.json").write_text(json.dumps(beside))
    (tmp_path / "layers.py").rename(tmp_path / "run" / "layers.py")
    return tmp_path / "run"


def _refusal(run: Path, *, trust: bool = False) -> str:
    """Why an empty file is not predicted: it is looked at after the code."""
    file = run.parent / "empty.npz"
    file.write_bytes(b"")
    with pytest.raises(Refused) as raised:
        api.predict(run, file, run.parent / "out.csv", trust=trust)
    return str(raised.value)


def test_code_that_the_run_recorded_is_run(run: Path) -> None:
    assert "empty.npz" in _refusal(run)


def test_other_code_is_run_on_demand_alone(run: Path) -> None:
    (run / "layers.py").write_bytes(CODE + b"print('mine')\n")
    assert _refusal(run) == (
        f"`{run}/layers.py` is not the code that the model was trained with; `--trust` runs it"
    )
    assert "empty.npz" in _refusal(run, trust=True)
