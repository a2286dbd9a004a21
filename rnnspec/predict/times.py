"""The times of a file that is predicted: how far its rows lie apart, and from when on they count.

In: how its times stand (its profile), what was asked for. Out: plain values for a worker.
"""

from datetime import UTC, datetime

from rnnspec.errors import ArgumentError
from rnnspec.executors.messages import WEEKDAY, RowSteps
from rnnspec.profile import Times
from rnnspec.study.data import Table


def steps_of(source: Table, times: Times | None) -> RowSteps | None:
    """How far rows lie apart: the `step` of the spec, else that of regular times; None if not."""
    if source.step is not None:
        return 1, source.step
    line = times.line if times else None
    if times is None or line is None or line.step is None or not line.regular:
        return None
    if line.absent is None:
        return 1, WEEKDAY
    number, _, months = line.step.partition(" ")
    if months:
        return int(number), "month"
    return 1, float(line.step) if times.numeric else line.step


def read_begin(text: str, times: Times | None, format: str) -> datetime | float:
    """A time as the file writes it or as ISO 8601 does; the number of a row without times.

    A time without a zone is one of UTC. Raises ArgumentError.
    """
    try:
        if times is None or times.numeric:
            return float(text)
        found = _moment(text, format)
    except ValueError:
        what = "number of a row" if times is None else "time"
        like = f" like {times.line.last}" if times is not None and times.line is not None else ""
        raise ArgumentError(f"`--from`: `{text}` is no {what}{like}") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _moment(text: str, format: str) -> datetime:
    """Raises ValueError."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.strptime(text, format)
