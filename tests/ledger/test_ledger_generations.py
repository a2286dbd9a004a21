"""An edited spec begins a generation: what belongs is kept under its number, the rest set aside."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import optuna
import pytest
from ledger_runs import header, record
from optuna.storages.journal import JournalFileBackend

from rnnspec.distributions.lattice import Lattice
from rnnspec.ledger.errors import LedgerError
from rnnspec.ledger.folder import read_header, write_json
from rnnspec.ledger.ledger import Ledger, read_trials
from rnnspec.ledger.record import TrialRecord
from rnnspec.study.sampling import configuration_hash
from rnnspec.study.space import Hyperparameter, Space

OLD = Space((Hyperparameter("units", Lattice(8, 64, 8)),))
NEW = Space((Hyperparameter("width", Lattice(16, 32, 8)),))
EDITED = header(NEW, spec_hash="two")
MOMENT = "2026-01-01T00:00:00+00:00"


def _begun(folder: Path) -> list[TrialRecord]:
    """A run of four trials, of which a fifth is under way."""
    with closing(Ledger.create(folder, header(OLD))) as ledger:
        for _ in range(4):
            trial = record(ledger.reserve(), OLD)
            ledger.start(trial.number, trial.values, trial.hash)
            ledger.report(trial.number, 1, {"val_rmse": 0.5})
            ledger.end(trial)
        ledger.start(ledger.reserve(), record(5, OLD).values, record(5, OLD).hash)
        return ledger.records


def _renamed(trial: TrialRecord) -> TrialRecord:
    return replace(trial, values={"width": 16}, hash=configuration_hash({"width": 16}))


def test_what_belongs_keeps_its_number_and_the_rest_is_set_aside(tmp_path: Path) -> None:
    folder = tmp_path / "sunspots"
    old = _begun(folder)
    kept = [_renamed(old[1]), _renamed(old[3])]
    with closing(Ledger.open(folder)) as ledger:
        ledger.begin_generation(EDITED, kept)
        assert ledger.records == kept
        assert ledger.take_over() == []
        assert ledger.count == 2
        number = ledger.reserve()
        assert number == 6
        last = ledger.end(_renamed(record(number, OLD)))
    assert read_trials(folder) == [*kept, last]
    told = read_header(folder)
    assert told["spec_hash"] == "two"
    assert [g["study"] for g in told["generations"]] == ["sunspots", "sunspots (2)"]
    assert [g["spec_hash"] for g in told["generations"]] == ["one", "two"]
    storage = optuna.storages.JournalStorage(JournalFileBackend(str(folder / "journal.log")))
    assert optuna.get_all_study_names(storage) == ["sunspots", "sunspots (2)"]
    before = optuna.load_study(study_name="sunspots", storage=storage).trials
    assert [trial.params["units"] for trial in before[:4]] == [t.values["units"] for t in old]
    now = optuna.load_study(study_name="sunspots (2)", storage=storage).trials
    assert [trial.number for trial in now if trial.params] == [1, 3, 5]
    assert now[1].intermediate_values == {1: 0.5}
    assert now[1].value == old[1].scores["val_rmse"]


def test_a_generation_that_was_not_finished_is_begun_again(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    old = _begun(folder)
    before = read_header(folder)
    with closing(Ledger.open(folder)) as ledger:
        ledger.begin_generation(EDITED, [_renamed(old[0])])
        kept = ledger.records
    write_json(folder / "run.json", before)  # The last that is written.
    journal = (folder / "journal.log").read_bytes().splitlines(keepends=True)
    (folder / "journal.log").write_bytes(b"".join(journal[:-1]))  # `spec_hash` says it is whole.
    with closing(Ledger.open(folder)) as ledger:
        assert ledger.records == old
        ledger.begin_generation(EDITED, [_renamed(old[0])])
        assert ledger.records == kept
        assert ledger.header["generations"][-1]["study"] == "run (3)"


def test_an_edit_and_its_undoing_are_two_generations(tmp_path: Path) -> None:
    old = _begun(tmp_path)
    with closing(Ledger.open(tmp_path)) as ledger:
        ledger.begin_generation(EDITED, [])
        assert ledger.records == []
        ledger.begin_generation(header(OLD), old[:2])
        assert ledger.records == old[:2]
        assert ledger.reserve() == 6


def test_a_study_that_is_gone_is_told(tmp_path: Path) -> None:
    _begun(tmp_path / "run")
    told = read_header(tmp_path / "run")
    told["generations"].append({"study": "run (2)", "spec_hash": "two", "begun": MOMENT})
    write_json(tmp_path / "run" / "run.json", told)
    with pytest.raises(LedgerError, match=r"journal\.log` holds no study `run \(2\)`"):
        Ledger.open(tmp_path / "run")
