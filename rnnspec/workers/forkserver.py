"""The process that has imported Keras and forks itself: `python -m rnnspec.workers.forkserver N`.

In, on the socket of descriptor N: programs to run, each with a socket of its own and a file for
what it prints, and numbers of those to end. Out: how they ended. A forked program runs as
`python PROGRAM DESCRIPTOR` would, with nothing left to import. Before a fork nothing is computed
and no device is looked for, so that each process makes its own threads. Knows no study.
"""

import faulthandler
import gc
import importlib
import os
import pickle
import runpy
import select
import signal
import socket
import sys
from contextlib import suppress

READY = b"ready"
"""What is said when all is imported."""

LARGEST = 2**16
"""Bytes of a message: a path, a number."""

PRELOADED = ("rnnspec.executors.keras.executor", "tensorflow")
"""Keras takes seeds and sequences from TensorFlow whatever its backend."""


def _serve(control: socket.socket) -> list[str]:
    """Answer until the coordinator is gone; return in a forked process, with its arguments."""
    processes: list[int] = []
    while True:
        message, descriptors, *_ = socket.recv_fds(control, LARGEST, 2)
        match pickle.loads(message) if message else None:
            case None:
                os._exit(0)
            case str(program):
                pid = os.fork()
                if pid == 0:
                    return [program, *_taken(*descriptors)]
                processes.append(pid)
                for descriptor in descriptors:
                    os.close(descriptor)
            case int(number), patience:
                control.send(pickle.dumps(_end(processes[number], patience)))


def _taken(connection: int, output: int) -> list[str]:
    """Print to the file; the socket's descriptor as an argument."""
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    os.set_inheritable(connection, False)
    return [str(connection)]


def _end(pid: int, patience: float) -> int | None:
    """How a process ended; None where it was there after so many seconds, and was killed."""
    process = os.pidfd_open(pid)
    ended, *_ = select.select([process], [], [], patience)
    os.close(process)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status) if ended else None


if __name__ == "__main__":
    faulthandler.enable()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        for module in PRELOADED:
            with suppress(Exception):  # A worker that needs it says what is wrong with it.
                importlib.import_module(module)
        gc.collect()
        gc.freeze()  # A collection would write to pages that all processes share.
        control.send(READY)
        sys.argv = _serve(control)
    runpy.run_path(sys.argv[0], run_name="__main__")
