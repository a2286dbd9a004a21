"""A run's folder: `run.json`, which says what the run is, and `trials.jsonl`, its trials.

In: a header and trial records. Out: files that are whole on disk when a call returns, and the
records again, from a run that was cut off as well. Knows no engines and no Keras.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rnnspec.ledger.record import TrialRecord, from_json, to_json

HEADER = "run.json"
TRIALS = "trials.jsonl"


class LedgerError(Exception):
    """A run's folder cannot be made, written or read; the message names the file and why."""


class RunExists(LedgerError):
    """The folder already holds a run."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"`{folder}` already holds a run")
        self.folder = folder


class Ledger:
    """An open run folder: trials are appended to it, each durable when `append` returns."""

    def __init__(self, folder: Path, descriptor: int) -> None:
        self.folder = folder
        self._descriptor = descriptor

    @classmethod
    def create(cls, folder: Path, header: Mapping[str, Any], *, fresh: bool = False) -> "Ledger":
        """Begin a run in `folder`, made where it is not there.

        Raises RunExists where the folder holds a run and `fresh` does not allow replacing it,
        LedgerError where it cannot be made or written.
        """
        if not fresh and (folder / HEADER).exists():
            raise RunExists(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerError(f"cannot make `{folder}`: {error.strerror}") from error
        write_json(folder / HEADER, header)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND
        try:
            return cls(folder, os.open(folder / TRIALS, flags, 0o666))
        except OSError as error:
            raise LedgerError(f"cannot write `{folder / TRIALS}`: {error.strerror}") from error

    def append(self, record: TrialRecord) -> None:
        """Add a trial. Raises LedgerError, with earlier trials intact, where it cannot be kept."""
        line = json.dumps(to_json(record), ensure_ascii=False, allow_nan=False) + "\n"
        whole = os.fstat(self._descriptor).st_size
        try:
            _write_all(self._descriptor, line.encode())
            os.fsync(self._descriptor)
        except OSError as error:
            os.ftruncate(self._descriptor, whole)
            path = self.folder / TRIALS
            raise LedgerError(f"cannot write `{path}`: {error.strerror}") from error

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)


def read_header(folder: Path) -> dict[str, Any]:
    """What `run.json` says. Raises LedgerError where there is no readable run."""
    try:
        header: dict[str, Any] = json.loads((folder / HEADER).read_text("utf-8"))
    except OSError as error:
        raise LedgerError(f"cannot read `{folder / HEADER}`: {error.strerror}") from error
    except ValueError as error:
        raise LedgerError(f"`{folder / HEADER}` is not JSON: {error}") from error
    return header


def read_trials(folder: Path) -> list[TrialRecord]:
    """The trials of a run in the order in which they ended; a cut-off last line is left out.

    Raises LedgerError where there are none to read, or where another line is damaged.
    """
    path = folder / TRIALS
    try:
        *lines, rest = path.read_bytes().split(b"\n")
    except OSError as error:
        raise LedgerError(f"cannot read `{path}`: {error.strerror}") from error
    del rest  # What follows the last line end was never finished.
    records = []
    for number, line in enumerate(lines, start=1):
        try:
            records.append(from_json(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise LedgerError(f"`{path}`, line {number} is not a trial: {error}") from error
    return records


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a JSON file that is either the old or the new one, never half of it.

    Raises LedgerError where it cannot be written.
    """
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise LedgerError(f"cannot write `{path}`: {error.strerror}") from error


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
