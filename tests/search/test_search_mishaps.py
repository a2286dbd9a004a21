"""A run outlives what happens to its worker, and leaves no worker when it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from constant_worker import PROGRAM
from long_run import children, trainers
from studies import gru_study

from rnnspec.ledger.folder import read_header
from rnnspec.ledger.ledger import read_trials
from rnnspec.search.coordinator import RunFailed, run_study
from rnnspec.search.events import EpochEnded, Event
from rnnspec.search.loop import ATTEMPTS
from rnnspec.search.result import RunResult

pytestmark = pytest.mark.keras

LONG = 100_000
"""Epochs that no test waits for."""


def _killing(times: int) -> tuple[list[int], Callable[[Event], None]]:
    """The workers that were killed in the first trial, and what kills so many of them."""
    killed: list[int] = []

    def kill(event: Event) -> None:
        if isinstance(event, EpochEnded) and event.number == 1 and len(killed) < times:
            killed.extend(pid for pid in trainers() if pid not in killed)
            os.kill(killed[-1], signal.SIGKILL)

    return killed, kill


def _run_killed(folder: Path, times: int) -> RunResult:
    killed, kill = _killing(times)
    result = run_study(
        gru_study(trials=2), folder, name="gru", out=folder / "run", on_event=kill, program=PROGRAM
    )
    assert len(killed) == times
    assert trainers() == []
    assert list(result.records) == read_trials(folder / "run")
    return result


def test_a_trial_whose_worker_was_killed_is_trained_again(tmp_path: Path) -> None:
    first, second = _run_killed(tmp_path, 1).records
    assert first.is_complete
    assert second.is_complete
    assert (first.attempts, second.attempts) == (2, 1)


def test_a_trial_whose_workers_are_always_killed_has_failed(tmp_path: Path) -> None:
    result = _run_killed(tmp_path, ATTEMPTS)
    failed, complete = result.records
    assert failed.reason == "the worker was ended by SIGKILL (often: out of memory)"
    assert failed.attempts == ATTEMPTS
    assert result.best == complete


@contextmanager
def _running(folder: Path, epochs: int, *largest_file: int) -> Iterator[subprocess.Popen[str]]:
    script = Path(__file__).with_name("long_run.py")
    process = subprocess.Popen(
        [sys.executable, str(script), str(folder), str(epochs), *map(str, largest_file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(script.parent)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _worker_of(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("trial 1 trains in "), line
    return int(line.rsplit(" ", 1)[1])


def _ends(pid: int, seconds: float = 30) -> bool:
    """Whether a process is gone, or nothing but a zombie, within some seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_an_interrupted_run_is_readable_and_leaves_no_worker(tmp_path: Path) -> None:
    with _running(tmp_path, LONG) as process:
        worker = _worker_of(process)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    assert "ended: interrupted, 0 trials" in output
    assert "Traceback" not in errors
    assert _ends(worker)
    assert read_trials(tmp_path / "run") == []
    assert read_header(tmp_path / "run")["spec"] == "long"


def test_all_processes_end_with_a_killed_coordinator(tmp_path: Path) -> None:
    with _running(tmp_path, LONG) as process:
        worker = _worker_of(process)
        (server,) = children(process.pid)
        assert children(server) == [worker]
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        assert _ends(worker)
        assert _ends(server)
    assert read_trials(tmp_path / "run") == []


def test_a_full_disk_ends_the_run_with_its_trials_readable(tmp_path: Path) -> None:
    with _running(tmp_path, 1, 8_000) as process:
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert errors.startswith("failed: ")
    assert "Traceback" not in errors
    assert [trial.is_complete for trial in read_trials(tmp_path / "run")] == [True]


def test_a_run_of_failures_has_no_best(tmp_path: Path) -> None:
    impossible = {"gru.units": -4, "learning_rate": 0.01}
    result = run_study(
        gru_study(trials=1, first=(impossible,)),
        tmp_path,
        name="gru",
        out=tmp_path / "run",
    )
    assert result.best is None
    assert result.conclusions == ()
    assert result.failed == len(read_trials(tmp_path / "run")) == 1
    assert not (tmp_path / "run" / "best.json").exists()


def test_data_that_cannot_be_read_ends_the_run_at_once(tmp_path: Path) -> None:
    from dataclasses import replace

    from rnnspec.study.data import Npz

    study = gru_study()
    study = replace(study, data=replace(study.data, source=Npz("gone.npz", "x", "y")))
    with pytest.raises(RunFailed, match=r"gone\.npz"):
        run_study(study, tmp_path, name="gru", out=tmp_path / "run")
    assert read_trials(tmp_path / "run") == []
