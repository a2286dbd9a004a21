"""How long a run has searched, which a session that was killed could not note.

In: what the last session noted, records. Out: seconds. Knows no files.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from rnnspec.ledger.record import TrialRecord


def seconds_spent(noted: float, records: Iterable[TrialRecord]) -> float:
    """The seconds of earlier sessions: those that were noted, or that their trials took, if more.

    Trials that were trained at the same time count once.
    """
    spans = sorted(
        (datetime.fromisoformat(record.begun), datetime.fromisoformat(record.ended))
        for record in records
        if record.begun is not None and record.ended is not None
    )
    total, until = 0.0, datetime.min.replace(tzinfo=UTC)
    for begun, ended in spans:
        total += max((ended - max(begun, until)).total_seconds(), 0.0)
        until = max(until, ended)
    return max(noted, total)
