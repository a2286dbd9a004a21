"""How a target draws each distribution: by its library's own call, or of a number that it draws.

In: distributions, a target's `draw`, which has a call for some of the shapes. Out: the text of the
draw, the text of the value, the number that stands for a value; what a target says of all this.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TypeAlias

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.search import inexact
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.encoding import Encoding, Shape
from rnnspec.scripts.python import literal
from rnnspec.scripts.table import Target
from rnnspec.source import Span
from rnnspec.study.space import Configuration, Space
from rnnspec.values import Value

Draw: TypeAlias = Callable[[Shape, str], str | None]
"""The call that draws a number of a shape; its second argument is the text of a name."""

NATIVE, MADE, OTHER, NO = "yes", "made", "other", "no"


@dataclass(frozen=True)
class Drawn:
    """What a library draws for a hyperparameter: the call, and what becomes of its number."""

    encoding: Encoding
    call: str

    @property
    def shape(self) -> Shape:
        """What the number is."""
        return self.encoding.shape

    def value(self, x: str) -> str:
        """The text of the value for the text of a number."""
        return self.encoding.print_value(x)

    def number(self, value: Value) -> Value:
        """The number that stands for a value."""
        number: Value = self.encoding.from_value(value)
        return number


def drawn(distribution: Distribution, draw: Draw, name: str = "") -> Drawn:
    """The first way to draw a distribution that a library has."""
    return Drawn(*distribution.encoded(partial(_draw, draw, literal(name))))


def _draw(draw: Draw, label: str, shape: Shape) -> str | None:
    return draw(shape, label)


def drawn_space(space: Space, draw: Draw) -> dict[str, Drawn]:
    """The same for every hyperparameter, by name."""
    return {h.name: drawn(h.distribution, draw, h.name) for h in space.hyperparameters}


def point_numbers(
    space: Space, found: Mapping[str, Drawn], values: Configuration
) -> dict[str, Value]:
    """The number of each value of a point; that of the median where it is not active."""
    return {
        h.name: found[h.name].number(values.get(h.name, h.distribution.median))
        for h in space.hyperparameters
    }


def listed(space: Space) -> Space:
    """A space with the same values but without their masses, so that a library can list them."""
    hyperparameters = (
        type(h)(h.name, h.distribution.evenly(), h.condition) for h in space.hyperparameters
    )
    return Space(tuple(hyperparameters), space.derived, space.constraints)


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
    found = drawn(distribution, import_module(f"{target.module}_space").draw)
    return Verdict(NATIVE if found.encoding.is_native else MADE)


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
