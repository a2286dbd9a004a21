"""One message: facts and places, no drawing.

In: a code, a span, words made by the constructors of this room. Out: a frozen record.
Knows nothing of terminals; `draw` turns it into text, `cli` prints that.
"""

from dataclasses import dataclass
from functools import cached_property

from rnnspec.source import Span


@dataclass(frozen=True)
class Label:
    """A place in the spec and what stands there."""

    span: Span
    text: str = ""


@dataclass(frozen=True)
class Diagnostic:
    """A problem (`E....`) or a warning (`W....`) at one place."""

    code: str
    message: str
    span: Span
    label: str = ""
    others: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: tuple[str, ...] = ()

    @cached_property
    def is_error(self) -> bool:
        """Whether it refuses the spec; a warning does not."""
        return self.code.startswith("E")


class Problems:
    """What was found so far, each (code, place) once; sorted by place when read."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Span], Diagnostic] = {}

    def report(self, diagnostic: Diagnostic) -> None:
        """Keep a diagnostic; the first at a place with a code wins."""
        self._found.setdefault((diagnostic.code, diagnostic.span), diagnostic)

    def sorted(self) -> list[Diagnostic]:
        """All diagnostics in the order of their places."""
        return sorted(self._found.values(), key=lambda d: (d.span.start, d.code))

    @property
    def count(self) -> int:
        """How many were found so far."""
        return len(self._found)

    @property
    def has_errors(self) -> bool:
        """Whether any of them refuses the spec."""
        return any(d.is_error for d in self._found.values())
