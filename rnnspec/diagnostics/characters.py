"""Problems of single characters, words and numbers (E0101, E0102): facts in, words out."""

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.syntax import quoted
from rnnspec.source import Span

DURATIONS = "durations are written `90s`, `30min`, `2h` or `1d`"


def name_of(character: str) -> str:
    """What Unicode calls a character, with its number: `NO-BREAK SPACE (U+00A0)`."""
    from unicodedata import name

    called = name(character, "a control character" if ord(character) else "NUL")
    return f"{called} (U+{ord(character):04X})"


def unreadable(span: Span, character: str) -> Diagnostic:
    """A character that has no meaning outside strings and comments."""
    plain = character.isascii() and character.isprintable()
    what = f"`{character}`" if plain else name_of(character)
    found = Diagnostic(
        "E0102",
        f"{what} cannot stand here",
        span,
        label="looks like a space" if character.isspace() else "",
        help=tuple(HELP[c] for c in character if c in HELP),
    )
    return found.mended(" ") if character.isspace() or character == ";" else found


HELP = {
    ";": "settings and layers are separated by spaces or line ends",
    "'": 'strings are written between double quotes, on one line: "..."',
    **dict.fromkeys("\u2018\u2019\u201c\u201d", 'strings are written between `"` and `"`'),
}


def foreign_word(span: Span, character: str, alike: str) -> Diagnostic:
    """A letter that no name may have; `alike` is the plain letter that it looks like, if any."""
    what = name_of(character)
    found = Diagnostic(
        "E0102",
        f"{what} looks like `{alike}`" if alike else f"{what} cannot stand in a name",
        span,
        label=f"write a plain `{alike}`" if alike else "names have letters a to z, digits and `_`",
        help=() if alike else ('a column with such a name is quoted: "..."',),
    )
    return found.mended(alike) if alike else found


def foreign_operator(span: Span, written: str, meant: str) -> Diagnostic:
    """An operator of other languages; `meant` is empty where there is none like it."""
    found = Diagnostic("E0102", f"`{written}` is no operator", span)
    return found.helped(f"write `{meant}`").mended(meant) if meant else found


def single_quotes(span: Span, meant: str) -> Diagnostic:
    """`'...'` for a string."""
    found = Diagnostic(
        "E0102",
        "a string between single quotes",
        span,
        label="expected double quotes",
        help=(f"write {meant}",) if len(meant) <= 60 else (),
    )
    return found.mended(meant)


def unended_string(span: Span) -> Diagnostic:
    """A string without its closing quote."""
    return Diagnostic(
        "E0101", "a string is not closed", span, label='expected `"` before the end of the line'
    )


def unknown_escape(span: Span, written: str) -> Diagnostic:
    """A backslash before a character that it does not escape."""
    found = Diagnostic("E0102", f"`{written}` is no escape", span)
    return found.helped(r"strings know `\"`, `\\`, `\n` and `\t`; a backslash itself is `\\`")


def bare_point(span: Span, meant: str) -> Diagnostic:
    """`.5` or `1.`."""
    found = Diagnostic(
        "E0101", "a point without digits on both sides", span, label=f"expected `{meant}`"
    )
    return found.helped(f"write `{meant}`").mended(meant)


def unknown_unit(span: Span, unit: str, meant: str) -> Diagnostic:
    """`30m`."""
    found = Diagnostic("E0101", f"`{unit}` is no unit of time", span, label=f"expected `{meant}`")
    return found.helped(DURATIONS).mended(meant)


def malformed_number(span: Span, written: str) -> Diagnostic:
    """Digits with something that makes them neither a number nor a name."""
    found = Diagnostic("E0101", f"{quoted(written)} is not a number", span)
    return found.helped(
        "numbers are written `3`, `0.5`, `1e-4` or `500_000_000`; names begin with a letter"
    )


def too_large(span: Span, written: str) -> Diagnostic:
    """A number beyond what can be reckoned with."""
    return Diagnostic("E0101", f"{quoted(written)} is too large for a number", span)


def not_utf8(span: Span, byte: int, offset: int, line: int) -> Diagnostic:
    """Bytes that are no UTF-8; `offset` counts bytes from 0, `line` from 1."""
    found = Diagnostic(
        "E0102", f"byte 0x{byte:02x} at offset {offset}, line {line}, is not UTF-8", span
    )
    return found.helped("save the file with the encoding UTF-8")


def not_text(span: Span, offset: int) -> Diagnostic:
    """A file with NUL bytes where text was expected."""
    return Diagnostic(
        "E0102", "the file is binary, not text", span, label=f"NUL byte at offset {offset}"
    )


def too_long(span: Span, size: int, most: int) -> Diagnostic:
    """A file far beyond any spec."""
    return Diagnostic(
        "E0102", f"the file has {size:,} bytes", span, label=f"a spec has at most {most:,}"
    )
