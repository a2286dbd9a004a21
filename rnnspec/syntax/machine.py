"""The parser that Lark makes of `grammar/rnnspec.lark`, fed one token at a time.

In: a text, or tokens. Out: its tokens, and machines that can be asked what they would take and
wound back. The two stacks of Lark's parser lie open here and nowhere else. Knows nothing of
messages.
"""

from collections.abc import Iterator, Mapping
from copy import copy
from functools import cache
from typing import Any

from lark import Lark, Token, UnexpectedToken
from lark.parsers.lalr_analysis import Shift
from lark.parsers.lalr_parser_state import ParserState

from rnnspec.syntax.builder import Builder

END = "$END"
"""The type of the token after the last one."""

OPENERS = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}
"""Kinds of opening brackets, each with its closing one."""

CLOSERS = {closer: opener for opener, closer in OPENERS.items()}


def virtual(kind: str, start: int, end: int, text: str = "") -> Token:
    """A token that is not written in the text."""
    return Token(kind, text, start, end_pos=end)


class _Keep:
    """Tells Lark which terminals to lex although no rule of the grammar uses them."""

    always_accept = (
        *("COMMENT", "LONE_QUOTED", "UNENDED_STRING", "POINT_NUMBER", "MALFORMED_NUMBER"),
        *("FOREIGN_WORD", "FOREIGN_OPERATOR", "UNREADABLE"),
    )

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        return stream


@cache
def _lark() -> Lark:
    return Lark.open_from_package(
        "rnnspec.grammar",
        "rnnspec.lark",
        parser="lalr",
        lexer="basic",
        start="file",
        keep_all_tokens=True,
        maybe_placeholders=False,
        postlex=_Keep(),
        transformer=Builder(),
    )


def lex(text: str) -> Iterator[Token]:
    """The tokens of a text in order, comments among them; every text can be lexed."""
    parser = _lark().parse_interactive(text)
    tokens: Iterator[Token] = parser.lexer_thread.lex(parser.parser_state)
    return tokens


class Machine:
    """An LALR automaton at the start of a file: a stack of values, each between two states."""

    def __init__(self) -> None:
        self._parser = _lark().parse_interactive("")
        self._state = self._parser.parser_state
        self._only_asking = copy(self._state.parse_conf)
        self._only_asking.callbacks = {}

    @property
    def values(self) -> list[Any]:
        """Tokens and nodes, the last one read at the end."""
        return self._state.value_stack

    def feed(self, token: Token) -> Any:
        """Go on by a token; the file's value at its end. Raises lark.UnexpectedToken."""
        return self._state.feed_token(token, token.type == END)

    def insert(self, kind: str, start: int, end: int | None = None) -> None:
        """Go on by a token that is not written, at a place or for a stretch of the text."""
        self.feed(virtual(kind, start, start if end is None else end))

    def row(self, depth: int) -> Mapping[str, tuple[Any, Any]]:
        """What the state below the value at `depth` can meet: terminals and finished rules."""
        return self._state.parse_conf.states[self._state.state_stack[depth]]

    def shifts(self, kind: str, depth: int) -> bool:
        """Whether the state below the value at `depth` takes a token of this kind as it is."""
        return self.row(depth).get(kind, (None,))[0] is Shift

    def open_brackets(self) -> Iterator[int]:
        """The depths of the brackets that are open, the innermost first."""
        closed = 0
        for depth in range(len(self.values) - 1, -1, -1):
            value = self.values[depth]
            if not isinstance(value, Token):
                continue
            if value.type in CLOSERS:
                closed += 1
            elif value.type in OPENERS:
                if not closed:
                    yield depth
                closed = max(0, closed - 1)

    def start_of(self, rule: str, floor: int) -> int:
        """The depth where the element of a list begins that is being read, `floor` at least."""
        depths = range(len(self.values), floor, -1)
        return next((d for d in depths if rule in self.row(d)), floor)

    def accepts(self, *kinds: str, depth: int | None = None) -> bool:
        """Whether tokens of these kinds could follow, here or after winding back to `depth`."""
        depth = len(self.values) if depth is None else depth
        stacks = self._state.state_stack[: depth + 1], self.values[:depth]
        ahead = ParserState(self._only_asking, self._state.lexer, *stacks)
        try:
            for kind in kinds:
                ahead.feed_token(Token(kind, ""), kind == END)
        except UnexpectedToken:
            return False
        return True

    def acceptable(self) -> set[str]:
        """The kinds of all tokens that could follow here."""
        kinds: set[str] = self._parser.accepts()
        return kinds

    def settle(self, kind: str) -> None:
        """Reduce all that a token of this kind would let reduce, without taking it."""
        self.insert(kind, 0)
        self.wind_back(len(self.values) - 1)

    def wind_back(self, depth: int) -> None:
        """Forget all values from `depth` on."""
        del self.values[depth:]
        del self._state.state_stack[depth + 1 :]
