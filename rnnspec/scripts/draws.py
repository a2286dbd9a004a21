"""How a target draws each distribution: by its library's own call, or of a number that it draws.

In: a space, a target's `draw`, which has a call for some of the shapes. Out: the text of the draws,
the numbers that stand for values, the text of the values under the conditions that make them
active, which `values.jinja` prints; what a target says of all this.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby, takewhile
from typing import NamedTuple, TypeAlias

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.search import inexact
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.encoding import Drawable, Encoding
from rnnspec.scripts.python import Names, literal, print_expression
from rnnspec.scripts.table import Target
from rnnspec.source import Span
from rnnspec.study.expressions import TRUE
from rnnspec.study.space import Configuration, Space
from rnnspec.values import Value

Draw: TypeAlias = Callable[[Drawable, str], str | None]
"""The call that draws a number of a shape; its second argument is the text of a name."""

Read: TypeAlias = Callable[[Encoding, str], str]
"""The text of a number that was drawn, as the encoding takes it, for the text of the draw."""

NATIVE, MADE, OTHER, NO = "yes", "made", "other", "no"


class Drawn(NamedTuple):
    """What a library draws for a hyperparameter: what becomes of its number, and the call."""

    encoding: Encoding
    call: str


def drawn(distribution: Distribution, draw: Draw, label: str) -> Drawn:
    """The first way to draw a distribution that a library has; `label` is the text of its name."""
    return Drawn(*distribution.encoded(lambda shape: draw(shape, label)))


def drawn_space(space: Space, draw: Draw) -> dict[str, Drawn]:
    """The same for every hyperparameter, by name."""
    return {h.name: drawn(h.distribution, draw, literal(h.name)) for h in space.hyperparameters}


def point_numbers(
    space: Space, found: Mapping[str, Drawn], values: Configuration
) -> dict[str, Value]:
    """The number of each value of a point; that of the median where it is not active."""
    return {
        h.name: found[h.name].encoding.from_value(values.get(h.name, h.distribution.median))
        for h in space.hyperparameters
    }


def listed(space: Space) -> Space:
    """A space with the same values but without their masses, so that a library can list them."""
    hyperparameters = (
        type(h)(h.name, h.distribution.evenly(), h.condition) for h in space.hyperparameters
    )
    return Space(tuple(hyperparameters), space.derived, space.constraints)


class Guarded(NamedTuple):
    """`always` are the entries of values that come first and are always active.

    `guarded` are the conditions of all others (empty text: none) with the lines that they guard.
    """

    always: list[str]
    guarded: list[tuple[str, list[str]]]


def guard_values(space: Space, texts: Mapping[str, str], names: Names) -> Guarded:
    """The values, each where its condition holds; neighbours with one condition share it."""
    all_of_them = space.hyperparameters
    first = list(takewhile(lambda h: h.condition == TRUE, all_of_them))
    return Guarded(
        [f"{literal(h.name)}: {texts[h.name]}" for h in first],
        [
            (
                "" if condition == TRUE else print_expression(condition, names),
                [f"values[{literal(h.name)}] = {texts[h.name]}" for h in group],
            )
            for condition, group in groupby(all_of_them[len(first) :], lambda h: h.condition)
        ],
    )


def drawn_values(
    space: Space, found: Mapping[str, Drawn], read: Read, numbers: str, names: Names
) -> Guarded:
    """The values of what was drawn; `numbers` is what the dictionary of its numbers is called."""
    texts = {
        name: encoding.print_value(read(encoding, f"{numbers}[{literal(name)}]"))
        for name, (encoding, _) in found.items()
    }
    return guard_values(space, texts, names)


@dataclass(frozen=True)
class Verdict:
    """What a target makes of a distribution: a word of its table, and what it draws in its place.

    `drawn` is `yes` where the library draws it itself, `made` where it is made of a number that the
    library draws: both are the very distribution; `no`, or `other`, of which `case` tells more.
    """

    drawn: str
    case: str = ""


def verdict(distribution: Distribution, target: Target, algorithm: str) -> Verdict:
    """What a target makes of a distribution.

    A grid takes every value once, so that only values without an end are none of it.
    """
    if algorithm == "grid":
        return Verdict(NO if distribution.size is None else NATIVE)
    word = distribution.words().partition("(")[0]
    if word in target.inexact:
        return Verdict(OTHER, target.inexact[word])
    encoding, _ = drawn(distribution, import_module(target.module).draw, "''")
    return Verdict(NATIVE if encoding.is_native else MADE)


def verdicts(space: Space, target: Target, algorithm: str) -> dict[str, Verdict]:
    """A verdict for each hyperparameter, in the order of the space."""
    return {h.name: verdict(h.distribution, target, algorithm) for h in space.hyperparameters}


def say_distributions(space: Space, target: Target, algorithm: str) -> list[str]:
    """What a script says of its distributions, line by line."""
    if algorithm == "grid":
        return ["The values below are exactly the spec's."]
    found = verdicts(space, target, algorithm)
    missed = [f"- {name}: {one.case}" for name, one in found.items() if one.drawn == OTHER]
    if not missed:
        return ["Every distribution below is exactly the spec's."]
    return ["Not every distribution below is the spec's:", *missed]


def inexact_distributions(space: Space, target: Target, algorithm: str) -> list[Diagnostic]:
    """What a target does not draw exactly, as a problem at each place in the spec."""
    found: dict[Span, Diagnostic] = {}
    for name, one in verdicts(space, target, algorithm).items():
        if one.drawn == OTHER:
            span = space.by_name[name].span
            found.setdefault(span, inexact(span, target.title, name, one.case))
    return sorted(found.values(), key=lambda diagnostic: diagnostic.span.start)
