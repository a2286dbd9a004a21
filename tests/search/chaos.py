"""A run whose coordinator and workers are killed, again and again, at random instants.

    python chaos.py FOLDER TRIALS WORKERS

carries such a run on, as the command line would, and writes the trials that it reports as ended to
`told` in the folder. `survive` starts it, kills, and starts it again until the run has completed.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from math import inf
from pathlib import Path

from constant_worker import PROGRAM
from studies import gru_study

from rnnspec.search.coordinator import RunFailed, run_study
from rnnspec.search.events import Event, TrialEnded
from rnnspec.search.overrides import Overrides
from rnnspec.search.result import RunResult

MARK = "RNNSPEC_CHAOS"
"""In the environment of all processes of such a run."""

TRIALS_A_KILL = 10
"""The trials of a run, for each kill."""


def run(folder: Path, trials: int, workers: int) -> RunResult:
    """Carry the run on to its end."""

    def tell(event: Event) -> None:
        if isinstance(event, TrialEnded):
            line = {"number": event.record.number, "scores": dict(event.record.scores)}
            with (folder / "told").open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")

    return run_study(
        gru_study(trials=trials),
        folder,
        name="gru",
        out=folder / "run",
        overrides=Overrides(workers=workers),
        on_event=tell,
        program=PROGRAM,
    )


def survive(folder: Path, kills: int, workers: int, seed: int) -> Counter[str]:
    """Kill so often, then let the run complete: how often whom, and how many starts it took.

    A fourth of the kills comes at any time of the start, the others after some further trials.
    """
    draw = random.Random(seed)
    done: Counter[str] = Counter()
    process = _start(folder, kills, workers, done)
    while done["coordinator"] + done["worker"] < kills:
        if draw.random() < 0.75:
            _await(process, folder, trials=draw.randint(1, 7))
            time.sleep(draw.uniform(0, 0.2))
        else:
            _await(process, folder, trials=7, seconds=draw.uniform(0, 1.5))
        victim = draw.choice([process.pid, draw.choice([process.pid, *_workers(process)])])
        _kill(victim)
        done["coordinator" if victim == process.pid else "worker"] += 1
        if victim == process.pid or process.poll() is not None:
            assert process.wait() != 0, "the run completed too soon"
            process = _start(folder, kills, workers, done)
    while process.wait() != 0:
        process = _start(folder, kills, workers, done)
    return done


def left(folder: Path) -> list[int]:
    """The processes of the run that are still there."""
    mark = f"{MARK}={folder}".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def _start(folder: Path, kills: int, workers: int, done: Counter[str]) -> subprocess.Popen[bytes]:
    done["starts"] += 1
    with (folder / "said").open("ab") as said:
        return subprocess.Popen(
            [sys.executable, __file__, str(folder), str(TRIALS_A_KILL * kills), str(workers)],
            stderr=said,
            env={**os.environ, MARK: str(folder)},
        )


def _await(
    process: subprocess.Popen[bytes], folder: Path, *, trials: int, seconds: float = inf
) -> None:
    """Wait until so many more trials were told, the time is over, or the process has ended."""
    size, end = _told(folder) + trials, time.monotonic() + seconds
    while process.poll() is None and _told(folder) < size and time.monotonic() < end:
        time.sleep(0.005)


def _told(folder: Path) -> int:
    path = folder / "told"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def _workers(process: subprocess.Popen[bytes]) -> list[int]:
    try:
        running = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    except OSError:
        return []
    return [int(pid) for pid in running.split()]


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    try:
        run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    except RunFailed as error:
        sys.exit(f"failed: {error}")
