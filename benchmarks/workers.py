"""What a worker's start costs: a new interpreter, against a fork of one that has imported Keras.

    python benchmarks/workers.py

Printed are seconds of processor time until a worker has read its data and, from then on, until it
has trained once: of a new interpreter; of the process that forks; of a fork, three times.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "search"))

from long_run import children, trainers
from studies import gru_study

from rnnspec.executors.messages import Begin, Ready, Train
from rnnspec.workers import start
from rnnspec.workers.process import Worker

VALUES = {"gru.units": 8, "learning_rate": 0.01}


def busy(pid: int) -> float:
    """The processor time of a process, in seconds."""
    told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def begun(folder: Path) -> Iterator[tuple[Worker, int]]:
    """A worker that has read its data, and its process."""
    worker = Worker(folder / "log")
    try:
        assert isinstance(worker.ask(Begin(gru_study(), folder)), Ready)
        (pid,) = trainers()
        yield worker, pid
    finally:
        worker.kill()


def measure(folder: Path, name: str) -> None:
    """Start, train, and print what each took."""
    with begun(folder) as (worker, pid):
        ready = busy(pid)
        worker.ask(Train(1, VALUES))
        print(f"{name:<18}{ready:8.2f} to begin{busy(pid) - ready:8.2f} to train")


def main() -> None:
    """Measure and print."""
    fork = start.can_fork
    with tempfile.TemporaryDirectory() as root:
        start.can_fork = lambda: False
        measure(Path(root), "new interpreter")
        start.can_fork = fork
        for name in ("first fork", "second fork", "third fork"):
            measure(Path(root), name)
        (server,) = children()
        print(f"{'what forks':<18}{busy(server):8.2f}")


if __name__ == "__main__":
    main()
