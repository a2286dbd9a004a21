"""A diagnostic as text with an excerpt of the spec, or as JSON.

In: a diagnostic and the source it speaks of. Out: text; its first two lines are never wrapped,
notes and helps are where a width is given, between words and never inside a piece of a spec. Who
prints it says how its parts are painted. Knows nothing of terminals and of what the codes mean.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from rnnspec.diagnostics.diagnostic import Diagnostic, Label
from rnnspec.source import Source, Span

WIDEST = 160
"""Characters of a line that are shown; of a longer one, those around the place."""

ELLIPSIS = "..."
NARROWEST = 20
"""Columns that a remark takes on the narrowest terminal."""

BEFORE = 60
"""Characters shown before the place in a line that is too long."""


Paint = Callable[[str, str], str]
"""A part of a message in its colour: "error" or "warning", "message", "margin", "label", "help"."""


def _plain(_: str, text: str) -> str:
    return text


def render_diagnostic(
    diagnostic: Diagnostic, source: Source, width: int | None = None, paint: Paint = _plain
) -> str:
    """The message with its excerpt; its last line has no line end.

    `width` is the columns that notes and helps may take.
    """
    line, column = source.position(diagnostic.span.start)
    primary = Label(diagnostic.span, diagnostic.label)
    rows = _excerpt(primary, diagnostic.others, source)
    digits = max(len(number) for number, _, _ in rows if number != ELLIPSIS)
    margin = " " * (digits + 2)
    word = "error" if diagnostic.is_error else "warning"
    name = printable(source.name)
    text = [
        paint(word, f"{word}[{diagnostic.code}]")
        + paint("message", f": {printable(diagnostic.message)}"),
        f"{paint('margin', f'{margin[1:]}-->')} {name}:{line}:{column}",
        paint("margin", f"{margin}|"),
    ]
    for number, line_text, mark in rows:
        if number == ELLIPSIS:
            text.append(ELLIPSIS)
            continue
        content = line_text.rstrip()
        role = {"^": word, "-": "label"}.get(mark)
        shown = paint(role, content) if role else content
        text.append(paint("margin", f" {number:>{digits}} |") + (f" {shown}" if content else ""))
    for kind, remarks in (("note", diagnostic.notes), ("help", diagnostic.help)):
        for remark in remarks:
            head = f"{margin}= {kind}: "
            first, *others = _wrapped(remark, width and width - len(head))
            lead = paint("margin", f"{margin}=") + " " + paint("help", f"{kind}:")
            text += [f"{lead} {first}", *(" " * len(head) + line for line in others)]
    return "\n".join(text)


def _wrapped(text: str, width: int | None) -> list[str]:
    """The lines of a remark; a piece of a spec, between back quotes, stands on one line."""
    lines = [printable(line) for line in text.split("\n")]
    if width is None:
        return lines
    from textwrap import wrap

    whole = [re.sub("`[^`]*`", lambda piece: piece[0].replace(" ", "\0"), line) for line in lines]
    broken = (
        wrap(line, max(width, NARROWEST), break_long_words=False, break_on_hyphens=False) or [""]
        for line in whole
    )
    return [line.replace("\0", " ") for part in broken for line in part]


def render_json(diagnostic: Diagnostic, source: Source) -> dict[str, object]:
    """The message as JSON takes it; lines and columns are counted from 1, ends are exclusive."""
    return {
        "code": diagnostic.code,
        "severity": "error" if diagnostic.is_error else "warning",
        "message": diagnostic.message,
        "file": source.name,
        **_place(diagnostic.span, source),
        "label": diagnostic.label,
        "others": [{**_place(o.span, source), "label": o.text} for o in diagnostic.others],
        "notes": list(diagnostic.notes),
        "help": list(diagnostic.help),
        "edits": [
            {**_place(edit.span, source), "text": edit.text, "title": edit.title}
            for edit in diagnostic.edits
        ],
    }


def _place(span: Span, source: Source) -> dict[str, dict[str, int]]:
    ends = {"start": span.start, "end": span.end}
    positions = {end: source.position(offset) for end, offset in ends.items()}
    return {end: {"line": line, "column": column} for end, (line, column) in positions.items()}


def _excerpt(
    primary: Label, others: tuple[Label, ...], source: Source
) -> list[tuple[str, str, str]]:
    """The lines that the labels stand on with their marks: line number or nothing, text, sign."""
    marked: dict[int, list[tuple[Label, str]]] = {}
    for label, sign in [(primary, "^"), *((other, "-") for other in others)]:
        marked.setdefault(source.position(label.span.start)[0], []).append((label, sign))
    numbers = sorted(marked)
    rows: list[tuple[str, str, str]] = []
    for before, number in pairwise([numbers[0], *numbers]):
        if number > before + 1:
            rows.append((ELLIPSIS, "", ""))
        text = source.line(number)
        labels = sorted(marked[number], key=lambda m: m[0].span.start, reverse=True)
        first = min(source.position(label.span.start)[1] for label, _ in labels) - 1
        cut = max(0, first - BEFORE) if len(text) > WIDEST else 0
        rows.append((str(number), _shown(text[cut : cut + WIDEST], cut, len(text)), ""))
        for label, sign in labels:
            start = source.position(label.span.start)[1] - 1
            end = min(start + label.span.end - label.span.start, len(text), cut + WIDEST)
            prefix = (ELLIPSIS if cut else "") + text[cut : min(start, cut + WIDEST)]
            marks = sign * max(1, sum(map(_columns, text[start:end])))
            rows.append(("", f"{_blank(prefix)}{marks} {printable(label.text)}", sign))
    return rows


def _shown(text: str, cut: int, length: int) -> str:
    return (
        (ELLIPSIS if cut else "") + printable(text) + (ELLIPSIS if cut + len(text) < length else "")
    )


def printable(text: str) -> str:
    """The text with the signs that a terminal would obey shown as pictures of themselves."""
    if text.isprintable():
        return text
    return "".join(map(_picture, text))


def _picture(character: str) -> str:
    if character.isprintable() or character == "\t":
        return character
    code = ord(character)
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"


def _blank(text: str) -> str:
    """White space as wide as the text; tabs stay, so that what follows stands below."""
    return "".join("\t" if c == "\t" else " " * _columns(c) for c in text)


def _columns(character: str) -> int:
    """The columns of a terminal that a character takes."""
    if character.isascii() or not character.isprintable():
        return 1
    from unicodedata import combining, east_asian_width

    return 0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
