"""The catalog: a row for each layer, loss, optimizer... that says everything about it.

In: nothing but this room's tables. Out: rows by family, and the words of the language. The
checker, the proof, the documents and the renderers read the rows; none of them imports Keras.
"""

from collections.abc import Mapping

from rnnspec.catalog.arguments import KINDS, REFUSED_ARGUMENTS, SWITCH
from rnnspec.catalog.data import MERGES, SCALERS, SOURCES, SPLITS
from rnnspec.catalog.layers import LAYERS
from rnnspec.catalog.pieces import ACTIVATIONS, CONSTRAINTS, INITIALIZERS, REGULARIZERS
from rnnspec.catalog.rows import Family, LayerRow, Parameter, Range, Row
from rnnspec.catalog.schedules import SCHEDULES
from rnnspec.catalog.search import ALGORITHMS, DISTRIBUTIONS, PRUNERS
from rnnspec.catalog.training import CALLBACKS, LOSSES, METRICS, OPTIMIZERS

__all__ = [
    "ACTIVATIONS",
    "ALGORITHMS",
    "CALLBACKS",
    "CONSTRAINTS",
    "DISTRIBUTIONS",
    "FAMILIES",
    "INITIALIZERS",
    "LAYERS",
    "LOSSES",
    "MERGES",
    "METRICS",
    "OPTIMIZERS",
    "PRUNERS",
    "RECURRENT_EXTRAS",
    "REFUSED_ARGUMENTS",
    "REGULARIZERS",
    "SCALERS",
    "SCHEDULES",
    "SOURCES",
    "SPLITS",
    "VOCABULARY",
    "WORDED",
    "Family",
    "LayerRow",
    "Parameter",
    "Range",
    "Row",
    "find",
]

WORDED: tuple[Family[Row], ...] = (
    LAYERS,
    ACTIVATIONS,
    INITIALIZERS,
    REGULARIZERS,
    CONSTRAINTS,
    SCHEDULES,
    OPTIMIZERS,
    LOSSES,
    METRICS,
    CALLBACKS,
)
"""The families whose names are words of the language."""

FAMILIES: Mapping[str, Family[Row]] = {
    family.name: family
    for family in (*WORDED, DISTRIBUTIONS, ALGORITHMS, PRUNERS, SOURCES, SPLITS, SCALERS, MERGES)
}

VOCABULARY: frozenset[str] = frozenset(word for family in WORDED for word in family.words)
"""The words that no name of a spec may hide; fixed for a version of the language."""

RECURRENT_EXTRAS: tuple[Parameter, ...] = (
    SWITCH.named("bidirectional", False, summary="Whether it reads both ways.", shapes=True),
    KINDS["merge_mode"].named(
        "merge", "concat", summary="How the two directions become one.", shapes=True
    ),
)
"""What a recurrent layer takes beyond its row's parameters."""


def find(family: str, word: str) -> Row | None:
    """The row of a family that a name or an alias stands for."""
    return FAMILIES[family].find(word)
