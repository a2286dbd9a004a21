"""A worker as the coordinator sees it: a process to ask, which may die.

In: a study and requests. Out: the worker's answers, or WorkerDied with the reason. The process
shares nothing with the coordinator but a socket; what it prints goes to a log file, and Ctrl-C
does not reach it. Imports no Keras.
"""

import os
import signal
import socket
from collections.abc import Mapping
from pathlib import Path

from rnnspec.executors.messages import Begin, Decision, Epoch, Predict, Reply, Request
from rnnspec.workers.start import WORKER, start
from rnnspec.workers.wire import Wire

_GRACE = 5.0
"""Seconds for a worker that has closed its socket to end."""


class WorkerDied(Exception):
    """The worker's process ended before it answered."""


class Worker:
    """One process that trains; asked for one thing at a time."""

    def __init__(
        self, log: Path, environment: Mapping[str, str] | None = None, program: Path = WORKER
    ) -> None:
        """Start the process; `log` takes what it prints, `environment` adds to this one's.

        Raises OSError where it cannot.
        """
        ours, theirs = socket.socketpair()
        whole = {"TF_CPP_MIN_LOG_LEVEL": "3", **os.environ, **(environment or {})}
        with theirs, log.open("ab") as output:
            self._process = start(program, whole, theirs, output)
        self.connection = Wire(ours.detach())

    def ask(self, request: Request) -> Reply:
        """Send a request and wait for its answer, past the epochs that end meanwhile.

        Raises WorkerDied where the process ends instead.
        """
        self.send(request)
        while isinstance(message := self.receive(), Epoch):
            pass
        return message

    def kill(self) -> None:
        """End the process now, whatever it is doing."""
        self._process.end()
        self.connection.close()

    def send(self, request: Begin | Predict | Request | Decision) -> None:
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

    def _last_words(self) -> str:
        code = self._process.end(_GRACE)
        if code is None:
            return "the worker stopped answering"
        if code >= 0:
            return f"the worker ended with exit code {code}"
        name = signal.Signals(-code).name
        memory = " (often: out of memory)" if name == "SIGKILL" else ""
        return f"the worker was ended by {name}{memory}"
