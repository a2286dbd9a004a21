"""A worker as the coordinator sees it: a process to ask, which may die.

In: a study and requests. Out: the worker's answers, or WorkerDied with the reason. The process is
a new interpreter that shares nothing with the coordinator but a socket; what it prints goes to a
log file, and Ctrl-C does not reach it. Imports no Keras.
"""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from rnnspec.runner.messages import Begin, Epoch, Failed, Ready, Reply, Request
from rnnspec.study.study import Study

_GRACE = 5.0
"""Seconds for a worker that has closed its socket to end."""


class WorkerDied(Exception):
    """The worker's process ended before it answered."""


class Worker:
    """One process that trains; asked for one thing at a time."""

    def __init__(self, log: Path) -> None:
        """Start the process; `log` takes what it prints. Raises OSError where it cannot."""
        ours, theirs = socket.socketpair()
        with theirs, log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "rnnspec.runner.worker", str(theirs.fileno())],
                stdin=subprocess.PIPE,  # Its end tells the worker that the coordinator is gone.
                stdout=output,
                stderr=output,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._connection = Connection(ours.detach())

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
        self._connection.close()

    def _exchange(self, request: Begin | Request, on_epoch: Callable[[Epoch], None]) -> Reply:
        try:
            self._connection.send(request)
            while isinstance(message := self._connection.recv(), Epoch):
                on_epoch(message)
        except (EOFError, ConnectionError) as error:
            raise WorkerDied(self._last_words()) from error
        answer: Reply = message
        return answer

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
