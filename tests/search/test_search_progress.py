"""What a run looks like while it goes on."""

import io
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rnnspec.ledger.record import COMPLETE, FAILED, PRUNED, TrialRecord
from rnnspec.search.events import (
    EpochEnded,
    Event,
    RunEnded,
    RunStarted,
    TrialEnded,
    TrialStarted,
)
from rnnspec.watch.progress import ProgressDisplay
from rnnspec.words import show_duration, show_values

if TYPE_CHECKING:
    from rnnspec.watch.live import LiveStatus

VALUES = {"gru.units": 64, "rate": 0.25, "wide": True, "inputs": ("Close", "Volume")}
GOOD = TrialRecord(1, VALUES, "a", COMPLETE, {"val_rmse": 0.123456789}, epochs=2, seconds=61)
BAD = TrialRecord(
    2, {"gru.units": 8}, "b", FAILED, reason="ValueError: no\nmore", place="2:1", seconds=2
)
PRUNED_ONE = TrialRecord(4, {"gru.units": 4}, "c", PRUNED, {"val_rmse": 9.0}, epochs=1, seconds=3)
AGAIN = TrialRecord(3, VALUES, "a", COMPLETE, {"val_rmse": 0.123456789}, same_as=1)

EVENTS: list[Event] = [
    RunStarted("gru.rnnspec", Path("runs/gru"), "hyperopt", "tpe", 3, 4, 7200, ("val_rmse",)),
    TrialStarted(1, VALUES),
    EpochEnded(1, 1, 2, {"loss": 0.5}),
    TrialEnded(GOOD, GOOD, True),
    TrialStarted(2, BAD.values),
    TrialEnded(BAD, GOOD, False),
    TrialEnded(AGAIN, GOOD, False),
    TrialEnded(PRUNED_ONE, GOOD, False),
    RunEnded("trials", 4, 1, 66.2),
]


def _drawn(is_terminal: bool) -> str:
    stream = io.StringIO()
    display = ProgressDisplay(is_terminal, stream=stream)
    for event in EVENTS:
        display(event)
    display.close()
    return stream.getvalue()


PLAIN = """\
gru.rnnspec: tpe of hyperopt, 4 trials, at most 2 h 0 min, seed 3
kept in runs/gru
trial 1/4: val_rmse 0.123457 *  [1 min 1 s]  gru.units = 64  rate = 0.25  wide = true  \
inputs = [Close, Volume]
trial 2/4: failed: ValueError: no (gru.rnnspec:2:1)  [2 s]  gru.units = 8
trial 3/4: val_rmse 0.123457 (the same as trial 1)  gru.units = 64  rate = 0.25  wide = true  \
inputs = [Close, Volume]
trial 4/4: pruned after 1 epoch: val_rmse 9  [3 s]  gru.units = 4
4 trials, 1 failed in 1 min 6 s
"""


def test_without_a_terminal_there_is_a_line_a_trial() -> None:
    assert _drawn(is_terminal=False) == PLAIN


def test_a_terminal_shows_the_same_folded_between_values() -> None:
    drawn = _drawn(is_terminal=True)
    words = " ".join(drawn.split())
    for line in PLAIN.splitlines():
        assert " ".join(line.split()) in words
    first = "trial 1/4: val_rmse 0.123457 *  [1 min 1 s]  gru.units = 64  rate = 0.25\n"
    assert f"{first}    wide = true  inputs = [Close, Volume]\n" in drawn


def test_what_is_under_way_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.console import Console

    from rnnspec.watch.live import LiveStatus

    monkeypatch.setenv("COLUMNS", "60")
    status = LiveStatus(io.StringIO())
    many = {f"layer_{i}.units": i for i in range(20)}
    for event in [
        RunStarted("a.rnnspec", Path("runs/a"), "optuna", "tpe", 3, 40, None, ("val_rmse",), 2),
        *(TrialStarted(number, many) for number in (1, 2, 4, 5)),
        TrialEnded(GOOD, GOOD, True),
        TrialEnded(BAD, GOOD, False),
        TrialEnded(PRUNED_ONE, GOOD, False),
        TrialStarted(6, {"gru.units": 4}),
        EpochEnded(6, 2, 15, {"loss": 0.5, "val_loss": 0.25}, 2.125),
    ]:
        status(event)
    status.close()
    stream = io.StringIO()
    Console(file=stream, width=60).print(status)
    search, fifth, sixth, best = (line.rstrip() for line in stream.getvalue().splitlines())
    assert search.startswith("search   ━─────────  3/40, 1 failed, 1 pruned, about ")
    assert fifth.startswith("trial 5  preparing  layer_0.units = 0  ")
    assert (len(fifth), fifth[-1]) == (57, "…")
    assert sixth == "trial 6  epoch 2/15  val_rmse 2.125  gru.units = 4"
    assert best.startswith("best     val_rmse 0.123457 (trial 1)  gru.units = 64")


def _standing(status: "LiveStatus") -> list[str]:
    from rich.console import Console

    stream = io.StringIO()
    Console(file=stream, width=90).print(status)
    return [" ".join(line.split()) for line in stream.getvalue().splitlines()]


def test_the_time_left_counts_down_until_a_trial_tells_better(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from rnnspec.watch.live import LiveStatus

    now = 100.0
    monkeypatch.setattr("rnnspec.watch.live.time.monotonic", lambda: now)
    status = LiveStatus(io.StringIO())
    run = RunStarted("a.rnnspec", Path("runs/a"), "optuna", "tpe", 3, 5, None, ("val_rmse",), 2)
    for event in (run, TrialStarted(1, VALUES)):
        status(event)
    now += 7
    assert _standing(status)[1].startswith("trial 1 loading libraries and data, 7 s gru.units")
    now += 90
    status(TrialEnded(GOOD, GOOD, True))  # It took 61 s; four are left, two at a time.
    assert "1/5, about 2 min 2 s left" in _standing(status)[0]
    now += 30
    assert "1/5, about 1 min 32 s left" in _standing(status)[0]
    now += 1000
    assert _standing(status)[0].endswith("1/5")
    status.close()


def test_an_epoch_without_a_known_objective_tells_its_loss() -> None:
    from rnnspec.watch.live import LiveStatus

    run = RunStarted("a", Path("runs/a"), "optuna", "tpe", 3, 5, None, ("val_f1",))
    logs = {"loss": 0.5, "val_loss": 0.25}
    status = LiveStatus(io.StringIO())
    for event in (run, TrialStarted(1, {"units": 4}), EpochEnded(1, 1, 2, logs)):
        status(event)
    assert _standing(status)[1] == "trial 1 epoch 1/2 val_loss 0.25 units = 4"
    status.close()


def test_a_run_that_goes_on_says_what_is_best_so_far() -> None:
    from rnnspec.watch.live import LiveStatus

    run = RunStarted("a", Path("runs/a"), "optuna", "tpe", 3, 5, None, ("val_rmse",), 1, 3, GOOD)
    stream = io.StringIO()
    ProgressDisplay(False, stream=stream)(run)
    told = "going on after 3 trials, the best is trial 1: val_rmse 0.123457  gru.units = 64"
    assert told in stream.getvalue()
    status = LiveStatus(io.StringIO())
    status(run)
    assert "best val_rmse 0.123457 (trial 1)" in _standing(status)[1]
    status.close()


def test_a_prediction_says_what_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.console import Console

    from rnnspec.watch.live import LiveLine

    now = 100.0
    monkeypatch.setattr("rnnspec.watch.live.time.monotonic", lambda: now)
    line = LiveLine(io.StringIO())
    line("loading libraries")
    now += 7
    stream = io.StringIO()
    Console(file=stream, width=90).print(line)
    line.close()
    assert stream.getvalue() == "loading libraries, 7 s\n"


def test_values_read_as_in_a_spec() -> None:
    assert show_values({"a": None, "b": False, "c": 1e-05}) == "a = none  b = false  c = 1e-05"


def test_durations_are_for_reading() -> None:
    shown = [show_duration(seconds) for seconds in (0.2, 59, 60, 3599, 3600, 7384)]
    assert shown == ["0 s", "59 s", "1 min 0 s", "59 min 59 s", "1 h 0 min", "2 h 3 min"]


def test_rich_is_imported_for_terminals_alone() -> None:
    code = "import sys, rnnspec.watch.progress as p; p.ProgressDisplay(False);"
    code += "sys.exit(any(m.split('.')[0] == 'rich' for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
