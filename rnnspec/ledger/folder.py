"""A run's folder: `run.json`, which says what the run is, and the lock of the one who writes.

In: a folder, plain JSON. Out: files that are the old or the new one, never half of it; a lock that
the system lets go of when its process ends, however it ends. Knows no trials and no Optuna.
"""

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from rnnspec.ledger.errors import LedgerError, RunBusy, trying_to
from rnnspec.ledger.forms import RUN, damaged, verify
from rnnspec.study.export import UnknownSchema, spec_hash, study_from_json
from rnnspec.study.study import Study

HEADER = "run.json"
LOCK = ".lock"
FORMAT = 2
"""The version of what a run's folder holds."""


def read_header(folder: Path) -> dict[str, Any]:
    """What `run.json` says, of the form that this version writes.

    Raises LedgerError where there is no such run.
    """
    path = folder / HEADER
    if folder.is_file():
        raise LedgerError(f"`{folder}` is a file; {_run_of(folder)}")
    if not folder.exists():
        raise LedgerError(f"there is no folder `{folder}`")
    if not path.exists():
        raise LedgerError(f"`{folder}` is not the folder of a run: it has no `{HEADER}`")
    try:
        with trying_to("read", path):
            header: dict[str, Any] = json.loads(
                path.read_text("utf-8"), parse_constant=_refuse_constant
            )
    except (ValueError, RecursionError) as error:
        raise LedgerError(f"`{path}` is not JSON: {error}") from error
    verify(header, {"format": int}, f"`{path}`")
    if header["format"] != FORMAT:
        raise LedgerError(f"`{path}` is of format {header['format']}, expected {FORMAT}")
    verify(header, RUN, f"`{path}`")
    for name in ("generations", "objectives"):
        if not header[name]:
            raise damaged(f"`{path}`", name)
    return header


def _refuse_constant(name: str) -> NoReturn:
    """Refuse what Python alone takes for JSON."""
    raise ValueError(f"it has no `{name}`")


def _run_of(file: Path) -> str:
    """Where the run of a spec is, which was named in the place of it."""
    folder = Path("runs") / file.stem
    if is_run(folder):
        return f"its run is `{folder}`"
    return f"what is wanted is the folder of a run, as `rnnspec run {file}` makes it"


def is_run(path: Path) -> bool:
    """Whether a path is the folder of a run."""
    return (path / HEADER).is_file()


def recorded_study(folder: Path, header: Mapping[str, Any]) -> Study:
    """The study that `run.json` holds, as it was searched last, without places.

    Raises LedgerError where another version wrote it, or where it is not what was written.
    """
    path = folder / HEADER
    try:
        study = study_from_json(json.dumps(header["study"]))
        whole = header.get("study_hash") in (None, spec_hash(study))
    except UnknownSchema as error:
        raise LedgerError(f"`{folder}` was written by another version of rnnspec") from error
    except Exception as error:  # A part that is missing or another raises anything.
        raise damaged(f"`{path}`", "study") from error
    if not whole:
        raise damaged(f"`{path}`", "study")
    return study


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a JSON file as `write_text` does. Raises LedgerError where it cannot be written."""
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a file that is either the old or the new one, never half of it.

    Raises LedgerError where it cannot be written.
    """
    try:
        content = text.encode()
    except UnicodeEncodeError as error:
        name = ascii(error.object[error.start : error.end])
        raise LedgerError(f"cannot write `{path}`: {name} in a name is no UTF-8") from error
    with trying_to("write", path):
        write_bytes(path, content)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file as `write_text` does. Raises OSError."""
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def make_folder(folder: Path) -> None:
    """Make the folder where it is not there. Raises LedgerError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise LedgerError(f"the folder `{folder}` cannot be made: {why}") from error


def sync_folder(folder: Path) -> None:
    """Make the names of new files durable; their contents are synced on their own."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def take_lock(folder: Path) -> int:
    """Take the folder's lock; the descriptor that is returned lets go of it when closed.

    Raises RunBusy where another process holds it, LedgerError where it cannot be taken.
    """
    path = folder / LOCK
    with trying_to("write", path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    except BlockingIOError as error:
        process = os.pread(descriptor, 20, 0).decode(errors="replace")
        os.close(descriptor)
        who = f" (process {process})" if process else ""
        raise RunBusy(f"`{folder}` is in use by another coordinator{who}") from error
    except OSError as error:
        os.close(descriptor)
        raise LedgerError(f"cannot lock `{path}`: {error.strerror}") from error
    return descriptor


def is_locked(folder: Path) -> bool:
    """Whether a process writes the run now."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
