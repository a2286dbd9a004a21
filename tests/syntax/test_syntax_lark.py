"""The walker of the tables against Lark itself: the same tokens, the same texts accepted."""

import random
from pathlib import Path
from typing import Any

import lark
import pytest

from rnnspec.syntax.builder import Builder
from rnnspec.syntax.generate import FOLDER, make_lark
from rnnspec.syntax.tables import END, Parser, Token, UnexpectedToken
from rnnspec.syntax.tokens import read_tokens

EXAMPLES = sorted((Path(__file__).parent.parent / "conformance").glob("*/*.rnnspec"))
LARK = make_lark((FOLDER / "rnnspec.lark").read_text("utf-8"))
PARSER = Parser(Builder())


def written(token: Any) -> tuple[Any, ...]:
    return token.type, str(token), token.start_pos, token.line, token.column


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_same_tokens(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [written(t) for t in PARSER.lex(text)] == [written(t) for t in LARK.lex(text)]


def walked(tokens: list[Token]) -> int | None:
    """Where our machine stops; None where it accepts."""
    machine = PARSER.start()
    for position, token in enumerate(tokens):
        try:
            machine.feed(token)
        except UnexpectedToken:
            return position
    return None


def parsed(tokens: list[Token]) -> int | None:
    """Where Lark stops; None where it accepts."""
    machine = LARK.parse_interactive("")
    for position, token in enumerate(tokens):
        try:
            if token.type == END:
                machine.feed_eof()
            else:
                machine.feed_token(lark.Token(token.type, str(token)))
        except lark.UnexpectedToken:
            return position
    return None


def damaged(tokens: list[Token], rng: random.Random) -> list[Token]:
    """The tokens with one left out, doubled, or exchanged with another."""
    result = list(tokens)
    at = rng.randrange(len(result) - 1)
    match rng.randrange(3):
        case 0:
            del result[at]
        case 1:
            result.insert(at, result[at])
        case _:
            other = rng.randrange(len(result) - 1)
            result[at], result[other] = result[other], result[at]
    return result


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_same_texts_are_accepted_and_refused_at_the_same_token(path: Path) -> None:
    tokens = read_tokens(PARSER, path.read_text("utf-8"), lambda _: None).tokens
    rng = random.Random(path.stem)
    for case in [tokens, *(damaged(tokens, rng) for _ in range(10))]:
        assert walked(case) == parsed(case)
