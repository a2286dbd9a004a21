"""Optuna's journal as a file with one writer.

In: a file, the operations of Optuna's journal storage. Out: whole lines in the file, durable after
`commit`. Optuna's own file backend locks, syncs and reads again for each operation; here the
folder's lock keeps other writers away, a change of a trial's state is synced once, and what was
just written is not read again. `optuna-dashboard` may read, and even append, at the same time.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from optuna.storages import JournalStorage
from optuna.storages.journal import BaseJournalBackend

from rnnspec.ledger.errors import LedgerError, trying_to
from rnnspec.ledger.forms import damaged
from rnnspec.ledger.store import Store

JOURNAL = "journal.log"


class JournalFile(BaseJournalBackend):
    """The file of a journal, open for one storage; to be read alone where not `writing`.

    Raises LedgerError, here and in every method, naming the file.
    """

    def __init__(self, path: Path, *, writing: bool) -> None:
        self.path = path.resolve()
        self._read = 0
        """How many bytes the storage has been given."""
        self.lines = 0
        """How many lines these were."""
        self._own: list[dict[str, Any]] = []
        """What was written here and goes to the storage next."""
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND if writing else os.O_RDONLY
        with trying_to("open", self.path):
            self._descriptor = os.open(self.path, flags, 0o666)
            if writing:
                self._cut_to_whole_lines()

    def append_logs(self, logs: list[dict[str, Any]]) -> None:
        """Write operations as lines: all of them, or none and LedgerError."""
        lines = "".join(json.dumps(log, separators=(",", ":")) + "\n" for log in logs).encode()
        whole = os.fstat(self._descriptor).st_size
        try:
            with trying_to("write", self.path):
                _write_all(self._descriptor, lines)
        except LedgerError:
            os.ftruncate(self._descriptor, whole)
            raise
        if whole == self._read:  # Else someone else has written, and comes first.
            self._own += logs
            self._read += len(lines)
            self.lines += len(logs)

    def read_logs(self, log_number_from: int) -> Iterator[dict[str, Any]]:
        """The operations that the storage has not been given; those of a cut-off line wait."""
        del log_number_from  # There is one storage, and it asks in order.
        own, self._own = self._own, []
        yield from own
        if os.fstat(self._descriptor).st_size > self._read:
            yield from self._from_file()

    def commit(self) -> None:
        """Make durable what was written."""
        with trying_to("write", self.path):
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)

    def _cut_to_whole_lines(self) -> None:
        """Cut off what follows the last line end: a line that a dying process did not finish."""
        with self.path.open("rb") as file:
            whole = sum(len(line) for line in file if line.endswith(b"\n"))
        if whole < os.fstat(self._descriptor).st_size:
            os.ftruncate(self._descriptor, whole)
            os.fsync(self._descriptor)

    def _from_file(self) -> Iterator[dict[str, Any]]:
        with self.path.open("rb") as file:
            file.seek(self._read)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                self._read += len(line)
                self.lines += 1
                yield self._parsed(line)

    def _parsed(self, line: bytes) -> dict[str, Any]:
        try:
            match json.loads(line):
                case {"op_code": int()} as log:
                    return dict(log)
        except (ValueError, RecursionError):
            pass
        raise LedgerError(f"`{self.path}`, line {self.lines} is no operation of a journal")


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


class JournalStore(Store):
    """The journal of a run's folder, whose one writer holds the folder's lock."""

    def __init__(self, folder: Path, *, writing: bool) -> None:
        """Raises LedgerError where the journal cannot be opened, or is damaged."""
        self.name = f"`{folder / JOURNAL}`"
        self._file = JournalFile(folder / JOURNAL, writing=writing)
        try:
            self.storage = JournalStorage(self._file)
        except LedgerError:
            raise
        except Exception as error:  # Optuna trusts its file: what does not fit raises anything.
            raise damaged(self.name, f"line {self._file.lines}") from error

    def commit(self) -> None:
        self._file.commit()

    def close(self) -> None:
        self._file.close()
