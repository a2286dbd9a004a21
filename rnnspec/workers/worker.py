"""The worker's process: it answers the coordinator's requests until the socket closes.

In: a study, the spec's folder, requests. Out: answers and epochs. It ends with the coordinator,
whatever it is doing. `python worker.py N` serves the socket of descriptor N.
"""

import faulthandler
import os
import select
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from rnnspec.executors.contract import answer
from rnnspec.executors.messages import Begin, Decision, Doing, Epoch, Predict, Request
from rnnspec.workers.wire import Wire


def serve(connection: Wire) -> None:
    """Answer requests; the first one brings the study."""
    request: Begin | Predict | Request = connection.recv()
    from rnnspec.executors.keras.executor import KerasExecutor

    def report(message: Epoch | Doing) -> bool:
        connection.send(message)
        if not isinstance(message, Epoch) or not message.measures:
            return False
        decision: Decision = connection.recv()
        return decision.stop

    assert isinstance(request, Begin | Predict)
    executor = KerasExecutor(request.study, request.folder, report)
    while True:
        connection.send(answer(executor, request))
        request = connection.recv()


def run(serve: Callable[[Wire], None]) -> None:
    """Serve the socket whose descriptor is the program's argument; its end ends this process."""
    faulthandler.enable()
    connection = Wire(int(sys.argv[1]))

    def watch() -> None:
        poll = select.poll()
        poll.register(connection, 0)  # Nothing but a hang-up is waited for.
        poll.poll()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    with suppress(EOFError, ConnectionError):
        serve(connection)


if __name__ == "__main__":
    run(serve)
