"""How a worker's process is started: forked where that is safe, else as a new interpreter.

In: a program, an environment, the worker's end of a socket, a file for what is printed. Out: a
process that can be ended. The server that forks is kept for as long as the environment stays the
same. Imports no Keras.
"""

import pickle
import select
import subprocess
import sys
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from socket import AF_UNIX, SOCK_SEQPACKET, send_fds, socket, socketpair
from threading import Lock
from typing import IO, Protocol

from rnnspec.workers.devices import gpus
from rnnspec.workers.forkserver import LARGEST, READY

WORKER = Path(__file__).with_name("worker.py")
"""The program that trains."""


class Process(Protocol):
    """A process that runs a program."""

    def end(self, patience: float = 0.0) -> int | None:
        """How it ended, as Popen tells it; None where it was there after so many seconds.

        It is killed then.
        """


def start(
    program: Path, environment: Mapping[str, str], theirs: socket, output: IO[bytes]
) -> Process:
    """Run `program` with the number of a descriptor of `theirs`. Raises OSError."""
    if program == WORKER and can_fork():
        return _server_of(environment, output).fork(program, theirs, output)
    return _Spawned(program, environment, theirs, output)


def can_fork() -> bool:
    """Whether a process that has imported Keras may be forked.

    Not on macOS, whose libraries do not stand it, nor with a GPU: its driver belongs to the
    process that has begun with it.
    """
    return sys.platform == "linux" and not gpus()


def _interpreter(
    program: Sequence[str], environment: Mapping[str, str], theirs: socket, output: IO[bytes]
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", *program, str(theirs.fileno())],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    )


class _Spawned:
    """A new interpreter."""

    def __init__(
        self, program: Path, environment: Mapping[str, str], theirs: socket, output: IO[bytes]
    ) -> None:
        self._process = _interpreter([str(program)], environment, theirs, output)

    def end(self, patience: float = 0.0) -> int | None:
        try:
            return self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return None


class Server:
    """The process that forks; it ends when nothing refers to it, and with this process."""

    def __init__(self, environment: Mapping[str, str], output: IO[bytes]) -> None:
        """Start it with the environment of all that it will fork. Raises OSError."""
        self.environment = environment
        self._forked = 0
        self._is_importing = True
        self._lock = Lock()
        self._control, theirs = socketpair(AF_UNIX, SOCK_SEQPACKET)
        with theirs:
            program = ["-m", "rnnspec.workers.forkserver"]
            self._process = _interpreter(program, environment, theirs, output)
        self._close = weakref.finalize(self, _close, self._process, self._control)

    @property
    def is_alive(self) -> bool:
        """Whether it can fork."""
        return self._process.poll() is None

    def fork(self, program: Path, theirs: socket, output: IO[bytes]) -> Process:
        """Run a program as soon as all is imported. Raises OSError."""
        with self._lock:
            message = pickle.dumps(str(program))
            send_fds(self._control, [message], [theirs.fileno(), output.fileno()])
            self._forked += 1
            return _Forked(self, self._forked - 1)

    def end(self, number: int, patience: float) -> int | None:
        """See Process."""
        with self._lock:
            try:
                if self._is_importing:
                    if not select.select([self._control], [], [], patience)[0]:
                        self._process.kill()  # Nothing runs yet that this could hurt.
                    self._is_importing = self._control.recv(LARGEST) != READY
                self._control.send(pickle.dumps((number, patience)))
                code: int | None = pickle.loads(self._control.recv(LARGEST))
            except (EOFError, OSError):
                return self._process.wait()
            return code


class _Forked:
    """A process that a server has forked."""

    def __init__(self, server: Server, number: int) -> None:
        self._server: Server | None = server
        self._number = number
        self._code: int | None = None

    def end(self, patience: float = 0.0) -> int | None:
        if self._server is not None:
            self._code = self._server.end(self._number, patience)
            self._server = None
        return self._code


def _close(process: subprocess.Popen[bytes], control: socket) -> None:
    process.kill()
    process.wait()
    control.close()


_latest: list[Server] = []


def _server_of(environment: Mapping[str, str], output: IO[bytes]) -> Server:
    """The server that there is, or a new one where it has another environment or has ended."""
    if not (_latest and _latest[0].is_alive and _latest[0].environment == environment):
        _latest[:] = [Server(environment, output)]
    return _latest[0]
