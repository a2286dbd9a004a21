"""The worker's process: it answers the coordinator's requests until the pipe closes.

In: a study, the spec's folder, a pipe. Out: messages. This module imports no Keras, so that the
coordinator can name `serve`; the process imports it when it serves.
"""

import faulthandler
import os
import sys
import threading
import traceback
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path

from rnnspec.runner.custom import CustomLayerError
from rnnspec.runner.execute import CallFailed
from rnnspec.runner.messages import Failed, Reply
from rnnspec.source import NOWHERE, Span
from rnnspec.study.evaluate import ExpressionError
from rnnspec.study.study import Study


def serve(connection: Connection, study: Study, folder: Path, log: Path) -> None:
    """Read the data, then answer requests; never returns an exception to the process."""
    _end_with_parent()
    _print_to(log)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        from rnnspec.runner.trainer import Trainer

        trainer = Trainer(study, folder, connection.send)
        connection.send(trainer.ready())
        while True:
            request = connection.recv()
            try:
                answer: Reply = trainer.answer(request)
            except Exception as error:
                answer = failure(error)
            connection.send(answer)
    except (EOFError, BrokenPipeError):
        return
    except Exception as error:
        connection.send(failure(error))


def failure(error: BaseException) -> Failed:
    """An exception as an answer: the reason in a line, and the innermost place in the spec."""
    traceback.print_exception(error, file=sys.stderr)
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


def _end_with_parent() -> None:
    """End this process as soon as the coordinator is gone, whatever it is doing."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _print_to(log: Path) -> None:
    """Send all output to the log, that of libraries and of a crash as well."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(descriptor, stream.fileno())
    os.close(descriptor)
    faulthandler.enable()
