"""What can go wrong with the record of a run; every message names the file or the storage."""

from rnnspec.errors import Refused


class LedgerError(Refused):
    """A run cannot be made, written or read."""


class RunExists(LedgerError):
    """The folder already holds a run."""


class RunBusy(LedgerError):
    """Another process writes this run."""


class TrialTaken(LedgerError):
    """Another coordinator has taken a trial over; what becomes of it is recorded there."""
