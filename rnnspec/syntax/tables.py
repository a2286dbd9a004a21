"""The one door to Lark: the parser of `grammar/rnnspec.lark`, from tables built beforehand.

In: the grammar, or the tables made of it (`grammar/tables.json`). Out: a lexer and fresh parsers.
Building the tables takes Lark half a second, reading them a few milliseconds.
`python -m rnnspec.syntax.tables` builds them anew. Knows nothing of trees and messages.
"""

import json
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any

from lark import Lark, Token
from lark.exceptions import UnexpectedToken
from lark.grammar import Rule
from lark.lexer import LexerThread, TerminalDef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark.parsers.lalr_interactive_parser import InteractiveParser

__all__ = ["Parser", "Token", "UnexpectedToken"]

_SLIPS = (
    "COMMENT",
    "LONE_QUOTED",
    "UNENDED_STRING",
    "POINT_NUMBER",
    "MALFORMED_NUMBER",
    "FOREIGN_WORD",
    "FOREIGN_OPERATOR",
    "UNREADABLE",
)
"""Terminals that no rule of the grammar uses; the lexer must know them all the same."""


class _Keep:
    always_accept = _SLIPS

    def process(self, stream: "Iterator[Token]") -> "Iterator[Token]":
        return stream


class Parser:
    """The grammar with a builder of nodes: one method a rule, given the rule's children."""

    def __init__(self, builder: object) -> None:
        tables = _read()
        self._lark = Lark._load_from_dict(tables["data"], tables["memo"], transformer=builder)

    def lex(self, text: str) -> "Iterator[Token]":
        """The tokens of a text in order, comments among them; every text can be lexed."""
        frontend: Any = self._lark.parser
        return LexerThread.from_text(frontend.lexer, text).lex(None)

    def start(self) -> "InteractiveParser":
        """A parser at the start of a file, to be fed token by token."""
        return self._lark.parse_interactive()


def build(grammar: str) -> dict[str, Any]:
    """The tables of a grammar, as JSON takes them."""
    lark = Lark(
        grammar,
        parser="lalr",
        lexer="basic",
        start="file",
        keep_all_tokens=True,
        maybe_placeholders=False,
        postlex=_Keep(),
    )
    data, memo = lark.memo_serialize([TerminalDef, Rule])
    data["options"].pop("postlex")
    data["parser"]["parser"] = _numbered(data["parser"]["parser"])
    tables: dict[str, Any] = json.loads(json.dumps({"data": data, "memo": memo}))
    return tables


def _numbered(table: dict[str, Any]) -> dict[str, Any]:
    """The same table with symbols and states in an order that the grammar alone decides."""
    symbols = sorted(table["tokens"].values())
    number_of = {symbol: i for i, symbol in enumerate(symbols)}
    order = {start: i for i, start in enumerate(table["start_states"].values())}
    states = {}
    for state in (queue := list(order)):
        actions = {}
        for symbol, (kind, target) in sorted(
            (table["tokens"][token], action) for token, action in table["states"][state].items()
        ):
            if kind == 0 and target not in order:
                order[target] = len(order)
                queue.append(target)
            actions[number_of[symbol]] = (kind, order[target] if kind == 0 else target)
        states[order[state]] = actions
    return {
        "tokens": dict(enumerate(symbols)),
        "states": states,
        "start_states": {name: order[state] for name, state in table["start_states"].items()},
        "end_states": {name: order[state] for name, state in table["end_states"].items()},
    }


@cache
def _read() -> dict[str, Any]:
    tables: dict[str, Any] = json.loads(pkgutil.get_data("rnnspec.grammar", "tables.json") or "")
    table = tables["data"]["parser"]["parser"]
    for key in ("tokens", "states"):
        table[key] = {int(k): v for k, v in table[key].items()}
    table["states"] = {
        state: {int(token): action for token, action in actions.items()}
        for state, actions in table["states"].items()
    }
    tables["memo"] = {int(k): v for k, v in tables["memo"].items()}
    return tables


if __name__ == "__main__":
    from pathlib import Path

    import rnnspec.grammar

    folder = Path(rnnspec.grammar.__path__[0])
    built = build((folder / "rnnspec.lark").read_text())
    (folder / "tables.json").write_text(json.dumps(built, separators=(",", ":")) + "\n")
