"""Drawing a run while it goes on.

In: events. Out: plain lines, one a trial; on a terminal what is under way below them. All goes to
standard error. Knows no sampler, no Keras; rich is imported for a terminal.
"""

import sys
from typing import TextIO

from rnnspec.ledger.record import FAILED, PRUNED, TrialRecord
from rnnspec.search.events import DataRead, Event, RunEnded, RunStarted, SpecEdited, TrialEnded
from rnnspec.words import count, show_duration, show_scores, show_values


class ProgressDisplay:
    """Draws events as they come; call it with each, and `close` it at the end."""

    def __init__(self, is_terminal: bool, *, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._status = None
        if is_terminal:
            from rnnspec.watch.live import LiveStatus

            self._status = LiveStatus(self._stream)
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
                counts = ", ".join(f"{name} {rows:,}" for name, rows in gaps.items() if rows)
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
    number = "" if event.trials is None else f", {count(event.trials, 'trial')}"
    limit = "" if event.timeout is None else f", at most {show_duration(event.timeout)}"
    workers = "" if event.workers == 1 else f", {event.workers} workers"
    bounds = f"{number}{limit}{workers}"
    return [
        f"{event.name}: {event.algorithm} of {event.engine}{bounds}, seed {event.seed}",
        f"kept in {event.folder}",
        *(
            [f"going on after {count(event.done, 'trial')}{_best(event.best)}"]
            if event.done
            else []
        ),
    ]


def _best(record: TrialRecord | None) -> str:
    if record is None:
        return ""
    scores, values = show_scores(record.scores), show_values(record.values)
    return f", the best is trial {record.number}: {scores}" + (f"  {values}" if values else "")


def _edit(event: SpecEdited) -> list[str]:
    aside = sum(event.set_aside.values())
    return [
        "the spec was edited since:",
        *(f"  {change}" for change in event.changes),
        f"{count(event.kept, 'trial')} of before still belong, {aside} set aside",
        *(f"  {number} set aside: {reason}" for reason, number in event.set_aside.items()),
    ]


def _outcome(event: TrialEnded, name: str, trials: int | None) -> str:
    record = event.record
    place = "" if record.place is None else f" ({name}:{record.place})"
    # Where an edit has set trials aside, numbers go beyond how many there are to be.
    of = f"/{trials}" if trials is not None and record.number <= trials else ""
    who = f"trial {record.number}{of}"
    if record.state == FAILED:
        reason = (record.reason or "").split("\n", 1)[0]
        said = f"failed: {reason}{place}"
    else:
        said = show_scores(record.scores) + (" *" if event.improved else "")
        if record.state == PRUNED:
            said = f"pruned after {count(record.epochs, 'epoch')}: {said}"
    again = "" if record.same_as is None else f" (the same as trial {record.same_as})"
    time_taken = "" if record.same_as is not None else f"  [{show_duration(record.seconds)}]"
    values = show_values(record.values)
    return f"{who}: {said}{again}{time_taken}" + (f"  {values}" if values else "")


def _farewell(event: RunEnded) -> str:
    why = {
        "trials": "",
        "timeout": ", the time is up",
        "exhausted": ", every configuration was tried",
        "failures": ", too many failures in a row",
        "interrupted": ", interrupted",
    }[event.why]
    failed = f", {event.failed} failed" if event.failed else ""
    return f"{count(event.trials, 'trial')}{failed} in {show_duration(event.seconds)}{why}"
