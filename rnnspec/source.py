"""Text and places in it.

In: a file's name and text. Out: lines and columns for offsets; the text with edits in it. Knows
nothing of the language.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Span:
    """A half-open range of character offsets in a source's text."""

    start: int
    end: int

    def __lt__(self, other: "Span") -> bool:
        return (self.start, self.end) < (other.start, other.end)

    def to(self, other: "Span") -> "Span":
        """The smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True)
class Edit:
    """New text for a stretch of the old one; the `title` says on one line what it does."""

    span: Span
    text: str
    title: str = ""


def apply_edits(text: str, span: Span, edits: Iterable[Edit]) -> str:
    """A stretch of a text with the edits in it, which do not overlap."""
    parts = []
    at = span.start
    for edit in sorted(edits, key=lambda edit: edit.span):
        parts += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*parts, text[at : span.end]])


NOWHERE = Span(0, 0)
"""The place of what the compiler added by itself."""


@dataclass(frozen=True)
class Source:
    """A spec's text and the name by which messages call it."""

    name: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        starts.extend(i + 1 for i, character in enumerate(self.text) if character == "\n")
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line end."""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")
