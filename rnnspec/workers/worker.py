"""The worker's process: it answers the coordinator's requests until the socket closes.

In: a study, the spec's folder, requests. Out: answers and epochs. It ends with the coordinator,
whatever it is doing. `python -m rnnspec.workers.worker N` serves the socket of descriptor N.
"""

import faulthandler
import os
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from typing import TypeVar

from rnnspec.executors.custom import CustomLayerError
from rnnspec.executors.execute import CallFailed
from rnnspec.executors.messages import Begin, Epoch, Failed, Predict, Verdict
from rnnspec.source import NOWHERE, Span
from rnnspec.study.evaluate import ExpressionError

Answer = TypeVar("Answer")


def serve(connection: Connection) -> None:
    """Read the study and its data, then answer requests; failures are answers as well.

    A process that is to predict a file answers that, and nothing else.
    """
    begin: Begin | Predict = connection.recv()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if isinstance(begin, Predict):
        from rnnspec.executors.predictor import answer

        connection.send(_attempt(partial(answer, begin)))
        return
    from rnnspec.executors.trainer import Trainer

    def report(epoch: Epoch) -> bool:
        connection.send(epoch)
        if not epoch.measures:
            return False
        verdict: Verdict = connection.recv()
        return verdict.stop

    trainer = _attempt(lambda: Trainer(begin.study, begin.folder, report))
    if isinstance(trainer, Failed):
        connection.send(trainer)
        return
    connection.send(trainer.ready())
    while True:
        connection.send(_attempt(partial(trainer.answer, connection.recv())))


def _attempt(work: Callable[[], Answer]) -> Answer | Failed:
    try:
        return work()
    except ConnectionError:
        raise
    except Exception as error:
        traceback.print_exception(error, file=sys.stderr)
        return failure(error)


def failure(error: BaseException) -> Failed:
    """An exception as an answer: the reason in a line, and the innermost place in the spec."""
    place = _place(error)
    while error.__cause__ is not None:
        error = error.__cause__
        place = _place(error) or place
    said = (str(error).strip() or "no message").split("\n", 1)[0]
    ours = type(error).__module__.startswith("rnnspec.")
    return Failed(said if ours else f"{type(error).__name__}: {said}", place)


def _place(error: BaseException) -> Span | None:
    match error:
        case CallFailed(place=place) | CustomLayerError(place=place) if place != NOWHERE:
            return place
        case ExpressionError(expr=expr) if expr.span != NOWHERE:
            return expr.span
    return None


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
