"""Coordinators on several machines, as it were: each has its folder, all have one database."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from constant_worker import PROGRAM
from postgresql_server import INITDB, MISSING, PASSWORD, postgresql_server
from studies import gru_study

from rnnspec.ledger.ledger import read_trials
from rnnspec.search.coordinator import run_study
from rnnspec.search.result import RunResult

pytestmark = pytest.mark.keras

TRIALS = 30

DATABASES = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.skipif(INITDB is None, reason=MISSING)),
]


@pytest.fixture(params=DATABASES)
def url(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """An empty database; who reads the run later finds its password in the environment."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/runs.db"
    else:
        with postgresql_server() as server:
            yield server


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """The same run by one coordinator."""
    folder = tmp_path_factory.mktemp("alone")
    study = gru_study(trials=TRIALS)
    return run_study(study, folder, name="gru", out=folder / "shared", program=PROGRAM)


@contextmanager
def _coordinator(folder: Path, url: str) -> Iterator[subprocess.Popen[str]]:
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("shared_run.py")), folder, url, str(TRIALS)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _ended(said: str) -> list[int]:
    return [int(line.split()[1]) for line in said.splitlines() if line.startswith("ended")]


def _verify_whole(folder: Path, alone: RunResult) -> None:
    """The run as one folder has it is the run of one coordinator."""
    found = read_trials(folder / "shared")
    assert [(r.number, r.state, r.values, r.scores) for r in found] == [
        (r.number, r.state, r.values, r.scores) for r in alone.records
    ]
    assert alone.best is not None
    best = json.loads((folder / "shared" / "best.json").read_text())
    assert (best["values"], best["objective"]) == (alone.best.values, alone.best.scores)
    assert best["test"] == alone.conclusions[0].test
    assert json.loads((folder / "shared" / "best.keras").read_text()) == alone.best.values


def test_two_coordinators_share_a_run(url: str, alone: RunResult, tmp_path: Path) -> None:
    a, b = tmp_path / "slow a", tmp_path / "slow b"
    with _coordinator(a, url) as one, _coordinator(b, url) as other:
        said = [process.communicate(timeout=300) for process in (one, other)]
    assert [errors for _, errors in said] == ["", ""]
    ended = [_ended(output) for output, _ in said]
    assert all(ended)
    assert sorted(ended[0] + ended[1]) == [*range(1, TRIALS + 1)]
    assert alone.best is not None
    best = f"best {alone.best.number} of {TRIALS}"
    assert [output.splitlines()[-1] for output, _ in said] == [best, best]
    _verify_whole(a, alone)
    _verify_whole(b, alone)


def test_the_trials_of_a_killed_one_are_waited_for_and_taken_over(
    url: str, alone: RunResult, tmp_path: Path
) -> None:
    a, b = tmp_path / "endless a", tmp_path / "slow b"
    with _coordinator(a, url) as one, _coordinator(b, url) as other:
        assert one.stdout is not None
        assert other.stdout is not None
        orphans = {int(one.stdout.readline().removeprefix("began ")) for _ in range(2)}
        said = ""
        while len(_ended(said)) < TRIALS - 2:
            said += other.stdout.readline()
        one.send_signal(signal.SIGKILL)
        rest, errors = other.communicate(timeout=300)
    assert errors == ""
    assert sorted(_ended(said + rest)) == [*range(1, TRIALS + 1)]
    assert set(_ended(rest)) == orphans
    assert all(r.attempts == 1 for r in read_trials(b / "shared"))
    _verify_whole(b, alone)
