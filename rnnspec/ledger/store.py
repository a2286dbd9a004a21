"""Where the trials of a run lie: a journal in its folder, or a database.

In: who is asking. Out: Optuna's storage, and what coordinators owe each other: whose a running
trial is, and whether its coordinator lives. Knows no records.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from optuna.storages import BaseStorage
from optuna.trial import FrozenTrial


class Store:
    """A storage of Optuna's, open for one coordinator, or for reading; here there is no other."""

    storage: BaseStorage
    """Where trials are written."""

    where: str | None = None
    """The URL by which it is found again, without a password; None for the run's folder."""

    name: str
    """What messages call it."""

    marks: Mapping[str, Any] = {}
    """The attributes that say whose a trial is."""

    patience = 0.0
    """Seconds that another coordinator may take to make a study."""

    def guard(self) -> AbstractContextManager[None]:
        """Within it, whatever the storage raises is a LedgerError."""
        return nullcontext()

    def commit(self) -> None:
        """Make durable what was written."""

    def is_ours(self, trial: FrozenTrial) -> bool:
        """Whether a trial is still this coordinator's."""
        return True

    def take_free(self, study_id: int, trials: Sequence[FrozenTrial]) -> list[FrozenTrial]:
        """Those of the running trials on which no living coordinator works: now this one's."""
        return list(trials)

    def hold(self, trial_id: int) -> None:
        """Show from now on that somebody works on a trial."""

    def release(self, trial_id: int) -> None:
        """Show it no longer."""

    def close(self) -> None:
        """Let go of the storage."""
