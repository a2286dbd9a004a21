"""A place for a worker: its process, which comes and goes, and the trial that it trains.

In: a configuration under its number, messages of the process. Out: what they mean for the trial.
Knows nothing of other places. Imports no Keras.
"""

import time
from contextlib import suppress
from pathlib import Path

from rnnspec.executors.messages import Begin, Failed, Ready, Reply, Request, Train, Trained
from rnnspec.workers.process import Worker, WorkerDied

GROWTH = 512 * 2**20
"""Bytes that a worker may hold beyond what it held after its first training.

Keras leaves some 20 MiB behind with every model, so a worker serves some 25 trials.
"""


FALSE_STARTS = 3
"""How many processes in a row may die before they have read the data."""


class NoWorker(Exception):
    """Workers cannot start, or cannot read the data; the message says why."""


class Slot:
    """One worker at a time, started when it is needed."""

    def __init__(self, begin: Begin, log: Path, environment: dict[str, str], program: Path) -> None:
        """`log` takes what the processes print; see Worker for the rest."""
        self._begin = begin
        self._log = log
        self._environment = environment
        self._program = program
        self._worker: Worker | None = None
        self._task: Train | None = None
        self._begun = 0.0
        self._first_memory = 0
        self._memory = 0
        self._false_starts = 0
        self.is_ready = False
        self.is_held = False

    @property
    def number(self) -> int | None:
        """The trial that has this place, until `release`."""
        return None if self._task is None else self._task.number

    @property
    def is_training(self) -> bool:
        """Whether something will be heard of the trial."""
        return self._task is not None and not self.is_held

    @property
    def worker(self) -> Worker:
        """The process. Raises NoWorker where it cannot be started."""
        if self._worker is None:
            try:
                self._worker = Worker(self._log, self._environment, self._program)
            except OSError as error:
                raise NoWorker(f"cannot start a worker: {error}") from error
            with suppress(WorkerDied):  # What is received next tells.
                self._worker.send(self._begin)
        return self._worker

    @property
    def has_worker(self) -> bool:
        """Whether there is a process already."""
        return self._worker is not None

    @property
    def seconds(self) -> float:
        """How long the trial has been trained; waiting for a new process does not count."""
        return time.monotonic() - self._begun if self.is_ready else 0.0

    def train(self, task: Train) -> None:
        """Begin a training as soon as the process is ready. Raises NoWorker."""
        self._task, self.is_held = task, False
        self._begun = time.monotonic()
        if self.is_ready:
            with suppress(WorkerDied):
                self.worker.send(task)
        else:
            _ = self.worker

    def receive(self) -> Reply | None:
        """The next message, waited for; the death of the process is a failure of the trial.

        None where a process died while it started, and another starts. Raises NoWorker where
        none can begin.
        """
        try:
            message = self.worker.receive()
        except WorkerDied as error:
            began = self.is_ready
            self.end()
            if began:
                return Failed(str(error), was_ended=True)
            self._start_again(error)
            return None
        match message:
            case Failed(reason) if not self.is_ready:
                raise NoWorker(reason)
            case Ready():
                self.is_ready, self._false_starts = True, 0
                if self._task is not None:
                    self.train(self._task)
            case Trained(memory=memory):
                self._first_memory = self._first_memory or memory
                self._memory = memory
        return message

    def _start_again(self, error: WorkerDied) -> None:
        self._false_starts += 1
        if self._false_starts == FALSE_STARTS:
            reason = f"{error} before it could train; `{self._log}` may tell more"
            raise NoWorker(reason) from error
        _ = self.worker

    def ask(self, request: Request) -> Reply:
        """The answer to a request, waited for. Raises WorkerDied, and NoWorker."""
        while not self.is_ready:
            self.receive()
        try:
            return self.worker.ask(request)
        except WorkerDied:
            self.end()
            raise

    def hold(self) -> float:
        """Keep the model that was trained until `release`: the seconds that it took."""
        self.is_held = True
        return round(time.monotonic() - self._begun, 3)

    def release(self) -> None:
        """The trial needs this place no longer. A process that has grown ends."""
        self._task, self.is_held = None, False
        if self._memory > self._first_memory + GROWTH:
            self.end()

    def end(self) -> None:
        """End the process now, whatever it is doing."""
        if self._worker is not None:
            self._worker.kill()
        self._worker, self.is_ready = None, False
        self._first_memory = self._memory = 0
