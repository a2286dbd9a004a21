"""What is kept of one trial.

In: how a trial stands, or ended. Out: frozen records and their JSON form. Knows no
files, samplers or Keras.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
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
    folds and repeats. `epochs` are those that were trained, `epoch_kept` is the one whose weights
    are kept (means over folds and repeats), `curves` what was reported after each, by measure.
    `reason` says why it failed and `place` where in the spec (`line:column`) that lies.
    `same_as` is the number of the earlier trial whose configuration this one repeats.
    `attempts` counts how often it was begun, but not what the end of its coordinator cut off;
    `begun` and `ended` are ISO times in UTC. These three and the curves are the ledger's to fill
    in.
    """

    number: int
    values: Mapping[str, Value]
    hash: str
    state: str
    scores: Mapping[str, float] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    spread: Mapping[str, float] = field(default_factory=dict)
    epochs: float = 0
    epoch_kept: float | None = None
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

    `values` are None where they had not been chosen.
    """

    number: int
    values: Mapping[str, Value] | None


def to_json(record: TrialRecord) -> dict[str, Any]:
    """The record as plain JSON; fields that say nothing are left out."""
    told = {"number": record.number, "state": record.state, **vars(record)}
    return {
        name: plain_json(value) for name, value in told.items() if value is not None and value != {}
    }


def plain_json(part: Any) -> Any:
    """What JSON can say: a number that is not finite stands as text (`nan`, `inf`)."""
    match part:
        case Mapping():
            return {name: plain_json(value) for name, value in part.items()}
        case tuple() | list():
            return [plain_json(item) for item in part]
        case float() if not isfinite(part):
            return str(part)
    return part


def from_json(written: Mapping[str, Any]) -> TrialRecord:
    """The record of what `to_json` gave; lists among the values become tuples again.

    Names that are no field's are passed over. Raises TypeError where a field is missing.
    """
    names = {field.name for field in fields(TrialRecord)}
    told = {name: x for name, x in written.items() if name in names and x is not None}
    told["values"] = values_from_json(told.get("values", {}))
    measured = told.keys() & {"scores", "measures", "spread", "curves"}
    return TrialRecord(**told | {name: _restored(told[name], float) for name in measured})


def values_from_json(written: Mapping[str, Any]) -> dict[str, Value]:
    """Values of exact types: lists become tuples again."""
    return {name: _restored(value, str) for name, value in written.items()}


def _restored(written: Any, of_text: Callable[[str], Any]) -> Any:
    """Lists as tuples; a text as what it stands for, itself or a number that JSON lacks."""
    match written:
        case Mapping():
            return {name: _restored(value, of_text) for name, value in written.items()}
        case tuple() | list():
            return tuple(_restored(item, of_text) for item in written)
        case str():
            return of_text(written)
    return written
