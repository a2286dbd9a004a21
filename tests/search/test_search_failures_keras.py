"""What really fails, in a search as it is started from the command line: it stays in its trial."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from rnnspec.ledger.ledger import read_trials
from rnnspec.ledger.record import TrialRecord
from rnnspec.search.loop import ATTEMPTS

pytestmark = pytest.mark.keras

LAYERS = """
import os
import resource
import signal
import time

import keras
import numpy as np


class Moody(keras.layers.Layer):
    def __init__(self, mood, **options):
        super().__init__(**options)
        self.mood = mood

    def build(self, shape):
        match self.mood:
            case "stubborn":
                raise ValueError("it will not be built")
            case "hungry":
                limit = 2 * 2**30 + 4096 * int(open("/proc/self/statm").read().split()[0])
                resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
                try:
                    np.ones(2**40)
                finally:
                    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)
            case "doomed":
                os.kill(os.getpid(), signal.SIGKILL)
            case "slow":
                time.sleep(3600)

    def call(self, inputs):
        return inputs * (float("nan") if self.mood == "lost" else 1.0)
"""

SPEC = """rnnspec 1

use Moody from "layers.py" as same

data {
  source = random(samples = 60, steps = 4, features = 2)
  split = chronological(validation = 0.25, test = 0.25)
}

model {
  GRU(units = 4)
  Moody(mood ~ choice("even", "stubborn", "lost", "hungry", "doomed", "slow"))
  Dense(1)
}

train {
  optimizer = Adam()
  loss = mse
  metrics = [mae]
  epochs = 1
  batch_size = 16
}

search {
  objective = minimize(val_mae)
  algorithm = grid
}
"""
PLACE = "12:3"


@dataclass(frozen=True)
class Ran:
    """A run, by the moods of its trials, and what was said."""

    trials: dict[str, TrialRecord]
    said: str
    code: int
    folder: Path


def _run(folder: Path, text: str, *options: str) -> Ran:
    (folder / "layers.py").write_text(LAYERS)
    (folder / "moods.rnnspec").write_text(text)
    done = subprocess.run(
        [
            Path(sys.executable).with_name("rnnspec"),
            "run",
            "moods.rnnspec",
            "--out",
            "run",
            *options,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
        check=False,
    )
    records = read_trials(folder / "run")
    found = {str(record.values.get("moody.mood")): record for record in records}
    return Ran(found, done.stderr, done.returncode, folder / "run")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A search in which all goes wrong that can, and one trial well."""
    return _run(tmp_path_factory.mktemp("moods"), SPEC, "--trial-timeout", "30s")


def test_the_run_comes_to_its_end(ran: Ran) -> None:
    assert ran.code == 0, ran.said
    assert len(ran.trials) == 6
    assert ran.trials["even"].is_complete
    best = json.loads((ran.folder / "best.json").read_text())
    assert best["values"] == {"moody.mood": "even"}
    assert best["failed"] == 5
    assert (ran.folder / "best.keras").exists()


@pytest.mark.parametrize(
    ("mood", "reason", "place", "attempts"),
    [
        ("stubborn", "ValueError: it will not be built", PLACE, 1),
        ("lost", "the loss became nan in epoch 1", None, 1),
        ("hungry", "MemoryError", PLACE, 1),
        ("doomed", "the worker was ended by SIGKILL (often: out of memory)", None, ATTEMPTS),
        ("slow", "it took longer than 30 s", None, 1),
    ],
)
def test_each_failure_is_recorded_and_said(
    ran: Ran, mood: str, reason: str, place: str | None, attempts: int
) -> None:
    record = ran.trials[mood]
    assert (record.state, record.place, record.attempts) == ("failed", place, attempts)
    assert record.reason is not None
    assert reason in record.reason
    where = "" if place is None else f" (moods.rnnspec:{place})"
    assert f"trial {record.number}: failed: {record.reason}{where}" in ran.said


def test_a_run_that_only_fails_is_ended(tmp_path: Path) -> None:
    moods = SPEC[SPEC.index("mood ~") : SPEC.index(")\n  Dense")]
    only = SPEC.replace(moods, 'mood = "stubborn"').replace("= 4)", "~ quniform(2, 64, 2))")
    options = ("--algorithm", "random", "--trials", "50", "--max-failures", "3")
    ran = _run(tmp_path, only, *options)
    assert ran.code == 1
    assert "too many failures in a row" in ran.said
    assert "every trial failed" in ran.said
    assert len(read_trials(tmp_path / "run")) == 3
