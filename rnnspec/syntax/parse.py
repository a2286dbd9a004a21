"""From the bytes of a file to its tree, reading on after every problem.

In: bytes, then a source. Out: a source, or why the bytes are no text; a `tree.File`, always; E0101
to E0104 are reported, each at its place, and nothing that only follows from them. Opens no file,
and knows nothing of what the words of a spec mean.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lark import Token, UnexpectedToken

from rnnspec.diagnostics import characters as say_characters
from rnnspec.diagnostics import syntax as say
from rnnspec.diagnostics.diagnostic import Diagnostic, Problems
from rnnspec.source import NOWHERE, Source, Span
from rnnspec.syntax import tree
from rnnspec.syntax.builder import PassedOver, span_of
from rnnspec.syntax.cursor import Cursor
from rnnspec.syntax.machine import END
from rnnspec.syntax.nesting import cut_deep_nesting
from rnnspec.syntax.recovery import recover
from rnnspec.syntax.tokens import read_tokens

VERSION = 1
"""The version of the language that this is."""

LARGEST = 2 * 2**20
"""Bytes that a spec may have: some twenty thousand layers."""


def decode_source(name: str, content: bytes) -> Source | Diagnostic:
    """The text of a file, without a byte order mark; E0102 where it is not UTF-8 text."""
    if b"\0" in content[:4096] and not content.isascii():
        return say_characters.not_text(NOWHERE, content.index(b"\0"))
    if len(content) > LARGEST:
        return say_characters.too_long(NOWHERE, len(content), LARGEST)
    try:
        return Source(name, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return say_characters.not_utf8(NOWHERE, content[error.start], error.start, line)


def parse_file(source: Source, problems: Problems) -> tree.File:
    """The tree of a spec. What could not be read is left out of it and named as broken."""
    read = read_tokens(source.text, problems.report)
    tokens = cut_deep_nesting(read.tokens, read.silent, problems.report)
    cursor = Cursor(tokens, read.silent, problems.report)
    parts = _read(cursor)
    _verify_version(parts, tokens[0], source, bool(read.comments), problems)
    lost = [*cursor.lost, *(PassedOver(None, span_of(t)) for t in tokens if t.type == "ERROR")]
    return tree.File(
        next((p for p in parts if isinstance(p, tree.Version)), None),
        tuple(_with_losses(parts, lost)),
        read.comments,
        Span(0, len(source.text)),
        cursor.incomplete or not read.whole,
        tuple(p.name for p in parts if isinstance(p, PassedOver) and p.name),
    )


def _read(cursor: Cursor) -> list[Any]:
    while True:
        try:
            return cursor.read()
        except UnexpectedToken:
            recover(cursor)


def _verify_version(
    parts: list[Any], first: Token, source: Source, comments: bool, problems: Problems
) -> None:
    """Report E0103 where the file does not begin with its version, E0104 where it is unknown."""
    versions = [part for part in parts if isinstance(part, tree.Version)]
    if first.type == END:
        problems.report(say.nothing_written(Span(0, 0), comments))
    elif first.type != "RNNSPEC":
        later = versions[0].span if versions else None
        problems.report(say.no_version(span_of(first), later))
    for version in versions[:1]:
        if version.number != VERSION:
            written = source.text[version.span.start : version.span.end].split()[-1]
            problems.report(say.unknown_version(version.span, written))
    for version in versions[1:]:
        problems.report(say.version_twice(version.span, versions[0].span))


def _with_losses(parts: list[Any], lost: list[PassedOver]) -> Iterator[Any]:
    """The parts of the tree; a model with what could not be read in it or in a block."""
    blocks = [part for part in parts if isinstance(part, tree.Block)]
    for part in parts:
        if isinstance(part, tree.ModelSection):
            holders = [part.span, *(block.span for block in blocks)]
            losses = [
                loss
                for loss in lost
                if any(span.start <= loss.span.start <= span.end for span in holders)
            ]
            names = tuple(loss.name for loss in losses if loss.name)
            yield replace(part, incomplete=bool(losses), broken=names)
        elif not isinstance(part, (tree.Version, PassedOver)):
            yield part
