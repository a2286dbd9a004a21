"""Which trials are best: by one objective, or the Pareto front of several.

In: objectives and records. Out: records. Knows no files and no processes.
"""

from collections.abc import Iterable, Sequence

from rnnspec.catalog.measures import measure_name
from rnnspec.ledger.record import TrialRecord
from rnnspec.study.search import Objective


def score_names(objectives: Iterable[Objective]) -> tuple[str, ...]:
    """What results call the objectives, in the order of the search."""
    return tuple(measure_name(objective.measure) for objective in objectives)


def losses(record: TrialRecord, objectives: Sequence[Objective]) -> tuple[float, ...]:
    """The scores with signs such that smaller is better, in the order of the objectives."""
    scores = ((record.scores[measure_name(o.measure)], o.maximize) for o in objectives)
    return tuple(-score if maximize else score for score, maximize in scores)


class Front:
    """The complete trials that none beats in one objective while equalling it in the others.

    Of one objective it is the best trial alone, the earliest of equals. Trials that repeat another
    do not count.
    """

    def __init__(
        self, objectives: Sequence[Objective], records: Iterable[TrialRecord] = ()
    ) -> None:
        """The front of some records, to which others are added."""
        self._objectives = objectives
        self._trials: dict[int, TrialRecord] = {}
        for record in records:
            self.add(record)

    def add(self, record: TrialRecord) -> bool:
        """Add a trial; whether it is on the front."""
        if not self.would_hold(record):
            return False
        beaten = [n for n, other in self._trials.items() if self._beats(record, other)]
        for number in beaten:
            del self._trials[number]
        self._trials[record.number] = record
        return True

    def would_hold(self, record: TrialRecord) -> bool:
        """Whether a trial would be on the front."""
        if not record.is_complete or record.same_as is not None:
            return False
        return not any(self._beats(other, record) for other in self._trials.values())

    @property
    def trials(self) -> tuple[TrialRecord, ...]:
        """The trials, by their numbers."""
        return tuple(self._trials[number] for number in sorted(self._trials))

    @property
    def best(self) -> TrialRecord | None:
        """The best trial by the first objective, the earliest of equals."""
        return min(self.trials, key=lambda r: losses(r, self._objectives)[0], default=None)

    def _beats(self, one: TrialRecord, other: TrialRecord) -> bool:
        """Whether one keeps another off the front.

        Of one objective, equals are decided by their numbers: that is the same for any number of
        workers, whichever of them ends first.
        """
        first, second = losses(one, self._objectives), losses(other, self._objectives)
        if len(first) == 1:
            return (first, one.number) < (second, other.number)
        return first != second and all(a <= b for a, b in zip(first, second, strict=True))
