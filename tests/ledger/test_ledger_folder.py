"""A run's folder: one writer, whole files, and what is refused."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from ledger_runs import header, record

from rnnspec.ledger.errors import LedgerError, RunBusy, RunExists
from rnnspec.ledger.folder import read_header, write_json
from rnnspec.ledger.ledger import Ledger, read_trials

HOLD = """
import sys, time
from pathlib import Path
from ledger_runs import header, record
from rnnspec.ledger.ledger import Ledger
folder = Path(sys.argv[1])
ledger = Ledger.open(folder) if (folder / "run.json").exists() else Ledger.create(folder, header())
trial = record(ledger.reserve())
ledger.start(trial.number, trial.values, trial.hash)
print("holds", flush=True)
time.sleep(600)
"""


@contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another coordinator that has begun a trial."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "holds\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_second_coordinator_is_refused_at_once(tmp_path: Path) -> None:
    with holder(tmp_path / "run") as process:
        with pytest.raises(RunBusy, match=f"in use by another coordinator .process {process.pid}"):
            Ledger.open(tmp_path / "run")
        with pytest.raises(RunBusy):
            Ledger.create(tmp_path / "run", header())
        assert read_trials(tmp_path / "run") == []


def test_a_killed_coordinator_holds_nothing_and_its_trial_is_retried(tmp_path: Path) -> None:
    with holder(tmp_path / "run") as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        with closing(Ledger.open(tmp_path / "run")) as ledger:
            (opened,) = ledger.take_over()
            assert (opened.number, opened.values) == (1, record(1).values)
            assert ledger.take_over() == []
            ledger.start(1, opened.values or {}, record(1).hash)
            assert ledger.end(record(1)).attempts == 1
            assert ledger.reserve() == 2
    assert [trial.number for trial in read_trials(tmp_path / "run")] == [1]


def test_only_what_ended_the_worker_of_a_trial_counts_as_an_attempt(tmp_path: Path) -> None:
    trial = record(1)
    with closing(Ledger.create(tmp_path / "run", header())) as ledger:
        ledger.start(ledger.reserve(), trial.values, trial.hash)
    for _ in range(3):
        with closing(Ledger.open(tmp_path / "run")) as ledger:
            ledger.take_over()
            ledger.start(1, trial.values, trial.hash)
            assert ledger.attempts(1) == 1
    with closing(Ledger.open(tmp_path / "run")) as ledger:
        ledger.take_over()
        for attempt in (1, 2):  # Its worker dies in the first.
            ledger.start(1, trial.values, trial.hash)
            assert ledger.attempts(1) == attempt
    with closing(Ledger.open(tmp_path / "run")) as ledger:
        ledger.take_over()
        ledger.start(1, trial.values, trial.hash)
        assert ledger.end(trial).attempts == 2


def test_a_run_is_never_replaced(tmp_path: Path) -> None:
    with closing(Ledger.create(tmp_path, header())) as ledger:
        ledger.reserve()
        kept = ledger.end(record(1))
    with pytest.raises(RunExists):
        Ledger.create(tmp_path, header())
    assert read_trials(tmp_path) == [kept]


def test_a_run_that_never_came_to_be_is_in_nobodys_way(tmp_path: Path) -> None:
    with closing(Ledger.create(tmp_path, header())) as ledger:
        ledger.reserve()
    (tmp_path / "run.json").unlink()  # The last that is written when a run is made.
    with closing(Ledger.create(tmp_path, header())) as ledger:
        assert ledger.reserve() == 1


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(
        LedgerError, match=r"the folder .*file/run` cannot be made: not a directory"
    ):
        Ledger.create(tmp_path / "file" / "run", header())


def test_a_run_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"is not the folder of a run: it has no `run\.json`"):
        read_header(tmp_path)
    with pytest.raises(LedgerError, match=r"it has no `run\.json`"):
        Ledger.open(tmp_path)
    with pytest.raises(LedgerError, match=r"there is no folder `.*nowhere`"):
        read_header(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_a_run_of_another_form_is_told(tmp_path: Path) -> None:
    write_json(tmp_path / "run.json", {"format": 1})
    with pytest.raises(LedgerError, match=r"run\.json` is of format 1, expected 2"):
        read_trials(tmp_path)


def test_facts_are_added_to_the_header(tmp_path: Path) -> None:
    with closing(Ledger.create(tmp_path, header())) as ledger:
        ledger.note({"ended": "trials"})
        assert ledger.header["ended"] == "trials"
    assert read_header(tmp_path)["ended"] == "trials"
    assert read_header(tmp_path)["spec_hash"] == "one"


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    write_json(tmp_path / "run.json", {"n": 1})
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        with pytest.raises(LedgerError, match=r"cannot write `.*run\.json`"):
            write_json(tmp_path / "run.json", {"n": "long" * 100})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert json.loads((tmp_path / "run.json").read_text()) == {"n": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


def test_what_a_call_has_recorded_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No killed process shows that: only a machine that loses its power does."""
    journal, sync = tmp_path / "journal.log", os.fsync
    synced: dict[int, int] = {}

    def noting(descriptor: int) -> None:
        sync(descriptor)
        found = os.fstat(descriptor)
        synced[found.st_ino] = found.st_size

    def is_synced() -> bool:
        found = journal.stat()
        return synced.get(found.st_ino) == found.st_size

    monkeypatch.setattr(os, "fsync", noting)
    with closing(Ledger.create(tmp_path, header())) as ledger:
        assert is_synced()
        trial = record(ledger.reserve())
        ledger.start(trial.number, trial.values, trial.hash)
        assert is_synced()
        ledger.report(trial.number, 1, {"val_rmse": 0.5})
        ledger.end(trial)
        assert is_synced()
        ledger.withdraw(ledger.reserve())
        assert is_synced()


def test_a_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    write_json(tmp_path / "best.json", {"n": 1})
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "best.json", {"n": float("nan")})
    assert (tmp_path / "best.json").read_text() == '{\n  "n": 1\n}\n'
    assert [path.name for path in tmp_path.iterdir()] == ["best.json"]
