"""Slips within a single token: what was meant, so that reading can go on.

In: a token of a kind that no rule of the grammar has, or a number or string to look into. Out: a
problem and the token that was meant. Knows nothing of what stands around it.
"""

import re
from collections.abc import Callable
from math import isfinite

from lark import Token

from rnnspec.diagnostics import characters as say
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.table import foreign_words
from rnnspec.source import Span
from rnnspec.syntax.builder import span_of
from rnnspec.words import ESCAPES

Mended = tuple[Diagnostic, Token | None]

MOST_DIGITS = 4000
"""Python turns no longer text into an integer."""

NUMBER = re.compile(r"[0-9]+(_[0-9]+)*(\.[0-9]+(_[0-9]+)*)?([eE][+-]?[0-9]+)?")

OPERATORS = {"and": "AND", "or": "OR", "not": "NOT", "**": "DOUBLE_STAR", "=": "EQUAL"}
"""Kinds of the tokens that operators of other languages are read as."""

ALIKE = str.maketrans(
    "аеорсхуіјѕһԁԛԝАВЕЗКМНОРСТХУЅІЈАΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναρτυικγɡıℓ",
    "aeopcxyijshdqwABE3KMHOPCTXYSIJAABEZHIKMNOPTYXovaptuikygil",
)
"""Letters of other scripts and the plain ones that they look like."""


def look_into(token: Token) -> Mended | None:
    """What is wrong with a token, and the token to read instead; nothing where all is well."""
    look = LOOKS.get(token.type)
    return look(token) if look else None


def _string(token: Token) -> Mended | None:
    if "\\" not in token:
        return None
    for match in re.finditer(r"\\(.)", token):
        if match[1] not in ESCAPES:
            start = span_of(token).start + match.start()
            return say.unknown_escape(Span(start, start + 2), match[0]), token
    return None


def _number(token: Token) -> Mended | None:
    if len(token) < 10 and "e" not in token and "E" not in token:
        return None
    digits = token.rstrip("smindh")
    if len(digits) <= MOST_DIGITS and isfinite(float(digits)):
        return None
    if len(digits) <= MOST_DIGITS and digits == token and digits.replace("_", "").isdigit():
        return None
    return say.too_large(span_of(token), token), token.update("ERROR")


def _lone_quoted(token: Token) -> Mended:
    meant = '"' + token[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'
    return say.single_quotes(span_of(token), meant), token.update("STRING", meant)


def _unended_string(token: Token) -> Mended:
    text = token.rstrip()
    start = span_of(token).start
    meant = text + '"' if not text.endswith("\\") else text[:-1] + '"'
    span = Span(start, start + len(text))
    return say.unended_string(span), token.update("STRING", meant)


def _point_number(token: Token) -> Mended:
    meant = "0" + token
    if not NUMBER.fullmatch(meant):
        return _malformed(token)
    return say.bare_point(span_of(token), meant), token.update("NUMBER", meant)


def _malformed_number(token: Token) -> Mended:
    if token.endswith(".") and NUMBER.fullmatch(token + "0"):
        return say.bare_point(span_of(token), token + "0"), token.update("NUMBER", token + "0")
    amount = token.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    suffix = token[len(amount) :]
    units = foreign_words()["units"].items()
    unit = next((unit for unit, words in units if suffix in words), None)
    if unit is None or not re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", amount):
        return _malformed(token)
    meant = token.update("DURATION", amount + unit)
    return say.unknown_unit(span_of(token), suffix, meant), meant


def _malformed(token: Token) -> Mended:
    return say.malformed_number(span_of(token), token), token.update("ERROR")


def _foreign_word(token: Token) -> Mended:
    from unicodedata import normalize

    plain = [normalize("NFKC", c).translate(ALIKE) for c in token]
    i = next(i for i, c in enumerate(token) if not c.isascii())
    start = span_of(token).start + i
    alike = plain[i] if len(plain[i]) == 1 and plain[i].isascii() else ""
    meant = "".join(plain)
    text = meant if meant.isascii() and meant.isidentifier() else str(token)
    return say.foreign_word(Span(start, start + 1), token[i], alike), token.update("NAME", text)


def _foreign_operator(token: Token) -> Mended:
    meant = foreign_words()["operators"][token]
    problem = say.foreign_operator(span_of(token), token, meant)
    return problem, token.update(OPERATORS[meant], meant) if meant else None


def _unreadable(token: Token) -> Mended:
    start = span_of(token).start
    return say.unreadable(Span(start, start + 1), token[0]), None


LOOKS: dict[str, Callable[[Token], Mended | None]] = {
    "STRING": _string,
    "NUMBER": _number,
    "DURATION": _number,
    "LONE_QUOTED": _lone_quoted,
    "UNENDED_STRING": _unended_string,
    "POINT_NUMBER": _point_number,
    "MALFORMED_NUMBER": _malformed_number,
    "FOREIGN_WORD": _foreign_word,
    "FOREIGN_OPERATOR": _foreign_operator,
    "UNREADABLE": _unreadable,
}
