"""A search that takes long, for tests that end it from outside.

Takes the folder, the epochs of a trial and, to play a full disk, the largest size of a file.
Prints the worker's process id when a trial has begun to train, and how the run ended.
"""

import os
import resource
import signal
import sys
from pathlib import Path

from studies import gru_study

from rnnspec.search.coordinator import RunFailed, run_study
from rnnspec.search.events import EpochEnded, Event


def children(pid: int | None = None) -> list[int]:
    """The processes that this one, or another, has started and that have not ended."""
    pid = pid or os.getpid()
    running = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in running.split()]


def trainers() -> list[int]:
    """The processes that train for this one: its own, and those that its server has forked."""
    found = []
    for child in children():
        is_server = b"rnnspec.workers.forkserver" in Path(f"/proc/{child}/cmdline").read_bytes()
        found += children(child) if is_server else [child]
    return found


def main(folder: Path, epochs: int) -> None:
    told = set()

    def watch(event: Event) -> None:
        if isinstance(event, EpochEnded) and event.number not in told:
            told.add(event.number)
            (worker,) = trainers()
            print(f"trial {event.number} trains in {worker}", flush=True)

    study = gru_study(trials=3, epochs=epochs)
    try:
        result = run_study(study, folder, name="long", out=folder / "run", on_event=watch)
    except RunFailed as error:
        sys.exit(f"failed: {error}")
    print(f"ended: {result.why}, {len(result.records)} trials", flush=True)


if __name__ == "__main__":
    # Tests that a shell runs in the background inherit that interrupts are ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    folder, epochs, *largest_file = sys.argv[1:]
    for size in map(int, largest_file):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    main(Path(folder), int(epochs))
