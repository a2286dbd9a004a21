"""Programs that need Keras, each in a process of its own that need not import it.

In: a file and its options. Out: what `python FILE OPTIONS` would have said, and its exit code. The
process is forked from one that has imported Keras and computed nothing; the file runs as
`__main__` in its folder.
"""

import os
import runpy
import socket
import subprocess
import sys
import tempfile
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from rnnspec.workers.start import Server

PATIENCE = 300.0
"""Seconds that a program may take."""


@cache
def _server() -> Server:
    return Server({**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}, sys.stderr.buffer)


def run_forked(file: Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a file with options, in its folder."""
    arguments = [str(file), *map(str, options)]
    ours, theirs = socket.socketpair()
    with tempfile.TemporaryDirectory() as folder, Connection(ours.detach()) as connection:
        said, complained = Path(folder, "stdout"), Path(folder, "stderr")
        with theirs, complained.open("wb") as output:
            process = _server().fork(Path(__file__), theirs, output)
        connection.send((arguments, said))
        connection.poll(PATIENCE)  # It ends with its process.
        code = process.end(PATIENCE)
        assert code is not None, f"{file} took longer than {PATIENCE} s"
        return subprocess.CompletedProcess(
            arguments, code, said.read_text("utf-8"), complained.read_text("utf-8")
        )


if __name__ == "__main__":
    connection = Connection(int(sys.argv[1]))
    sys.argv, printed = connection.recv()
    os.dup2(os.open(printed, os.O_WRONLY | os.O_CREAT), 1)
    os.chdir(Path(sys.argv[0]).parent)
    sys.path.insert(0, os.getcwd())
    runpy.run_path(sys.argv[0], run_name="__main__")
