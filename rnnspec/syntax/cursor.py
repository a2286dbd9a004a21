"""A place in the tokens of a file, and the parser that has been fed all before it.

In: the tokens of a file, the last one its end. Out: what recovery stands on: looking around,
passing over a stretch, and reporting nothing that only follows from the last problem. Knows
nothing of where reading should go on.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from lark import Token

from rnnspec.diagnostics import syntax as say
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.syntax.builder import PassedOver, span_of
from rnnspec.syntax.expected import expected
from rnnspec.syntax.machine import END, Machine
from rnnspec.syntax.outline import Outline
from rnnspec.syntax.tokens import MARKS, RESERVED, SETTLED, WANT_MORE, is_first_on_line, type_at

MOST_PROBLEMS = 50
"""Reading ends after so many syntax errors; no more are ever shown."""

MOST_RECOVERIES = 1000
"""Reading ends after so many new beginnings, shown or not."""


class Cursor:
    """One pass over a file; `recovery` moves it on where the parser stops."""

    def __init__(
        self, tokens: list[Token], silent: set[int], report: Callable[[Diagnostic], None]
    ) -> None:
        self.machine = Machine()
        self.tokens = tokens
        self.silent = silent
        """Tokens, by where they start, at which a problem only follows from one reported."""
        self.position = 0
        """The token to be fed next."""
        self.resumed = -1
        """Where reading went on after the last problem."""
        self.quiet_until = -1
        """Problems up to this token follow from one reported."""
        self.closed_early = 0
        """Braces closed where the text does not, whose closers may still come."""
        self.lost: list[PassedOver] = []
        """Statements that could not be read, with the names that they began to define."""
        self.incomplete = False
        """Whether text between the parts of the file was passed over."""
        self._say = report
        self._last = -1
        self._reported = 0
        self._recovered = 0

    # --- looking around ---

    @cached_property
    def outline(self) -> Outline:
        """The outline of the tokens, made when it is first needed."""
        return Outline(self.tokens)

    @property
    def token(self) -> Token:
        """The token to be fed next."""
        return self.tokens[self.position]

    @property
    def here(self) -> int:
        """Where in the text that token starts."""
        return span_of(self.token).start

    def kind(self, offset: int) -> str:
        """The type of the token so many after this one, empty beyond either end."""
        return type_at(self.tokens, self.position + offset)

    def is_first_on_line(self, offset: int = 0) -> bool:
        """Whether no token stands on its line before the one so many after this one."""
        return is_first_on_line(self.tokens, self.position + offset)

    def end_before(self, position: int | None = None) -> int:
        """Where in the text the token before a position ends, before this one by default."""
        return span_of(self.tokens[(self.position if position is None else position) - 1]).end

    def closer_of(self, bracket: Token) -> int | None:
        """Where the closer of an open bracket stands, if it has one."""
        i = self._index_of(bracket)
        return None if i is None else self.outline.partner.get(i)

    def _index_of(self, bracket: Token) -> int | None:
        """Where an open bracket stands among the tokens; nowhere if it is not written."""
        i = self.outline.at.get(bracket.start_pos)
        return None if i is None or self.tokens[i].type != bracket.type else i

    # --- moving ---

    def read(self) -> list[Any]:
        """Feed tokens until the file ends: its parts. Raises lark.UnexpectedToken before one."""
        while True:
            token = self.token
            parts = self.machine.feed(token)
            self.position += 1
            if token.type == END:
                return list(parts)

    def leave_out(self) -> None:
        """Go on after this token as if it did not stand there."""
        self.position += 1
        self.resumed = self.position

    def step_back(self) -> Token:
        """Give the token before this one back: it begins something new."""
        self.position -= 1
        values = self.machine.values
        depth = len(values)
        while depth and _has_place(values[depth - 1]):
            if span_of(values[depth - 1]).start < self.here:
                break
            depth -= 1
        self.machine.wind_back(depth)
        return self.token

    def pass_over(self, floor: int, ends: list[tuple[int, str]]) -> int:
        """Put ERROR for the fewest values on the stack that reach one of the ends: which one.

        An end is a position and the kind of token that reading goes on with there.
        """
        for depth in range(len(self.machine.values), floor - 1, -1):
            if not self.machine.shifts("ERROR", depth):
                continue
            for end, kind in ends:
                if self.machine.accepts("ERROR", kind, depth=depth):
                    dropped = self.machine.values[depth:]
                    start = next((span_of(d).start for d in dropped if _has_place(d)), self.here)
                    self.machine.wind_back(depth)
                    self.machine.insert("ERROR", start, max(start, self.end_before(end)))
                    self.position = self.resumed = end
                    return end
        self.give_up()
        return self.position

    def tires(self) -> bool:
        """Count a new beginning; whether there have been too many, or too many problems."""
        self._recovered += 1
        return self._reported >= MOST_PROBLEMS or self._recovered > MOST_RECOVERIES

    def give_up(self) -> None:
        """Leave the rest of the file unread."""
        self._say = lambda _: None
        self.incomplete = True
        self.machine.wind_back(self.machine.start_of("part", 0))
        end = len(self.tokens) - 1
        self.machine.insert("ERROR", self.here, self.end_before(end))
        self.position = end

    # --- reporting ---

    def report(self, diagnostic: Diagnostic) -> None:
        """Report, unless this follows from the last problem."""
        i = self.position
        near = i == self.resumed or (
            self.resumed < i < self.resumed + SETTLED
            and not any(is_first_on_line(self.tokens, j) for j in range(self.resumed, i + 1))
        )
        if not near and i > self.quiet_until and self.here not in self.silent:
            self._say(diagnostic)
            self._reported += 1
            self._last = i

    def say_unclosed(self, bracket: Token) -> None:
        """Report a bracket that is still open here, unless that follows from a problem."""
        opened = self._index_of(bracket)
        follows = self.here in self.silent or (
            opened is not None and bracket.type != "LBRACE" and opened < self._last
        )
        if opened is not None and not follows:
            blamed = self.tokens[self.outline.unclosed(opened, self.position)]
            self._say(say.unclosed(span_of(self.token), self.token, blamed, span_of(blamed)))
            self._reported += 1
        self.resumed = self._last = self.position

    def say_unexpected(self) -> None:
        """Report a token that cannot stand here, or the value that is missing before it."""
        token = self.token
        if self.kind(-1) in WANT_MORE and (
            self.is_first_on_line() or token.type in {"RBRACE", END, "NAME"}
        ):
            before = self.tokens[self.position - 1]
            values = self.machine.values
            named = before.type in MARKS and len(values) > 1 and values[-1] is before
            name = str(values[-2]) if named else ""
            self.report(say.missing_value(span_of(before), name, before))
        else:
            acceptable = self.machine.acceptable()
            if token.type in RESERVED and "NAME" in acceptable:
                self.report(say.reserved(span_of(token), token))
            else:
                self.report(say.unexpected(span_of(token), token, expected(acceptable)))


def _has_place(value: Any) -> bool:
    return isinstance(value, Token) or hasattr(value, "span")
