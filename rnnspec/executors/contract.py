"""How the trainings of one study are carried out: what a worker asks of whatever does it.

In: requests. Out: answers; what fails is an answer as well. Knows no library.
"""

import sys
import traceback
from typing import Protocol

from rnnspec.executors.custom import CustomLayerError
from rnnspec.executors.interpreter import CallFailed
from rnnspec.executors.messages import (
    Begin,
    Failed,
    Keep,
    Kept,
    Predict,
    Predicted,
    Ready,
    Refit,
    Reply,
    Request,
    Test,
    Tested,
    Train,
    Trained,
)
from rnnspec.source import NOWHERE, Span
from rnnspec.study.evaluate import ExpressionError


class Executor(Protocol):
    """Trains, keeps, scores and predicts, one after the other. Methods raise whatever fails."""

    def prepare(self) -> Ready:
        """Read the data of the study."""
        ...

    def train(self, task: Train) -> Trained:
        """Train for every repeat and fold, and report epochs as they end."""
        ...

    def keep(self) -> Kept:
        """Hand over the model of the last training."""
        ...

    def refit(self, task: Refit) -> Kept:
        """Train on all but the test part, and hand over the model."""
        ...

    def test(self, task: Test) -> Tested:
        """Score a model on the test part."""
        ...

    def predict(self, task: Predict) -> Predicted:
        """Predict a file; the data of the study need not be there."""
        ...


def answer(executor: Executor, request: Begin | Predict | Request) -> Reply:
    """Do what is asked. Raises ConnectionError alone: then nobody listens any more."""
    try:
        match request:
            case Begin():
                return executor.prepare()
            case Train():
                return executor.train(request)
            case Keep():
                return executor.keep()
            case Refit():
                return executor.refit(request)
            case Test():
                return executor.test(request)
            case Predict():
                return executor.predict(request)
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
