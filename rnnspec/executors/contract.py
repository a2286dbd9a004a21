"""How the trainings of one study are carried out: what a worker asks of whatever does it.

In: requests. Out: answers; what fails is an answer as well. Knows no library.
"""

import re
import sys
import traceback
from collections.abc import Callable
from typing import TypeAlias

from rnnspec.errors import Refused
from rnnspec.executors.custom import CustomLayerError
from rnnspec.executors.interpreter import CallFailed
from rnnspec.executors.messages import Begin, Failed, Predict, Reply, Request
from rnnspec.source import NOWHERE, Span
from rnnspec.study.evaluate import ExpressionError

LONGEST = 1000
"""Characters of a reason; TensorFlow may list all that led to one."""

_FRAMES = ("Detected at node", "File ", "<stack traces", "[[{{node")
"""How lines begin that tell where a library stood."""

Executor: TypeAlias = Callable[[Begin | Predict | Request], Reply]
"""Gives each request the answer that `messages` names, one after the other; raises what fails."""


def answer(executor: Executor, request: Begin | Predict | Request) -> Reply:
    """Do what is asked. Raises ConnectionError alone: then nobody listens any more."""
    try:
        return executor(request)
    except ConnectionError:
        raise
    except Exception as error:
        traceback.print_exception(error, file=sys.stderr)
        return failure(error)


def failure(error: BaseException) -> Failed:
    """An exception as an answer: the whole reason in a line, the innermost place in the spec."""
    place = _place(error)
    while error.__cause__ is not None:
        error = error.__cause__
        place = _place(error) or place
    said = cause(str(error)) or "no message"
    ours = type(error).__module__.startswith("rnnspec.")
    code = error.code if isinstance(error, Refused) else None
    return Failed(said if ours else f"{type(error).__name__}: {said}", place, code=code)


def cause(message: str) -> str:
    """What a message of Keras or TensorFlow says, in a line: no colours, arguments or frames."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", message).split("Arguments received by")[0]
    lines = (line.strip() for line in plain.splitlines())
    told = " ".join(line for line in lines if line and not line.startswith(_FRAMES))
    return told if len(told) <= LONGEST else told[: LONGEST - 1] + "…"


def _place(error: BaseException) -> Span | None:
    match error:
        case CallFailed(place=place) | CustomLayerError(place=place) if place != NOWHERE:
            return place
        case ExpressionError(expr=expr) if expr.span != NOWHERE:
            return expr.span
    return None
