"""What libraries draw, and what a distribution makes of it, there and back.

Out: shapes, which every library has in some form, and `Encoding`, the exact translation between a
shape's numbers and a distribution's values. The support and the scale stay the distribution's:
ordered values keep their order and their masses, logarithms become straight lines. Samplers, the
ledger and scripts take the first encoding whose shape their library draws. Knows no library.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Any, TypeAlias

from rnnspec.values import Value

EDGE = 1e-12
"""How near to 0 and 1 a share may lie where the ends stand for infinite values."""


@dataclass(frozen=True)
class Share:
    """Numbers of the unit interval, of equal density, from `low` to `high`."""

    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True)
class Places:
    """Places 0 to size - 1 in an order, of equal mass."""

    size: int


@dataclass(frozen=True)
class Category:
    """Places 0 to size - 1 without an order; of equal mass where `masses` are empty."""

    size: int
    masses: tuple[float, ...] = ()


@dataclass(frozen=True)
class Bell:
    """Standard normal numbers."""


@dataclass(frozen=True)
class Floats:
    """Floats from low to high, of equal density, or of that of their logarithm where `log`."""

    low: float
    high: float
    log: bool = False


@dataclass(frozen=True)
class Integers:
    """low, low + step, ..., high, of equal mass; where `log`, log-uniform over half steps."""

    low: int
    high: int
    step: int = 1
    log: bool = False


@dataclass(frozen=True)
class Options:
    """The values themselves; of equal mass where `masses` are empty."""

    options: tuple[Value, ...]
    masses: tuple[float, ...] = ()
    ordered: bool = False


@dataclass(frozen=True)
class Normals:
    """Normal numbers, exp of them where `log`, rounded to whole ones where `whole`."""

    mean: float
    deviation: float
    log: bool = False
    whole: bool = False


@dataclass(frozen=True)
class CutNormals:
    """Normal numbers from `low` to `high`, which are given in deviations from the mean."""

    mean: float
    deviation: float
    low: float = -inf
    high: float = inf


Drawable: TypeAlias = (
    Share | Places | Category | Bell | Floats | Integers | Options | Normals | CutNormals
)


@dataclass(frozen=True)
class Encoding:
    """What a library sees of a hyperparameter.

    `to_value` gives the value for a number of the shape (any number between two places of a row
    stands for the nearer one), `from_value` the number that stands for a value. `print_value` gives
    the value as a Python expression of that number; where it `is_native`, they are the same.
    """

    shape: Drawable
    to_value: Callable[[Any], Value]
    from_value: Callable[[Value], Any]
    print_value: Callable[[str], str]

    @property
    def is_native(self) -> bool:
        """Whether the number that the library draws is the value itself."""
        return self.print_value("x") == "x"
