"""What can go wrong with the record of a run; every message names the file or the storage."""

from pathlib import Path

from rnnspec.errors import Refused


class LedgerError(Refused):
    """A run cannot be made, written or read."""


class RunExists(LedgerError):
    """The folder already holds a run."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"`{folder}` already holds a run")
        self.folder = folder


class RunBusy(LedgerError):
    """Another process writes this run; `process` is its number, where that is known."""

    def __init__(self, folder: Path, process: str) -> None:
        who = f" (process {process})" if process else ""
        super().__init__(f"`{folder}` is in use by another coordinator{who}")
        self.folder = folder


class TrialTaken(LedgerError):
    """Another coordinator has taken a trial over; what becomes of it is recorded there."""

    def __init__(self, number: int) -> None:
        super().__init__(f"trial {number} was taken over by another coordinator")
        self.number = number
