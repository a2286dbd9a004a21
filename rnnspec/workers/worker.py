"""The worker's process: it answers the coordinator's requests until the socket closes.

In: a study, the spec's folder, requests. Out: answers and epochs. It ends with the coordinator,
whatever it is doing. `python -m rnnspec.workers.worker N` serves the socket of descriptor N.
"""

import faulthandler
import os
import sys
import threading
from multiprocessing.connection import Connection

from rnnspec.executors.contract import answer
from rnnspec.executors.messages import Begin, Epoch, Predict, Request, Verdict


def serve(connection: Connection) -> None:
    """Answer requests; the first one brings the study."""
    request: Begin | Predict | Request = connection.recv()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from rnnspec.executors.keras.executor import KerasExecutor

    def report(epoch: Epoch) -> bool:
        connection.send(epoch)
        if not epoch.measures:
            return False
        verdict: Verdict = connection.recv()
        return verdict.stop

    assert isinstance(request, Begin | Predict)
    executor = KerasExecutor(request.study, request.folder, report)
    while True:
        connection.send(answer(executor, request))
        request = connection.recv()


def _end_with_coordinator() -> None:
    """End this process as soon as its standard input does: the coordinator holds the other end."""

    def watch() -> None:
        os.read(0, 1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    faulthandler.enable()
    _end_with_coordinator()
    try:
        serve(Connection(int(sys.argv[1])))
    except (EOFError, ConnectionError):
        sys.exit()
