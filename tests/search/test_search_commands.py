"""What commands say of runs that are there."""

import io
import json
import math
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from constant_worker import PROGRAM
from studies import RATE, gru_study

from rnnspec import api
from rnnspec.cli.main import rnnspec
from rnnspec.ledger.ledger import Ledger
from rnnspec.ledger.record import COMPLETE, TrialRecord
from rnnspec.pipeline import check_source
from rnnspec.search.coordinator import run_study
from rnnspec.search.events import (
    DataRead,
    EpochEnded,
    Event,
    RunEnded,
    RunStarted,
    SpecEdited,
    TrialEnded,
    TrialStarted,
)
from rnnspec.search.overrides import Overrides
from rnnspec.source import Source
from rnnspec.watch.event_lines import EventLines

GOOD = {"gru.units": 8, RATE: 1e-3}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a finished run."""
    runs = tmp_path_factory.mktemp("runs")
    study = gru_study(trials=3, first=(GOOD,))
    run_study(study, runs, name="gru.rnnspec", out=runs / "gru", program=PROGRAM)
    return runs


def _said(*arguments: object) -> Result:
    return CliRunner().invoke(rnnspec, [str(argument) for argument in arguments])


def test_runs_are_listed_with_their_best(folder: Path) -> None:
    assert _said("runs", folder).output.splitlines() == [
        f"{folder}/gru: gru.rnnspec, 3 trials, finished",
        "  trial 1: val_mae 0.2  gru.units = 8  learning_rate = 0.001",
    ]


def test_a_run_under_way_and_a_damaged_one_are_listed_as_such(folder: Path, tmp_path: Path) -> None:
    run_study(gru_study(trials=1), folder, name="x", out=tmp_path / "gru", program=PROGRAM)
    ledger = Ledger.open(tmp_path / "gru")
    assert _said("runs", tmp_path).output.splitlines()[0].endswith("1 trial, running")
    ledger.note({"ended": None})
    ledger.close()
    assert _said("runs", tmp_path).output.splitlines()[0].endswith("1 trial, cut off")
    (tmp_path / "gru" / "run.json").write_text("{")
    assert "is not JSON" in _said("runs", tmp_path).output


def test_the_best_of_a_run_is_told(folder: Path) -> None:
    lines = _said("best", folder / "gru").output.splitlines()
    assert lines[0] == "best: trial 1, val_mae 0.2"
    assert "  on the test part: mae 0" in lines


def test_what_is_no_run_is_refused_in_a_line(tmp_path: Path) -> None:
    for arguments in (("best", tmp_path), ("best", tmp_path, "--spec")):
        said = _said(*arguments)
        assert said.exit_code == 1
        assert "Traceback" not in said.output


def test_a_spec_in_the_place_of_a_run_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("gru.rnnspec").write_text("rnnspec 1\n")
    for arguments in (("best",), ("best", "--spec"), ("report",), ("predict", "new.csv")):
        said = _said(arguments[0], "gru.rnnspec", *arguments[1:])
        assert said.exit_code == 1
        assert "`gru.rnnspec` is a file" in said.output
        assert "`rnnspec run gru.rnnspec`" in said.output
    run_study(gru_study(trials=1), tmp_path, name="x", out=Path("runs/gru"), program=PROGRAM)
    assert "its run is `runs/gru`" in _said("best", "gru.rnnspec").output


def test_every_event_has_the_fields_of_its_document() -> None:
    text = (Path(__file__).parents[2] / "docs" / "events.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \|", text, re.MULTILINE)
    documented = {event: set(re.findall(r"`(\w+)`", fields)) for event, fields in rows}
    trial = TrialRecord(1, {"units": (4, 8)}, "a", COMPLETE, {"val_mae": math.nan})
    events: list[Event] = [
        SpecEdited(("a change",), 3, {"a reason": 1}),
        RunStarted("a", Path("runs/a"), "rnnspec", "random", 0, None, None, ("val_mae",)),
        DataRead({"rain": 2}),
        TrialStarted(1, trial.values),
        EpochEnded(1, 1, 2, {"loss": math.inf}),
        TrialEnded(trial, trial, True),
        RunEnded("trials", 1, 0, 2.5),
    ]
    stream = io.StringIO()
    for event in events:
        EventLines(stream)(event)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert {line["event"]: line.keys() - {"event"} for line in lines} == documented
    assert lines[4]["logs"] == {"loss": "inf"}
    assert (lines[5]["trial"]["scores"], lines[5]["best"]) == ({"val_mae": "nan"}, 1)


SPEC = """rnnspec 1
data { source = random(samples = 60, steps = 4, features = 2) split = random(validation = 0.25) }
model { GRU(units ~ quniform(4, 16, 4)) Dense(1) }
train { optimizer = Adam(learning_rate ~ loguniform(1e-4, 1e-2)) loss = mse epochs = 2 }
search { objective = minimize(val_mae) algorithm = tpe(startup = 2) trials = 3 seed = 5 }
"""


def test_the_folder_alone_is_enough_to_go_on(tmp_path: Path) -> None:
    source, out = Source("gru.rnnspec", SPEC), tmp_path / "runs" / "gru"
    study = check_source(source, tmp_path).study
    assert study is not None
    overrides = Overrides(trials=4, seed=6)
    run_study(
        study,
        tmp_path,
        name="gru.rnnspec",
        out=out,
        overrides=overrides,
        source=source,
        program=PROGRAM,
    )
    loaded, asked = api.recorded(out)
    assert loaded.study == study
    assert loaded.folder.resolve() == tmp_path
    assert (asked.trials, asked.seed, asked.engine) == (4, 6, "hyperopt")
    said = _said("run", out)
    assert said.output.startswith("finished before, with 4 trials"), said.output


def test_events_are_json_a_line(folder: Path) -> None:
    stream = io.StringIO()
    run_study(
        gru_study(trials=2),
        folder,
        name="gru.rnnspec",
        out=folder / "told",
        on_event=EventLines(stream),
        program=PROGRAM,
    )
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    names = [event["event"] for event in events]
    assert names[0] == "run_started"
    assert names.count("epoch_ended") == 10
    assert names[-1] == "run_ended"
    ended = [event for event in events if event["event"] == "trial_ended"]
    assert [event["trial"]["number"] for event in ended] == [1, 2]
    assert all(event["trial"]["scores"]["val_mae"] > 0 for event in ended)
    assert events[-1]["trials"] == 2
