"""What a place takes: which families of words, which plain words, whether columns.

In: a parameter of the catalog. Out: how a bare word there is to be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rnnspec.catalog import FAMILIES, METRICS, Parameter, Row, find

OBJECTS = (
    "activation",
    "initializer",
    "regularizer",
    "constraint",
    "schedule",
    "optimizer",
    "loss",
    "metric",
    "callback",
    "layer",
)
NAMED = ("source", "split", "scaler", "algorithm", "pruner")
"""Families whose members are named in one place alone, which reads them itself."""

BUILT = frozenset({"optimizer", "loss", "callback", "schedule"})
"""Families whose bare word means the object with its defaults; of the others Keras takes words."""

PIECES = frozenset({"initializer", "regularizer", "constraint"})
"""Families of which Keras takes most, and not all, by their word."""

PLAIN = frozenset({"int", "float", "bool", "ints", "any"})


@dataclass(frozen=True)
class Expect:
    """What stands in a place.

    `names_kind` tells that only a word of a kind can stand there, so that an unknown word is an
    unknown kind and not an undefined name.
    """

    families: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    columns: bool = False
    names_kind: bool = False

    @property
    def place(self) -> str:
        """What the place takes, as `Expected` calls it."""
        return "column" if self.columns else self.kind if self.names_kind else "value"

    @property
    def kind(self) -> str:
        """What messages call a word of the place."""
        return self.families[0] if self.families else "word"

    def __iter__(self) -> Iterator[str]:
        """The words that stand here, for suggestions."""
        yield from self.words
        for family in self.families:
            yield from FAMILIES[family].words

    def row_of(self, word: str) -> Row | None:
        """What the word names, of the first family of the place that has it."""
        rows = (find(family, word) for family in self.families)
        return next((row for row in rows if row is not None), None)


ANYTHING = Expect()
OBJECTS_TOO = Expect(OBJECTS)
"""In `space`, which may name anything for later use."""
COLUMNS = Expect(columns=True)


def expectation(parameter: Parameter) -> Expect:
    """How a word is read where a parameter's value stands."""
    families = tuple(name for name in (*OBJECTS, *NAMED) if name in parameter.accepts)
    columns = not {"column", "columns"}.isdisjoint(parameter.accepts)
    words = parameter.words
    if "measure" in parameter.accepts:
        words = ("loss", "val_loss", *METRICS.words, *(f"val_{word}" for word in METRICS.words))
    kinds = bool(families or words)
    names_kind = kinds and not PLAIN.intersection(parameter.accepts)
    return Expect(families, words, columns, names_kind)
