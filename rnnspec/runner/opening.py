"""How a run begins, or goes on: a new folder, an unfinished run, a finished one.

In: a study, what the command line asks for, a folder. Out: an open ledger, and what is to be
searched. Knows no processes.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rnnspec.ledger.folder import HEADER
from rnnspec.ledger.ledger import Ledger
from rnnspec.study.search import Named, Search
from rnnspec.study.study import Study

MAX_FAILURES = 20


@dataclass(frozen=True)
class Wishes:
    """What the command line asks for; None leaves it to the spec.

    `timeout` and `trial_timeout` are in seconds, `storage` is a database's URL.
    """

    engine: str | None = None
    algorithm: str | None = None
    trials: int | None = None
    seed: int | None = None
    timeout: float | None = None
    trial_timeout: float | None = None
    max_failures: int = MAX_FAILURES
    workers: int = 1
    storage: str | None = None


NO_WISHES = Wishes()


def wished(study: Study, wishes: Wishes) -> Study:
    """The study, searched as the command line says."""
    search = study.search
    if wishes.algorithm is not None and wishes.algorithm != search.algorithm.name:
        search = replace(search, algorithm=Named(wishes.algorithm))
    if wishes.trials is not None:
        search = replace(search, trials=wishes.trials)
    if wishes.timeout is not None:
        search = replace(search, timeout=wishes.timeout)
    if wishes.seed is not None:
        search = replace(search, seed=wishes.seed)
    return replace(study, search=search)


def open_run(out: Path, header: dict[str, Any], storage: str | None) -> Ledger:
    """Begin a run in a folder, or go on with the one that is there.

    Raises RunBusy, LedgerError.
    """
    if not (out / HEADER).exists():
        return Ledger.create(out, header, storage=storage)
    return Ledger.open(out, storage=storage)


def is_finished(ledger: Ledger, search: Search) -> bool:
    """Whether a run has ended, and what is asked for now does not go beyond that."""
    match ledger.header.get("ended"):
        case "trials":
            return search.trials is not None and ledger.count >= search.trials
        case "timeout":
            return search.timeout is not None and ledger.header["seconds"] >= search.timeout
        case "exhausted":
            return True
    return False
