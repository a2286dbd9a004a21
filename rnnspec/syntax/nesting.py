"""The limit on nesting, held before the parser sees the tokens.

In: the tokens of a file. Out: the same list, with an ERROR where it nests too deeply; so no tree
is ever too deep to be walked by a function that calls itself.
"""

from collections.abc import Callable

from lark import Token

from rnnspec.diagnostics import syntax as say
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.syntax import DEEPEST
from rnnspec.syntax.builder import span_of
from rnnspec.syntax.machine import CLOSERS, OPENERS
from rnnspec.syntax.outline import Outline
from rnnspec.syntax.tokens import OPERATORS, PARTS, type_at

ENDS_A_CHAIN = frozenset({"COMMA", "EQUAL", "TILDE", "COLON", "REQUIRE", "REPEAT", "WHEN"})
"""After one of these another expression begins."""

INDEXED = frozenset({"NAME", "RPAR", "RSQB"})
"""Before one of these a square bracket is an index: it holds what stands before it."""


def cut_deep_nesting(
    tokens: list[Token], silent: set[int], report: Callable[[Diagnostic], None]
) -> list[Token]:
    """The tokens with an ERROR for each stretch deeper than DEEPEST levels, which is reported.

    A level is an open bracket, or an operator in the expression that is being read.
    """
    kept: list[Token] = []
    outline: Outline | None = None
    chains = [0]
    level = 0
    i = 0
    while i < len(tokens):
        token = tokens[i]
        kind = token.type
        chained = kind in OPERATORS or (kind == "LSQB" and type_at(tokens, i - 1) in INDEXED)
        if level >= DEEPEST and (chained or kind in OPENERS):
            report(say.too_deep(span_of(token)))
            outline = outline or Outline(tokens)
            end = _end_of_stretch(outline, i)
            error = token.update("ERROR")
            error.end_pos, error.end_line = tokens[end - 1].end_pos, tokens[end - 1].end_line
            silent.update({span_of(token).start, span_of(tokens[end]).start})
            kept.append(error)
            i = end
            continue
        kept.append(token)
        i += 1
        if kind in CLOSERS:
            level -= chains.pop() + 1 if len(chains) > 1 else 0
        elif kind in PARTS:
            level, chains = 0, [0]
        elif kind in ENDS_A_CHAIN:
            level -= chains[-1]
            chains[-1] = 0
        if chained:
            level += 1
            chains[-1] += 1
        if kind in OPENERS:
            level += 1
            chains.append(0)
    return kept


def _end_of_stretch(outline: Outline, start: int) -> int:
    """The first token after `start` that closes what is open there, or begins something new."""
    tokens = outline.tokens
    end = outline.after(start)
    while not (
        outline.ends_braces(end)
        or tokens[end].type in CLOSERS
        or tokens[end].type == "COMMA"
        or outline.begins("item", end)
    ):
        end = outline.after(end)
    return end
