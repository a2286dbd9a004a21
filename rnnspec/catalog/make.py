"""Parameters from what is generated and what the tables of arguments add.

In: (name,) or (name, default) in Keras's order. Out: `Parameter`s.
"""

from collections.abc import Collection
from typing import Any

from rnnspec.catalog.arguments import kind_of, list_length, refused
from rnnspec.catalog.rows import Parameter

DEFAULTS: dict[str, Any] = {
    "EarlyStopping.restore_best_weights": True,
    "Embedding.embeddings_initializer": "random_uniform",
}
"""Where a spec means another default than Keras, or Keras calls the same by a word of its own."""


def entry_parameters(
    row: str, entries: tuple[tuple[Any, ...], ...], shaping: Collection[str] = ()
) -> tuple[Parameter, ...]:
    """The parameters of a row; one whose default is none accepts none.

    `shaping` names those on which shapes depend.
    """
    return tuple(_parameter(row, name in shaping, name, *rest) for name, *rest in entries)


def _parameter(row: str, shapes: bool, name: str, *default: Any) -> Parameter:
    kind = kind_of(row, name)
    value = DEFAULTS.get(f"{row}.{name}", default[0] if default else None)
    accepts = kind.accepts
    if default and value is None and "none" not in accepts:
        accepts = (*accepts, "none")
    return Parameter(
        name,
        accepts,
        not default,
        value,
        kind.range,
        kind.words,
        refuses=refused(row, name),
        length=list_length(row, name) if "ints" in accepts else None,
        shapes=shapes,
    )
