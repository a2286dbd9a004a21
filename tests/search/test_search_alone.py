"""A run that nobody watches: cut off at any byte, out of room, out of memory, interrupted often."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from constant_worker import EPOCHS_ASKED, PROGRAM, SIZE_ASKED
from long_run import trainers
from studies import RATE, gru_study

from rnnspec.distributions.choice import Choice
from rnnspec.ledger.ledger import Ledger, read_trials
from rnnspec.ledger.models import MODEL, PREPROCESSING, Models
from rnnspec.search.coordinator import run_study
from rnnspec.search.events import EpochEnded, Event, TrialEnded
from rnnspec.search.loop import ATTEMPTS
from rnnspec.search.overrides import Overrides
from rnnspec.search.result import RunResult
from rnnspec.study.search import Named
from rnnspec.study.space import Hyperparameter, Space
from rnnspec.study.study import Study
from rnnspec.workers import slot
from rnnspec.workers.devices import cores
from rnnspec.workers.start import WORKER

pytestmark = pytest.mark.keras

TRIALS = 3


def _run(
    study: Study,
    folder: Path,
    on_event: Callable[[Event], None] = lambda _: None,
    program: Path = PROGRAM,
    **overrides: object,
) -> RunResult:
    return run_study(
        study,
        folder,
        name="gru",
        out=folder / "run",
        overrides=Overrides(**overrides),  # type: ignore[arg-type]
        on_event=on_event,
        program=program,
    )


def _kept(result: RunResult) -> list[tuple[object, ...]]:
    records = sorted(result.records, key=lambda record: record.number)
    return [(r.number, r.state, r.values, r.scores) for r in records]


def test_a_run_goes_on_from_a_cut_anywhere_in_its_last_record(tmp_path: Path) -> None:
    last = tmp_path / "last"

    def keep(event: Event) -> None:
        if isinstance(event, TrialEnded) and event.record.number == TRIALS:
            shutil.copytree(tmp_path / "run", last)

    whole = _run(gru_study(trials=TRIALS), tmp_path, keep)
    journal = (last / "journal.log").read_bytes()
    begin = journal.rindex(b"\n", 0, -1) + 1
    for size in {*range(begin, len(journal), 7), len(journal) - 1, len(journal)}:
        folder = tmp_path / str(size)
        shutil.copytree(last, folder / "run")
        (folder / "run" / "journal.log").write_bytes(journal[:size])
        result = _run(gru_study(trials=TRIALS), folder)
        assert _kept(result) == _kept(whole), size
        assert result.records[-1].attempts == 1


LIMITED = """
import resource, sys
from pathlib import Path
from test_search_alone import _run, gru_study
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
_run(gru_study(trials=12), Path(sys.argv[1]), workers=2)
"""


def test_a_run_goes_on_when_a_full_disk_has_room_again(tmp_path: Path) -> None:
    whole, full = tmp_path / "whole", tmp_path / "full"
    whole.mkdir()
    full.mkdir()
    before: list[int] = []
    for room in (9_000, 16_000, 16_200, 24_000):
        limited = subprocess.run(
            [sys.executable, "-c", LIMITED, str(full), str(room)],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "LedgerError: cannot write" in limited.stderr
        found = [record.number for record in read_trials(full / "run")]
        assert set(before) <= set(found)
        before = found
    assert 0 < len(before) < 12
    result = _run(gru_study(trials=12), full, workers=2)
    assert _kept(result) == _kept(_run(gru_study(trials=12), whole))


LARGE = 50_000_000
"""Bytes of a model."""


def test_a_model_that_finds_no_room_is_kept_when_there_is_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SIZE_ASKED, str(LARGE))
    limited = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path), str(LARGE // 2)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    draft = f"{tmp_path}/run/.trial_[12]/best.keras"
    said = f"RunFailed: cannot keep the model as `{draft}`: File too large"
    assert re.search(said, limited.stderr)
    assert not (tmp_path / "run" / MODEL).exists()
    (before,) = read_trials(tmp_path / "run")
    assert before.is_complete
    result = _run(gru_study(trials=12), tmp_path)
    assert before in result.records
    assert result.best is not None
    model = (tmp_path / "run" / MODEL).read_bytes()
    assert (len(model), json.loads(model)) == (LARGE, result.best.values)


def test_interruptions_do_not_count_as_attempts(tmp_path: Path) -> None:
    def interrupt(event: Event) -> None:
        if isinstance(event, EpochEnded):
            raise KeyboardInterrupt

    for _ in range(ATTEMPTS + 1):
        assert _run(gru_study(trials=2), tmp_path, interrupt).why == "interrupted"
    result = _run(gru_study(trials=2), tmp_path)
    assert [(r.state, r.attempts) for r in result.records] == [("complete", 1)] * 2


def test_a_number_for_which_nothing_is_left_does_not_stop_the_run(tmp_path: Path) -> None:
    units, _ = gru_study().space.hyperparameters
    rates = Hyperparameter(RATE, Choice((1e-3, 1e-2)))
    study = gru_study(trials=50)
    study = replace(
        study,
        space=Space((units, rates)),
        search=replace(study.search, algorithm=Named("grid")),
    )
    whole = _run(study, tmp_path)
    assert (whole.why, len(whole.records)) == ("exhausted", 8)
    with closing(Ledger.open(tmp_path / "run")) as ledger:  # As where a session was cut off.
        ledger.reserve()
        ledger.note({"ended": None})
    again = _run(study, tmp_path)
    assert (again.why, _kept(again)) == ("exhausted", _kept(whole))
    with closing(Ledger.open(tmp_path / "run")) as ledger:
        assert ledger.take_over() == []


def test_a_coordinator_does_not_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EPOCHS_ASKED, "20")
    script = """
import sys
from pathlib import Path
from test_search_alone import TrialEnded, _run, gru_study
from rnnspec.executors.memory import resident_memory
held = {}
def watch(event):
    if isinstance(event, TrialEnded):
        held[event.record.number] = resident_memory()
_run(gru_study(trials=250), Path(sys.argv[1]), watch)
print(held[250] / held[50])
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert float(ran.stdout) < 1.15


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """A run that really trains, in one worker that serves to the end."""
    return _run(gru_study(trials=TRIALS), tmp_path_factory.mktemp("trained"), program=WORKER)


def test_a_worker_that_has_grown_is_replaced_without_loss(
    trained: RunResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: dict[int, int] = {}

    def watch(event: Event) -> None:
        if isinstance(event, EpochEnded):
            (served[event.number],) = trainers()

    monkeypatch.setattr(slot, "GROWTH", -1)  # Every training is too much.
    result = _run(gru_study(trials=TRIALS), tmp_path, watch, WORKER)
    assert len(set(served.values())) == TRIALS
    assert _kept(result) == _kept(trained)
    assert [record.attempts for record in result.records] == [1] * TRIALS
    assert [c.test for c in result.conclusions] == [c.test for c in trained.conclusions] != []


def test_two_workers_share_the_cores_and_find_the_same(trained: RunResult, tmp_path: Path) -> None:
    threads: dict[int, str] = {}

    def watch(event: Event) -> None:
        if isinstance(event, EpochEnded):
            for pid in trainers():
                environment = Path(f"/proc/{pid}/environ").read_text().split("\0")
                told = dict(line.split("=", 1) for line in environment if "=" in line)
                threads[pid] = told["TF_NUM_INTRAOP_THREADS"]

    result = _run(gru_study(trials=TRIALS), tmp_path, watch, WORKER, workers=2)
    assert list(threads.values()) == [str(max(cores() // 2, 1))] * 2
    assert _kept(result) == _kept(trained)
    assert [c.test for c in result.conclusions] == [c.test for c in trained.conclusions]


def _draft(models: Models, number: int, *, whole: bool = True) -> None:
    models.write(number, f"of trial {number}".encode(), {"trial": number})
    if not whole:
        models.draft(number).with_name(PREPROCESSING).unlink()


def test_a_model_takes_its_place_whole_or_not_at_all(tmp_path: Path) -> None:
    models = Models(tmp_path, several=False)
    _draft(models, 1)
    models.publish(1)
    _draft(models, 2, whole=False)
    models.publish(2)
    assert (models.is_kept(1), models.is_kept(2)) == (True, False)
    assert (tmp_path / MODEL).read_text() == "of trial 1"
    shutil.rmtree(models.draft(2).parent)
    _draft(models, 2)
    (tmp_path / PREPROCESSING).unlink()
    models.draft(2).replace(tmp_path / MODEL)  # As far as a publication came that was cut off.
    assert not models.is_kept(2)
    models.publish(2)
    assert models.is_kept(2)
    assert (tmp_path / MODEL).read_text() == "of trial 2"
