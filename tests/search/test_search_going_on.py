"""A run that goes on: after its end, after a cut, after an edit of its spec, beside another."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from constant_worker import PROGRAM
from studies import RATE, gru_study

from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.uniform import Uniform
from rnnspec.ledger.errors import RunBusy
from rnnspec.ledger.ledger import read_trials
from rnnspec.ledger.record import TrialRecord
from rnnspec.search.coordinator import run_study, seconds_spent
from rnnspec.search.events import DataRead, Event, RunStarted, SpecEdited, TrialStarted
from rnnspec.search.overrides import Overrides
from rnnspec.search.result import RunResult
from rnnspec.study.data import Npz
from rnnspec.study.expressions import Const, Make, Ref
from rnnspec.study.search import Named
from rnnspec.study.space import Hyperparameter
from rnnspec.study.study import Study


def _run(study: Study, folder: Path, **overrides: object) -> tuple[RunResult, list[Event]]:
    events: list[Event] = []
    result = run_study(
        study,
        folder,
        name="gru.rnnspec",
        out=folder / "run",
        overrides=Overrides(**overrides),  # type: ignore[arg-type]
        on_event=events.append,
        program=PROGRAM,
    )
    return result, events


def _numbers(result: RunResult) -> list[int]:
    return [record.number for record in result.records]


def _started(events: list[Event]) -> list[int]:
    return [event.number for event in events if isinstance(event, TrialStarted)]


def _with_units(study: Study, distribution: Lattice, name: str = "gru.units") -> Study:
    rate = study.space.hyperparameters[1]
    return replace(
        study,
        space=replace(study.space, hyperparameters=(Hyperparameter(name, distribution), rate)),
    )


def test_a_finished_run_is_left_as_it_is(tmp_path: Path) -> None:
    first, _ = _run(gru_study(trials=4), tmp_path)
    again, events = _run(gru_study(trials=4), tmp_path)
    assert again.why == "finished"
    assert events == []
    assert (again.best, again.records) == (first.best, first.records)
    assert [c.test for c in again.conclusions] == [c.test for c in first.conclusions] != []


def test_conclusions_are_drawn_anew_where_an_edit_changes_what_they_rest_on(
    tmp_path: Path,
) -> None:
    study = gru_study(trials=3)
    _run(study, tmp_path)
    header = tmp_path / "run" / "run.json"
    told = json.loads(header.read_text())
    told["conclusions"][0]["naive"] = {"mae": 387.0}
    header.write_text(json.dumps(told))
    widened, _ = _run(_with_units(study, Lattice(4, 32, 4)), tmp_path)
    assert [c.naive for c in widened.conclusions] == [{"mae": 387.0}]
    measured = replace(study, train=replace(study.train, metrics=("MeanSquaredError",)))
    again, events = _run(measured, tmp_path)
    assert _started(events) == []
    assert [c.naive for c in again.conclusions] == [{"mae": 1.0}]


def test_more_trials_add_to_it_and_replay_none(tmp_path: Path) -> None:
    _run(gru_study(trials=3), tmp_path)
    result, events = _run(gru_study(trials=3), tmp_path, trials=6)
    assert _started(events) == [4, 5, 6]
    assert [e.done for e in events if isinstance(e, RunStarted)] == [3]
    assert len({record.hash for record in result.records}) == 6
    whole, _ = _run(gru_study(trials=6), tmp_path / "whole")
    assert [r.values for r in whole.records] == [r.values for r in result.records]


def test_a_test_score_that_is_overtaken_is_marked_and_computed_anew(tmp_path: Path) -> None:
    poor, good = {"gru.units": 16, RATE: 0.01}, {"gru.units": 8, RATE: 1e-3}
    _run(gru_study(trials=1, first=(poor,)), tmp_path)
    result, _ = _run(gru_study(trials=2, first=(poor, good)), tmp_path)
    assert [conclusion.record.number for conclusion in result.conclusions] == [2]
    best = json.loads((tmp_path / "run" / "best.json").read_text())
    assert best["values"] == good
    assert best["test"] == {"mae": 0.0}
    assert [(entry["trial"], entry["values"]) for entry in best["overtaken"]] == [(1, poor)]


def test_another_algorithm_learns_from_what_was_tried(tmp_path: Path) -> None:
    _run(gru_study(trials=12), tmp_path)
    result, _ = _run(gru_study(trials=12), tmp_path, engine="hyperopt", algorithm="tpe", trials=20)
    assert _numbers(result) == [*range(1, 21)]
    header = json.loads((tmp_path / "run" / "run.json").read_text())
    assert (header["engine"], header["algorithm"]) == ("hyperopt", "tpe")
    assert len(header["generations"]) == 1


def _edit_of(events: list[Event]) -> SpecEdited:
    (edit,) = [event for event in events if isinstance(event, SpecEdited)]
    return edit


@pytest.mark.parametrize(
    ("distribution", "kept"),
    [(Lattice(4, 32, 4), 6), (Lattice(8, 16, 4), 5), (Lattice(64, 128, 64), 0)],
)
def test_what_still_belongs_after_an_edit_is_kept(
    distribution: Lattice, kept: int, tmp_path: Path
) -> None:
    study = gru_study(trials=6)
    before, _ = _run(study, tmp_path)
    result, events = _run(_with_units(study, distribution), tmp_path, trials=8)
    edit = _edit_of(events)
    assert edit.changes[0].startswith("gru.units: ")
    assert (edit.kept, sum(edit.set_aside.values())) == (kept, 6 - kept)
    held = [r for r in before.records if distribution.contains(r.values["gru.units"])]
    assert list(result.records[:kept]) == held
    assert _started(events) == [*range(7, 7 + 8 - kept)]
    assert len(result.records) == 8


def test_a_renamed_hyperparameter_keeps_its_trials(tmp_path: Path) -> None:
    study = gru_study(trials=4)
    before, _ = _run(study, tmp_path)
    rate = Hyperparameter("rate", Uniform(1e-4, 1e-2, log=True))
    renamed = replace(
        study,
        space=replace(study.space, hyperparameters=(study.space.hyperparameters[0], rate)),
        train=replace(study.train, optimizer=Make("Adam", ((RATE, Ref("rate")),))),
    )
    result, events = _run(renamed, tmp_path, trials=4)
    assert _edit_of(events).kept == 4
    assert [r.values["rate"] for r in result.records] == [r.values[RATE] for r in before.records]
    assert [r.scores for r in result.records] == [r.scores for r in before.records]


def test_another_training_sets_all_aside_and_loses_none(tmp_path: Path) -> None:
    study = gru_study(trials=3)
    _run(study, tmp_path)
    longer = replace(study, train=replace(study.train, epochs=Const(5)))
    result, events = _run(longer, tmp_path)
    assert _edit_of(events).set_aside == {"it is trained otherwise": 3}
    assert _numbers(result) == [4, 5, 6]
    import optuna

    journal = optuna.storages.journal.JournalFileBackend(str(tmp_path / "run" / "journal.log"))
    storage = optuna.storages.JournalStorage(journal)
    kept = [
        len(optuna.load_study(study_name=s.study_name, storage=storage).trials)
        for s in optuna.get_all_study_summaries(storage)
    ]
    assert kept == [3, 6]


def test_data_that_has_changed_sets_all_aside(tmp_path: Path) -> None:
    data = replace(gru_study().data, source=Npz("data.npz", "x", "y"))
    study = replace(gru_study(trials=2), data=data)
    (tmp_path / "data.npz").write_bytes(b"before")
    _run(study, tmp_path)
    (tmp_path / "data.npz").write_bytes(b"after")
    result, events = _run(study, tmp_path)
    assert _edit_of(events).changes == ("`data.npz`: its content has changed",)
    assert _edit_of(events).set_aside == {"`data.npz` has changed": 2}
    assert _numbers(result) == [3, 4]


def test_a_pruner_ends_what_is_not_worth_its_epochs(tmp_path: Path) -> None:
    study = gru_study(trials=12)
    pruner = Named("median", (("startup", 3), ("warmup_epochs", 2)))
    study = replace(study, search=replace(study.search, pruner=pruner))
    result, _ = _run(study, tmp_path)
    pruned = [record for record in result.records if record.state == "pruned"]
    assert pruned
    assert all(2 <= record.epochs < 5 for record in pruned)
    assert result.best is not None
    assert result.best.state == "complete"
    best_pruned = min(record.scores["val_mae"] for record in pruned)
    assert result.best.scores["val_mae"] < best_pruned


def test_trials_of_a_killed_run_are_trained_again_under_their_numbers(tmp_path: Path) -> None:
    script = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_search_going_on import _run, gru_study, Path
_run(gru_study(trials=40), Path({str(tmp_path / "slow")!r}), workers=2)
"""
    (tmp_path / "slow").mkdir()
    process = subprocess.Popen([sys.executable, "-c", script])
    journal = tmp_path / "slow" / "run" / "journal.log"
    while not journal.exists() or journal.stat().st_size < 8_000:
        time.sleep(0.01)
        assert process.poll() is None
    with pytest.raises(RunBusy, match=str(process.pid)):
        _run(gru_study(trials=40), tmp_path / "slow")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = read_trials(tmp_path / "slow" / "run")
    assert 0 < len(before) < 40
    result, _ = _run(gru_study(trials=40), tmp_path / "slow", workers=2)
    assert sorted(_numbers(result)) == [*range(1, 41)]
    assert [r for r in result.records if r in before] == before
    whole, _ = _run(gru_study(trials=40), tmp_path / "whole")
    found = sorted(result.records, key=lambda record: record.number)
    assert [(r.values, r.scores) for r in found] == [(r.values, r.scores) for r in whole.records]
    assert whole.best is not None
    assert result.best is not None
    assert (result.best.number, result.best.scores) == (whole.best.number, whole.best.scores)


def test_results_do_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    one, _ = _run(gru_study(trials=12), tmp_path / "one")
    three, _ = _run(gru_study(trials=12), tmp_path / "three", workers=3)
    found = sorted(three.records, key=lambda record: record.number)
    assert [(r.values, r.scores) for r in found] == [(r.values, r.scores) for r in one.records]


def test_gaps_are_told_once_however_many_workers_read_them(tmp_path: Path) -> None:
    (tmp_path / "gaps").mkdir()
    _, events = _run(gru_study(trials=4), tmp_path / "gaps", workers=2)
    assert [e.gaps for e in events if isinstance(e, DataRead)] == [{"dust": 3}]


def test_a_trial_that_takes_too_long_has_failed(tmp_path: Path) -> None:
    (tmp_path / "slow").mkdir()
    result, _ = _run(gru_study(trials=2), tmp_path / "slow", trial_timeout=0.03)
    assert [record.reason for record in result.records] == ["it took longer than 0.03 s"] * 2
    assert result.best is None


def test_a_run_that_only_fails_ends(tmp_path: Path) -> None:
    (tmp_path / "slow").mkdir()
    result, _ = _run(gru_study(trials=50), tmp_path / "slow", trial_timeout=0.03, max_failures=3)
    assert (result.why, len(result.records)) == ("failures", 3)


def test_only_failures_in_a_row_end_a_run(tmp_path: Path) -> None:
    (tmp_path / "fickle").mkdir()
    result, _ = _run(gru_study(trials=6), tmp_path / "fickle", max_failures=2)
    assert [record.state for record in result.records] == ["failed", "complete"] * 3
    assert result.why == "trials"


def test_the_time_of_sessions_that_were_killed_counts() -> None:
    def trained(number: int, begun: str, ended: str) -> TrialRecord:
        day = "2026-01-31T"
        return TrialRecord(
            number, {}, "", "complete", begun=f"{day}{begun}Z", ended=f"{day}{ended}Z"
        )

    records = [
        trained(1, "22:00:00", "22:10:00"),
        trained(2, "22:05:00", "22:06:00"),
        trained(3, "22:09:00", "22:20:00"),
        trained(4, "23:00:00", "23:01:00"),
    ]
    assert seconds_spent(0.0, records) == 21 * 60
    assert seconds_spent(2000.0, records) == 2000.0
    assert seconds_spent(0.0, []) == 0.0
