"""How the space is searched."""

from dataclasses import dataclass, field

from rnnspec.source import NOWHERE, Span
from rnnspec.study.expressions import Value


@dataclass(frozen=True)
class Objective:
    """`measure` is `val_loss`, `val_` and a metric's name, or `parameters`."""

    measure: str
    maximize: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Named:
    """An algorithm or a pruner with its arguments by plain names."""

    name: str
    arguments: tuple[tuple[str, Value], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class FirstPoint:
    """A complete configuration that is tried before the algorithm proposes its own."""

    values: tuple[tuple[str, Value], ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Search:
    """The search block. `trials` is None where grid or hyperband decide; `timeout` in seconds.

    `first_points` hold the active values only: that of all defaults first, then each start.
    """

    objectives: tuple[Objective, ...]
    algorithm: Named
    trials: int | None = None
    timeout: float | None = None
    seed: int = 0
    pruner: Named | None = None
    folds: int | None = None
    repeats: int = 1
    first_points: tuple[FirstPoint, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)
