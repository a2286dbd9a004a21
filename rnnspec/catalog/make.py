"""Rows from what is generated and what the tables of arguments and requirements add.

In: what Keras tells of a class. Out: its row; an argument whose default is none accepts none.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, TypeVar

from rnnspec.catalog.arguments import REFUSED_ARGUMENTS, kind_of, list_length, refused
from rnnspec.catalog.requirements import REQUIREMENTS
from rnnspec.catalog.rows import Entry, Parameter, Row, no_requirements

DEFAULTS: dict[str, Any] = {
    "EarlyStopping.restore_best_weights": True,
    "Embedding.embeddings_initializer": "random_uniform",
}
"""Where a spec means another default than Keras, or Keras calls the same by a word of its own."""


R = TypeVar("R", bound=Row)


def keras_row(
    kind: type[R],
    family: str,
    name: str,
    entry: Entry,
    *,
    call: str = "",
    aliases: tuple[str, ...] = (),
    shaping: Collection[str] = (),
    **facts: Any,
) -> R:
    """The row of what Keras tells of a class.

    Arguments that no spec sets are left out. Further names come before Keras's own, `shaping` are
    the arguments on which shapes depend, and `facts` the fields that only its kind of row has.
    """
    summary, known, parameters = entry
    return kind(
        name,
        family,
        call or f"keras.{MODULES.get(family, f'{family}s')}.{name}",
        tuple(
            _parameter(name, p in shaping, p, *default)
            for p, *default in parameters
            if p not in REFUSED_ARGUMENTS
        ),
        tuple(dict.fromkeys((*aliases, *known))),
        summary,
        REQUIREMENTS.get(family, REQUIREMENTS.get(name, no_requirements)),
        **facts,
    )


MODULES = {"loss": "losses"}
"""Keras's module of a family where its name is not the plural."""


def _parameter(row: str, shapes: bool, name: str, *default: Any) -> Parameter:
    if f"{row}.{name}" in DEFAULTS:
        default = (DEFAULTS[f"{row}.{name}"],)
    found = kind_of(row, name).named(name, *default, refuses=refused(row, name), shapes=shapes)
    return replace(found, length=list_length(row, name)) if "ints" in found.accepts else found
