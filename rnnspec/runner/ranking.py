"""Which trials are best: by one objective, or the Pareto front of several.

In: objectives and records. Out: records. Knows no files and no processes.
"""

from collections.abc import Iterable, Sequence

from rnnspec.catalog import METRICS
from rnnspec.ledger.record import TrialRecord
from rnnspec.plan.scoring import short_name
from rnnspec.study.search import Objective


def score_name(objective: Objective) -> str:
    """What results call an objective: `val_loss`, `val_rmse`, `parameters`."""
    metric = objective.measure.removeprefix("val_")
    return f"val_{short_name(metric)}" if metric in METRICS else objective.measure


def losses(record: TrialRecord, objectives: Sequence[Objective]) -> tuple[float, ...]:
    """The scores with signs such that smaller is better, in the order of the objectives."""
    scores = ((record.scores[score_name(o)], o.maximize) for o in objectives)
    return tuple(-score if maximize else score for score, maximize in scores)


def best_of(records: Iterable[TrialRecord], objectives: Sequence[Objective]) -> TrialRecord | None:
    """The best complete trial by the first objective, the earliest of equals."""
    complete = [record for record in records if record.is_complete]
    return min(complete, key=lambda record: losses(record, objectives)[0], default=None)


def front_of(
    records: Iterable[TrialRecord], objectives: Sequence[Objective]
) -> tuple[TrialRecord, ...]:
    """The complete trials that none beats in one objective while equalling it in the others.

    Of one objective it is the best trial alone. Trials that repeat another do not count.
    """
    complete = [record for record in records if record.is_complete and record.same_as is None]
    if len(objectives) == 1:
        best = best_of(complete, objectives)
        return () if best is None else (best,)
    points = [losses(record, objectives) for record in complete]
    return tuple(
        record
        for record, point in zip(complete, points, strict=True)
        if not any(_dominates(other, point) for other in points)
    )


def _dominates(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one != other and all(a <= b for a, b in zip(one, other, strict=True))
