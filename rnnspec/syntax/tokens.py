"""The tokens of a text, with the words that become keywords by their place.

In: a text. Out: its tokens, its comments, and the problems of single tokens. A word such as
`data` or `repeat` is a keyword only where it can be nothing else, so that a hyperparameter may
have such a name. Knows nothing of the grammar.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lark import Token

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.source import Span
from rnnspec.syntax import tree
from rnnspec.syntax.builder import span_of
from rnnspec.syntax.machine import END, lex, virtual
from rnnspec.syntax.slips import look_into

SECTIONS = frozenset({"data", "space", "model", "train", "search"})
"""The blocks of a file."""

STATEMENTS = frozenset({"repeat", "when", "require"})
"""Keywords where a value follows."""

RESERVED = frozenset({"TRUE", "FALSE", "NONE", "IF", "ELSE", "AND", "OR", "NOT", "CHOICE"})
"""Words that are never names."""

PARTS = frozenset({"DATA", "SPACE", "MODEL", "TRAIN", "SEARCH", "BLOCK", "USE", "RNNSPEC"})
"""Keywords that begin a part of the file; no bracket reaches over one."""

MARKS = frozenset({"EQUAL", "TILDE"})
"""What stands between a name and its value."""

OPERATORS = frozenset(
    {"COMPARE", "PLUS", "MINUS", "STAR", "SLASH", "DOUBLE_STAR", "DOUBLE_SLASH", "PERCENT"}
    | {"AND", "OR", "NOT", "IF", "ELSE"}
)

WANT_MORE = (OPERATORS | MARKS) | {"COLON", "DOT", "REQUIRE", "WHEN", "REPEAT", "AS", "FROM"}
"""Kinds of tokens that something must follow."""

_BEFORE = {
    **dict.fromkeys((*SECTIONS, "start", "residual"), ("LBRACE",)),
    **dict.fromkeys(("block", "use"), ("NAME",)),
    "parallel": ("LPAR", "LBRACE"),
    "from": ("STRING",),
    "as": ("NAME", "LBRACE"),
}
"""Words that are keywords before one of these."""

_WANT_OPERAND = (OPERATORS - {"ELSE"}) | frozenset(
    {"EQUAL", "TILDE", "COLON", "COMMA", "LPAR", "LSQB", "DOT", "REPEAT", "WHEN", "REQUIRE"}
)
"""After one of these on the same line a word is a value."""

_AFTER_A_WORD = (OPERATORS - {"MINUS", "NOT"}) | frozenset(
    {"EQUAL", "TILDE", "COLON", "COMMA", "RPAR", "RSQB", "RBRACE", "DOT"}
)
"""Before one of these a word is a value or the name of a setting, and begins no statement."""


BYTE_ORDER_MARK = "\ufeff"

SETTLED = 3
"""So many tokens of a line, read one after the other, show that reading is in step again."""

MOST_SLIPS = 50
"""Reading ends after so many problems of single tokens; no more are ever shown."""


@dataclass(frozen=True)
class Tokens:
    """A text as tokens.

    The last token is the text's end. `silent` tells where tokens start at which a problem only
    follows from one that is reported; `whole` whether all of the text was read.
    """

    tokens: list[Token]
    comments: tuple[tree.Comment, ...]
    silent: set[int]
    whole: bool


def read_tokens(text: str, report: Callable[[Diagnostic], None]) -> Tokens:
    """The tokens of a text; slips within a single one are reported, and what was meant is read."""
    tokens: list[Token] = []
    comments: list[tree.Comment] = []
    silent: set[int] = set()
    reported: set[tuple[str, int]] = set()
    slips = 0
    unread: Token | None = None
    since = 0
    for token in lex(text):
        if token.type == "COMMENT":
            comments.append(_comment(token))
            continue
        if token.start_pos == 0 and token == BYTE_ORDER_MARK:
            continue
        start = span_of(token).start
        since += 1
        if unread is not None and (since == 1 or (since <= SETTLED and token.line == unread.line)):
            silent.add(start)
        meant: Token | None = token
        if (mended := look_into(token)) is not None:
            problem, meant = mended
            silent.add(start)
            # A foreign word is reported once, an unreadable character once a line.
            line = 0 if token.type == "FOREIGN_WORD" else token.line or 0
            again = token.type in {"FOREIGN_WORD", "UNREADABLE"} and (token, line) in reported
            if not again:
                report(problem)
                reported.add((token, line))
                slips += 1
            if meant is None or meant.type == "ERROR" or token.type == "UNENDED_STRING":
                unread, since = token, 0
        if meant is not None:
            tokens.append(meant)
        if slips == MOST_SLIPS:
            break
    last = tokens[-1] if tokens else virtual("", 0, 0)
    end = virtual(END, span_of(last).end, span_of(last).end)
    end.line = end.end_line = (last.end_line or 0) + 1
    if unread is not None and since == 0:
        silent.add(span_of(last).end)
    for i, token in enumerate(tokens):
        if token.type == "NAME" and _is_keyword(tokens, i):
            token.type = token.upper()
    tokens.append(end)
    return Tokens(tokens, tuple(comments), silent, slips < MOST_SLIPS)


def _comment(token: Token) -> tree.Comment:
    text = token.rstrip()
    start = span_of(token).start
    return tree.Comment(text, Span(start, start + len(text)))


def type_at(tokens: list[Token], i: int) -> str:
    """The type of a token, empty beyond either end."""
    return tokens[i].type if 0 <= i < len(tokens) else ""


def is_first_on_line(tokens: list[Token], i: int) -> bool:
    """Whether no token stands before this one on its line."""
    return i == 0 or tokens[i].line != tokens[i - 1].end_line


def _is_keyword(tokens: list[Token], i: int) -> bool:
    """Whether a word can only be a keyword, by what stands beside it."""
    word, follower = tokens[i], type_at(tokens, i + 1)
    first = is_first_on_line(tokens, i)
    if word == "rnnspec":
        return i == 0 or (first and follower == "NUMBER")
    if word == "all":
        return tokens[i + 1 : i + 2] == ["but"] and type_at(tokens, i + 2) not in MARKS
    if word == "but":
        return type_at(tokens, i - 1) == "ALL"
    if word in STATEMENTS:
        fits = follower not in _AFTER_A_WORD
    else:
        fits = follower in _BEFORE.get(word, ())
    return fits and (first or type_at(tokens, i - 1) not in _WANT_OPERAND)
