"""What the record of a run costs: time a trial, and memory, with training left out.

    python benchmarks/ledger.py [TRIALS]

Printed are milliseconds a trial on the journal and on SQLite, without epochs and with 20 of them
(at most 2 ms with 20 on the journal is the aim), those of the processor alone, which do not depend
on the disk, and by how much the process grows between 50 trials and all (500 unless told
otherwise; at most 10 MB is the aim).
"""

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "ledger"))

from ledger_runs import header, record

from rnnspec.ledger.ledger import Ledger

EPOCHS = 20
WARM = 50


def memory() -> float:
    """The resident memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(folder: Path, trials: int, epochs: int, storage: str | None) -> list[float]:
    """Milliseconds a trial after the first ones, of the processor too, and MB of growth."""
    made = [record(number) for number in range(1, trials + 1)]
    ledger = Ledger.create(folder, header(), storage=storage)
    before = time.perf_counter(), time.process_time(), memory()
    for trial in made:
        if trial.number == WARM + 1:
            before = time.perf_counter(), time.process_time(), memory()
        number = ledger.reserve()
        ledger.start(number, trial.values, trial.hash)
        for epoch in range(1, epochs + 1):
            ledger.report(number, epoch, {"val_rmse": 1 / (epoch + number)})
        ledger.end(trial)
    after = time.perf_counter(), time.process_time(), memory()
    ledger.close()
    taken, worked, grown = (y - x for x, y in zip(before, after, strict=True))
    return [1000 * taken / (trials - WARM), 1000 * worked / (trials - WARM), grown]


def main() -> None:
    """Measure and print."""
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as root:
        for name, url in (("journal", None), ("sqlite", f"sqlite:///{root}/runs.db")):
            for epochs in (0, EPOCHS):
                many = trials if url is None else min(trials, 2 * WARM)
                taken, worked, grown = measure(Path(root) / f"{name}{epochs}", many, epochs, url)
                told = f"{name}, {epochs} epochs"
                print(f"{told:<20}{taken:8.2f} ms a trial ({worked:.2f}){grown:8.1f} MB more")


if __name__ == "__main__":
    main()
