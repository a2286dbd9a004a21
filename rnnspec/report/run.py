"""A run as its folder tells it.

In: a run's folder, the forecast that a worker left beside the model. Out: everything that a report
speaks of, as frozen data. It changes nothing, and reads runs that are under way. Knows no pictures.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from rnnspec.ledger.folder import recorded_study
from rnnspec.ledger.ledger import Ledger
from rnnspec.ledger.models import FORECAST, Models
from rnnspec.ledger.record import FAILED, TrialRecord
from rnnspec.report.draws import random_draws
from rnnspec.report.forecast import Forecast, read_forecast
from rnnspec.search.ranking import Front, score_names
from rnnspec.search.result import Conclusion, conclusions_from_json
from rnnspec.study.study import Study

ENOUGH = 20
"""Complete trials from which the importance of hyperparameters can be read."""

BEST = 5
"""At least so many of them are the good ones: of fewer, chance decides what they share."""


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
            forecast=None
            if best is None
            else read_forecast(models.path(best.number).with_name(FORECAST), best.number),
        )


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
