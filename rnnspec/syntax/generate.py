"""The parser's tables anew, after a change of the grammar or of the known mistakes.

In: `grammar/rnnspec.lark` and `grammar/mistakes.toml`. Out: `grammar/generated_tables.py`, the same
bytes for the same input. Run as `python -m rnnspec.syntax.generate`; reading a spec never needs
this. The one door to Lark, which reads the grammar and analyses it.
"""

import tomllib
from importlib import import_module
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lark import Lark
from lark.parsers.lalr_analysis import Shift

from rnnspec.syntax.builder import Builder
from rnnspec.syntax.mistakes import index_mistakes
from rnnspec.syntax.tables import WHITE, Parser, Rule, Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark import Token

FOLDER = Path(import_module("rnnspec.grammar").__path__[0])

UNUSED = (
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

HEADER = '''"""The tables of `rnnspec.lark`, and the mistakes of `mistakes.toml` by situation.

Written by `python -m rnnspec.syntax.generate`; not to be edited. What they mean is told in
`rnnspec.syntax.tables`.
"""

# ruff: noqa
# fmt: off

'''


class _Keep:
    always_accept = UNUSED

    def process(self, stream: "Iterator[Token]") -> "Iterator[Token]":
        return stream


def make_lark(grammar: str) -> Any:
    """Lark's own parser of a grammar."""
    return Lark(
        grammar,
        parser="lalr",
        lexer="basic",
        start="file",
        keep_all_tokens=True,
        maybe_placeholders=False,
        postlex=_Keep(),
    )


def build(grammar: str) -> Tables:
    """The tables of a grammar, without known mistakes."""
    lark = make_lark(grammar)
    lexer = lark.parser.lexer.lexer
    assert lexer.ignore_types == {WHITE}
    (scanner,) = (pattern.pattern for pattern in lexer.scanner._mres)
    assert lexer.callback.keys() == {"NAME"}
    keywords = {t.pattern.value: t.name for t in lexer.callback["NAME"].scanner.terminals}
    rules, states, last = _numbered(lark.parser.parser._parse_table)
    return Tables(scanner, keywords, [_rule(rule) for rule in rules], states, last, {})


def _numbered(table: Any) -> tuple[list[Any], list[dict[str, int]], int]:
    """Rules and states in the order in which they are first reached, and the last state."""
    order = {table.start_states["file"]: 0}
    rules: dict[Any, int] = {}
    states = []
    for state in (queue := list(order)):
        row = {}
        for symbol, (step, target) in sorted(table.states[state].items(), key=itemgetter(0)):
            if step is Shift:
                if target not in order:
                    order[target] = len(order)
                    queue.append(target)
                row[str(symbol)] = order[target]
            else:
                row[str(symbol)] = ~rules.setdefault(target, len(rules))
        states.append(row)
    return list(rules), states, order[table.end_states["file"]]


def _rule(rule: Any) -> Rule:
    symbol = str(rule.origin.name)
    lists = tuple(i for i, part in enumerate(rule.expansion) if _is_list(part.name))
    method = None if _is_list(symbol) else rule.alias or symbol
    single = bool(rule.options.expand1 and not rule.alias)
    assert method is None or hasattr(Builder, method) or (single and len(rule.expansion) == 1)
    return symbol, len(rule.expansion), method, single, lists


def _is_list(symbol: str) -> bool:
    """Whether the grammar has its children joined to those of the rule around it."""
    return symbol.startswith("_")


def render_tables() -> str:
    """The text of `grammar/generated_tables.py`."""
    tables = build((FOLDER / "rnnspec.lark").read_text(encoding="utf-8"))
    rows = tomllib.loads((FOLDER / "mistakes.toml").read_text(encoding="utf-8"))["mistake"]
    mistakes = index_mistakes(rows, Parser(Builder(), tables))
    parts = [f"SCANNER = {tables.scanner!r}", f"LAST = {tables.last}"]
    parts += [_rows("KEYWORDS", "{}", (f"{k!r}: {v!r}" for k, v in tables.keywords.items()))]
    parts += [_rows("RULES", "()", map(repr, tables.rules))]
    parts += [_rows("STATES", "()", map(repr, tables.states))]
    parts += [_rows("MISTAKES", "{}", (f"{k!r}: {v!r}" for k, v in mistakes.items()))]
    return HEADER + "\n".join(parts) + "\n"


def _rows(name: str, brackets: str, rows: "Iterator[str]") -> str:
    lines = "".join(f"    {row},\n" for row in rows)
    return f"{name} = {brackets[0]}\n{lines}{brackets[1]}"


if __name__ == "__main__":
    (FOLDER / "generated_tables.py").write_text(render_tables(), encoding="utf-8")
