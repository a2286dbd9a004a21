"""What the coordinator and a worker say to each other.

Plain frozen data that travels through a pipe. Knows no Keras and no sampler.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from rnnspec.source import Span
from rnnspec.study.data import Npz, Table
from rnnspec.study.expressions import Value
from rnnspec.study.study import Study


@dataclass(frozen=True)
class Begin:
    """The study to work on and the spec's folder. Answered by Ready or Failed."""

    study: Study
    folder: Path


@dataclass(frozen=True)
class Train:
    """Train a configuration and score it on validation. Answered by Trained or Failed.

    Where it is `watched`, every epoch is scored, and the worker awaits a Verdict after it.
    """

    number: int
    values: Mapping[str, Value]
    watched: bool = False


@dataclass(frozen=True)
class Keep:
    """Save the model of the last training at `path`. Answered by Kept or Failed."""

    path: Path


@dataclass(frozen=True)
class Refit:
    """Train once on all but test, for so many epochs, and save the model at `path`.

    Answered by Kept or Failed. Folds have no model of their own to keep.
    """

    number: int
    values: Mapping[str, Value]
    epochs: int
    path: Path


@dataclass(frozen=True)
class Test:
    """Score the model at `path` on the test part. Answered by Tested or Failed.

    What it forecasts of that part is written beside it.
    """

    number: int
    values: Mapping[str, Value]
    path: Path


@dataclass(frozen=True)
class KeptModel:
    """A model and what prediction needs; `preprocessing` is docs/preprocessing-json.md.

    `folder` is the run's, where custom layers lie as well; `backend` is the one of Keras that
    trained it.
    """

    study: Study
    folder: Path
    path: Path
    values: Mapping[str, Value]
    preprocessing: Mapping[str, Any]
    backend: str


@dataclass(frozen=True)
class Predict:
    """Predict a file and write a table at `out`. Sent instead of Begin; answered by Predicted.

    `known` are the targets that the file holds; their values stand beside the predictions.
    """

    model: KeptModel
    source: Table | Npz
    known: tuple[str, ...]
    out: Path


Request: TypeAlias = Train | Keep | Refit | Test


@dataclass(frozen=True)
class Ready:
    """The worker has its libraries and the data; `gaps` are the missing values by column."""

    backend: str
    gaps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Epoch:
    """`epoch` of `epochs` has ended; `logs` as Keras reports them.

    `measures` are those of validation, in target units, where the training is watched.
    """

    epoch: int
    epochs: int
    logs: Mapping[str, float]
    measures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """Whether a watched training ends with the epoch that it has reported."""

    stop: bool


@dataclass(frozen=True)
class Trained:
    """A training has ended: its measures on validation (means over folds and repeats).

    `spread` holds the standard deviations where there are several trainings; `memory` is what the
    worker's process holds, in bytes.
    """

    measures: Mapping[str, float]
    epochs: float
    parameters: int
    spread: Mapping[str, float] = field(default_factory=dict)
    memory: int = 0


@dataclass(frozen=True)
class Kept:
    """The model and what prediction needs are on disk."""


@dataclass(frozen=True)
class Tested:
    """The scores of the model and of the naive forecast on the test part, in target units.

    Both are empty where there is no test part.
    """

    test: Mapping[str, float]
    naive: Mapping[str, float]


@dataclass(frozen=True)
class Predicted:
    """The table is written, with so many rows; `short` are groups that have no whole window."""

    rows: int
    short: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failed:
    """A request failed: why, and where in the spec, where that is known.

    `was_ended` tells that the process was ended from outside, which may not happen again.
    """

    reason: str
    place: Span | None = None
    was_ended: bool = False


Reply: TypeAlias = Ready | Epoch | Trained | Kept | Tested | Predicted | Failed
