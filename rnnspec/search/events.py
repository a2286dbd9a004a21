"""What happens in a run, as it happens.

Out: frozen events, handed to whoever watches. Knows no terminal, no sampler and no Keras.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from rnnspec.ledger.record import TrialRecord
from rnnspec.study.expressions import Value


@dataclass(frozen=True)
class RunStarted:
    """The run's folder is there; `trials` is None where nothing but the sampler ends the search.

    `timeout` is in seconds, `objectives` are the measures, `done` the trials of earlier sessions,
    `best` the best of them by the first objective.
    """

    name: str
    folder: Path
    engine: str
    algorithm: str
    seed: int
    trials: int | None
    timeout: float | None
    objectives: tuple[str, ...]
    workers: int = 1
    done: int = 0
    best: TrialRecord | None = None


@dataclass(frozen=True)
class SpecEdited:
    """A run goes on with an edited spec: the changes in words, how many trials still belong.

    `set_aside` counts the others, by the reason; they stay in the ledger.
    """

    changes: tuple[str, ...]
    kept: int
    set_aside: Mapping[str, int]


@dataclass(frozen=True)
class DataRead:
    """The worker has read the data; `gaps` are the missing values by column."""

    gaps: Mapping[str, int]


@dataclass(frozen=True)
class TrialStarted:
    """A configuration goes to the worker."""

    number: int
    values: Mapping[str, Value]


@dataclass(frozen=True)
class EpochEnded:
    """`epoch`, counted from 1, of `epochs`; `logs` as Keras reports them, in training's units.

    `objective` is the first one on validation, in target units; None where it is no metric.
    """

    number: int
    epoch: int
    epochs: int
    logs: Mapping[str, float]
    objective: float | None = None


@dataclass(frozen=True)
class TrialEnded:
    """A trial is recorded.

    `best` is the best trial so far by the first objective; `improved` tells that this is it.
    """

    record: TrialRecord
    best: TrialRecord | None
    improved: bool


@dataclass(frozen=True)
class RunEnded:
    """The search is over. `why` is trials, timeout, failures, exhausted or interrupted."""

    why: str
    trials: int
    failed: int
    seconds: float


Event: TypeAlias = (
    SpecEdited | RunStarted | DataRead | TrialStarted | EpochEnded | TrialEnded | RunEnded
)
OnEvent: TypeAlias = Callable[[Event], None]
