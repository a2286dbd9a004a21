"""Where reading goes on after a token that the parser cannot take: one function a context.

In: a cursor that has stopped. Out: nothing; the problem is reported, and the cursor is set to
where reading goes on: with a known mistake mended, behind a stretch that ERROR stands for, or with
a bracket closed early. The grammar has ERROR wherever something may be passed over.
"""

from lark import Token

from rnnspec.diagnostics import syntax as say
from rnnspec.source import Edit, Span
from rnnspec.syntax import tree
from rnnspec.syntax.builder import PassedOver, span_of
from rnnspec.syntax.cursor import Cursor
from rnnspec.syntax.machine import CLOSERS, END, OPENERS, virtual
from rnnspec.syntax.mistakes import LISTS, Mistake, known_mistakes, situation
from rnnspec.syntax.tokens import MARKS, PARTS, SECTIONS, WANT_MORE

MEANT = {"EQUAL": "=", "COMPARE": "==", "WHEN": "when"}
"""The texts of the tokens that known mistakes are read as."""


def recover(cursor: Cursor) -> None:
    """Report what is wrong at the token that the parser could not take, and go on."""
    if cursor.tires():
        cursor.give_up()
        return
    token = cursor.token
    mistake = known_mistakes().get(situation(cursor.machine, token))
    opener = next(cursor.machine.open_brackets(), None)
    stray = None if opener is None else cursor.outline.stray_after(cursor.position)
    if stray is not None and cursor.position > cursor.quiet_until:
        closer = cursor.tokens[stray]
        called = mistake is not None and mistake.mend == "call"
        if closer.type != "RBRACE" and closer.line == token.line and not called:
            cursor.report(say.stray(span_of(closer), closer))
            cursor.quiet_until = stray
    if mistake is None or not _mend(cursor, mistake):
        if opener is None:
            _recover_in_file(cursor)
        elif cursor.machine.values[opener].type == "LBRACE":
            _recover_in_braces(cursor, opener)
        else:
            _recover_in_brackets(cursor, opener)
    if stray is not None:
        # The bracket that it closes is missing here: all up to it only follows.
        cursor.quiet_until = max(stray, cursor.quiet_until)


def _mend(cursor: Cursor, mistake: Mistake) -> bool:
    """Report a known mistake; true where reading can go on as if it had not been made."""
    token = cursor.token
    before = cursor.tokens[cursor.position - 1]
    place = span_of(before if mistake.at == "before" else token)
    if place.start in cursor.silent:
        cursor.resumed = cursor.position
    message, label, help_ = (
        words.replace("{found}", token).replace("{before}", before)
        for words in (mistake.message, mistake.label, mistake.help)
    )
    end = cursor.end_before()
    edits = {"": None, "leave out": Edit(span_of(token), ""), "call": Edit(Span(end, end), "()")}
    edit = edits.get(mistake.mend, Edit(span_of(token), MEANT.get(mistake.mend, "")))
    cursor.report(say.mistaken(place, message, label, help_, edit))
    match mistake.mend:
        case "":
            cursor.resumed = cursor.position
            return False
        case "leave out":
            cursor.leave_out()
        case "call":
            cursor.machine.insert("LPAR", cursor.end_before())
            cursor.machine.insert("RPAR", cursor.end_before())
        case kind:
            cursor.tokens[cursor.position] = token.update(kind, MEANT[kind])
    return True


# --- between parentheses or square brackets: at the next comma, or as if they were closed ---


def _recover_in_brackets(cursor: Cursor, opener: int) -> None:
    token = cursor.token
    bracket = cursor.machine.values[opener]
    closer = cursor.closer_of(bracket)
    kind = OPENERS[bracket.type]
    if closer is None and _is_past(cursor, kind):
        if token.type in MARKS and cursor.kind(-1) == "NAME":
            cursor.step_back()
        cursor.say_unclosed(bracket)
        _close(cursor, opener, kind)
        return
    if token.type in CLOSERS and token.type != kind:
        if closer is not None:
            cursor.report(say.stray(span_of(token), token))
            cursor.position += 1
        elif cursor.position in cursor.outline.opener:
            cursor.say_unclosed(bracket)
            _close(cursor, opener, kind)
        else:
            cursor.report(say.unlike(span_of(token), token, bracket, span_of(bracket)))
            cursor.tokens[cursor.position] = token.update(kind)
        return
    if cursor.machine.accepts("COMMA", token.type):
        cursor.report(say.missing_comma(span_of(token), token, say.PAIRS[bracket]))
        cursor.machine.insert("COMMA", cursor.here)
        return
    cursor.say_unexpected()
    end = cursor.outline.next_in_brackets(cursor.position, closer)
    ends = [(end, "COMMA"), (end if closer is None else closer, kind)]
    cursor.pass_over(opener + 1, ends if cursor.tokens[end].type == "COMMA" else ends[1:])


def _is_past(cursor: Cursor, kind: str) -> bool:
    """Whether this token shows that a bracket has been left open before it."""
    token = cursor.token
    if token.type in MARKS and cursor.kind(-1) == "NAME":
        return kind == "RSQB" or cursor.is_first_on_line(-1)
    if cursor.outline.ends_brackets(cursor.position) or cursor.is_first_on_line():
        return True
    return token.type not in CLOSERS and cursor.machine.accepts(kind)


def _close(cursor: Cursor, opener: int, kind: str) -> None:
    """Close a bracket that the text leaves open, as if its closer stood before this token."""
    bracket = cursor.machine.values[opener]
    end = cursor.end_before()
    on_one_line = cursor.tokens[cursor.position - 1].line == bracket.line
    if cursor.outline.ends_braces(cursor.position) and not on_one_line:
        # Lines below may have been taken for arguments.
        cursor.machine.wind_back(opener + 1)
        cursor.machine.insert("ERROR", span_of(bracket).end, end)
        cursor.lost.append(PassedOver(None, Span(span_of(bracket).start, end)))
    elif not cursor.machine.accepts(kind):
        cursor.pass_over(opener + 1, [(cursor.position, kind)])
    if cursor.machine.accepts(kind):
        cursor.machine.insert(kind, end)


# --- between braces: at the next setting, statement, option or point, or at the next block ---


def _recover_in_braces(cursor: Cursor, opener: int) -> None:
    token = cursor.token
    brace = cursor.machine.values[opener]
    row = cursor.machine.row(opener + 1)
    kind = next(k for k in LISTS if k in row)
    if token.type == END or token.type in PARTS:
        cursor.say_unclosed(brace)
        if not cursor.machine.accepts("RBRACE"):
            cursor.lost.append(_loss(cursor, cursor.machine.start_of(kind, opener + 1)))
            cursor.pass_over(opener + 1, [(cursor.position, "RBRACE")])
        if cursor.machine.accepts("RBRACE"):
            cursor.machine.insert("RBRACE", cursor.end_before())
            cursor.closed_early += 1
        return
    if _belongs_outside(cursor, kind):
        while cursor.kind(-1) in {"NAME", "COLON"}:
            cursor.step_back()
        cursor.say_unclosed(brace)
        cursor.machine.insert("RBRACE", span_of(brace).end)
        return
    if token.type in {"RPAR", "RSQB"}:
        cursor.report(say.stray(span_of(token), token))
        cursor.leave_out()
        return
    stepped_back = (
        token.type in MARKS and cursor.kind(-1) == "NAME" and cursor.kind(-2) in WANT_MORE
    )
    if stepped_back:
        cursor.step_back()
    cursor.say_unexpected()
    if cursor.token.type == "LBRACE" and cursor.closer_of(brace) is None:
        # Its closing brace was meant for the block.
        cursor.leave_out()
        return
    if cursor.machine.accepts("RBRACE") and (
        kind in {"statement", "option"} or cursor.is_first_on_line()
    ):
        cursor.machine.settle("RBRACE")
    floor = cursor.machine.start_of(kind, opener + 1)
    i = end = cursor.position
    if not stepped_back:
        fresh = floor == len(cursor.machine.values)
        end = cursor.outline.next_element(kind, cursor.outline.after(i) if fresh else i)
    follower = cursor.tokens[end].type
    ends = [(end, "RBRACE" if follower in PARTS or follower == END else follower)]
    body = cursor.outline.next_brace(i, end)
    if body is not None:
        ends.insert(0, (body, "LBRACE"))
    lost = _loss(cursor, floor)
    reached = cursor.pass_over(floor, ends)
    if kind in {"statement", "option"} and reached != body:
        cursor.lost.append(lost)


def _belongs_outside(cursor: Cursor, kind: str) -> bool:
    """Whether an option stands among statements, or a statement among options, by a lost brace.

    Only where a brace is missing: that of the block is then left without its closer.
    """
    word, before = cursor.token.type, cursor.kind(-1)
    match kind:
        case "statement":
            begins = word == "LBRACE" and before == "COLON"
            outer = "option"
        case "option":
            begins = word in {"TILDE", "LPAR"} and before == "NAME"
            outer = "statement"
        case _:
            return False
    _, *around = cursor.machine.open_brackets()
    if not begins or not around or outer not in cursor.machine.row(around[0] + 1):
        return False
    return cursor.closer_of(cursor.machine.values[around[-1]]) is None


def _loss(cursor: Cursor, floor: int) -> PassedOver:
    """What will not be in the tree if the element at `floor` is passed over."""
    values = cursor.machine.values[floor:]
    names = len(values) > 1 and isinstance(values[1], Token) and values[1].type == "TILDE"
    name = tree.Word(str(values[0]), span_of(values[0])) if names else None
    return PassedOver(name, Span(cursor.here, cursor.here))


# --- between the parts of the file: at the next part ---


def _recover_in_file(cursor: Cursor) -> None:
    i, token = cursor.position, cursor.token
    if token.type == "RBRACE":
        if cursor.closed_early:
            cursor.closed_early -= 1
        else:
            cursor.report(say.stray(span_of(token), token))
        cursor.leave_out()
        return
    if cursor.outline.is_unknown_section(i) and cursor.machine.accepts("UNKNOWN"):
        end = cursor.outline.end_of_section(i)
        cursor.machine.feed(virtual("UNKNOWN", cursor.here, cursor.end_before(end), token))
        cursor.position = end
        return
    if token in SECTIONS and cursor.machine.accepts(token.upper()):
        cursor.report(say.missing_brace(span_of(token), token))
        cursor.machine.feed(token.update(token.upper()))
        cursor.position += 1
        if cursor.kind(0) in {*MARKS, "COLON"}:
            cursor.position += 1
        if cursor.kind(0) != "LBRACE":
            cursor.machine.insert("LBRACE", span_of(token).end)
        return
    cursor.say_unexpected()
    if cursor.machine.accepts("ERROR"):
        cursor.machine.settle("ERROR")
    floor = cursor.machine.start_of("part", 0)
    pending = cursor.machine.values[floor:]
    if pending and pending[0].type == "BLOCK":
        part = cursor.outline.next_element("part", cursor.outline.after(i))
        brace = cursor.outline.next_brace(i, part)
        end = part if brace is None else cursor.outline.end_of_section(brace - 1)
    else:
        end = cursor.outline.next_element("part", i if pending else cursor.outline.after(i))
        cursor.incomplete = cursor.incomplete or not pending
    cursor.pass_over(floor, [(end, END)])
