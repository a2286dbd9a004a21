"""A run as its folder tells it.

In: a run's folder, the forecast that a worker left beside the model. Out: everything that a report
speaks of, as frozen data. It changes nothing, and reads runs that are under way. Knows no pictures.
"""

import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from rnnspec.ledger.folder import recorded_study
from rnnspec.ledger.ledger import Ledger
from rnnspec.ledger.models import FORECAST, Models
from rnnspec.ledger.record import FAILED, TrialRecord
from rnnspec.report.draws import random_draws
from rnnspec.search.ranking import Front, score_names
from rnnspec.search.result import Conclusion, conclusions_from_json
from rnnspec.study.study import Study

ENOUGH = 20
"""Complete trials from which the importance of hyperparameters can be read."""

BEST = 5
"""At least so many of them are the good ones: of fewer, chance decides what they share."""


@dataclass(frozen=True)
class Forecast:
    """What was true, what the model and what the naive forecast said.

    Numbers of shape (cases, rows ahead * columns) in target units, or classes of shape (cases,).
    """

    truth: np.ndarray
    predicted: np.ndarray
    naive: np.ndarray
    is_ordered: bool
    """Whether the cases follow one another in time."""

    @property
    def is_classes(self) -> bool:
        """Whether cases have a class."""
        return self.truth.ndim == 1

    def mean_errors(self) -> tuple[np.ndarray, np.ndarray]:
        """The mean absolute errors of the model and of the naive forecast, by output."""
        return (
            np.abs(self.predicted - self.truth).mean(axis=0),
            np.abs(self.naive - self.truth).mean(axis=0),
        )

    def confusion(self, classes: int) -> np.ndarray:
        """How many cases of each class (rows) were taken for which one (columns)."""
        table = np.zeros((classes, classes), int)
        np.add.at(table, (self.truth, self.predicted), 1)
        return table


@dataclass(frozen=True)
class Run:
    """What is known of a run. `names` are the scores of the objectives, `records` by number.

    `importance` are shares by hyperparameter, None where there are too few trials; `forecast` is
    that of the best trial on the test part.
    """

    folder: Path
    header: Mapping[str, Any]
    study: Study
    records: tuple[TrialRecord, ...]
    front: tuple[TrialRecord, ...]
    best: TrialRecord | None
    conclusions: tuple[Conclusion, ...]
    importance: Mapping[str, float] | None = None
    forecast: Forecast | None = field(default=None, repr=False)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the objectives are called in scores."""
        return score_names(self.study.search.objectives)

    @cached_property
    def scored(self) -> tuple[TrialRecord, ...]:
        """The trials that have scores: complete and pruned ones."""
        return tuple(record for record in self.records if record.scores)

    @cached_property
    def complete(self) -> tuple[TrialRecord, ...]:
        """The trials of a whole training, the best by the first objective first."""
        whole = (record for record in self.records if record.is_complete)
        return tuple(sorted(whole, key=self.loss))

    @cached_property
    def failed(self) -> tuple[TrialRecord, ...]:
        """The trials without scores."""
        return tuple(record for record in self.records if record.state == FAILED)

    @cached_property
    def drawn(self) -> tuple[TrialRecord, ...]:
        """The trials that were drawn at random."""
        return tuple(random_draws(self.study, self.header["engine"], self.records))

    @property
    def maximize(self) -> bool:
        """Whether the first objective is to grow."""
        return self.study.search.objectives[0].maximize

    @property
    def conclusion(self) -> Conclusion | None:
        """What the best trial is worth on the test part, where that was measured."""
        return next((c for c in self.conclusions if c.record == self.best), None)

    def score(self, record: TrialRecord) -> float:
        """The first objective of a trial that has scores."""
        return record.scores[self.names[0]]

    def loss(self, record: TrialRecord) -> float:
        """The same with such a sign that smaller is better."""
        return -self.score(record) if self.maximize else self.score(record)


def read_run(folder: Path, *, storage: str | None = None) -> Run:
    """Read a run. Raises LedgerError."""
    with closing(Ledger.read(folder, storage=storage)) as ledger:
        header = ledger.header
        study = recorded_study(folder, header)
        records = tuple(ledger.records)
        front = Front(study.search.objectives, records)
        models = Models(folder, len(study.search.objectives) > 1)
        best = front.best
        return Run(
            folder=folder,
            header=header,
            study=study,
            records=records,
            front=front.trials,
            best=best,
            conclusions=conclusions_from_json(header.get("conclusions", ()), front.trials),
            importance=_importance(ledger, study, records),
            forecast=_read_forecast(models, best),
        )


def _read_forecast(models: Models, best: TrialRecord | None) -> Forecast | None:
    """The forecast beside the best model; None where none of its trial can be read."""
    if best is None:
        return None
    try:
        with np.load(models.path(best.number).with_name(FORECAST)) as held:
            if int(held["trial"]) != best.number:
                return None
            return Forecast(held["truth"], held["predicted"], held["naive"], "ends" in held)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def _importance(
    ledger: Ledger, study: Study, records: Sequence[TrialRecord]
) -> dict[str, float] | None:
    """Optuna's PED-ANOVA of the first objective, which knows hyperparameters with conditions."""
    complete = [record for record in records if record.is_complete]
    searched = {name for record in complete for name in record.values}
    if len(complete) < ENOUGH or len(searched) < 2:
        return None
    import warnings

    from optuna.importance import PedAnovaImportanceEvaluator, get_param_importances

    evaluator = PedAnovaImportanceEvaluator(target_quantile=max(0.1, BEST / len(complete)))
    sign = -1 if study.search.objectives[0].maximize else 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Which says that the target is made small.
        shares = get_param_importances(
            ledger.study, evaluator=evaluator, target=lambda trial: sign * trial.values[0]
        )
    return dict(shares)
