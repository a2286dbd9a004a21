"""From text to tree, reading on after every problem.

In: a source. Out: a `tree.File`, always; problems are reported, each at its place.
"""

from typing import Any

from rnnspec.diagnostics.diagnostic import Diagnostic, Problems
from rnnspec.source import Source, Span
from rnnspec.syntax import tree
from rnnspec.syntax.builder import Builder
from rnnspec.syntax.tables import Parser, Token, UnexpectedToken
from rnnspec.syntax.tokens import read_tokens


def parse_file(source: Source, problems: Problems) -> tree.File:
    """The tree of a spec; E0101 to E0104 are reported."""
    parser = Parser(Builder())
    tokens, comments = read_tokens(parser, source.text)
    reading = parser.start()
    parts: list[Any] = []
    try:
        for token in tokens:
            reading.feed_token(token)
        parts = reading.feed_eof(tokens[-1] if tokens else None)
    except UnexpectedToken as error:
        token: Token = error.token
        span = Span(token.start_pos or 0, token.end_pos or 0)
        problems.report(Diagnostic("E0101", f"unexpected `{token}`", span))
    version = next((p for p in parts if isinstance(p, tree.Version)), None)
    if version is None and not problems.has_errors:
        first = Span(tokens[0].start_pos or 0, tokens[0].end_pos or 0) if tokens else Span(0, 0)
        problems.report(Diagnostic("E0103", "the version line is missing", first))
    elif version is not None and version.number != 1:
        problems.report(Diagnostic("E0104", f"version {version.number} is not known", version.span))
    kept = tuple(p for p in parts if not isinstance(p, tree.Version))
    return tree.File(version, kept, tuple(comments), Span(0, len(source.text)))
