"""Feeding tokens to the parser, and going on after one that it cannot take.

In: the tokens of a file, the last one its end. Out: the file's parts, what was passed over, and
problems. The grammar has a token ERROR wherever something may be passed over; recovery is the
choice of what ERROR stands for: from which value on the stack, up to which token.
"""

from typing import TYPE_CHECKING, Any

from rnnspec.diagnostics import syntax as say
from rnnspec.source import Span
from rnnspec.syntax import tree
from rnnspec.syntax.builder import PassedOver, span_of
from rnnspec.syntax.expected import expected
from rnnspec.syntax.mistakes import LISTS, Mistake, situation
from rnnspec.syntax.outline import MARKS, PARTS, WANT_MORE, Outline
from rnnspec.syntax.tables import (
    CLOSERS,
    END,
    OPENERS,
    Machine,
    Token,
    UnexpectedToken,
    read_as,
    virtual,
)
from rnnspec.syntax.tokens import RESERVED, SECTIONS, is_first_on_line, type_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from rnnspec.diagnostics.diagnostic import Diagnostic

MOST_PROBLEMS = 50
"""Reading ends after so many syntax errors; no more are ever shown."""

MOST_RECOVERIES = 1000
"""Reading ends after so many new beginnings, shown or not."""


class Reading:
    """One pass over a file."""

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
        self.lost: list[PassedOver] = []
        """Statements that could not be read, with the names that they began to define."""
        self.incomplete = False
        self._say = report
        self._position = 0
        self._resumed = -1
        self._reported = 0
        self._recovered = 0
        self._closed_early = 0
        self._outline: Outline | None = None

    def read(self) -> list[Any]:
        """The parts of the file."""
        while True:
            token = self.tokens[self._position]
            try:
                parts = self.machine.feed(token)
            except UnexpectedToken:
                self._recover(token)
            else:
                self._position += 1
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
            self._give_up()
            return
        mistake = self.mistakes.get(situation(self.machine, token))
        if mistake is not None and self._mend(Mistake(*mistake), token):
            return
        opener = self.machine.open_bracket()
        if opener is None:
            self._recover_in_file(token)
        elif self.machine.values[opener].type == "LBRACE":
            self._recover_in_braces(opener, token)
        else:
            self._recover_in_brackets(opener, token)

    # --- known mistakes ---

    def _mend(self, mistake: Mistake, token: Token) -> bool:
        """Report a known mistake; true where reading can go on as if it had not been made."""
        before = self.tokens[self._position - 1]
        place = span_of(before if mistake.at == "before" else token)
        message, label, help_ = (
            words.replace("{found}", token).replace("{before}", before)
            for words in (mistake.message, mistake.label, mistake.help)
        )
        self._report(say.mistaken(place, message, label, help_))
        self._resumed = self._position
        match mistake.mend:
            case "":
                return False
            case "leave out":
                self._position += 1
            case "call":
                end = before.end_pos or 0
                self.machine.feed(virtual("LPAR", end, end))
                self.machine.feed(virtual("RPAR", end, end))
            case kind:
                self.tokens[self._position] = read_as(token, kind)
        return True

    # --- between parentheses or square brackets ---

    def _recover_in_brackets(self, opener: int, token: Token) -> None:
        bracket = self.machine.values[opener]
        closer = self._closer_of(bracket)
        kind = OPENERS[bracket.type]
        if closer is None and self._is_past(kind, token):
            token = self._step_back() if token.type in MARKS else token
            self._say_unclosed(bracket, token)
            self._close(opener, kind)
            return
        if token.type in CLOSERS and token.type != kind:
            if closer is not None:
                self._report(say.stray(span_of(token), token))
                self._position += 1
            elif self._position in self.outline.opener:
                self._say_unclosed(bracket, token)
                self._close(opener, kind)
            else:
                self._report(say.unlike(span_of(token), token, bracket, span_of(bracket)))
                self.tokens[self._position] = read_as(token, kind)
            return
        if self.machine.accepts("COMMA", token.type):
            self._report(say.missing_comma(span_of(token), token, say.PAIRS[bracket]))
            self.machine.feed(virtual("COMMA", token.start_pos or 0, token.start_pos or 0))
            return
        self._say_unexpected(token)
        end = self.outline.next_in_brackets(self._position, closer)
        ends = [(end, "COMMA"), (end if closer is None else closer, kind)]
        self._pass_over(opener + 1, ends if self.tokens[end].type == "COMMA" else ends[1:])

    def _is_past(self, kind: str, token: Token) -> bool:
        """Whether a token shows that a bracket has been left open before it."""
        i = self._position
        if token.type in MARKS:
            return kind == "RSQB" or is_first_on_line(self.tokens, i - 1)
        if self.outline.ends_brackets(i) or is_first_on_line(self.tokens, i):
            return True
        return token.type == "LBRACE" and self.machine.accepts(kind)

    def _close(self, opener: int, kind: str) -> None:
        """Close a bracket that the text leaves open, as if its closer stood before this token."""
        bracket = self.machine.values[opener]
        last = self.tokens[self._position - 1]
        end = last.end_pos or 0
        if self.outline.ends_braces(self._position) and last.line != bracket.line:
            # Lines below may have been taken for arguments.
            self.machine.wind_back(opener + 1)
            self.machine.feed(virtual("ERROR", bracket.end_pos, end))
            self.lost.append(PassedOver(None, Span(bracket.start_pos, end)))
        elif not self.machine.accepts(kind):
            self._pass_over(opener + 1, [(self._position, kind)])
        self.machine.feed(virtual(kind, end, end))

    # --- between braces ---

    def _recover_in_braces(self, opener: int, token: Token) -> None:
        brace = self.machine.values[opener]
        row = self.machine.row(opener + 1)
        kind = next(k for k in LISTS if k in row)
        if token.type == END or token.type in PARTS:
            self._say_unclosed(brace, token)
            if not self.machine.accepts("RBRACE"):
                self.lost.append(self._loss(self.machine.start_of(kind, opener + 1)))
                self._pass_over(opener + 1, [(self._position, "RBRACE")])
            end = self.tokens[self._position - 1].end_pos or 0
            self.machine.feed(virtual("RBRACE", end, end))
            self._closed_early += 1
            return
        if token.type in {"RPAR", "RSQB"}:
            self._report(say.stray(span_of(token), token))
            self._position += 1
            self._resumed = self._position
            return
        stepped_back = (
            token.type in MARKS
            and type_at(self.tokens, self._position - 1) == "NAME"
            and type_at(self.tokens, self._position - 2) in WANT_MORE
        )
        if stepped_back:
            token = self._step_back()
        self._say_unexpected(token)
        if self.machine.accepts("RBRACE") and (
            kind in {"statement", "option"} or is_first_on_line(self.tokens, self._position)
        ):
            self.machine.settle("RBRACE")
        floor = self.machine.start_of(kind, opener + 1)
        i = self._position
        end = i
        if not stepped_back:
            fresh = floor == len(self.machine.values)
            end = self.outline.next_element(kind, self.outline.after(i) if fresh else i)
        past = self.tokens[end].type in PARTS or self.tokens[end].type == END
        ends = [(end, "RBRACE" if past else self.tokens[end].type)]
        body = self.outline.next_brace(i, end)
        if body is not None:
            ends.insert(0, (body, "LBRACE"))
        lost = self._loss(floor)
        reached = self._pass_over(floor, ends)
        if kind in {"statement", "option"} and reached != body:
            self.lost.append(lost)

    def _loss(self, floor: int) -> PassedOver:
        """What will not be in the tree if the element at `floor` is passed over."""
        values = self.machine.values[floor:]
        names = len(values) > 1 and isinstance(values[1], Token) and values[1].type == "TILDE"
        name = tree.Word(str(values[0]), span_of(values[0])) if names else None
        here = self.tokens[self._position].start_pos or 0
        return PassedOver(name, Span(here, here))

    # --- between the parts of the file ---

    def _recover_in_file(self, token: Token) -> None:
        i = self._position
        if token.type == "RBRACE":
            if self._closed_early:
                self._closed_early -= 1
            else:
                self._report(say.stray(span_of(token), token))
            self._position += 1
            self._resumed = self._position
            return
        if self.outline.is_unknown_section(i) and self.machine.accepts("UNKNOWN"):
            end = self.outline.end_of_section(i)
            start = token.start_pos or 0
            self.machine.feed(virtual("UNKNOWN", start, self._end_before(end), token))
            self._position = end
            return
        if token in SECTIONS and self.machine.accepts(token.upper()):
            self._report(say.missing_brace(span_of(token), token))
            self.machine.feed(read_as(token, token.upper()))
            self._position += 1
            if type_at(self.tokens, i + 1) in {*MARKS, "COLON"}:
                self._position += 1
            if type_at(self.tokens, self._position) != "LBRACE":
                end = token.end_pos or 0
                self.machine.feed(virtual("LBRACE", end, end))
            return
        self._say_unexpected(token)
        floor = self.machine.start_of("part", 0)
        pending = self.machine.values[floor:]
        if pending and pending[0].type == "BLOCK":
            part = self.outline.next_element("part", self.outline.after(i))
            brace = self.outline.next_brace(i, part)
            end = part if brace is None else self.outline.end_of_section(brace - 1)
        else:
            end = self.outline.next_element("part", i if pending else self.outline.after(i))
            self.incomplete = self.incomplete or not pending
        self._pass_over(floor, [(end, END)])

    def _give_up(self) -> None:
        """Leave the rest of the file unread."""
        self._say = _nothing
        self.incomplete = True
        self.machine.wind_back(self.machine.start_of("part", 0))
        end = len(self.tokens) - 1
        start = self.tokens[self._position].start_pos or 0
        self.machine.feed(virtual("ERROR", start, self._end_before(end)))
        self._position = end

    # --- what they share ---

    def _pass_over(self, floor: int, ends: list[tuple[int, str]]) -> int:
        """Put ERROR for the fewest values on the stack that reach one of the ends: which one.

        An end is a position and the kind of token that reading goes on with there.
        """
        for depth in range(len(self.machine.values), floor - 1, -1):
            if "ERROR" not in self.machine.row(depth):
                continue
            for end, kind in ends:
                if self.machine.accepts("ERROR", kind, depth=depth):
                    dropped = self.machine.values[depth:]
                    here = self.tokens[self._position].start_pos or 0
                    start = next((span_of(d).start for d in dropped if _has_place(d)), here)
                    self.machine.wind_back(depth)
                    stop = max(start, self._end_before(end))
                    self.machine.feed(virtual("ERROR", start, stop))
                    self._position = self._resumed = end
                    return end
        self._give_up()
        return self._position

    def _step_back(self) -> Token:
        """Give the token before this one back: it begins something new."""
        self._position -= 1
        token = self.tokens[self._position]
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

    def _closer_of(self, bracket: Token) -> int | None:
        i = self._index_of(bracket)
        return None if i is None else self.outline.partner.get(i)

    def _end_before(self, position: int) -> int:
        return self.tokens[position - 1].end_pos or 0

    def _report(self, diagnostic: "Diagnostic") -> None:
        """Report, unless this follows from the last problem."""
        token = self.tokens[self._position]
        if self._position != self._resumed and token.start_pos not in self.silent:
            self._say(diagnostic)
            self._reported += 1

    def _say_unclosed(self, bracket: Token, token: Token) -> None:
        opened = self._index_of(bracket)
        if opened is not None and token.start_pos not in self.silent:
            blamed = self.tokens[self.outline.unclosed(opened, self._position)]
            self._say(say.unclosed(span_of(token), token, blamed, span_of(blamed)))
            self._reported += 1

    def _say_unexpected(self, token: Token) -> None:
        before = self.tokens[self._position - 1] if self._position else token
        if before.type in WANT_MORE and (
            is_first_on_line(self.tokens, self._position) or token.type in {"RBRACE", END, "NAME"}
        ):
            values = self.machine.values
            named = before.type in MARKS and len(values) > 1 and values[-1] is before
            name = str(values[-2]) if named else ""
            self._report(say.missing_value(span_of(before), name, before))
        else:
            acceptable = self.machine.acceptable()
            if token.type in RESERVED and "NAME" in acceptable:
                self._report(say.reserved(span_of(token), token))
            else:
                self._report(say.unexpected(span_of(token), token, expected(acceptable)))


def _has_place(value: Any) -> bool:
    return isinstance(value, Token) or hasattr(value, "span")


def _nothing(_: object) -> None:
    """Report to nobody."""
