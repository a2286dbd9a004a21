"""The records of a study as far as they are known; each look goes on where the last one ended.

In: Optuna's trials, by number. Out: records. Knows no storage.
"""

from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from optuna.trial import FrozenTrial

from rnnspec.ledger.record import TrialRecord
from rnnspec.ledger.trials import SET_ASIDE, number_of, record_of


class KnownTrials:
    """The trials that have ended, as records; some numbers were set aside and do not count."""

    def __init__(self) -> None:
        self._records: dict[int, TrialRecord] = {}
        self._looked = 0
        """So many trials, the first ones, have ended and have been looked at."""
        self._counted = 0
        """So many, the first ones, have ended and have been counted."""
        self._aside = 0
        """How many of those do not count."""

    @property
    def records(self) -> list[TrialRecord]:
        """All of them, by number."""
        return [self._records[number] for number in sorted(self._records)]

    def add(self, record: TrialRecord) -> None:
        """A trial ended here."""
        self._records[record.number] = record

    def look(self, trials: Sequence[FrozenTrial]) -> list[TrialRecord]:
        """The records among all trials that were not known yet: from now on they are."""
        new = (t for t in trials[self._looked :] if number_of(t) not in self._records)
        found = [record for trial in new if (record := record_of(trial)) is not None]
        self._records.update({record.number: record for record in found})
        self._looked += _ended(trials, self._looked)
        return found

    def count(self, trials: Sequence[FrozenTrial]) -> int:
        """How many of all trials count: ended and under way."""
        ended = self._counted + _ended(trials, self._counted)
        self._aside += _set_aside(trials[self._counted : ended])
        self._counted = ended
        return len(trials) - self._aside - _set_aside(trials[ended:])


def _ended(trials: Sequence[FrozenTrial], begin: int) -> int:
    """How many trials, one after the other from a place on, have ended."""
    return sum(1 for _ in takewhile(lambda t: t.state.is_finished(), islice(trials, begin, None)))


def _set_aside(trials: Iterable[FrozenTrial]) -> int:
    return sum(SET_ASIDE in trial.user_attrs for trial in trials)
