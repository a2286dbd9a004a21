"""The space: hyperparameters with their distributions and conditions, derived values, constraints.

A hyperparameter is one coordinate of the space. What is written once inside a `repeat` stands
here once for each turn that the count can reach (`middle[0].units`, `middle[1].units`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rnnspec.distributions.contract import Distribution
from rnnspec.source import NOWHERE, Span
from rnnspec.study.expressions import TRUE, Expr
from rnnspec.values import Value
from rnnspec.words import render_value

Configuration = Mapping[str, Value]
"""Values by the hyperparameters' names. A complete one holds exactly the active ones."""

_TURN = re.compile(r"\[(\d+)\]")


def template_of(name: str) -> str:
    """`middle[0].units` as `middle[{}].units`: what is written once for all turns."""
    return _TURN.sub("[{}]", name)


def turns_of(name: str) -> tuple[int, ...]:
    """The numbers of the turns in a name, outermost first."""
    return tuple(int(number) for number in _TURN.findall(name))


@dataclass(frozen=True)
class Hyperparameter:
    """One searched value: its full name, distribution, and the condition that makes it active."""

    name: str
    distribution: Distribution
    condition: Expr = TRUE
    default: Value = None
    has_default: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def words(self) -> str:
        """What it is searched over, as a spec writes it: `int(4, 8, default = 6)`."""
        text = self.distribution.words()
        if not self.has_default:
            return text
        return f"{text[:-1]}, default = {render_value(self.default)})"


@dataclass(frozen=True)
class DerivedValue:
    """A fixed setting of `space`; `Space.derived` keeps these in the order of their needs."""

    name: str
    value: Expr
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Constraint:
    """A `require`; a configuration for which it is false is never trained."""

    condition: Expr
    text: str = field(default="", compare=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Space:
    """All that may vary. `hyperparameters` stand so that conditions name earlier ones only."""

    hyperparameters: tuple[Hyperparameter, ...] = ()
    derived: tuple[DerivedValue, ...] = ()
    constraints: tuple[Constraint, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Hyperparameter]:
        """The hyperparameters by their full names."""
        return {h.name: h for h in self.hyperparameters}

    @cached_property
    def derived_by_name(self) -> dict[str, DerivedValue]:
        """The derived values by their names."""
        return {d.name: d for d in self.derived}
