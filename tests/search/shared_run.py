"""A coordinator of a run that several share in a database, training replaced by a formula.

    python shared_run.py FOLDER URL TRIALS

Prints the numbers of the trials as they begin and end here, then which is best. The name of the
folder says how long a training takes, as in `constant_worker`.
"""

import sys
from pathlib import Path

from constant_worker import PROGRAM
from studies import gru_study

from rnnspec.ledger.sql import SqlStore
from rnnspec.search import loop
from rnnspec.search.coordinator import run_study
from rnnspec.search.events import Event, TrialEnded, TrialStarted
from rnnspec.search.overrides import Overrides


def tell(event: Event) -> None:
    """Print what happens to trials here."""
    match event:
        case TrialStarted(number):
            print(f"began {number}", flush=True)
        case TrialEnded(record):
            print(f"ended {record.number}", flush=True)


def main(folder: Path, url: str, trials: int) -> None:
    """Take part until the run has ended."""
    result = run_study(
        gru_study(trials=trials),
        folder,
        name="gru",
        out=folder / "shared",
        overrides=Overrides(workers=2, storage=url),
        on_event=tell,
        program=PROGRAM,
    )
    assert result.best is not None
    print(f"best {result.best.number} of {len(result.records)}", flush=True)


if __name__ == "__main__":
    SqlStore.heartbeat = 1  # Three seconds of patience.
    loop.LOOK = 0.5
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
