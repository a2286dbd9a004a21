"""Where a statement stands: which names it sees, which turns surround it, when it is reached.

In: names as they are declared. Out: what a word means there. It knows no syntax and no rows.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rnnspec.check.analysis import Symbol
from rnnspec.source import Span
from rnnspec.study.expressions import TRUE, Expr, Turn
from rnnspec.study.fold import both


class Namespace(ChainMap[str, Expr | None]):
    """Names and their meanings, innermost first; None means declared, but not understood."""

    def __init__(self, outer: "Namespace | None" = None) -> None:
        super().__init__({}, *(outer.maps if outer is not None else ()))
        self._symbols: ChainMap[str, Symbol] = ChainMap({})
        if outer is not None:
            self._symbols = outer._symbols.new_child()

    def declare(self, name: str, meaning: Expr | None, symbol: Symbol | None = None) -> None:
        """Give a name its meaning in this scope, and where it stands; it hides an outer one."""
        self[name] = meaning
        if symbol is not None:
            self._symbols[name] = symbol

    def symbol(self, name: str) -> Symbol | None:
        """What was declared under a name, where it has a place of its own."""
        return self._symbols.get(name)

    def own(self, name: str) -> bool:
        """Whether this very scope declares the name."""
        return name in self.maps[0]

    def __iter__(self) -> Iterator[str]:
        for names in self.maps:
            yield from names


@dataclass(frozen=True)
class Loop:
    """A repeat around a statement: its variable and the greatest number of turns."""

    variable: str
    most: int


@dataclass(frozen=True)
class Namer:
    """How the searched arguments of a call are named.

    In a layer the owner stands in front, and a nested call adds the argument that holds it
    (`gru.kernel_regularizer.l2`). In `train` a name stands `alone` where it is unique, else behind
    the owner that `calls` knows for the call (`adam.learning_rate`).
    """

    owner: str = ""
    alone: frozenset[str] = frozenset()
    calls: Mapping[Span, str] | None = None

    def argument(self, name: str) -> str:
        """The full name of a searched argument."""
        return name if not self.owner or name in self.alone else f"{self.owner}.{name}"

    def inside(self, argument: str) -> "Namer":
        """The namer for a call that stands as this argument."""
        return self if self.calls is not None else Namer(self.argument(argument))

    def of(self, span: Span) -> "Namer":
        """The namer for the arguments of the call at a place."""
        return self if self.calls is None else replace(self, owner=self.calls.get(span, ""))


@dataclass(frozen=True)
class Place:
    """The surroundings of a statement.

    `prefix` is the owner that enclosing block calls put in front of names, with `{}` for each
    turn; `pending` is the `[{}]` of the repeats that stand inside the innermost block call.
    `path` is the condition under which the statement is reached; in `space`, nothing is reached
    but what somebody reads (`by_readers`). `namer` names the arguments that are searched here.
    """

    scope: Namespace
    prefix: str = ""
    pending: str = ""
    loops: tuple[Loop, ...] = ()
    path: Expr = TRUE
    blocks: tuple[str, ...] = ()
    by_readers: bool = False
    namer: Namer = Namer()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns around the statement, outermost first."""
        return tuple(Turn(loop.variable) for loop in self.loops)

    def template(self, name: str) -> str:
        """The full name of what is called `name` here, with `{}` for each turn."""
        return f"{self.prefix}{name}{self.pending}"

    def turning(self, scope: Namespace, loop: Loop, condition: Expr) -> "Place":
        """The place inside one more repeat."""
        return replace(
            self,
            scope=scope,
            pending=self.pending + "[{}]",
            loops=(*self.loops, loop),
            path=both(self.path, condition),
        )

    def called(self, block: str, owner: str, scope: Namespace) -> "Place":
        """The place inside the body of a block that is called here under `owner`."""
        return replace(
            self,
            scope=scope,
            prefix=self.template(owner) + ".",
            pending="",
            blocks=(*self.blocks, block),
        )
