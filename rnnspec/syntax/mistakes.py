"""Known mistakes of syntax: from the situation that the parser is in to words and a mend.

In: `grammar/mistakes.toml`, where a mistake is given by examples. Out: rows by situation, kept
with the parser's tables, so that reading a spec never reads the examples.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rnnspec.syntax.tables import END, Token, UnexpectedToken
from rnnspec.syntax.tokens import read_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rnnspec.syntax.tables import Machine, Parser


@dataclass(frozen=True)
class Mistake:
    """A row of `grammar/mistakes.toml`; what its fields mean is written there."""

    message: str
    label: str
    help: str
    at: str
    mend: str


MARKS = frozenset({"EQUAL", "TILDE", "COLON"})

LISTS = ("item", "statement", "option", "point", "part")
"""Rules of which the lists between braces are made, and the file itself."""

FIELDS = ("message", "label", "help", "at", "mend")
"""The fields of a mistake in order."""

BLOCKS = ("whole", "file", "data", "space", "model", "train", "search")
"""Where the examples of a row may stand."""


def example_specs(row: dict[str, Any]) -> "Iterator[str]":
    """The examples of a row as whole files."""
    for block in BLOCKS:
        for example in row.get(block, ()):
            if block == "whole":
                yield example
            elif block == "file":
                yield f"rnnspec 1\n{example}\n"
            else:
                yield f"rnnspec 1\n{block} {{ {example} }}\n"


def index_mistakes(rows: list[dict[str, Any]], parser: "Parser") -> dict[str, list[str]]:
    """The fields of each mistake by its situations; raises ValueError where two rows clash."""
    found: dict[str, list[str]] = {}
    for row in rows:
        fields = [row.get(name, "") for name in FIELDS]
        for example in example_specs(row):
            key = error_key(parser, example)
            if found.setdefault(key, fields) != fields:
                raise ValueError(f"at {key}: `{found[key][0]}` and `{fields[0]}` ({example!r})")
    return dict(sorted(found.items()))


def error_key(parser: "Parser", text: str) -> str:
    """The situation in which the parser stops in a text; raises ValueError where it does not."""
    machine = parser.start()
    for token in read_tokens(parser, text, lambda _: None).tokens:
        try:
            machine.feed(token)
        except UnexpectedToken:
            return situation(machine, token)
    raise ValueError(f"no mistake in {text!r}")


def situation(machine: "Machine", token: "Token") -> str:
    """Where a token is met that cannot stand there.

    The list that is being read, the shape of its last element, whether that element could end
    here (`!`) or how much of it there is, and the kind of the token.
    """
    bracket = next(machine.open_brackets(), None)
    floor = 0 if bracket is None else bracket + 1
    rule = next((rule for rule in LISTS if rule in machine.row(floor)), "")
    values = [v.type if isinstance(v, Token) else "" for v in machine.values]
    element = values[machine.start_of(rule, floor) :]
    shape = [*element[:1], *(kind for kind in element[1:] if kind in {*MARKS, "ELSE"})]
    whole = any(machine.accepts(kind) for kind in ("RBRACE", "LBRACE", END))
    size = "!" if whole and element else min(len(element), 3)
    return f"{rule} {'-'.join(shape)} {size} {token.type}"
