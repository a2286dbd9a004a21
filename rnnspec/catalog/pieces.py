"""Activations, initializers, regularizers, constraints.

In: what is generated. Out: a `Family` of each.
"""

from rnnspec.catalog import generated_pieces as generated
from rnnspec.catalog.make import keras_row
from rnnspec.catalog.rows import Entry, Family, Row

WORDLESS = ("Constant", "L1L2")
"""Keras does not know these by a string."""


def _family(name: str, entries: dict[str, Entry]) -> Family[Row]:
    def word(row: str, entry: Entry) -> str | None:
        return None if row in WORDLESS else (row, *entry[1])[-1]

    rows = (
        keras_row(Row, name, row, entry, word=word(row, entry)) for row, entry in entries.items()
    )
    return Family(name, rows)


ACTIVATIONS = _family("activation", generated.ACTIVATIONS)
INITIALIZERS = _family("initializer", generated.INITIALIZERS)
REGULARIZERS = _family("regularizer", generated.REGULARIZERS)
CONSTRAINTS = _family("constraint", generated.CONSTRAINTS)
