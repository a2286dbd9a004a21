"""The parser of `grammar/rnnspec.lark`: the tables that Lark made of it beforehand, walked.

In: a text, or tokens. Out: a lexer, and machines that are fed one token at a time and can be asked
and wound back. `rnnspec.syntax.generate` makes the tables anew; reading a spec needs no Lark,
whose import takes longer than a whole check. Knows nothing of trees and messages.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Self, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

END = "$END"
"""The type of the token after the last one."""

WHITE = "WHITE"
"""The type of what stands between tokens, and the only one that may hold ends of lines."""

OPENERS = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}
"""Kinds of opening brackets, each with its closing one."""

CLOSERS = {closer: opener for opener, closer in OPENERS.items()}


class Token(str):
    """The text of a token, with its type and place; equal where text and type are.

    Offsets count characters from 0, lines and columns from 1; a token that is not written has
    line 0.
    """

    __slots__ = ("column", "end_line", "end_pos", "line", "start_pos", "type")

    type: str
    start_pos: int
    end_pos: int
    line: int
    column: int
    end_line: int

    def __new__(
        cls, type: str, text: str, start: int, end: int, line: int = 0, column: int = 0
    ) -> Self:
        """A token within one line."""
        token = str.__new__(cls, text)
        token.type, token.start_pos, token.end_pos = type, start, end
        token.line, token.column, token.end_line = line, column, line
        return token

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Token) and self.type != other.type:
            return False
        return str.__eq__(self, other)

    __hash__ = str.__hash__

    @property
    def value(self) -> str:
        """The text alone."""
        return str(self)


class UnexpectedToken(Exception):
    """A machine cannot take this token where it is."""


def virtual(kind: str, start: int, end: int, text: str = "") -> Token:
    """A token that is not written in the text."""
    return Token(kind, text, start, end)


def read_as(token: Token, kind: str, text: str | None = None) -> Token:
    """A token in the place of another, as which it is to be read."""
    read = virtual(kind, token.start_pos, token.end_pos, token if text is None else text)
    read.line, read.end_line = token.line, token.end_line
    return read


Rule: TypeAlias = tuple[str, int, str | None, bool, tuple[int, ...]]
"""A rule's symbol, its length, the builder's method for it (None for a list that a longer rule
joins to its children), whether an only child stands for itself, and which children are lists."""


@dataclass(frozen=True)
class Tables:
    """What Lark makes of the grammar, and the known mistakes.

    `scanner` is a pattern with a named group for each terminal; `keywords` are the names that are
    terminals of their own. A state is a row: by symbol the state that follows, or ~number of the
    rule that is finished. The first state is the beginning, `last` stands after a whole file.
    """

    scanner: str
    keywords: "Mapping[str, str]"
    rules: "Sequence[Rule]"
    states: "Sequence[Mapping[str, int]]"
    last: int
    mistakes: "dict[str, list[str]]"


class Parser:
    """The grammar with a builder of nodes: one method a rule, given the rule's children."""

    def __init__(self, builder: object, tables: Tables | None = None) -> None:
        tables = tables or read_tables()
        self._tables = tables
        self._builder = builder
        self._scanner = re.compile(tables.scanner)
        self.mistakes = tables.mistakes

    def lex(self, text: str) -> "Iterator[Token]":
        """The tokens of a text in order, comments among them; every text can be lexed."""
        keywords = self._tables.keywords
        line, line_start = 1, 0
        for match in self._scanner.finditer(text):
            start, end = match.span()
            kind, found = match.lastgroup or "", match.group()
            if kind == WHITE:
                if "\n" in found:
                    line += found.count("\n")
                    line_start = start + found.rindex("\n") + 1
                continue
            if kind == "NAME":
                kind = keywords.get(found, kind)
            yield Token(kind, found, start, end, line, start - line_start + 1)

    def start(self) -> "Machine":
        """A machine at the start of a file."""
        return Machine(self._tables, self._builder)


class Machine:
    """An LALR automaton: a stack of values, each between two states."""

    def __init__(self, tables: Tables, builder: object) -> None:
        self._tables = tables
        self._builder = builder
        self._stack = [0]
        self.values: list[Any] = []

    def feed(self, token: Token) -> Any:
        """Go on by a token; the file's value at its end. Raises UnexpectedToken."""
        kind, stack, values, tables = token.type, self._stack, self.values, self._tables
        while (action := tables.states[stack[-1]].get(kind)) is not None:
            if action >= 0:
                stack.append(action)
                values.append(token)
                return None
            rule = tables.rules[~action]
            first = len(values) - rule[1]
            value = self._value(rule, values[first:])
            self.wind_back(first)
            values.append(value)
            stack.append(tables.states[stack[-1]][rule[0]])
            if kind == END and stack[-1] == tables.last:
                return values[-1]
        raise UnexpectedToken(token)

    def row(self, depth: int) -> "Mapping[str, int]":
        """What the state below the value at `depth` can meet: terminals and finished rules."""
        return self._tables.states[self._stack[depth]]

    def shifts(self, kind: str, depth: int) -> bool:
        """Whether the state below the value at `depth` takes a token of this kind as it is."""
        return self.row(depth).get(kind, -1) >= 0

    def open_brackets(self) -> "Iterator[int]":
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

    def accepts(self, kind: str, *kinds: str, depth: int | None = None) -> bool:
        """Whether tokens of these kinds could follow, here or after winding back to `depth`."""
        stack = self._stack[: None if depth is None else depth + 1]
        return all(self._advance(stack, k) for k in (kind, *kinds))

    def acceptable(self) -> set[str]:
        """The kinds of all tokens that could follow here."""
        return {kind for kind in self.row(-1) if kind.isupper() and self.accepts(kind)}

    def settle(self, kind: str) -> None:
        """Reduce all that a token of this kind would let reduce, without taking it."""
        self.feed(virtual(kind, 0, 0))
        self.wind_back(len(self.values) - 1)

    def wind_back(self, depth: int) -> None:
        """Forget all values from `depth` on."""
        del self.values[depth:]
        del self._stack[depth + 1 :]

    def _value(self, rule: Rule, children: list[Any]) -> Any:
        _, _, method, single, lists = rule
        if lists:
            children = _joined(children, lists)
        if method is None:
            return children
        if single and len(children) == 1:
            return children[0]
        return getattr(self._builder, method)(children)

    def _advance(self, stack: list[int], kind: str) -> bool:
        states, rules = self._tables.states, self._tables.rules
        while (action := states[stack[-1]].get(kind)) is not None:
            if action >= 0:
                stack.append(action)
                return True
            symbol, size, *_ = rules[~action]
            del stack[len(stack) - size :]
            stack.append(states[stack[-1]][symbol])
            if kind == END and stack[-1] == self._tables.last:
                return True
        return False


def _joined(children: list[Any], lists: tuple[int, ...]) -> list[Any]:
    """The children, those that are lists joined; a first one grows, so long lists stay linear."""
    joined: list[Any] = []
    for i, child in enumerate(children):
        if i not in lists:
            joined.append(child)
        elif joined:
            joined += child
        else:
            joined = child
    return joined


@cache
def read_tables() -> Tables:
    """The tables that were made beforehand."""
    from rnnspec.grammar import generated_tables  # type: ignore[import-not-found]

    return Tables(
        *(generated_tables.SCANNER, generated_tables.KEYWORDS, generated_tables.RULES),
        *(generated_tables.STATES, generated_tables.LAST, generated_tables.MISTAKES),
    )
