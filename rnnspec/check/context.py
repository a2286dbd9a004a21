"""What checking one file gathers while it walks the tree, and where the walk is.

In: problems and facts. Out: declared hyperparameters, derived values, blocks, obligations that the
proof must discharge. Created for one file and thrown away with it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from rnnspec.catalog import FAMILIES, VOCABULARY, Parameter
from rnnspec.check.analysis import Expected, Symbol
from rnnspec.check.parts import in_words
from rnnspec.check.scope import Loop, Namer, Namespace, Place
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.diagnostics.diagnostic import Diagnostic, Problems
from rnnspec.distributions.contract import Distribution
from rnnspec.source import Span
from rnnspec.study.expressions import TRUE, Derived, Expr, Ref, Value, walk
from rnnspec.study.fold import both
from rnnspec.study.model import CustomLayer
from rnnspec.study.space import Constraint, DerivedValue
from rnnspec.syntax import tree

FACTS = ("window", "horizon", "features", "classes", "epochs", "batch_size")
"""What expressions may read of the data and of training."""


@dataclass(frozen=True)
class Declared:
    """A `~` as written: its name with `{}` for the turns of `loops`, and its distribution.

    `condition` is None for a setting of `space`, whose activity follows from who reads it.
    """

    template: str
    distribution: Distribution
    span: Span
    condition: Expr | None
    loops: tuple[Loop, ...] = ()
    default: Value = None
    has_default: bool = False


@dataclass(frozen=True)
class Obligation:
    """An argument whose every value must be one that its parameter allows.

    `owner` is what messages call the thing that takes the argument (`Adam`, `train`).
    """

    expr: Expr
    parameter: Parameter
    owner: str
    span: Span
    path: Expr = TRUE
    turns: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Context:
    """The state of checking one file."""

    problems: Problems
    read_text: Callable[[str], str]
    """The text of a file beside the spec; raises `OSError`."""
    scope: Namespace
    """The names of the file."""
    place: Place
    """Where the walk is."""
    blocks: dict[str, tree.Block] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    """The blocks that were called."""
    custom: dict[str, CustomLayer] = field(default_factory=dict)
    facts: dict[str, Expr | None] = field(default_factory=dict)
    """Those of `FACTS` that are known by now; None for one that was not understood."""
    declared: dict[str, Declared] = field(default_factory=dict)
    """Hyperparameters by their names with `{}` for turns, in the order of their declaration."""
    searched: dict[tuple[Span, str], Expr] = field(default_factory=dict)
    """What a `~` stands for, by its place and the prefix of the block calls around it."""
    derived: dict[str, DerivedValue] = field(default_factory=dict)
    constraints: list[Constraint] = field(default_factory=list)
    obligations: list[Obligation] = field(default_factory=list)
    names: dict[str, Span] = field(default_factory=dict)
    """Full names given so far, by the place that gave them first."""
    labels: dict[str, Span] = field(default_factory=dict)
    """Full owners of labelled layers, by the label that gave them first."""
    searched_settings: dict[str, Span] = field(default_factory=dict)
    """Settings of data and train that are searched, by the place of their names."""
    largest_token: int | None = None
    """The greatest number in x, where x holds whole numbers for an `Embedding`."""
    zeros: dict[str, tuple[int, Span]] = field(default_factory=dict)
    """The targets of which some values are 0: how many, and where they are named."""
    columns: list[str] = field(default_factory=list)
    """The columns of the data's file, once it is read."""
    symbols: dict[Span, Symbol] = field(default_factory=dict)
    named: dict[tuple[str, str], Symbol] = field(default_factory=dict)
    """Symbols by their kinds and full names, for what no scope holds."""
    references: dict[Span, Symbol] = field(default_factory=dict)
    expected: list[Expected] = field(default_factory=list)
    turns: set[str] = field(default_factory=set)
    sizes: Counter[str] = field(default_factory=Counter)
    """So many `hyperparameters`, each turn's counted, and `statements` of the expanded model so
    far; bounded, because repeats and blocks may multiply."""

    def at(self, place: Place) -> "Context":
        """The same context elsewhere; what is gathered is shared by all places."""
        return replace(self, place=place)

    def under(self, condition: Expr) -> "Context":
        """The context inside an arm that needs `condition`."""
        return self.at(replace(self.place, path=both(self.place.path, condition)))

    def naming(self, namer: Namer) -> "Context":
        """The context of a call whose searched arguments are named so."""
        return self.at(replace(self.place, namer=namer))

    def oblige(self, expr: Expr, parameter: Parameter, owner: str, span: Span) -> None:
        """Note that an expression must be what a parameter allows, wherever it is reached."""
        turns = {loop.variable: loop.most for loop in self.place.loops}
        obligation = Obligation(expr, parameter, owner, span, self.place.path, turns)
        self.obligations.append(obligation)

    def fresh_turn(self, written: str) -> str:
        """A variable for one more repeat, unique in the model."""
        base = written or "turn"
        name = next(
            n for i in count(1) if (n := base if i == 1 else f"{base}_{i}") not in self.turns
        )
        self.turns.add(name)
        return name

    def reads(self, expr: Expr) -> Iterator[Ref | Derived]:
        """The names that an expression reads; derived values, each once, are looked through."""
        seen: set[str] = set()
        pending = [expr]
        while pending:
            for part in walk(pending.pop()):
                match part:
                    case Ref():
                        yield part
                    case Derived(name) if name not in seen and name in self.derived:
                        seen.add(name)
                        yield part
                        pending.append(self.derived[name].value)

    def symbol(self, word: tree.Word, kind: str, full: str = "") -> Symbol:
        """Note that a name is given; `full` is what else it is called by."""
        symbol = self.symbols.setdefault(word.span, Symbol(word.name, kind, word.span))
        self.named.setdefault((kind, full or word.name), symbol)
        return symbol

    def found(self, name: str, *kinds: str) -> Symbol | None:
        """The symbol of a full name that no scope holds."""
        return next((self.named[k, name] for k in kinds if (k, name) in self.named), None)

    def refer(self, span: Span, symbol: Symbol | None) -> None:
        """Note that a name is read."""
        if symbol is not None and span != symbol.span:
            self.references[span] = symbol

    def expect(self, span: Span, kind: str, *known: Iterable[str]) -> None:
        """Note what a place takes."""
        self.expected.append(Expected(span, kind, known))

    def verify_word(self, name: str, span: Span) -> bool:
        """Whether a name of the file is free to take; one that hides the vocabulary is reported."""
        if name not in VOCABULARY:
            return True
        kind = next((kind for kind, rows in FAMILIES.items() if name in rows.words), "word")
        self.report(say_names.hides_vocabulary(span, name, kind))
        return False

    def refuse(self, node: tree.Expression, what: str, expected: str, *help: str) -> None:
        """Report an expression that its place does not take; of one not read nothing is said."""
        if not isinstance(node, tree.Broken):
            self.report(say_values.wrong_type(node.span, what, expected, in_words(node), *help))

    def report(self, diagnostic: Diagnostic) -> None:
        """Keep a problem."""
        self.problems.report(diagnostic)
