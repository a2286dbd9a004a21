"""A journal that was cut off anywhere, damaged, or that the disk has no room for."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from ledger_runs import header, record

from rnnspec.ledger.errors import LedgerError
from rnnspec.ledger.ledger import Ledger, read_trials

TRIALS = 3


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of three trials."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    with closing(Ledger.create(folder, header())) as ledger:
        for number in range(1, TRIALS + 1):
            trial = record(ledger.reserve())
            ledger.start(number, trial.values, trial.hash)
            ledger.report(number, 1, {"val_rmse": 0.5})
            ledger.end(trial)
    return folder


def _goes_on(whole: Path, folder: Path, size: int) -> int:
    """Cut the journal to a size, go on with the run: how many trials had been kept."""
    folder.mkdir(exist_ok=True)
    (folder / "run.json").write_bytes((whole / "run.json").read_bytes())
    (folder / "journal.log").write_bytes((whole / "journal.log").read_bytes()[:size])
    kept = read_trials(folder)
    assert kept == read_trials(whole)[: len(kept)]
    with closing(Ledger.open(folder)) as ledger:
        assert ledger.records == kept
        for opened in ledger.take_over():
            assert opened.values in (None, record(opened.number).values)
            ledger.end(record(opened.number))
        while len(ledger.records) < TRIALS:
            ledger.end(record(ledger.reserve()))
        ended = ledger.records
    assert read_trials(folder) == ended
    assert [(t.number, t.values, t.scores) for t in ended] == [
        (t.number, t.values, t.scores) for t in read_trials(whole)
    ]
    return len(kept)


@pytest.mark.parametrize("cut", [1, 10, 60])
def test_a_run_whose_last_record_was_cut_off_goes_on(whole: Path, tmp_path: Path, cut: int) -> None:
    size = (whole / "journal.log").stat().st_size
    assert _goes_on(whole, tmp_path / "run", size - cut) == TRIALS - 1


@pytest.mark.keras  # Hundreds of runs, each synced.
def test_a_run_cut_off_at_any_byte_of_its_last_record_goes_on(whole: Path, tmp_path: Path) -> None:
    journal = (whole / "journal.log").read_bytes()
    last = journal.rindex(b"\n", 0, -1) + 1
    kept = [_goes_on(whole, tmp_path / "run", size) for size in range(last, len(journal) + 1)]
    assert kept == [TRIALS - 1] * (len(journal) - last) + [TRIALS]


@pytest.mark.keras
def test_a_run_cut_off_between_any_two_records_goes_on(whole: Path, tmp_path: Path) -> None:
    lines = (whole / "journal.log").read_bytes().splitlines(keepends=True)
    first = next(at for at, line in enumerate(lines) if b"datetime_start" in line)
    kept = [
        _goes_on(whole, tmp_path / "run", sum(map(len, lines[:end])))
        for end in range(first, len(lines) + 1)
    ]
    assert kept == sorted(kept)
    assert set(kept) == set(range(TRIALS + 1))


def test_a_line_without_end_that_is_longer_than_a_block_is_cut(whole: Path, tmp_path: Path) -> None:
    journal = (whole / "journal.log").read_bytes()
    (tmp_path / "run.json").write_bytes((whole / "run.json").read_bytes())
    (tmp_path / "journal.log").write_bytes(journal + b"x" * 200_000)
    with closing(Ledger.open(tmp_path)) as ledger:
        assert len(ledger.records) == TRIALS
    assert (tmp_path / "journal.log").read_bytes() == journal


@pytest.mark.parametrize("damage", [b"{ not json\n", b"[1]\n", b'{"no":"operation"}\n'])
def test_damage_elsewhere_is_told(whole: Path, tmp_path: Path, damage: bytes) -> None:
    first, rest = (whole / "journal.log").read_bytes().split(b"\n", 1)
    (tmp_path / "run.json").write_bytes((whole / "run.json").read_bytes())
    (tmp_path / "journal.log").write_bytes(first + b"\n" + damage + rest)
    with pytest.raises(LedgerError, match=r"journal\.log`, line 2 is no operation of a journal"):
        Ledger.open(tmp_path)


def test_a_journal_that_is_gone_is_told(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_bytes((whole / "run.json").read_bytes())
    with pytest.raises(LedgerError, match=r"cannot open `.*journal\.log`: No such file"):
        read_trials(tmp_path)
    with pytest.raises(LedgerError, match="holds no study `run`"):
        Ledger.open(tmp_path)


def test_what_others_append_is_read_in_its_place(tmp_path: Path) -> None:
    """As by a dashboard in which somebody writes a note."""
    with closing(Ledger.create(tmp_path, header())) as ledger:
        ledger.reserve()
        note = '{"op_code":2,"worker_id":"x","study_id":0,"user_attr":{"note":"ü"}}\n'
        with (tmp_path / "journal.log").open("a", encoding="utf-8") as file:
            file.write(note)
        kept = ledger.end(record(1))
        assert ledger.study.user_attrs["note"] == "ü"
    assert read_trials(tmp_path) == [kept]


FILL = """
import resource, sys
from pathlib import Path
from ledger_runs import header, record
from rnnspec.ledger.errors import LedgerError
from rnnspec.ledger.ledger import Ledger
ledger = Ledger.create(Path(sys.argv[1]), header())
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000 + int(sys.argv[2]),) * 2)
ended = 0
try:
    while True:
        trial = record(ledger.reserve())
        ledger.start(trial.number, trial.values, trial.hash)
        ledger.report(trial.number, 1, {"val_rmse": 1.0})
        ledger.end(trial)
        ended += 1
except LedgerError as error:
    sys.exit(f"{ended} {error}")
"""


@pytest.mark.parametrize("more", [0, pytest.param(1000, marks=pytest.mark.keras)])
def test_a_full_disk_leaves_earlier_trials_readable(tmp_path: Path, more: int) -> None:
    run = subprocess.run(
        [sys.executable, "-c", FILL, str(tmp_path), str(more)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    ended, message = run.stderr.strip().split(" ", 1)
    assert message.startswith(f"cannot write `{tmp_path}/journal.log`: ")
    assert (tmp_path / "journal.log").read_bytes().endswith(b"\n")
    kept = read_trials(tmp_path)
    assert [trial.number for trial in kept] == list(range(1, int(ended) + 1))
    assert len(kept) > 2
    with closing(Ledger.open(tmp_path)) as ledger:  # There is room again.
        numbers = [opened.number for opened in ledger.take_over()] or [ledger.reserve()]
        assert numbers == [len(kept) + 1]
        ledger.end(record(numbers[0]))
    assert len(read_trials(tmp_path)) == len(kept) + 1
