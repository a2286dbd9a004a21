"""How runs stand that are there, and what each has found so far.

In: folders of runs, also of those under way. Out: frozen data. Changes nothing.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rnnspec.errors import Refused
from rnnspec.ledger.folder import HEADER, is_locked
from rnnspec.ledger.ledger import Ledger
from rnnspec.ledger.record import TrialRecord
from rnnspec.search.coordinator import finished
from rnnspec.search.result import RunResult


@dataclass(frozen=True)
class RunState:
    """How a run stands. `ended` tells why its last session did, `problem` why it is unreadable."""

    folder: Path
    spec: str = ""
    trials: int = 0
    failed: int = 0
    best: TrialRecord | None = None
    ended: str | None = None
    is_running: bool = False
    problem: str | None = None


def runs(folder: Path) -> list[RunState]:
    """The runs in a folder, by name."""
    return [_state(path.parent) for path in sorted(folder.glob(f"*/{HEADER}"))]


def _state(run: Path) -> RunState:
    try:
        with closing(Ledger.read(run)) as ledger:
            found, told = finished(ledger), ledger.header
    except Refused as error:
        return RunState(run, problem=str(error))
    return RunState(
        run,
        told["spec"],
        len(found.records),
        found.failed,
        found.best,
        told.get("ended"),
        is_locked(run),
    )


def best(run: Path) -> RunResult:
    """What a run has found, finished or not. Raises Refused where no trial has succeeded."""
    with closing(Ledger.read(run)) as ledger:
        result = finished(ledger)
    if result.best is None:
        raise Refused(f"no trial of `{run}` has succeeded")
    return result
