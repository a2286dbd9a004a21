"""What checking a spec found out, for programs that ask about places in it, such as an editor.

In: what the checker noted where it resolved names and read values. Out: `Analysis`. Nothing here is
worked out anew: what was not reached, because the text around it makes no sense, is not there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.source import Source, Span
from rnnspec.study.study import Study
from rnnspec.syntax.tree import File


@dataclass(frozen=True)
class Symbol:
    """A name that the spec gives, and the place of it.

    `kind` is `hyperparameter`, `value` (a fixed setting of `space`), `setting` (another one that
    expressions may read), `block`, `parameter` (of a block), `layer` (of a file beside the spec),
    `label` (of a layer) or `turn` (the variable of a repeat).
    """

    name: str
    kind: str
    span: Span


@dataclass(frozen=True)
class Expected:
    """What a place takes.

    `kind` is `section`, `setting`, `argument`, `distribution`, `column`, `hyperparameter`, `value`
    (an expression), `word`, or the family of the catalog whose members stand there: `layer`,
    `optimizer`, `loss`...
    """

    span: Span
    kind: str
    known: tuple[Iterable[str], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words and names that can stand there, each once; other values may as well."""
        return tuple(dict.fromkeys(word for words in self.known for word in words))


@dataclass(frozen=True)
class Analysis:
    """A spec's text, what it means, and all that was noted on the way.

    `study` is None where there are errors. `references` are the places where symbols are read,
    their own places left out.
    """

    source: Source
    study: Study | None
    diagnostics: tuple[Diagnostic, ...]
    tree: File | None = None
    symbols: tuple[Symbol, ...] = ()
    references: Mapping[Span, Symbol] = field(default_factory=dict)
    expected: tuple[Expected, ...] = ()

    def symbol_at(self, offset: int) -> Symbol | None:
        """The symbol that is declared or read at a place."""
        named = {**{symbol.span: symbol for symbol in self.symbols}, **self.references}
        here = [span for span in named if _holds(span, offset)]
        return named[min(here, key=_length)] if here else None

    def references_of(self, symbol: Symbol) -> list[Span]:
        """Where a symbol is read, in written order."""
        return sorted(span for span, read in self.references.items() if read == symbol)

    def expected_at(self, offset: int) -> list[Expected]:
        """What the narrowest place around an offset takes: as a rule one thing.

        At an argument without a name it is two, a value and the name of an argument.
        """
        here = [one for one in self.expected if _holds(one.span, offset)]
        least = min((_length(one.span) for one in here), default=0)
        return [one for one in here if _length(one.span) == least]


def _holds(span: Span, offset: int) -> bool:
    return span.start <= offset <= span.end


def _length(span: Span) -> int:
    return span.end - span.start
