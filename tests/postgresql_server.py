"""A PostgreSQL server of the tests' own, where one is installed."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOUND = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), shutil.which("initdb")]
INITDB = next((Path(path) for path in FOUND if path), None)
MISSING = "no PostgreSQL server is installed (`initdb`)"

PASSWORD = "secret"


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The URL of an empty database, with the password that it asks for."""
    assert INITDB is not None
    user = _server_user()
    folder = Path(tempfile.mkdtemp(prefix="rnnspec-postgresql-"))
    if user is not None:
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    password = folder / "password"
    password.write_text(PASSWORD)
    password.chmod(0o644)
    subprocess.run(
        [INITDB, "-D", data, "-U", "rnnspec", "-A", "password", "--pwfile", password, "-N"],
        user=user,
        cwd=folder,
        check=True,
        capture_output=True,
    )
    options = [
        f"-cport={port}",
        "-clisten_addresses=127.0.0.1",
        f"-cunix_socket_directories={folder}",
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [INITDB.with_name("postgres"), "-D", data, *options],
            user=user,
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    try:
        url = f"postgresql://rnnspec:{PASSWORD}@127.0.0.1:{port}/postgres"
        _wait_for(url, process)
        yield url
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait()
        shutil.rmtree(folder)


def _server_user() -> str | None:
    """Who runs the server: it refuses to be root's."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    import psycopg

    for _ in range(200):
        assert server.poll() is None, "the server ended"
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")
