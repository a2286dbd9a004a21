"""Drawing a run while it goes on.

In: events. Out: a live line or two on a terminal; plain lines, one a trial, where there is none.
All goes to standard error. Knows no engine, no Keras; rich is imported when a terminal is drawn.
"""

import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

from rnnspec.ledger.record import FAILED, PRUNED
from rnnspec.runner.events import (
    DataRead,
    EpochEnded,
    Event,
    RunEnded,
    RunStarted,
    SpecEdited,
    TrialEnded,
    TrialStarted,
)
from rnnspec.study.expressions import Value

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table

    from rnnspec.ledger.record import TrialRecord


def show_values(values: Mapping[str, Value]) -> str:
    """Values as a spec writes them: `units = 64  rate = 0.25`."""
    return "  ".join(f"{name} = {_show(value)}" for name, value in values.items())


def count_trials(number: int) -> str:
    """`1 trial`, `12 trials`."""
    return f"{number} trial{'s' if number != 1 else ''}"


def show_epochs(number: float) -> str:
    """`1 epoch`, `12 epochs`."""
    return f"{number:g} epoch{'s' if number != 1 else ''}"


def show_duration(seconds: float) -> str:
    """A duration for reading: `8 s`, `3 min 20 s`, `2 h 5 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


class ProgressDisplay:
    """Draws events as they come; call it with each, and `close` it at the end."""

    def __init__(self, is_terminal: bool, *, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._status = _LiveStatus(self._stream) if is_terminal else None
        self._name = ""
        self._trials: int | None = None

    def __call__(self, event: Event) -> None:
        """Draw an event."""
        match event:
            case SpecEdited():
                for line in _edit(event):
                    self._print(line)
            case RunStarted():
                self._name, self._trials = event.name, event.trials
                for line in _greeting(event):
                    self._print(line)
            case DataRead(gaps):
                counts = ", ".join(f"{name} {count:,}" for name, count in gaps.items() if count)
                self._print(f"missing values: {counts}")
            case TrialEnded():
                self._print(_outcome(event, self._name, self._trials))
            case RunEnded():
                self._print(_farewell(event))
        if self._status is not None:
            self._status(event)

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._status is not None:
            self._status.close()

    def _print(self, line: str) -> None:
        if self._status is not None:
            self._status.print(line)
        else:
            print(line, file=self._stream, flush=True)


def _greeting(event: RunStarted) -> list[str]:
    number = "" if event.trials is None else f", {count_trials(event.trials)}"
    limit = "" if event.timeout is None else f", at most {show_duration(event.timeout)}"
    workers = "" if event.workers == 1 else f", {event.workers} workers"
    bounds = f"{number}{limit}{workers}"
    return [
        f"{event.name}: {event.algorithm} of {event.engine}{bounds}, seed {event.seed}",
        f"kept in {event.folder}",
        *([f"going on after {count_trials(event.done)}"] if event.done else []),
    ]


def _edit(event: SpecEdited) -> list[str]:
    aside = sum(event.set_aside.values())
    return [
        "the spec was edited since:",
        *(f"  {change}" for change in event.changes),
        f"{count_trials(event.kept)} of before still belong, {aside} set aside",
        *(f"  {number} set aside: {reason}" for reason, number in event.set_aside.items()),
    ]


def _outcome(event: TrialEnded, name: str, trials: int | None) -> str:
    record = event.record
    place = "" if record.place is None else f" ({name}:{record.place})"
    # Where an edit has set trials aside, numbers go beyond how many there are to be.
    of = f"/{trials}" if trials is not None and record.number <= trials else ""
    count = f"trial {record.number}{of}"
    if record.state == FAILED:
        reason = (record.reason or "").split("\n", 1)[0]
        said = f"failed: {reason}{place}"
    else:
        said = show_scores(record.scores) + (" *" if event.improved else "")
        if record.state == PRUNED:
            said = f"pruned after {show_epochs(record.epochs)}: {said}"
    again = "" if record.same_as is None else f" (the same as trial {record.same_as})"
    time_taken = "" if record.same_as is not None else f"  [{show_duration(record.seconds)}]"
    values = show_values(record.values)
    return f"{count}: {said}{again}{time_taken}" + (f"  {values}" if values else "")


def _farewell(event: RunEnded) -> str:
    why = {
        "trials": "",
        "timeout": ", the time is up",
        "exhausted": ", every configuration was tried",
        "failures": ", too many failures in a row",
        "interrupted": ", interrupted",
    }[event.why]
    failed = f", {event.failed} failed" if event.failed else ""
    return f"{count_trials(event.trials)}{failed} in {show_duration(event.seconds)}{why}"


def show_scores(scores: Mapping[str, float]) -> str:
    """Scores for reading: `val_rmse 0.4213, parameters 1281`."""
    return ", ".join(f"{name} {_show(score)}" for name, score in scores.items())


def _show(value: Value) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.6g}"
        case tuple():
            return "[" + ", ".join(_show(item) for item in value) + "]"
    return str(value)


class _LiveStatus:
    """The lines at the bottom of a terminal: the running trial, the best one, the time left."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console

        self._console = Console(file=stream, highlight=False)
        self._live: Live | None = None
        self._begun = time.monotonic()
        self._run: RunStarted | None = None
        self._running: dict[int, tuple[TrialStarted, EpochEnded | None]] = {}
        self._best: TrialRecord | None = None
        self._ended = 0

    def __call__(self, event: Event) -> None:
        from rich.live import Live

        match event:
            case RunStarted():
                self._run, self._begun, self._ended = event, time.monotonic(), event.done
                self._live = Live(self, console=self._console, transient=True)
                self._live.start()
            case TrialStarted(number):
                self._running[number] = event, None
            case EpochEnded(number) if number in self._running:
                self._running[number] = self._running[number][0], event
            case TrialEnded(record):
                self._running.pop(record.number, None)
                self._best = event.best
                self._ended += 1
            case RunEnded():
                self.close()

    def print(self, line: str) -> None:
        self._console.print(line, markup=False, soft_wrap=True)

    def close(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def __rich__(self) -> "Table":
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        table = Table.grid(padding=(0, 1))
        run = self._run
        if run is not None and run.trials is not None:
            bar = ProgressBar(total=run.trials, completed=self._ended, width=30)
            table.add_row("search", bar, Text(self._remaining(run)))
        for trial, epoch in self._running.values():
            at = "preparing" if epoch is None else f"epoch {epoch.epoch}/{epoch.epochs}"
            table.add_row(f"trial {trial.number}", Text(at), Text(show_values(trial.values)))
        if self._best is not None:
            label = f"trial {self._best.number}"
            scores, values = show_scores(self._best.scores), show_values(self._best.values)
            table.add_row("best", Text(f"{scores} ({label})"), Text(values))
        return table

    def _remaining(self, run: RunStarted) -> str:
        """The time that is left, supposing that trials go on taking what they took."""
        passed = time.monotonic() - self._begun
        bounds = []
        if run.trials is not None and self._ended > run.done:
            bounds.append(passed / (self._ended - run.done) * (run.trials - self._ended))
        if run.timeout is not None:
            bounds.append(run.timeout - passed)
        left = f", about {show_duration(max(min(bounds), 0))} left" if bounds else ""
        return f"{self._ended}/{run.trials}{left}"
