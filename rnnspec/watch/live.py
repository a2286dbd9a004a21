"""What is under way, at the bottom of a terminal: the search, each running trial, the best.

In: events. Out: lines that are drawn anew, each cut where the terminal ends. Lines that stay are
printed above them. Knows no samplers and no Keras.
"""

import time
from typing import TextIO

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from rnnspec.ledger.record import FAILED, PRUNED, TrialRecord
from rnnspec.search.events import EpochEnded, Event, RunEnded, RunStarted, TrialEnded, TrialStarted
from rnnspec.words import show_duration, show_scores, show_value, show_values

BAR = 10
"""Characters of the bar; what follows it fits a line of 80 with thousands of trials."""


class LiveStatus:
    """The lines, called with each event."""

    def __init__(self, stream: TextIO) -> None:
        self._console = Console(file=stream, highlight=False)
        self._live: Live | None = None
        self._begun = time.monotonic()
        self._has_begun = False
        """Whether a training was heard of: until then libraries load and data is read."""
        self._taken: list[float] = []
        """The seconds of the trials that have ended."""
        self._until: float | None = None
        """When the last trial will have ended, supposed when one ended."""
        self._run: RunStarted | None = None
        self._running: dict[int, tuple[TrialStarted, EpochEnded | None]] = {}
        self._best: TrialRecord | None = None
        self._ended = self._failed = self._pruned = 0

    def __call__(self, event: Event) -> None:
        """Take an event in; the lines are drawn some times a second."""
        match event:
            case RunStarted():
                self._run, self._begun, self._ended = event, time.monotonic(), event.done
                self._best = event.best
                self._live = Live(self, console=self._console, transient=True)
                self._live.start()
            case TrialStarted(number):
                self._running[number] = event, None
            case EpochEnded(number) if number in self._running:
                self._running[number] = self._running[number][0], event
                self._has_begun = True
            case TrialEnded(record):
                self._running.pop(record.number, None)
                self._best = event.best
                self._ended += 1
                self._has_begun = True
                self._taken.append(record.seconds)
                self._suppose()
                self._failed += record.state == FAILED
                self._pruned += record.state == PRUNED
            case RunEnded():
                self.close()

    def print(self, line: str) -> None:
        """Print a line that stays; a long one is folded between its values."""
        for row in _folded(line, self._console.width):
            self._console.print(row, markup=False, soft_wrap=True)

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def __rich__(self) -> Table:
        # A terminal shows Ctrl-C behind the last line as `^C`, which must not begin another one.
        table = Table.grid(padding=(0, 2), expand=True)
        table.width = self._console.width - 3
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        if self._run is not None:
            table.add_row("search", Text(self._standing(self._run)))
        # The trainings may change while the lines are drawn, which a thread of its own does.
        for trial, epoch in list(self._running.values()):
            told = self._epoch(epoch), show_values(trial.values)
            table.add_row(f"trial {trial.number}", Text("  ".join(told)))
        if self._best is not None:
            scores, values = show_scores(self._best.scores), show_values(self._best.values)
            table.add_row("best", Text(f"{scores} (trial {self._best.number})  {values}"))
        return table

    def _standing(self, run: RunStarted) -> str:
        """How many trials have ended, how, and how long the others may take."""
        count = f"{self._ended} ended"
        if run.trials is not None:
            filled = round(BAR * min(self._ended / run.trials, 1))
            count = f"{'━' * filled}{'─' * (BAR - filled)}  {self._ended}/{run.trials}"
        failed = f", {self._failed} failed" if self._failed else ""
        pruned = f", {self._pruned} pruned" if self._pruned else ""
        return count + failed + pruned + self._left(run)

    def _suppose(self) -> None:
        """Suppose that the trials that are left take what those that ended took on average."""
        if self._run is not None and self._run.trials is not None:
            left = max(self._run.trials - self._ended, 0)
            rounds = left / min(self._run.workers, max(left, 1))
            each = sum(self._taken) / len(self._taken)
            self._until = time.monotonic() + each * rounds

    def _left(self, run: RunStarted) -> str:
        """The time that is left; it counts down until a trial that ends tells better."""
        timeout = None if run.timeout is None else self._begun + run.timeout
        bounds = [until for until in (self._until, timeout) if until is not None]
        left = min(bounds, default=0.0) - time.monotonic()
        return f", about {show_duration(left)} left" if bounds and left > 0 else ""

    def _epoch(self, event: EpochEnded | None) -> str:
        """How far a training is: by its objective, else by its loss, which is in training's units.

        Both are those of validation, if there is one.
        """
        if event is None:
            if self._has_begun:
                return "preparing"
            return f"loading libraries and data, {show_duration(time.monotonic() - self._begun)}"
        if event.objective is not None and self._run is not None:
            name = self._run.objectives[0]
            return f"epoch {event.epoch}/{event.epochs}  {name} {show_value(event.objective)}"
        measured = next((name for name in ("val_loss", "loss") if name in event.logs), None)
        loss = "" if measured is None else f"  {measured} {show_value(event.logs[measured])}"
        return f"epoch {event.epoch}/{event.epochs}{loss}"


class LiveLine:
    """One line at the bottom of a terminal: what is being done, and for how long."""

    def __init__(self, stream: TextIO) -> None:
        self._what, self._begun = "", time.monotonic()
        self._live = Live(self, console=Console(file=stream, highlight=False), transient=True)
        self._live.start()

    def __call__(self, what: str) -> None:
        """Something else is being done now."""
        self._what = what

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._live.stop()

    def __rich__(self) -> Text:
        seconds = show_duration(time.monotonic() - self._begun)
        return Text(f"{self._what}, {seconds}" if self._what else "", overflow="ellipsis")


def _folded(line: str, width: int) -> list[str]:
    """A line as rows of a terminal, broken where two spaces part what it says."""
    first, *parts = line.strip().split("  ")
    margin = line[: len(line) - len(line.lstrip())]
    rows = [margin + first]
    for part in parts:
        if len(rows[-1]) + len(part) + 2 > width:
            rows.append(f"{margin}    {part}")
        else:
            rows[-1] += f"  {part}"
    return rows
