"""A worker as the coordinator sees it: a process to ask, which may die.

In: a study and requests. Out: the worker's answers, or WorkerDied with the reason. The process is
a new interpreter that shares nothing with the coordinator but a socket; what it prints goes to a
log file, and Ctrl-C does not reach it. Imports no Keras.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from rnnspec.runner.messages import Begin, Epoch, Failed, Predict, Ready, Reply, Request, Verdict
from rnnspec.study.study import Study

_GRACE = 5.0
"""Seconds for a worker that has closed its socket to end."""


class WorkerDied(Exception):
    """The worker's process ended before it answered."""


WORKER = ("-P", "-m", "rnnspec.runner.worker")
"""What the interpreter is given to run; the number of the socket's descriptor follows."""


class Worker:
    """One process that trains; asked for one thing at a time."""

    def __init__(
        self,
        log: Path,
        environment: Mapping[str, str] | None = None,
        program: tuple[str, ...] = WORKER,
    ) -> None:
        """Start the process; `log` takes what it prints, `environment` adds to this one's.

        Raises OSError where it cannot.
        """
        ours, theirs = socket.socketpair()
        with theirs, log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, *program, str(theirs.fileno())],
                env={**os.environ, **(environment or {})},
                stdin=subprocess.PIPE,  # Its end tells the worker that the coordinator is gone.
                stdout=output,
                stderr=output,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self.connection = Connection(ours.detach())

    def begin(self, study: Study, folder: Path) -> Ready | Failed:
        """Hand over the study and wait until its data is read; `folder` is the spec's.

        Raises WorkerDied.
        """
        answer = self._exchange(Begin(study, folder), lambda _: None)
        assert isinstance(answer, Ready | Failed)
        return answer

    def ask(self, request: Request, on_epoch: Callable[[Epoch], None]) -> Reply:
        """Send a request and wait for its answer; epochs that end meanwhile go to `on_epoch`.

        Raises WorkerDied where the process ends instead.
        """
        return self._exchange(request, on_epoch)

    def kill(self) -> None:
        """End the process now, whatever it is doing."""
        self._process.kill()
        self._process.communicate()
        self.connection.close()

    def send(self, request: Begin | Predict | Request | Verdict) -> None:
        """Send a message. Raises WorkerDied where nobody reads it."""
        try:
            self.connection.send(request)
        except (EOFError, OSError) as error:
            raise WorkerDied(self._last_words()) from error

    def receive(self) -> Reply:
        """The next message, waited for. Raises WorkerDied where the process ends instead."""
        try:
            message: Reply = self.connection.recv()
        except (EOFError, OSError) as error:
            raise WorkerDied(self._last_words()) from error
        return message

    def _exchange(self, request: Begin | Request, on_epoch: Callable[[Epoch], None]) -> Reply:
        self.send(request)
        while isinstance(message := self.receive(), Epoch):
            on_epoch(message)
        return message

    def _last_words(self) -> str:
        try:
            code = self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self.kill()
            return "the worker stopped answering"
        if code >= 0:
            return f"the worker ended with exit code {code}"
        name = signal.Signals(-code).name
        memory = " (often: out of memory)" if name == "SIGKILL" else ""
        return f"the worker was ended by {name}{memory}"
