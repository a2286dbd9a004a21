"""What the loop of a search costs a trial, with training replaced by a formula.

    python benchmarks/overhead.py [TRIALS]

A search of TRIALS trials (1,000) of five epochs, as `rnnspec run` does it in a terminal: sampler,
ledger, `trials.csv`, a worker process, the display. Printed are milliseconds a trial, the mean over
all, the first and the last hundred: the whole; of it what the sampler's library took, and waiting
for the worker; the rest, which is the loop's own (at most 10 ms is the aim), with the disk in it;
and how long the coordinator's processor was busy in all of it, whatever else runs.
"""

import io
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "search"))

from constant_worker import PROGRAM
from studies import gru_study

from rnnspec.samplers.contract import Sampler
from rnnspec.samplers.table import make_sampler
from rnnspec.search import coordinator
from rnnspec.search.events import Event, TrialEnded
from rnnspec.search.overrides import Overrides
from rnnspec.watch.progress import ProgressDisplay
from rnnspec.workers import pool

PARTS = ("whole", "sampler", "worker", "loop", "busy")
SEARCHES = (("rnnspec", "random"), ("hyperopt", "tpe"), ("optuna", "tpe"))


class Terminal(io.StringIO):
    """A terminal that nobody looks at."""

    def isatty(self) -> bool:
        """It is drawn to."""
        return True


class Clock:
    """What had passed, in milliseconds, when each trial ended."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self.readings: list[list[float]] = []

    def read(self) -> None:
        """A trial has ended: the clock, the sampler, the worker, the processor."""
        now, busy = 1000 * time.perf_counter(), 1000 * time.process_time()
        self.readings.append([now, self.spent["sampler"], self.spent["worker"], busy])

    def timed(self, part: str, function: Any) -> Any:
        """A function whose time counts as a part's."""

        def call(*given: Any) -> Any:
            begun = time.perf_counter()
            try:
                return function(*given)
            finally:
                self.spent[part] += 1000 * (time.perf_counter() - begun)

        return call


def search(folder: Path, sampler: str, algorithm: str, trials: int) -> Clock:
    """Search, and read the clock after each trial."""
    clock = Clock()
    display = ProgressDisplay(is_terminal=True, stream=Terminal())

    def watch(event: Event) -> None:
        display(event)
        if isinstance(event, TrialEnded):
            clock.read()

    def make_timed(*given: Any) -> Sampler:
        made = make_sampler(*given)
        made.ask, made.tell = (clock.timed("sampler", part) for part in (made.ask, made.tell))
        return made

    coordinator.make_sampler = make_timed
    pool.wait = clock.timed("worker", wait)
    coordinator.run_study(
        gru_study(trials=trials),
        folder,
        name="gru.rnnspec",
        out=folder / sampler,
        overrides=Overrides(engine=sampler, algorithm=algorithm),
        on_event=watch,
        program=PROGRAM,
    )
    display.close()
    return clock


def row(readings: Sequence[Sequence[float]]) -> list[float]:
    """Milliseconds a trial: the whole, the sampler, the worker, the loop; the processor."""
    pairs = zip(readings[0], readings[-1], strict=True)
    whole, sampler, worker, busy = ((end - start) / (len(readings) - 1) for start, end in pairs)
    return [whole, sampler, worker, whole - sampler - worker, busy]


def main() -> None:
    """Measure and print."""
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(f"{'ms a trial':<28}" + "".join(f"{part:>10}" for part in PARTS))
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as root:
        for sampler, algorithm in SEARCHES:
            readings = search(Path(root), sampler, algorithm, trials).readings
            parts = (
                ("all", readings),
                ("first 100", readings[:101]),
                ("last 100", readings[-101:]),
            )
            for name, part in parts:
                told = f"{sampler} {algorithm}, {name}"
                print(f"{told:<28}" + "".join(f"{x:10.2f}" for x in row(part)))


if __name__ == "__main__":
    main()
