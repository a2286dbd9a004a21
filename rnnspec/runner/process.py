"""A worker as the coordinator sees it: a process to ask, which may die.

In: a study and requests. Out: the worker's answers, or WorkerDied with the reason. The process is
spawned, so that it shares nothing with the coordinator; its output goes to a log file. Imports no
Keras: `rnnspec.runner.worker` is imported by the new process.
"""

import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import wait
from pathlib import Path

from rnnspec.runner.messages import Epoch, Failed, Ready, Reply, Request
from rnnspec.study.study import Study

_GRACE = 5.0  # seconds for a worker whose pipe is closed to end


class WorkerDied(Exception):
    """The worker's process ended before it answered."""


class Worker:
    """One spawned process that trains; asked for one thing at a time."""

    def __init__(self, study: Study, folder: Path, log: Path) -> None:
        """Start the process. `folder` is the spec's; `log` takes what the process prints."""
        from rnnspec.runner.worker import serve

        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, study, folder, log), name="rnnspec-worker", daemon=True
        )
        _start_deaf_to_interrupts(self._process.start)
        theirs.close()

    def greet(self) -> Ready | Failed:
        """Wait until the worker has its libraries and its data. Raises WorkerDied."""
        answer = self._answer(on_epoch=lambda _: None)
        assert isinstance(answer, Ready | Failed)
        return answer

    def ask(self, request: Request, on_epoch: Callable[[Epoch], None]) -> Reply:
        """Send a request and wait for its answer; epochs that end meanwhile go to `on_epoch`.

        Raises WorkerDied where the process ends instead.
        """
        try:
            self._connection.send(request)
        except OSError as error:
            raise WorkerDied(self._last_words()) from error
        return self._answer(on_epoch)

    def kill(self) -> None:
        """End the process now, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self._connection.close()

    def _answer(self, on_epoch: Callable[[Epoch], None]) -> Reply:
        while True:
            wait([self._connection, self._process.sentinel])
            try:
                # A message may still be in the pipe of a process that has ended.
                if not self._connection.poll():
                    raise WorkerDied(self._last_words())
                message = self._connection.recv()
            except (EOFError, OSError) as error:
                raise WorkerDied(self._last_words()) from error
            if not isinstance(message, Epoch):
                answer: Reply = message
                return answer
            on_epoch(message)

    def _last_words(self) -> str:
        self._process.join(_GRACE)
        code = self._process.exitcode
        if code is None:
            return "the worker stopped answering"
        if code >= 0:
            return f"the worker ended with exit code {code}"
        name = signal.Signals(-code).name
        memory = " (often: out of memory)" if name == "SIGKILL" else ""
        return f"the worker was ended by {name}{memory}"


def _start_deaf_to_interrupts(start: Callable[[], None]) -> None:
    """Start a process that inherits the ignoring of Ctrl-C: the coordinator alone handles it."""
    try:
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # Not the main thread: the handler cannot be changed from here.
        start()
        return
    try:
        start()
    finally:
        signal.signal(signal.SIGINT, handler)
