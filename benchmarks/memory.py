"""What memory a search holds: its coordinator, and workers that train with Keras.

    python benchmarks/memory.py [TRIALS [WORKER_TRIALS]]

Printed are, in MiB, what the coordinator holds after 50 trials and after all of them (500, of 20
epochs each, trained by a formula; at most 10 % more is the aim), then what workers hold in a
search that really trains (60 small networks), with recycling as it is and without: at the start,
at the most and at the end; how many processes served; and the seconds that it took. Last is what
all processes of a run hold that trains on two million rows of seven columns with windows of 600,
which are cut by the batch: pages that several share are counted once.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "search"))

import constant_worker
import numpy as np
import pandas as pd
from long_run import trainers
from studies import gru_study

from rnnspec.executors.memory import resident_memory
from rnnspec.search.coordinator import run_study
from rnnspec.search.events import EpochEnded, Event, TrialEnded
from rnnspec.workers import slot
from rnnspec.workers.start import WORKER

EPOCHS = 20
WARM = 50
ROWS = 2_000_000
LONG = """rnnspec 1
data {
  source = csv("long.csv", time = minute)
  inputs = [f0, f1, f2, f3, f4, f5, f6]
  target = f0
  window = 600
  stride = 2000
  split  = chronological(validation = 0.01, test = 0.01)
  scale  = standard
}
model { GRU(4) Dense(1) }
train { optimizer = adam loss = mse epochs = 1 batch_size = 256 }
search { objective = minimize(val_mae) algorithm = random trials = 1 }
"""


def coordinator(folder: Path, trials: int) -> dict[int, float]:
    """What the coordinator holds after each trial, in MiB."""
    held = {}

    def watch(event: Event) -> None:
        if isinstance(event, TrialEnded):
            held[event.record.number] = resident_memory() / 2**20

    os.environ[constant_worker.EPOCHS_ASKED] = str(EPOCHS)
    study, program = gru_study(trials=trials), constant_worker.PROGRAM
    run_study(study, folder, name="gru", out=folder / "run", on_event=watch, program=program)
    return held


def workers(folder: Path, trials: int) -> list[tuple[int, float]]:
    """The worker that trained each trial, and what it held then, in MiB."""
    held = []

    def watch(event: Event) -> None:
        if isinstance(event, EpochEnded):
            (pid,) = trainers()
            held.append((pid, _memory_of(pid)))

    study = gru_study(trials=trials, epochs=1)
    run_study(study, folder, name="gru", out=folder / "run", on_event=watch, program=WORKER)
    return held


def _memory_of(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def long_series(folder: Path) -> float:
    """What all processes of a run over a long series hold at the most, in MiB."""
    values = np.random.default_rng(1).normal(size=(ROWS, 7)).round(3)
    table = pd.DataFrame(values, columns=[f"f{place}" for place in range(7)])
    table.to_csv(folder / "long.csv", index_label="minute")
    (folder / "long.rnnspec").write_text(LONG, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("rnnspec")), "run", "long.rnnspec", "--quiet"]
    run = subprocess.Popen(command, cwd=folder)
    most = 0.0
    while run.poll() is None:
        most = max(most, sum(map(_share_of, _family(run.pid))))
        time.sleep(0.1)
    assert run.returncode == 0
    return most


def _family(pid: int) -> list[int]:
    """A process and all that it has begun."""
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *(one for child in found for one in _family(int(child)))]


def _share_of(pid: int) -> float:
    """What a process holds, its share of what it has together with others, in MiB."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def main() -> None:
    """Measure and print."""
    trials, trained = (int(n) for n in (sys.argv[1:] + ["500", "60"][len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as root:
        held = coordinator(Path(root), trials)
        early, late = held[min(WARM, trials)], held[trials]
        print(f"coordinator: {early:.1f} after {WARM} trials, {late:.1f} after {trials}", end="")
        print(f" ({100 * (late / early - 1):+.1f} %)")
        for name, growth in (("recycled", slot.GROWTH), ("never recycled", sys.maxsize)):
            slot.GROWTH = growth
            begun = time.perf_counter()
            served = workers(Path(root) / name, trained)
            seconds = time.perf_counter() - begun
            sizes = [size for _, size in served]
            print(f"worker, {name}: {sizes[0]:.0f} first, {max(sizes):.0f} at most, ", end="")
            processes = len({pid for pid, _ in served})
            print(f"{sizes[-1]:.0f} last, {processes} processes, {seconds:.0f} s")
        print(f"a long series, all processes: {long_series(Path(root)):.0f} at most")


if __name__ == "__main__":
    main()
