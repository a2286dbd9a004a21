"""The workers of a run: several processes that train at the same time.

In: configurations under their numbers. Out: epochs and answers, as they come. A worker that dies
or takes too long is replaced; what it was training has failed, no other trial has. It knows no
sampler, no ledger and no scores. Imports no Keras.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path

from rnnspec.executors.messages import (
    Begin,
    Decision,
    Epoch,
    Failed,
    Ready,
    Reply,
    Request,
    Train,
    Trained,
)
from rnnspec.study.space import Configuration
from rnnspec.study.study import Study
from rnnspec.workers.devices import environments
from rnnspec.workers.process import WorkerDied
from rnnspec.workers.slot import Slot
from rnnspec.workers.start import WORKER


@dataclass(frozen=True)
class Progress:
    """An epoch of a trial. Where it has measures, the worker awaits `judge`."""

    number: int
    epoch: Epoch


@dataclass(frozen=True)
class Ended:
    """A training has ended; its model stays in its worker until `release`."""

    number: int
    answer: Trained | Failed
    seconds: float


class Pool:
    """Trains configurations in several processes."""

    def __init__(
        self,
        study: Study,
        folder: Path,
        logs: Path,
        *,
        backend: str | None = None,
        workers: int = 1,
        watched: bool = False,
        trial_timeout: float | None = None,
        program: Path = WORKER,
    ) -> None:
        """`folder` is the spec's; the processes write what they print to files in `logs`.

        `backend` is Keras's; where it is None, the environment tells. `watched` trainings await a
        decision after each epoch; `trial_timeout` is in seconds. No process is started before there
        is something to train.
        """
        self._watched = watched
        self._trial_timeout = trial_timeout
        begin = Begin(study, folder)
        chosen = {} if backend is None else {"KERAS_BACKEND": backend}
        self._slots = [
            Slot(begin, logs / log_name(place, workers), {**environment, **chosen}, program)
            for place, environment in enumerate(environments(workers), start=1)
        ]

    @property
    def has_room(self) -> bool:
        """Whether a worker has nothing to do."""
        return any(slot.number is None for slot in self._slots)

    @property
    def is_training(self) -> bool:
        """Whether something will be heard of a trial."""
        return any(slot.is_training for slot in self._slots)

    def submit(self, number: int, values: Configuration) -> None:
        """Begin to train a configuration, in a process that is there or a new one.

        Raises NoWorker.
        """
        free = [slot for slot in self._slots if slot.number is None]
        slot = next((slot for slot in free if slot.has_worker), free[0])
        slot.train(Train(number, values, self._watched))

    def wait(self, seconds: float | None = None) -> Iterator[Progress | Ended | Ready]:
        """What has happened, waited for at most so long. Raises NoWorker."""
        busy = {slot.worker.connection: slot for slot in self._slots if slot.is_training}
        for connection in wait(list(busy), self._patience(seconds)):
            slot = busy[connection]  # type: ignore[index]
            number = slot.number
            assert number is not None
            match slot.receive():
                case Ready() as ready:
                    yield ready
                case Epoch() as epoch:
                    yield Progress(number, epoch)
                case Trained() | Failed() as answer:
                    yield Ended(number, answer, slot.hold())
        for slot in busy.values():
            if slot.is_training and self._left(slot) <= 0:
                seconds = slot.hold()
                slot.end()
                assert slot.number is not None
                reason = f"it took longer than {self._trial_timeout:g} s"
                yield Ended(slot.number, Failed(reason), seconds)

    def judge(self, number: int, stop: bool) -> None:
        """Say whether a training ends with the epoch that it has reported."""
        with suppress(WorkerDied):  # `wait` finds the end of the process.
            self._slot_of(number).worker.send(Decision(stop))

    def ask(self, request: Request, number: int | None = None) -> Reply:
        """The answer to a request: of the worker that holds trial `number`, else of any.

        Raises WorkerDied, after which another process takes its place, and NoWorker.
        """
        if number is not None:
            return self._slot_of(number).ask(request)
        free = [slot for slot in self._slots if slot.number is None]
        return next((slot for slot in free if slot.is_ready), free[0]).ask(request)

    def release(self, number: int) -> None:
        """The model of a trial is no longer needed; its worker may train another."""
        self._slot_of(number).release()

    def close(self) -> None:
        """End all processes now, whatever they are doing."""
        for slot in self._slots:
            slot.end()

    def _left(self, slot: Slot) -> float:
        """The seconds that a trial still has."""
        limit = float("inf") if self._trial_timeout is None else self._trial_timeout
        return limit - slot.seconds

    def _patience(self, seconds: float | None) -> float | None:
        """How long may be waited until somebody's time is up."""
        left = [self._left(slot) for slot in self._slots if slot.is_training]
        least = min([*left, float("inf") if seconds is None else seconds])
        return None if least == float("inf") else max(least, 0.0)

    def _slot_of(self, number: int) -> Slot:
        return next(slot for slot in self._slots if slot.number == number)


def log_name(place: int, workers: int) -> str:
    """The file that takes what a worker prints."""
    return "worker.log" if workers == 1 else f"worker-{place}.log"
