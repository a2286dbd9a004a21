"""Known mistakes of syntax: from the situation that the parser is in to words and a mend.

In: `grammar/mistakes.toml`, where a mistake is given by examples. Out: the mistakes by situation;
the examples are read when the first problem of a process is found.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Token, UnexpectedToken

from rnnspec.syntax.machine import END, Machine
from rnnspec.syntax.tokens import MARKS, read_tokens

LISTS = ("item", "statement", "option", "point", "part")
"""Rules of which the lists between braces are made, and the file itself."""

BLOCKS = ("whole", "file", "data", "space", "model", "train", "search")
"""Where the examples of a row may stand."""


@dataclass(frozen=True)
class Mistake:
    """A row of `grammar/mistakes.toml`; what its fields mean is written there."""

    message: str
    label: str
    help: str
    at: str = "found"
    mend: str = ""


@cache
def known_mistakes() -> dict[str, Mistake]:
    """Each mistake by its situations; raises ValueError where two rows clash."""
    text = (files("rnnspec.grammar") / "mistakes.toml").read_text("utf-8")
    found: dict[str, Mistake] = {}
    for row in tomllib.loads(text)["mistake"]:
        mistake = Mistake(**{name: words for name, words in row.items() if name not in BLOCKS})
        for example in example_specs(row):
            key = error_key(example)
            if (other := found.setdefault(key, mistake)) != mistake:
                raise ValueError(f"at {key}: `{other.message}` and `{mistake.message}` ({example})")
    return found


def example_specs(row: dict[str, Any]) -> Iterator[str]:
    """The examples of a row as whole files."""
    for block in BLOCKS:
        for example in row.get(block, ()):
            if block == "whole":
                yield example
            elif block == "file":
                yield f"rnnspec 1\n{example}\n"
            else:
                yield f"rnnspec 1\n{block} {{ {example} }}\n"


def error_key(text: str) -> str:
    """The situation in which the parser stops in a text; raises ValueError where it does not."""
    machine = Machine()
    for token in read_tokens(text, lambda _: None).tokens:
        try:
            machine.feed(token)
        except UnexpectedToken:
            return situation(machine, token)
    raise ValueError(f"no mistake in {text!r}")


def situation(machine: Machine, token: Token) -> str:
    """Where a token is met that cannot stand there.

    The list that is being read, the shape of its last element, whether that element could end
    here (`!`) or how much of it there is, and the kind of the token.
    """
    bracket = next(machine.open_brackets(), None)
    floor = 0 if bracket is None else bracket + 1
    rule = next((rule for rule in LISTS if rule in machine.row(floor)), "")
    values = [v.type if isinstance(v, Token) else "" for v in machine.values]
    element = values[machine.start_of(rule, floor) :]
    shape = [*element[:1], *(kind for kind in element[1:] if kind in {*MARKS, "COLON", "ELSE"})]
    whole = any(machine.accepts(kind) for kind in ("RBRACE", "LBRACE", END))
    size = "!" if whole and element else min(len(element), 3)
    return f"{rule} {'-'.join(shape)} {size} {token.type}"
