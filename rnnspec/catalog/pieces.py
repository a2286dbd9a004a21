"""Activations, initializers, regularizers, constraints.

In: what is generated. Out: a `Family` of each.
"""

from rnnspec.catalog import generated_pieces as generated
from rnnspec.catalog.make import entry_parameters
from rnnspec.catalog.rows import Entry, Family, Row

WORDLESS = ("Constant", "L1L2")
"""Keras does not know these by a string."""


def _family(name: str, module: str, entries: dict[str, Entry]) -> Family[Row]:
    def make(row: str) -> Row:
        summary, aliases, parameters = entries[row]
        return Row(
            row,
            name,
            f"keras.{module}.{row}",
            entry_parameters(row, parameters),
            aliases,
            summary,
            word=None if row in WORDLESS else (row, *aliases)[-1],
        )

    return Family(name, {row: entry[1] for row, entry in entries.items()}, make)


ACTIVATIONS = _family("activation", "activations", generated.ACTIVATIONS)
INITIALIZERS = _family("initializer", "initializers", generated.INITIALIZERS)
REGULARIZERS = _family("regularizer", "regularizers", generated.REGULARIZERS)
CONSTRAINTS = _family("constraint", "constraints", generated.CONSTRAINTS)
