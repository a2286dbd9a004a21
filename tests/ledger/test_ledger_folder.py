"""A run's folder survives what happens to runs."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from rnnspec.ledger.ledger import (
    Ledger,
    LedgerError,
    RunExists,
    read_header,
    read_trials,
    write_json,
)
from rnnspec.ledger.record import COMPLETE, FAILED, TrialRecord

RECORD = TrialRecord(
    number=0,
    values={"gru.units": 64, "rate": 0.1, "inputs": (("a", "b"), 1), "wide": True, "none": None},
    hash="abc",
    state=COMPLETE,
    scores={"val_rmse": 0.25},
    measures={"val_rmse": 0.25, "val_mae": 0.1},
    epochs=12,
    parameters=1281,
    seconds=1.5,
)
FAILURE = replace(RECORD, number=1, state=FAILED, scores={}, measures={}, reason="ValueError: ü")


def test_records_come_back_as_they_were(tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path / "deep" / "run", {"spec": "a.rnnspec"})
    ledger.append(RECORD)
    ledger.append(FAILURE)
    ledger.close()
    assert read_trials(tmp_path / "deep" / "run") == [RECORD, FAILURE]
    assert read_header(tmp_path / "deep" / "run") == {"spec": "a.rnnspec"}


def test_types_of_values_survive(tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path, {})
    ledger.append(replace(RECORD, values={"a": 1, "b": 1.0, "c": True, "d": "1", "e": (1.0,)}))
    ledger.close()
    values = read_trials(tmp_path)[0].values
    assert [type(value) for value in values.values()] == [int, float, bool, str, tuple]


@pytest.mark.parametrize("cut", [1, 10, 60])
def test_a_cut_off_last_line_is_left_out(tmp_path: Path, cut: int) -> None:
    ledger = Ledger.create(tmp_path, {})
    ledger.append(RECORD)
    ledger.append(FAILURE)
    ledger.close()
    path = tmp_path / "trials.jsonl"
    os.truncate(path, path.stat().st_size - cut)
    assert read_trials(tmp_path) == [RECORD]


def test_damage_elsewhere_is_told(tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path, {})
    ledger.append(RECORD)
    ledger.close()
    path = tmp_path / "trials.jsonl"
    path.write_bytes(b"{ not json\n" + path.read_bytes())
    with pytest.raises(LedgerError, match="line 1 is not a trial"):
        read_trials(tmp_path)


def test_an_earlier_run_is_replaced_only_when_that_is_asked_for(tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path, {"run": 1})
    ledger.append(RECORD)
    ledger.close()
    with pytest.raises(RunExists):
        Ledger.create(tmp_path, {"run": 2})
    assert read_trials(tmp_path) == [RECORD]
    Ledger.create(tmp_path, {"run": 2}, fresh=True).close()
    assert read_trials(tmp_path) == []
    assert read_header(tmp_path) == {"run": 2}


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match=r"cannot make .*file/run"):
        Ledger.create(tmp_path / "file" / "run", {})


def test_a_run_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"cannot read .*run\.json"):
        read_header(tmp_path)
    with pytest.raises(LedgerError, match=r"cannot read .*trials\.jsonl"):
        read_trials(tmp_path)


def test_a_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    write_json(tmp_path / "best.json", {"n": 1})
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "best.json", {"n": float("nan")})
    assert (tmp_path / "best.json").read_text() == '{\n  "n": 1\n}\n'
    assert [path.name for path in tmp_path.iterdir()] == ["best.json"]


FILL = """
import resource, sys
from pathlib import Path
from rnnspec.ledger.ledger import Ledger, LedgerError
from rnnspec.ledger.record import TrialRecord
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
ledger = Ledger.create(Path(sys.argv[1]), {})
for number in range(1000):
    try:
        ledger.append(TrialRecord(number, {"units": number}, "abc", "complete"))
    except LedgerError as error:
        sys.exit(f"{number} {error}")
"""


def test_a_full_disk_leaves_earlier_trials_readable(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", FILL, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    kept, message = run.stderr.strip().split(" ", 1)
    assert message.startswith(f"cannot write `{tmp_path}/trials.jsonl`: ")
    trials = read_trials(tmp_path)
    assert [trial.number for trial in trials] == list(range(int(kept)))
    assert len(trials) > 5
    assert (tmp_path / "trials.jsonl").read_bytes().endswith(b"\n")
