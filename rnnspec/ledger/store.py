"""Where the trials of a run lie: a journal in its folder, or a database.

In: a folder, a database's URL, who is asking. Out: Optuna's storage, and what coordinators owe each
other: whose a running trial is, and whether its coordinator lives. Knows no records.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Protocol

import optuna
from optuna.storages import BaseStorage, JournalStorage
from optuna.trial import FrozenTrial

from rnnspec.ledger.journal import JOURNAL, JournalFile


class Store(Protocol):
    """A storage of Optuna's, open for one coordinator, or for reading."""

    @property
    def storage(self) -> BaseStorage:
        """Where trials are written."""
        ...

    @property
    def where(self) -> str | None:
        """The URL by which it is found again, without a password; None for the run's folder."""
        ...

    @property
    def marks(self) -> Mapping[str, Any]:
        """The attributes that say whose a trial is."""
        ...

    @property
    def patience(self) -> float:
        """Seconds that another coordinator may take to make a study."""
        ...

    def guard(self) -> AbstractContextManager[None]:
        """Within it, whatever the storage raises is a LedgerError."""
        ...

    def commit(self) -> None:
        """Make durable what was written."""
        ...

    def is_ours(self, trial: FrozenTrial) -> bool:
        """Whether a trial is still this coordinator's."""
        ...

    def take_free(self, study_id: int, trials: Sequence[FrozenTrial]) -> list[FrozenTrial]:
        """Those of the running trials on which no living coordinator works: now this one's."""
        ...

    def hold(self, trial_id: int) -> None:
        """Show from now on that somebody works on a trial."""
        ...

    def release(self, trial_id: int) -> None:
        """Show it no longer."""
        ...

    def close(self) -> None:
        """Let go of the storage."""
        ...


class JournalStore:
    """The journal of a run's folder, whose one writer holds the folder's lock."""

    where: str | None = None
    marks: Mapping[str, Any] = {}
    patience = 0.0

    def __init__(self, folder: Path, *, writing: bool) -> None:
        """Raises LedgerError where the journal cannot be opened."""
        self._file = JournalFile(folder / JOURNAL, writing=writing)
        self.storage: BaseStorage = JournalStorage(self._file)

    def guard(self) -> AbstractContextManager[None]:
        """See Store: the file itself says what fails."""
        return nullcontext()

    def commit(self) -> None:
        """See Store."""
        self._file.commit()

    def is_ours(self, trial: FrozenTrial) -> bool:
        """See Store: there is no other coordinator."""
        return True

    def take_free(self, study_id: int, trials: Sequence[FrozenTrial]) -> list[FrozenTrial]:
        """See Store: there is no other coordinator."""
        return list(trials)

    def hold(self, trial_id: int) -> None:
        """See Store: the folder's lock shows it."""

    def release(self, trial_id: int) -> None:
        """See Store."""

    def close(self) -> None:
        """See Store."""
        self._file.close()


def open_store(folder: Path, url: str | None, coordinator: str | None = None) -> Store:
    """The storage of a run, for a coordinator to write, or for nobody in particular to read.

    Raises LedgerError where it cannot be opened.
    """
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    if url is None:
        return JournalStore(folder, writing=coordinator is not None)
    from rnnspec.ledger.sql import SqlStore

    return SqlStore(url, coordinator)
