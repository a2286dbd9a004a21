"""What the coordinator and a worker say to each other.

Plain frozen data that travels through a pipe: models as well, whose files are the coordinator's.
Knows no Keras and no sampler.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
class SavedModel:
    """A model as data: a `.keras` file's bytes, and docs/preprocessing-json.md beside it."""

    network: bytes
    preprocessing: Mapping[str, Any]


@dataclass(frozen=True)
class Train:
    """Train a configuration and score it on validation. Answered by Trained or Failed.

    Where it is `watched`, every epoch is scored, and the worker awaits a Decision after it.
    """

    number: int
    values: Mapping[str, Value]
    watched: bool = False


@dataclass(frozen=True)
class Keep:
    """Hand over the model of the last training. Answered by Kept or Failed."""


@dataclass(frozen=True)
class Refit:
    """Train once on all but test, for so many epochs, and hand over the model.

    Answered by Kept or Failed. Folds have no model of their own to keep.
    """

    number: int
    values: Mapping[str, Value]
    epochs: int


@dataclass(frozen=True)
class Test:
    """Score a network (a `.keras` file's bytes) on the test part. Answered by Tested or Failed."""

    number: int
    values: Mapping[str, Value]
    network: bytes


ENDINGS = (".csv", ".parquet")
"""Of the files that predictions are written to."""

WEEKDAY = "weekday"
"""A step from one day of Monday to Friday to the next."""

RowSteps: TypeAlias = tuple[int, str | float]
"""How far a row lies from the next one: so many of a step, as `step` of a source has it.

`weekday` is one more.
"""


@dataclass(frozen=True)
class Predict:
    """Predict a file and write a table at `out`. Sent instead of Begin; answered by Predicted,
    after some Doing.

    `folder` is where custom layers lie. `known` are the targets that the file holds; their values
    stand beside the predictions. Rows beyond the end of a table are so many `steps` of a length
    apart, where that is known: (1, "1h"). Of a table the `last` row of each group may be wanted
    alone, and no row before a time, or before a row's number where there are no times: `begin`.
    """

    study: Study
    folder: Path
    values: Mapping[str, Value]
    model: SavedModel
    source: Table | Npz
    known: tuple[str, ...]
    out: Path
    steps: RowSteps | None = None
    last: bool = False
    begin: datetime | float | None = None


Request: TypeAlias = Train | Keep | Refit | Test


@dataclass(frozen=True)
class Ready:
    """The worker has its libraries and the data; `gaps` are the missing values by column."""

    backend: str
    gaps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Epoch:
    """`epoch` of `epochs` has ended; `logs` as Keras reports them.

    `objective` is the first one on validation, in target units, where it is a metric. `measures`
    are all of them, where the training is watched.
    """

    epoch: int
    epochs: int
    logs: Mapping[str, float]
    measures: Mapping[str, float] = field(default_factory=dict)
    objective: float | None = None


@dataclass(frozen=True)
class Doing:
    """What is being done of a request that takes a while, in words."""

    what: str


@dataclass(frozen=True)
class Decision:
    """Whether a watched training ends with the epoch that it has reported."""

    stop: bool


@dataclass(frozen=True)
class Trained:
    """A training has ended: its measures on validation (means over folds and repeats).

    `epochs` were trained; the weights are those after epoch `epoch_kept`, the last one if None.
    `spread` holds the standard deviations where there are several trainings; `memory` is what the
    worker's process holds, in bytes.
    """

    measures: Mapping[str, float]
    epochs: float
    parameters: int
    spread: Mapping[str, float] = field(default_factory=dict)
    memory: int = 0
    epoch_kept: float | None = None


@dataclass(frozen=True)
class Kept:
    """The model that was asked for."""

    model: SavedModel


@dataclass(frozen=True)
class Tested:
    """The scores of the model and of the naive forecast on the test part, in target units.

    `forecast` are the bytes of an npz file: what both say case by case. All are empty where there
    is no test part.
    """

    test: Mapping[str, float]
    naive: Mapping[str, float]
    forecast: bytes = b""


@dataclass(frozen=True)
class Predicted:
    """The table is written, with so many rows; `short` are groups that have no whole window."""

    rows: int
    short: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failed:
    """A request failed: why, and where in the spec, where that is known.

    `was_ended` tells that the process was ended from outside, which may not happen again. `code` is
    that of the problem, where the file to predict has one.
    """

    reason: str
    place: Span | None = None
    was_ended: bool = False
    code: str | None = None


Reply: TypeAlias = Ready | Epoch | Doing | Trained | Kept | Tested | Predicted | Failed
