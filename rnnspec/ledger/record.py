"""What is kept of one trial.

In: how a trial stands, or ended. Out: frozen records and their JSON form. Knows no
files, samplers or Keras.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from rnnspec.study.expressions import Value

COMPLETE = "complete"
PRUNED = "pruned"
FAILED = "failed"


@dataclass(frozen=True)
class TrialRecord:
    """One trial as it ended; trials are numbered from 1, in the order in which they are proposed.

    `values` are the active values; `scores` the objectives, by measure, in the order of the
    search and in the direction in which they are written (of a pruned trial, at its last epoch);
    `measures` everything that was measured on validation, `spread` the standard deviations over
    folds and repeats. `epochs` are those that were trained (a mean over folds and repeats),
    `curves` what was reported after each of them, by measure.
    `reason` says why it failed and `place` where in the spec (`line:column`) that lies.
    `same_as` is the number of the earlier trial whose configuration this one repeats.
    `attempts` counts how often it was begun; `begun` and `ended` are ISO times in UTC. These three
    and the curves are the ledger's to fill in.
    """

    number: int
    values: Mapping[str, Value]
    hash: str
    state: str
    scores: Mapping[str, float] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    spread: Mapping[str, float] = field(default_factory=dict)
    epochs: float = 0
    parameters: int | None = None
    seconds: float = 0.0
    reason: str | None = None
    place: str | None = None
    same_as: int | None = None
    attempts: int = 1
    begun: str | None = None
    ended: str | None = None
    curves: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether the trial has scores of a whole training."""
        return self.state == COMPLETE


@dataclass(frozen=True)
class OpenTrial:
    """A trial whose coordinator died: to be begun again, under the same number.

    `values` are None where they had not been chosen; `attempts` counts how often it was begun.
    """

    number: int
    values: Mapping[str, Value] | None
    attempts: int


def to_json(record: TrialRecord) -> dict[str, Any]:
    """The record as plain JSON; fields that say nothing are left out.

    What is no finite number stands as text (`nan`, `inf`), which JSON has.
    """
    fields: dict[str, Any] = {
        "number": record.number,
        "state": record.state,
        "values": dict(record.values),
        "hash": record.hash,
        "scores": _numbers(record.scores),
        "measures": _numbers(record.measures),
        "spread": _numbers(record.spread),
        "epochs": record.epochs,
        "parameters": record.parameters,
        "seconds": record.seconds,
        "reason": record.reason,
        "place": record.place,
        "same_as": record.same_as,
        "attempts": record.attempts,
        "begun": record.begun,
        "ended": record.ended,
        "curves": {name: [_number(x) for x in curve] for name, curve in record.curves.items()},
    }
    return {name: value for name, value in fields.items() if value is not None and value != {}}


def from_json(fields: Mapping[str, Any]) -> TrialRecord:
    """The record of what `to_json` gave; lists among the values become tuples again.

    Raises KeyError or TypeError for anything else.
    """
    curves = fields.get("curves") or {}
    return TrialRecord(
        number=fields["number"],
        state=fields["state"],
        values=values_from_json(fields.get("values") or {}),
        hash=fields["hash"],
        scores=_floats(fields.get("scores")),
        measures=_floats(fields.get("measures")),
        spread=_floats(fields.get("spread")),
        epochs=fields["epochs"],
        parameters=fields.get("parameters"),
        seconds=fields["seconds"],
        reason=fields.get("reason"),
        place=fields.get("place"),
        same_as=fields.get("same_as"),
        attempts=fields["attempts"],
        begun=fields.get("begun"),
        ended=fields.get("ended"),
        curves={name: tuple(map(_float, curve)) for name, curve in curves.items()},
    )


def values_from_json(written: Mapping[str, Any]) -> dict[str, Value]:
    """Values of exact types: lists become tuples again."""
    return {name: _as_value(value) for name, value in written.items()}


def _as_value(written: Any) -> Value:
    match written:
        case list(items) | tuple(items):
            return tuple(_as_value(item) for item in items)
    plain: Value = written
    return plain


def _numbers(measured: Mapping[str, float]) -> dict[str, float | str]:
    return {name: _number(x) for name, x in measured.items()}


def _number(x: float) -> float | str:
    return x if isfinite(x) else str(x)


def _floats(written: Mapping[str, Any] | None) -> dict[str, float]:
    return {name: _float(x) for name, x in (written or {}).items()}


def _float(written: Any) -> float:
    number: float = float(written) if isinstance(written, str) else written
    return number
