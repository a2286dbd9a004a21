"""`trials.csv`: a run's trials as a table that any program opens, current after each of them.

In: records. Out: a row for each, in the order in which they ended. The ledger is what counts; this
file is written for reading, and anew whenever a session begins.
"""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rnnspec.ledger.errors import trying_to
from rnnspec.ledger.record import TrialRecord
from rnnspec.study.expressions import Value
from rnnspec.words import render_value

TRIALS = "trials.csv"
OWN = (
    "number",
    "state",
    "seconds",
    "epochs",
    "epoch_kept",
    "parameters",
    "same_as",
    "reason",
    "place",
)


class TrialsTable:
    """The file, of a run whose columns are known."""

    def __init__(self, folder: Path, scores: Iterable[str], names: Iterable[str]) -> None:
        """`scores` are the objectives, `names` the hyperparameters."""
        self._path = folder / TRIALS
        self._scores = tuple(scores)
        self._names = tuple(names)

    def begin(self, records: Iterable[TrialRecord]) -> None:
        """Write the names of the columns and the trials so far. Raises LedgerError."""
        # A hyperparameter that is called as a column of ours keeps its name: columns have places.
        head = ["number", "state", *self._scores, *OWN[2:], *self._names]
        self._write([head, *map(self._row, records)], "w")

    def add(self, record: TrialRecord) -> None:
        """Add a trial. Raises LedgerError."""
        self._write([self._row(record)], "a")

    def _write(self, rows: Iterable[Iterable[object]], mode: str) -> None:
        with (
            trying_to("write", self._path),
            self._path.open(mode, encoding="utf-8", newline="") as file,
        ):
            csv.writer(file, lineterminator="\n").writerows(rows)

    def _row(self, record: TrialRecord) -> list[Any]:
        told: Mapping[str, Any] = vars(record)
        return [
            record.number,
            record.state,
            *(record.scores.get(name) for name in self._scores),
            *(told[name] for name in OWN[2:]),
            *(_written(record.values, name) for name in self._names),
        ]


def _written(values: Mapping[str, Value], name: str) -> object:
    """A value as a spec writes it, text without quotes; nothing where it is not active."""
    value = values.get(name, "")
    return value if isinstance(value, str) else render_value(value)
