"""Where reading goes on after a token that the parser cannot take: one function a context.

In: a reading that has stopped, and the token. Out: nothing; the reading is reported, mended and
set to where it goes on, behind a stretch that ERROR stands for or with a bracket closed early.
"""

from typing import TYPE_CHECKING

from rnnspec.diagnostics import syntax as say
from rnnspec.source import Span
from rnnspec.syntax import tree
from rnnspec.syntax.builder import PassedOver, span_of
from rnnspec.syntax.mistakes import LISTS
from rnnspec.syntax.outline import MARKS, PARTS, WANT_MORE
from rnnspec.syntax.tables import CLOSERS, END, OPENERS, Token, read_as, virtual
from rnnspec.syntax.tokens import SECTIONS, is_first_on_line, type_at

if TYPE_CHECKING:
    from rnnspec.syntax.reading import Reading


def recover_in_brackets(reading: "Reading", opener: int, token: Token) -> None:
    """Between parentheses or square brackets: at the next comma, or as if they were closed."""
    bracket = reading.machine.values[opener]
    closer = reading.closer_of(bracket)
    kind = OPENERS[bracket.type]
    if closer is None and _is_past(reading, kind, token):
        if token.type in MARKS and type_at(reading.tokens, reading.position - 1) == "NAME":
            token = reading.step_back()
        reading.say_unclosed(bracket, token)
        _close(reading, opener, kind)
        return
    if token.type in CLOSERS and token.type != kind:
        if closer is not None:
            reading.report(say.stray(span_of(token), token))
            reading.position += 1
        elif reading.position in reading.outline.opener:
            reading.say_unclosed(bracket, token)
            _close(reading, opener, kind)
        else:
            reading.report(say.unlike(span_of(token), token, bracket, span_of(bracket)))
            reading.tokens[reading.position] = read_as(token, kind)
        return
    if reading.machine.accepts("COMMA", token.type):
        reading.report(say.missing_comma(span_of(token), token, say.PAIRS[bracket]))
        reading.machine.feed(virtual("COMMA", token.start_pos or 0, token.start_pos or 0))
        return
    reading.say_unexpected(token)
    end = reading.outline.next_in_brackets(reading.position, closer)
    ends = [(end, "COMMA"), (end if closer is None else closer, kind)]
    reading.pass_over(opener + 1, ends if reading.tokens[end].type == "COMMA" else ends[1:])


def _is_past(reading: "Reading", kind: str, token: Token) -> bool:
    """Whether a token shows that a bracket has been left open before it."""
    i = reading.position
    if token.type in MARKS and type_at(reading.tokens, i - 1) == "NAME":
        return kind == "RSQB" or is_first_on_line(reading.tokens, i - 1)
    if reading.outline.ends_brackets(i) or is_first_on_line(reading.tokens, i):
        return True
    return token.type not in CLOSERS and reading.machine.accepts(kind)


def _close(reading: "Reading", opener: int, kind: str) -> None:
    """Close a bracket that the text leaves open, as if its closer stood before this token."""
    bracket = reading.machine.values[opener]
    last = reading.tokens[reading.position - 1]
    end = last.end_pos or 0
    if reading.outline.ends_braces(reading.position) and last.line != bracket.line:
        # Lines below may have been taken for arguments.
        reading.machine.wind_back(opener + 1)
        reading.machine.feed(virtual("ERROR", bracket.end_pos, end))
        reading.lost.append(PassedOver(None, Span(bracket.start_pos, end)))
    elif not reading.machine.accepts(kind):
        reading.pass_over(opener + 1, [(reading.position, kind)])
    if reading.machine.accepts(kind):
        reading.machine.feed(virtual(kind, end, end))


def recover_in_braces(reading: "Reading", opener: int, token: Token) -> None:
    """Between braces: at the next setting, statement, option or point, or at the next block."""
    brace = reading.machine.values[opener]
    row = reading.machine.row(opener + 1)
    kind = next(k for k in LISTS if k in row)
    if token.type == END or token.type in PARTS:
        reading.say_unclosed(brace, token)
        if not reading.machine.accepts("RBRACE"):
            reading.lost.append(_loss(reading, reading.machine.start_of(kind, opener + 1)))
            reading.pass_over(opener + 1, [(reading.position, "RBRACE")])
        end = reading.tokens[reading.position - 1].end_pos or 0
        if reading.machine.accepts("RBRACE"):
            reading.machine.feed(virtual("RBRACE", end, end))
            reading.closed_early += 1
        return
    if _belongs_outside(reading, kind, token):
        while type_at(reading.tokens, reading.position - 1) in {"NAME", "COLON"}:
            token = reading.step_back()
        reading.say_unclosed(brace, token)
        reading.machine.feed(virtual("RBRACE", brace.end_pos or 0, brace.end_pos or 0))
        return
    if token.type in {"RPAR", "RSQB"}:
        reading.report(say.stray(span_of(token), token))
        reading.position += 1
        reading.resumed = reading.position
        return
    stepped_back = (
        token.type in MARKS
        and type_at(reading.tokens, reading.position - 1) == "NAME"
        and type_at(reading.tokens, reading.position - 2) in WANT_MORE
    )
    if stepped_back:
        token = reading.step_back()
    reading.say_unexpected(token)
    if token.type == "LBRACE" and reading.closer_of(brace) is None:
        # Its closing brace was meant for the block.
        reading.position += 1
        reading.resumed = reading.position
        return
    if reading.machine.accepts("RBRACE") and (
        kind in {"statement", "option"} or is_first_on_line(reading.tokens, reading.position)
    ):
        reading.machine.settle("RBRACE")
    floor = reading.machine.start_of(kind, opener + 1)
    i = reading.position
    end = i
    if not stepped_back:
        fresh = floor == len(reading.machine.values)
        end = reading.outline.next_element(kind, reading.outline.after(i) if fresh else i)
    past = reading.tokens[end].type in PARTS or reading.tokens[end].type == END
    ends = [(end, "RBRACE" if past else reading.tokens[end].type)]
    body = reading.outline.next_brace(i, end)
    if body is not None:
        ends.insert(0, (body, "LBRACE"))
    lost = _loss(reading, floor)
    reached = reading.pass_over(floor, ends)
    if kind in {"statement", "option"} and reached != body:
        reading.lost.append(lost)


def _belongs_outside(reading: "Reading", kind: str, token: Token) -> bool:
    """Whether an option stands among statements, or a statement among options, by a lost brace.

    Only where a brace is missing: that of the block is then left without its closer.
    """
    i = reading.position
    before = type_at(reading.tokens, i - 1)
    match kind:
        case "statement":
            begins = token.type == "LBRACE" and before == "COLON"
            outer = "option"
        case "option":
            begins = token.type in {"TILDE", "LPAR"} and before == "NAME"
            outer = "statement"
        case _:
            return False
    _, *around = reading.machine.open_brackets()
    if not begins or not around or outer not in reading.machine.row(around[0] + 1):
        return False
    return reading.closer_of(reading.machine.values[around[-1]]) is None


def _loss(reading: "Reading", floor: int) -> PassedOver:
    """What will not be in the tree if the element at `floor` is passed over."""
    values = reading.machine.values[floor:]
    names = len(values) > 1 and isinstance(values[1], Token) and values[1].type == "TILDE"
    name = tree.Word(str(values[0]), span_of(values[0])) if names else None
    here = reading.tokens[reading.position].start_pos or 0
    return PassedOver(name, Span(here, here))


def recover_in_file(reading: "Reading", token: Token) -> None:
    """Between the parts of the file: at the next part."""
    i = reading.position
    if token.type == "RBRACE":
        if reading.closed_early:
            reading.closed_early -= 1
        else:
            reading.report(say.stray(span_of(token), token))
        reading.position += 1
        reading.resumed = reading.position
        return
    if reading.outline.is_unknown_section(i) and reading.machine.accepts("UNKNOWN"):
        end = reading.outline.end_of_section(i)
        start = token.start_pos or 0
        reading.machine.feed(virtual("UNKNOWN", start, reading.end_before(end), token))
        reading.position = end
        return
    if token in SECTIONS and reading.machine.accepts(token.upper()):
        reading.report(say.missing_brace(span_of(token), token))
        reading.machine.feed(read_as(token, token.upper()))
        reading.position += 1
        if type_at(reading.tokens, i + 1) in {*MARKS, "COLON"}:
            reading.position += 1
        if type_at(reading.tokens, reading.position) != "LBRACE":
            end = token.end_pos or 0
            reading.machine.feed(virtual("LBRACE", end, end))
        return
    reading.say_unexpected(token)
    if reading.machine.accepts("ERROR"):
        reading.machine.settle("ERROR")
    floor = reading.machine.start_of("part", 0)
    pending = reading.machine.values[floor:]
    if pending and pending[0].type == "BLOCK":
        part = reading.outline.next_element("part", reading.outline.after(i))
        brace = reading.outline.next_brace(i, part)
        end = part if brace is None else reading.outline.end_of_section(brace - 1)
    else:
        end = reading.outline.next_element("part", i if pending else reading.outline.after(i))
        reading.incomplete = reading.incomplete or not pending
    reading.pass_over(floor, [(end, END)])
