"""Feeding tokens to the parser, and going on after one that it cannot take.

In: the tokens of a file, the last one its end. Out: the file's parts, what was passed over, and
problems. The grammar has a token ERROR wherever something may be passed over; recovery is the
choice of what ERROR stands for: from which value on the stack, up to which token.
"""

from typing import TYPE_CHECKING, Any

from rnnspec.diagnostics import syntax as say
from rnnspec.syntax.builder import PassedOver, span_of
from rnnspec.syntax.expected import expected
from rnnspec.syntax.mistakes import Mistake, situation
from rnnspec.syntax.outline import MARKS, WANT_MORE, Outline
from rnnspec.syntax.recovery import recover_in_braces, recover_in_brackets, recover_in_file
from rnnspec.syntax.tables import (
    END,
    Machine,
    Token,
    UnexpectedToken,
    read_as,
    virtual,
)
from rnnspec.syntax.tokens import RESERVED, SETTLED, is_first_on_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from rnnspec.diagnostics.diagnostic import Diagnostic

MOST_PROBLEMS = 50
"""Reading ends after so many syntax errors; no more are ever shown."""

MOST_RECOVERIES = 1000
"""Reading ends after so many new beginnings, shown or not."""


MEANT = {"EQUAL": "=", "COMPARE": "==", "WHEN": "when"}
"""The texts of the tokens that known mistakes are read as."""


class Reading:
    """One pass over a file; `recovery` moves it on where the parser stops."""

    def __init__(
        self,
        machine: Machine,
        tokens: list[Token],
        report: "Callable[[Diagnostic], None]",
        mistakes: dict[str, list[str]],
        silent: set[int],
    ) -> None:
        self.machine = machine
        self.tokens = tokens
        self.mistakes = mistakes
        self.silent = silent
        """Tokens, by where they start, at which a problem only follows from one reported."""
        self.position = 0
        """The token to be fed next."""
        self.resumed = -1
        """Where reading went on after the last problem."""
        self.closed_early = 0
        """Braces closed where the text does not, whose closers may still come."""
        self.lost: list[PassedOver] = []
        """Statements that could not be read, with the names that they began to define."""
        self.incomplete = False
        """Whether text between the parts of the file was passed over."""
        self._say = report
        self._last = -1
        self._quiet_until = -1
        self._reported = 0
        self._recovered = 0
        self._outline: Outline | None = None

    def read(self) -> list[Any]:
        """The parts of the file."""
        while True:
            token = self.tokens[self.position]
            try:
                parts = self.machine.feed(token)
            except UnexpectedToken:
                self._recover(token)
            else:
                self.position += 1
                if token.type == END:
                    return list(parts)

    @property
    def outline(self) -> Outline:
        """The outline of the tokens, made when it is first needed."""
        if self._outline is None:
            self._outline = Outline(self.tokens)
        return self._outline

    def _recover(self, token: Token) -> None:
        self._recovered += 1
        if self._reported >= MOST_PROBLEMS or self._recovered > MOST_RECOVERIES:
            self.give_up()
            return
        row = self.mistakes.get(situation(self.machine, token))
        mistake = Mistake(*row) if row is not None else None
        opener = next(self.machine.open_brackets(), None)
        stray = None if opener is None else self.outline.stray_after(self.position)
        if stray is not None and self.position > self._quiet_until:
            closer = self.tokens[stray]
            called = mistake is not None and mistake.mend == "call"
            if closer.type != "RBRACE" and closer.line == token.line and not called:
                self.report(say.stray(span_of(closer), closer))
                self._quiet_until = stray
        if mistake is None or not self._mend(mistake, token):
            self._go_on(opener, token)
        if stray is not None:
            # The bracket that it closes is missing here: all up to it only follows.
            self._quiet_until = max(stray, self._quiet_until)

    def _go_on(self, opener: int | None, token: Token) -> None:
        if opener is None:
            recover_in_file(self, token)
        elif self.machine.values[opener].type == "LBRACE":
            recover_in_braces(self, opener, token)
        else:
            recover_in_brackets(self, opener, token)

    # --- known mistakes ---

    def _mend(self, mistake: Mistake, token: Token) -> bool:
        """Report a known mistake; true where reading can go on as if it had not been made."""
        before = self.tokens[self.position - 1]
        place = span_of(before if mistake.at == "before" else token)
        if place.start in self.silent:
            self.resumed = self.position
        message, label, help_ = (
            words.replace("{found}", token).replace("{before}", before)
            for words in (mistake.message, mistake.label, mistake.help)
        )
        self.report(say.mistaken(place, message, label, help_))
        match mistake.mend:
            case "":
                self.resumed = self.position
                return False
            case "leave out":
                self.position += 1
                self.resumed = self.position
            case "call":
                end = before.end_pos or 0
                self.machine.feed(virtual("LPAR", end, end))
                self.machine.feed(virtual("RPAR", end, end))
            case kind:
                self.tokens[self.position] = read_as(token, kind, MEANT[kind])
        return True

    def give_up(self) -> None:
        """Leave the rest of the file unread."""
        self._say = _nothing
        self.incomplete = True
        self.machine.wind_back(self.machine.start_of("part", 0))
        end = len(self.tokens) - 1
        start = self.tokens[self.position].start_pos or 0
        self.machine.feed(virtual("ERROR", start, self.end_before(end)))
        self.position = end

    # --- what they share ---

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
                    here = self.tokens[self.position].start_pos or 0
                    start = next((span_of(d).start for d in dropped if _has_place(d)), here)
                    self.machine.wind_back(depth)
                    stop = max(start, self.end_before(end))
                    self.machine.feed(virtual("ERROR", start, stop))
                    self.position = self.resumed = end
                    return end
        self.give_up()
        return self.position

    def step_back(self) -> Token:
        """Give the token before this one back: it begins something new."""
        self.position -= 1
        token = self.tokens[self.position]
        values = self.machine.values
        depth = len(values)
        while depth and _has_place(values[depth - 1]):
            if span_of(values[depth - 1]).start < (token.start_pos or 0):
                break
            depth -= 1
        self.machine.wind_back(depth)
        return token

    def _index_of(self, bracket: Token) -> int | None:
        """Where an open bracket stands among the tokens; nowhere if it is not written."""
        i = self.outline.at.get(bracket.start_pos or 0)
        return None if i is None or self.tokens[i].type != bracket.type else i

    def closer_of(self, bracket: Token) -> int | None:
        """Where the closer of an open bracket stands, if it has one."""
        i = self._index_of(bracket)
        return None if i is None else self.outline.partner.get(i)

    def end_before(self, position: int) -> int:
        """Where the token before a position ends."""
        return self.tokens[position - 1].end_pos or 0

    def report(self, diagnostic: "Diagnostic") -> None:
        """Report, unless this follows from the last problem."""
        i = self.position
        near = i == self.resumed or (
            self.resumed < i < self.resumed + SETTLED
            and not any(is_first_on_line(self.tokens, j) for j in range(self.resumed, i + 1))
        )
        if not near and i > self._quiet_until and self.tokens[i].start_pos not in self.silent:
            self._say(diagnostic)
            self._reported += 1
            self._last = i

    def say_unclosed(self, bracket: Token, token: Token) -> None:
        """Report a bracket that is still open at a token, unless that follows from a problem."""
        opened = self._index_of(bracket)
        follows = token.start_pos in self.silent or (
            opened is not None and bracket.type != "LBRACE" and opened < self._last
        )
        if opened is not None and not follows:
            blamed = self.tokens[self.outline.unclosed(opened, self.position)]
            self._say(say.unclosed(span_of(token), token, blamed, span_of(blamed)))
            self._reported += 1
        self.resumed = self._last = self.position

    def say_unexpected(self, token: Token) -> None:
        """Report a token that cannot stand here, or the value that is missing before it."""
        before = self.tokens[self.position - 1] if self.position else None
        if (
            before is not None
            and before.type in WANT_MORE
            and (
                is_first_on_line(self.tokens, self.position)
                or token.type in {"RBRACE", END, "NAME"}
            )
        ):
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


def _nothing(_: object) -> None:
    """Report to nobody."""
