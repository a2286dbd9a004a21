"""How worker processes start, what they share, and that none is left."""

import os
import select
import signal
import socket
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from rnnspec.workers import start
from rnnspec.workers.start import Process, Server

pytestmark = pytest.mark.keras

PROGRAM = """
import os, sys
from multiprocessing.connection import Connection

connection = Connection(int(sys.argv[1]))
threads = len(os.listdir("/proc/self/task"))
modules = [name for name in ("keras", "tensorflow") if name in sys.modules]
while True:
    match connection.recv():
        case "who":
            connection.send([__name__, os.getppid(), threads, modules, os.environ.get("MARK")])
        case "say":
            print("said", flush=True)
            print("complained", file=sys.stderr, flush=True)
        case "compute":
            import tensorflow
            tensorflow.config.threading.set_intra_op_parallelism_threads(1)
            connection.send(float(tensorflow.reduce_sum(tensorflow.ones([4, 4]))))
        case "fail":
            raise ValueError("wrong")
        case int(code):
            sys.exit(code)
"""


class Running:
    """The program in a process that a function starts."""

    def __init__(self, starts: Callable[..., Process], folder: Path, name: str = "one") -> None:
        self.log = folder / f"{name}.log"
        program = folder / "program.py"
        program.write_text(PROGRAM)
        ours, theirs = socket.socketpair()
        with theirs, self.log.open("wb") as output:
            self.process = starts(program, theirs, output)
        self.connection = Connection(ours.detach())

    def ask(self, what: str) -> Any:
        self.connection.send(what)
        return self.connection.recv()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with (tmp_path_factory.mktemp("server") / "log").open("wb") as log:
        yield Server({**os.environ, "MARK": "mine"}, log)


@pytest.fixture
def running(server: Server, tmp_path: Path) -> Iterator[Running]:
    found = Running(server.fork, tmp_path)
    yield found
    found.process.end()
    found.connection.close()


def test_a_forked_program_runs_as_itself_with_keras_there(running: Running) -> None:

    name, parent, threads, modules, mark = running.ask("who")
    assert (name, modules, mark) == ("__main__", ["keras", "tensorflow"], "mine")
    assert parent != os.getpid()
    assert threads == 1


def test_settings_of_threads_are_not_too_late(running: Running) -> None:
    assert running.ask("compute") == 16


def test_what_it_prints_goes_to_its_own_log(
    server: Server, running: Running, tmp_path: Path
) -> None:
    other = Running(server.fork, tmp_path, "other")
    running.connection.send("say")
    running.connection.send(0)
    assert running.process.end(30) == 0
    assert running.log.read_text() == "said\ncomplained\n"
    other.connection.send("fail")
    assert other.process.end(30) == 1
    assert other.log.read_text().endswith("ValueError: wrong\n")


def test_how_it_ends_is_told(server: Server, running: Running, tmp_path: Path) -> None:
    other, third = (Running(server.fork, tmp_path, name) for name in ("other", "third"))
    running.connection.send(7)
    with pytest.raises(EOFError):
        running.connection.recv()
    assert [running.process.end(30), running.process.end()] == [7, 7]
    other.ask("who")
    assert other.process.end() is None
    with pytest.raises((EOFError, ConnectionError)):
        other.connection.recv()
    assert third.ask("compute") == 16


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[Any]]:
    """What the program says when it is started as a worker is, with a mark in its environment."""
    monkeypatch.setattr(start, "WORKER", tmp_path / "program.py")
    monkeypatch.setattr(start, "_latest", [])

    def ask(mark: str) -> list[Any]:
        starts = partial(_start, {**os.environ, "MARK": mark})
        running = Running(starts, tmp_path)
        told: list[Any] = running.ask("who")
        running.process.end()
        return told

    return ask


def _start(environment: dict[str, str], program: Path, *given: Any) -> Process:
    return start.start(program, environment, *given)


def test_a_server_serves_as_long_as_it_lives_and_the_environment_stays(
    started: Callable[[str], list[Any]],
) -> None:
    _, first, _, modules, mark = started("a")
    assert (modules, mark) == (["keras", "tensorflow"], "a")
    assert started("a")[1] == first
    _, second, _, _, mark = started("b")
    assert (second != first, mark) == (True, "b")
    assert not Path(f"/proc/{first}").exists()
    gone = os.pidfd_open(second)
    os.kill(second, signal.SIGKILL)
    assert select.select([gone], [], [], 30)[0]
    os.close(gone)
    assert started("b")[1] != second


def test_with_a_gpu_a_new_interpreter_starts(
    started: Callable[[str], list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    name, parent, _, modules, mark = started("a")
    assert (name, parent, modules, mark) == ("__main__", os.getpid(), [], "a")
