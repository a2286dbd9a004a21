"""What is kept of one trial.

In: how a trial ended. Out: a frozen record and its JSON form. Knows no files, engines or Keras.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rnnspec.study.expressions import Value

COMPLETE = "complete"
FAILED = "failed"


@dataclass(frozen=True)
class TrialRecord:
    """One trial as it ended; trials are numbered from 1, in the order in which they are proposed.

    `values` are the active values; `scores` the objectives, by measure, in the order of the
    search and in the direction in which they are written; `measures` everything that was measured
    on validation. `epochs` are those that were trained (a mean over folds and repeats).
    `same_as` is the number of the earlier trial whose configuration this one repeats.
    """

    number: int
    values: Mapping[str, Value]
    hash: str
    state: str
    scores: Mapping[str, float] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    epochs: float = 0
    parameters: int | None = None
    seconds: float = 0.0
    reason: str | None = None
    same_as: int | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the trial has scores."""
        return self.state == COMPLETE


def to_json(record: TrialRecord) -> dict[str, Any]:
    """The record as plain JSON; fields that say nothing are left out."""
    fields: dict[str, Any] = {
        "number": record.number,
        "state": record.state,
        "values": dict(record.values),
        "hash": record.hash,
        "scores": dict(record.scores),
        "measures": dict(record.measures),
        "epochs": record.epochs,
        "parameters": record.parameters,
        "seconds": record.seconds,
        "reason": record.reason,
        "same_as": record.same_as,
    }
    return {name: value for name, value in fields.items() if value is not None}


def from_json(fields: Mapping[str, Any]) -> TrialRecord:
    """The record of what `to_json` gave; lists among the values become tuples again.

    Raises KeyError or TypeError for anything else.
    """
    return TrialRecord(
        number=fields["number"],
        state=fields["state"],
        values={name: _as_value(value) for name, value in fields["values"].items()},
        hash=fields["hash"],
        scores=fields["scores"],
        measures=fields["measures"],
        epochs=fields["epochs"],
        parameters=fields.get("parameters"),
        seconds=fields["seconds"],
        reason=fields.get("reason"),
        same_as=fields.get("same_as"),
    )


def _as_value(written: Any) -> Value:
    match written:
        case list(items):
            return tuple(_as_value(item) for item in items)
    plain: Value = written
    return plain
