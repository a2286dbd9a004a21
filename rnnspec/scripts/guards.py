"""Values under the conditions that make them active.

In: a space, the text of each value. Out: the entries and statements that make a configuration of
them, in the order of the spec; `values.jinja` prints these. It knows no target.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby, takewhile

from rnnspec.scripts.python import Names, literal, print_expression
from rnnspec.study.expressions import TRUE
from rnnspec.study.space import Space


@dataclass(frozen=True)
class Guarded:
    """`always` are the entries that come first and are always active.

    `guarded` are the conditions of all others (empty text: none) with the lines that they guard.
    """

    always: tuple[str, ...]
    guarded: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class SpaceText:
    """The text of a space: what tells the library of it, and what becomes of what is drawn."""

    declared: tuple[str, ...]
    values: Guarded


def guard_values(space: Space, texts: Mapping[str, str], names: Names) -> Guarded:
    """The values, each where its condition holds; neighbours with one condition share it."""
    all_of_them = space.hyperparameters
    first = list(takewhile(lambda h: h.condition == TRUE, all_of_them))
    return Guarded(
        tuple(f"{literal(h.name)}: {texts[h.name]}" for h in first),
        tuple(
            (
                "" if condition == TRUE else print_expression(condition, names),
                tuple(f"values[{literal(h.name)}] = {texts[h.name]}" for h in group),
            )
            for condition, group in groupby(all_of_them[len(first) :], lambda h: h.condition)
        ),
    )
