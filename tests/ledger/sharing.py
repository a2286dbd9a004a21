"""Coordinators in processes of their own, which share a run in a database.

    python sharing.py FOLDER URL TRIALS [SECONDS]

Takes part until the run has so many trials. A trial takes so many seconds; without any, the first
one begins and never ends. Prints the numbers of the trials as they begin and as they end.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger_runs import header, record

from rnnspec.ledger.ledger import Ledger
from rnnspec.ledger.sql import SqlStore


@contextmanager
def coordinator(folder: Path, url: str, *options: float) -> Iterator[subprocess.Popen[str]]:
    """A coordinator; `options` are the trials and the seconds of one."""
    process = subprocess.Popen(
        [sys.executable, __file__, str(folder), url, *map(str, options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def numbers(said: str, word: str) -> list[int]:
    """The numbers of the trials of which a coordinator said this."""
    return [int(line.split()[1]) for line in said.splitlines() if line.startswith(word)]


def main(folder: Path, url: str, trials: int, seconds: float | None) -> None:
    """Take part in a run."""
    ledger = (
        Ledger.open(folder, storage=url)
        if (folder / "run.json").exists()
        else Ledger.create(folder, header(), storage=url)
    )
    while len(ledger.records) < trials:
        ledger.refresh()
        opened = [trial.number for trial in ledger.take_over()]
        if not opened and ledger.count < trials:
            opened = [ledger.reserve()]
            if opened[0] > trials:  # Another was quicker.
                ledger.withdraw(opened.pop())
        for number in opened:
            trial = record(number)
            ledger.start(number, trial.values, trial.hash)
            print(f"began {number}", flush=True)
            ledger.report(number, 1, {"val_rmse": 1.0})
            time.sleep(600 if seconds is None else seconds)
            ledger.end(trial)
            print(f"ended {number}", flush=True)
        if not opened:
            time.sleep(0.2)
    ledger.close()


if __name__ == "__main__":
    SqlStore.heartbeat = 1
    seconds = float(sys.argv[4]) if len(sys.argv) > 4 else None
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), seconds)
