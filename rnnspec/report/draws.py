"""Which trials of a run were drawn at random, and what random search would be expected to find.

In: a study, its sampler, its trials. Out: those of which random search can be judged; the expected
best of so many such losses, in closed form. The other trials were proposed because they looked
good: their scores say nothing about random draws.
"""

from collections.abc import Sequence

from rnnspec.ledger.record import TrialRecord
from rnnspec.study.sampling import NothingSatisfies, sample
from rnnspec.study.search import Named
from rnnspec.study.study import Study

STARTUP = {
    ("hyperopt", "tpe"): 20,
    ("optuna", "tpe"): 10,
    ("optuna", "gp"): 10,
    ("optuna", "cmaes"): 1,
    ("optuna", "nsga2"): 50,
    ("skopt", "gp"): 10,
    ("skopt", "forest"): 10,
    ("skopt", "gbrt"): 10,
}
"""How many trials each library draws at random before it learns, where nothing else is said."""

RANDOM = ("random", "hyperband")


def random_draws(study: Study, sampler: str, records: Sequence[TrialRecord]) -> list[TrialRecord]:
    """The trials that were drawn at random; none where that cannot be told."""
    algorithm = study.search.algorithm
    if sampler == "rnnspec" and algorithm.name == "random":
        return [record for record in records if _is_drawn(study, record)]
    first = [dict(point.values) for point in study.search.first_points]
    first_numbers = {r.number for r in records[: len(first)] if dict(r.values) in first}
    last = None if algorithm.name in RANDOM else _startup(sampler, algorithm)
    return [
        record
        for record in records
        if record.number not in first_numbers and (last is None or record.number <= last)
    ]


def _is_drawn(study: Study, record: TrialRecord) -> bool:
    """Whether the reference sampler proposes this very configuration under this number."""
    try:
        return sample(study.space, study.search.seed, record.number) == record.values
    except NothingSatisfies:
        return False


def _startup(sampler: str, algorithm: Named) -> int:
    known = STARTUP.get((sampler, algorithm.name), 0)
    given = dict(algorithm.arguments)
    asked = given.get("startup", given.get("population", known))
    return asked if isinstance(asked, int) else known


def expected_best(losses: Sequence[float], draws: int) -> float:
    """The mean of the smallest loss over all subsets of so many draws, of 1 to all of them.

    By order statistics: the i-th smallest of N is the best of the subsets that hold it and
    otherwise larger ones alone, C(N - i, n - 1) of C(N, n). Drawing subsets, not samples with
    replacement, keeps the estimate unbiased (Tang et al., "Showing Your Work Doesn't Always
    Work", ACL 2020).
    """
    ordered = sorted(losses)
    total, expected, share = len(ordered), 0.0, draws / len(ordered)
    for place, loss in enumerate(ordered[: total - draws + 1]):
        expected += share * loss
        share *= (total - draws - place) / max(total - 1 - place, 1)
    return expected
