"""The tokens of a text, with the words that become keywords by their place.

In: a source. Out: tokens without comments, and the comments. A word such as `data` or `repeat`
is a keyword only where it can be nothing else, so that a hyperparameter may have such a name.
"""

from typing import TYPE_CHECKING

from rnnspec.source import Span
from rnnspec.syntax import tree

if TYPE_CHECKING:
    from rnnspec.syntax.tables import Parser, Token

BEFORE_BRACE = frozenset({"data", "space", "model", "train", "search", "start", "residual"})
"""Keywords where an open brace follows."""

STATEMENTS = frozenset({"repeat", "when", "require"})
"""Keywords where a value follows."""

_WANT_OPERAND = frozenset(
    "EQUAL TILDE COLON COMMA LPAR LSQB COMPARE PLUS MINUS STAR SLASH DOUBLE_STAR DOUBLE_SLASH"
    " PERCENT AND OR NOT IF REPEAT WHEN REQUIRE DOT".split()
)
"""After one of these on the same line a word is a value."""

_AFTER_A_WORD = frozenset(
    "EQUAL TILDE COLON COMMA RPAR RSQB RBRACE DOT COMPARE PLUS STAR SLASH DOUBLE_STAR DOUBLE_SLASH"
    " PERCENT AND OR IF ELSE".split()
)
"""Before one of these a word is a value or the name of a setting, and begins no statement."""


def read_tokens(parser: "Parser", text: str) -> tuple[list["Token"], list[tree.Comment]]:
    """All tokens and all comments of a text, in order."""
    tokens: list[Token] = []
    comments: list[tree.Comment] = []
    for token in parser.lex(text):
        if token.type == "COMMENT":
            written = token.rstrip()
            start = token.start_pos or 0
            comments.append(tree.Comment(written, Span(start, start + len(written))))
        else:
            tokens.append(token)
    mark_keywords(tokens)
    return tokens, comments


def mark_keywords(tokens: list["Token"]) -> None:
    """Give the words that are keywords by their place the type of their keyword."""
    for i, token in enumerate(tokens):
        if token.type == "NAME" and token in _RULES and _RULES[token](tokens, i):
            token.type = token.upper()


def type_at(tokens: list["Token"], i: int) -> str:
    """The type of a token, empty beyond either end."""
    return tokens[i].type if 0 <= i < len(tokens) else ""


def is_first_on_line(tokens: list["Token"], i: int) -> bool:
    """Whether no token stands before this one on its line."""
    return i == 0 or tokens[i].line != tokens[i - 1].end_line


def _begins(tokens: list["Token"], i: int) -> bool:
    return is_first_on_line(tokens, i) or type_at(tokens, i - 1) not in _WANT_OPERAND


def _before_brace(tokens: list["Token"], i: int) -> bool:
    return type_at(tokens, i + 1) == "LBRACE" and _begins(tokens, i)


def _statement(tokens: list["Token"], i: int) -> bool:
    return type_at(tokens, i + 1) not in _AFTER_A_WORD and _begins(tokens, i)


def _parallel(tokens: list["Token"], i: int) -> bool:
    return type_at(tokens, i + 1) in {"LPAR", "LBRACE"} and _begins(tokens, i)


def _named(tokens: list["Token"], i: int) -> bool:
    follow = {"LPAR", "LBRACE"} if tokens[i] == "block" else {"NAME", "STRING"}
    return (
        type_at(tokens, i + 1) == "NAME" and type_at(tokens, i + 2) in follow and _begins(tokens, i)
    )


def _from(tokens: list["Token"], i: int) -> bool:
    return type_at(tokens, i + 1) == "STRING" and _begins(tokens, i)


def _as(tokens: list["Token"], i: int) -> bool:
    return type_at(tokens, i + 1) == "NAME" and _begins(tokens, i)


def _version(tokens: list["Token"], i: int) -> bool:
    return i == 0 or (type_at(tokens, i + 1) == "NUMBER" and is_first_on_line(tokens, i))


_RULES = {
    **dict.fromkeys(BEFORE_BRACE, _before_brace),
    **dict.fromkeys(STATEMENTS, _statement),
    "parallel": _parallel,
    "block": _named,
    "use": _named,
    "from": _from,
    "as": _as,
    "rnnspec": _version,
}
