"""The one door to Lark: the parser of `grammar/rnnspec.lark`, from tables built beforehand.

In: the grammar, or the tables made of it (`grammar/tables.json`). Out: a lexer, and machines that
are fed one token at a time and can be asked and wound back. Building the tables takes Lark half a
second, reading them a few milliseconds; `rnnspec.syntax.generate` builds them anew.
Knows nothing of trees and messages.
"""

import json
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from lark import Lark, Token
from lark.exceptions import UnexpectedToken
from lark.grammar import Rule
from lark.lexer import LexerThread, TerminalDef
from lark.parsers.lalr_analysis import Shift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark.parsers.lalr_parser_state import ParserState

__all__ = ["Machine", "Parser", "Token", "UnexpectedToken"]

END = "$END"
"""The type of the token after the last one."""

OPENERS = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}
"""Kinds of opening brackets, each with its closing one."""

CLOSERS = {closer: opener for opener, closer in OPENERS.items()}

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


def virtual(kind: str, start: int, end: int, text: str = "") -> Token:
    """A token that is not written in the text."""
    return Token(kind, text, start_pos=start, end_pos=end)


def read_as(token: Token, kind: str, text: str | None = None) -> Token:
    """A token in the place of another, as which it is to be read."""
    read = virtual(kind, token.start_pos or 0, token.end_pos or 0, token if text is None else text)
    read.line, read.end_line = token.line, token.end_line
    return read


class Parser:
    """The grammar with a builder of nodes: one method a rule, given the rule's children."""

    def __init__(self, builder: object, tables: dict[str, Any] | None = None) -> None:
        tables = tables or _read()
        load: Any = Lark._load_from_dict
        self._lark: Any = load(tables["data"], tables["memo"], transformer=builder)
        self.mistakes: dict[str, list[str]] = tables["mistakes"]

    def lex(self, text: str) -> "Iterator[Token]":
        """The tokens of a text in order, comments among them; every text can be lexed."""
        thread: Any = LexerThread.from_text(self._lark.parser.lexer, text)
        return cast("Iterator[Token]", thread.lex(None))

    def start(self) -> "Machine":
        """A machine at the start of a file."""
        return Machine(self._lark.parse_interactive().parser_state)


class Machine:
    """An LALR automaton: a stack of values, each between two states."""

    def __init__(self, state: "ParserState[int]") -> None:
        self._state = state
        self.values: list[Any] = state.value_stack

    def feed(self, token: Token) -> Any:
        """Go on by a token; the file's value at its end. Raises UnexpectedToken."""
        return self._state.feed_token(token, token.type == END)

    def row(self, depth: int) -> dict[str, tuple[Any, Any]]:
        """What the state below the value at `depth` can meet: terminals and finished rules."""
        return self._state.parse_conf.states[self._state.state_stack[depth]]

    def shifts(self, kind: str, depth: int) -> bool:
        """Whether the state below the value at `depth` takes a token of this kind as it is."""
        return self.row(depth).get(kind, (None, 0))[0] is Shift

    def open_brackets(self) -> "Iterator[int]":
        """The depths of the brackets that are open, the innermost first."""
        closed = 0
        for depth in range(len(self.values) - 1, -1, -1):
            value = self.values[depth]
            if not isinstance(value, Token):
                continue
            if value.type in CLOSERS:
                closed += 1
            elif value.type in OPENERS:
                if not closed:
                    yield depth
                closed = max(0, closed - 1)

    def start_of(self, rule: str, floor: int) -> int:
        """The depth where the element of a list begins that is being read, `floor` at least."""
        depths = range(len(self.values), floor, -1)
        return next((d for d in depths if rule in self.row(d)), floor)

    def accepts(self, kind: str, *kinds: str, depth: int | None = None) -> bool:
        """Whether tokens of these kinds could follow, here or after winding back to `depth`."""
        stack = self._state.state_stack[: None if depth is None else depth + 1]
        return all(self._advance(stack, k) for k in (kind, *kinds))

    def acceptable(self) -> set[str]:
        """The kinds of all tokens that could follow here."""
        return {kind for kind in self.row(-1) if kind.isupper() and self.accepts(kind)}

    def settle(self, kind: str) -> None:
        """Reduce all that a token of this kind would let reduce, without taking it."""
        self.feed(virtual(kind, 0, 0))
        self.wind_back(len(self.values) - 1)

    def wind_back(self, depth: int) -> None:
        """Forget all values from `depth` on."""
        del self.values[depth:]
        del self._state.state_stack[depth + 1 :]

    def _advance(self, stack: list[int], kind: str) -> bool:
        conf = self._state.parse_conf
        while (action := conf.states[stack[-1]].get(kind)) is not None:
            step, target = action
            if step is Shift:
                stack.append(target)
                return True
            if target.expansion:
                del stack[-len(target.expansion) :]
            stack.append(conf.states[stack[-1]][target.origin.name][1])
            if kind == END and stack[-1] == conf.end_state:
                return True
        return False


@cache
def _read() -> dict[str, Any]:
    return revive(json.loads(pkgutil.get_data("rnnspec.grammar", "tables.json") or ""))


def revive(tables: dict[str, Any]) -> dict[str, Any]:
    """Tables as Lark takes them from tables as JSON keeps them, whose keys are text."""
    table = tables["data"]["parser"]["parser"]
    table["tokens"] = {int(k): v for k, v in table["tokens"].items()}
    table["states"] = {
        int(state): {int(token): action for token, action in actions.items()}
        for state, actions in table["states"].items()
    }
    tables["memo"] = {int(k): v for k, v in tables["memo"].items()}
    return tables


class _Keep:
    always_accept = UNUSED

    def process(self, stream: "Iterator[Token]") -> "Iterator[Token]":
        return stream


def build(grammar: str) -> dict[str, Any]:
    """The tables of a grammar as JSON takes them, without known mistakes."""
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
    tables: dict[str, Any] = json.loads(json.dumps({"data": data, "memo": memo, "mistakes": {}}))
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
