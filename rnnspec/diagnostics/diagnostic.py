"""One message: facts and places, no drawing.

In: a code, a span, words made by the constructors of this room. Out: a frozen record.
Knows nothing of terminals; `draw` turns it into text, `cli` prints that.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from rnnspec.diagnostics.nearest import nearest
from rnnspec.source import Edit, Span


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
    edits: tuple[Edit, ...] = ()
    """Ways out that a program can apply, each by itself."""

    @cached_property
    def is_error(self) -> bool:
        """Whether it refuses the spec; a warning does not."""
        return self.code.startswith("E")

    def helped(self, *help: str) -> "Diagnostic":
        """The same with ways out in words."""
        return replace(self, help=(*self.help, *help))

    def beside(self, span: Span, text: str) -> "Diagnostic":
        """The same with a further place, and what stands there."""
        return replace(self, others=(*self.others, Label(span, text)))

    def mended(self, text: str, span: Span | None = None, title: str = "") -> "Diagnostic":
        """The same with an edit that does what its help, or else its label, says."""
        title = title or (self.help[0] if self.help else self.label)
        return replace(self, edits=(*self.edits, Edit(span or self.span, text, title)))

    def suggesting(
        self,
        word: str,
        known: Iterable[str],
        otherwise: str = "",
        write: Callable[[str], str] = str,
    ) -> "Diagnostic":
        """The same with the nearest known word to one that is not known as help and edit.

        Where none is near, the help says something else. `write` makes text of the word.
        """
        found = nearest(word, known)
        if found is None:
            return replace(self, help=(otherwise,) if otherwise else ())
        return replace(self, help=(f"the nearest is `{write(found)}`",)).mended(write(found))


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
        """How many that refuse the spec were found so far."""
        return sum(d.is_error for d in self._found.values())

    @property
    def has_errors(self) -> bool:
        """Whether any of them refuses the spec."""
        return any(d.is_error for d in self._found.values())
