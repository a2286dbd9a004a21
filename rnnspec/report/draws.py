"""Which trials of a run were drawn at random, whatever the others had shown.

In: a study, its sampler, its trials. Out: those of which random search can be judged. The others
were proposed because they looked good: their scores say nothing about random draws.
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
