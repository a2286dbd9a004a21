"""Drawing a run while it goes on.

In: events. Out: plain lines, one a trial; on a terminal what is under way below them. All goes to
standard error. Knows No sampler, no Keras; rich is imported when a terminal is drawn.
"""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

from rnnspec.ledger.record import FAILED, PRUNED
from rnnspec.search.events import (
    DataRead,
    Event,
    RunEnded,
    RunStarted,
    SpecEdited,
    TrialEnded,
)
from rnnspec.study.expressions import Value

if TYPE_CHECKING:
    from rnnspec.watch.live import LiveStatus


def show_values(values: Mapping[str, Value]) -> str:
    """Values as a spec writes them: `units = 64  rate = 0.25`."""
    return "  ".join(f"{name} = {show_value(value)}" for name, value in values.items())


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
        self._status = _live(self._stream) if is_terminal else None
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


def _live(stream: TextIO) -> "LiveStatus":
    from rnnspec.watch.live import LiveStatus

    return LiveStatus(stream)


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
    return ", ".join(f"{name} {show_value(score)}" for name, score in scores.items())


def show_value(value: Value) -> str:
    """A value as a spec writes it, numbers with six digits."""
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.6g}"
        case tuple():
            return "[" + ", ".join(show_value(item) for item in value) + "]"
    return str(value)
