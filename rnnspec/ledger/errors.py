"""What can go wrong with the record of a run; every message names the file or the storage."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rnnspec.errors import Refused


class LedgerError(Refused):
    """A run cannot be made, written or read."""


class RunExists(LedgerError):
    """The folder already holds a run."""


class RunBusy(LedgerError):
    """Another process writes this run."""


class TrialTaken(LedgerError):
    """Another coordinator has taken a trial over; what becomes of it is recorded there."""


@contextmanager
def trying_to(what: str, path: Path) -> Iterator[None]:
    """Within it, what the system refuses is a LedgerError: `cannot write PATH: disk full`."""
    try:
        yield
    except OSError as error:
        raise LedgerError(f"cannot {what} `{path}`: {error.strerror}") from error
