"""A run for programs: every event as one JSON object on a line of standard output.

In: events. Out: lines with `event` and its fields; `trial` holds what `trials.csv` holds and more.
"""

import json
import sys
from typing import Any, TextIO

from rnnspec.ledger.record import plain_json, to_json
from rnnspec.search.events import Event, RunStarted, TrialEnded
from rnnspec.words import snake_case


class EventLines:
    """Prints events as they come; what reads them sees each at once."""

    def __init__(self, stream: TextIO | None = None) -> None:
        """To standard output where no stream is given."""
        self._stream = stream or sys.stdout

    def __call__(self, event: Event) -> None:
        """Print an event."""
        line = {"event": snake_case(type(event).__name__), **_fields(event)}
        text = json.dumps(line, ensure_ascii=False, allow_nan=False, default=str)
        print(text, file=self._stream, flush=True)

    def close(self) -> None:
        """Nothing is left behind."""


def _fields(event: Event) -> dict[str, Any]:
    match event:
        case TrialEnded(record, best, improved):
            trial = to_json(record)
            trial.pop("curves", None)
            return {
                "trial": trial,
                "best": None if best is None else best.number,
                "improved": improved,
            }
        case RunStarted(best=best):
            number = None if best is None else best.number
            return {**plain_json(vars(event)), "best": number}
    fields: dict[str, Any] = plain_json(vars(event))
    return fields
