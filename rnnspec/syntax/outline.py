"""The outline of a list of tokens: which bracket belongs to which, and where elements begin.

In: the tokens of a file, the last one its end. Out: positions in that list. Used to find where
reading can go on after a problem, so it must make sense of files that are wrong.
"""

from bisect import bisect_right

from lark import Token

from rnnspec.syntax.machine import CLOSERS, OPENERS
from rnnspec.syntax.tokens import MARKS, PARTS, WANT_MORE, is_first_on_line, type_at

FORGIVEN = 8
"""Unclosed brackets of the other kind that a closing one may pass by."""

_STATEMENTS = frozenset({"REPEAT", "WHEN", "RESIDUAL", "PARALLEL"})


class Outline:
    """Brackets and beginnings."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = {token.start_pos: i for i, token in enumerate(tokens)}
        self.partner = _partners(tokens)
        self.opener = {closer: opener for opener, closer in self.partner.items()}
        self._marks = [
            i
            for i, token in enumerate(tokens)
            if token.type in PARTS or (token.type in CLOSERS and i not in self.opener)
        ]

    def after(self, i: int) -> int:
        """The position after a token, or after the bracket's closer where it opens one."""
        return min(self.partner.get(i, i) + 1, len(self.tokens) - 1)

    def stray_after(self, i: int) -> int | None:
        """The next closing bracket of this part that closes nothing, after `i`.

        Its opening one is missing somewhere before it.
        """
        next_mark = bisect_right(self._marks, i)
        if next_mark == len(self._marks):
            return None
        stray = self._marks[next_mark]
        return None if self.tokens[stray].type in PARTS else stray

    def unclosed(self, opener: int, end: int) -> int:
        """The bracket to blame where the one at `opener` is not closed before `end`.

        A brace within whose closer stands on its own line, but not below the line of the brace,
        was closed by what was meant for the outer one.
        """
        for i in range(opener + 1, end):
            closer = self.partner.get(i)
            if closer is None or self.tokens[i].type != "LBRACE":
                continue
            if is_first_on_line(self.tokens, closer):
                first = i
                while not is_first_on_line(self.tokens, first):
                    first -= 1
                if self.tokens[first].column != self.tokens[closer].column:
                    return i
        return opener

    def next_in_brackets(self, i: int, closer: int | None) -> int:
        """The first comma from `i` on that no inner bracket holds, else the closer.

        Where there is no closer: the next line, brace or part.
        """
        while closer is None or i < closer:
            kind = self.tokens[i].type
            if kind == "COMMA":
                return i
            if closer is None and (self.ends_brackets(i) or is_first_on_line(self.tokens, i)):
                return i
            i = self.after(i)
        return closer

    def next_element(self, kind: str, i: int) -> int:
        """The first beginning of an element of this kind from `i` on, else the end of the list."""
        while not self.ends_braces(i) or (kind == "part" and self.tokens[i].type == "RBRACE"):
            if self.begins(kind, i):
                return i
            i = self.after(i)
        return i

    def next_brace(self, i: int, end: int) -> int | None:
        """The first open brace from `i` on and before `end` that no bracket holds."""
        while i < end:
            if self.tokens[i].type == "LBRACE":
                return i
            i = self.after(i)
        return None

    def ends_brackets(self, i: int) -> bool:
        """Whether no parenthesis reaches over this token."""
        return self.ends_braces(i) or self.tokens[i].type == "START"

    def ends_braces(self, i: int) -> bool:
        """Whether no list between braces reaches over this token."""
        kind = self.tokens[i].type
        return kind == "RBRACE" or kind == "$END" or kind in PARTS

    def begins(self, kind: str, i: int) -> bool:
        """Whether an element of this kind seems to begin here."""
        word = self.tokens[i].type
        if kind == "part":
            return word in PARTS or word == "$END" or self.is_unknown_section(i)
        if word in _STATEMENTS or word in {"REQUIRE", "START"}:
            return True
        alone = is_first_on_line(self.tokens, i)
        wanted = type_at(self.tokens, i - 1) in WANT_MORE
        if word != "NAME" or (wanted and not alone):
            return False
        follower = type_at(self.tokens, i + 1)
        if kind == "item":
            return follower in MARKS or (alone and not wanted)
        if kind == "option":
            return follower == "COLON"
        if kind == "point":
            return follower == "EQUAL" or follower in {"LSQB", "DOT"}
        return alone or follower in {"LPAR", "COLON", "TILDE"}

    def is_unknown_section(self, i: int) -> bool:
        """Whether a word and a brace stand here as a section would."""
        return self.tokens[i].type == "NAME" and type_at(self.tokens, i + 1) == "LBRACE"

    def end_of_section(self, i: int) -> int:
        """The token after the section whose name stands at `i`, found by its braces alone."""
        brace = i + 1
        if brace in self.partner:
            return self.partner[brace] + 1
        while self.tokens[i].type != "$END" and self.tokens[i].type not in PARTS:
            i += 1
        return i


def _partners(tokens: list[Token]) -> dict[int, int]:
    """The closing bracket of each opening one that is closed.

    A closing brace leaves every parenthesis within its braces unclosed, the beginning of a part
    leaves everything unclosed; a closing parenthesis passes by a few square brackets, or the
    other way round, but never a brace.
    """
    partner: dict[int, int] = {}
    opened: list[int] = []
    for i, token in enumerate(tokens):
        kind = token.type
        if kind in OPENERS:
            opened.append(i)
        elif kind == "RBRACE":
            while opened and tokens[opened[-1]].type != "LBRACE":
                opened.pop()
            if opened:
                partner[opened.pop()] = i
        elif kind in CLOSERS:
            for above in range(1, min(FORGIVEN, len(opened)) + 1):
                opener = tokens[opened[-above]].type
                if opener == CLOSERS[kind]:
                    partner[opened[-above]] = i
                    del opened[-above:]
                if opener in {CLOSERS[kind], "LBRACE"}:
                    break
        elif kind in PARTS:
            opened.clear()
    return partner
