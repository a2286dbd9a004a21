"""A text with stretches of it written anew.

In: a text, spans of it and what is to stand there. Out: text. Knows nothing of the language.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rnnspec.source import Span


@dataclass(frozen=True)
class Edit:
    """New text for a stretch of the old one."""

    span: Span
    text: str


def apply_edits(text: str, span: Span, edits: Iterable[Edit]) -> str:
    """A stretch of a text with the edits in it, which do not overlap."""
    parts = []
    at = span.start
    for edit in sorted(edits, key=lambda edit: edit.span):
        parts += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*parts, text[at : span.end]])


def whole_lines(text: str, span: Span) -> Span:
    """The stretch, with all of its lines where nothing but a comment stands beside it."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end) + 1 or len(text)
    after = text[span.end : end].strip()
    alone = not text[start : span.start].strip() and (not after or after[0] == "#")
    return Span(start, end) if alone else span
