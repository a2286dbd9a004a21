"""What a distribution is: the contract that every file of this room keeps.

A distribution is a transformation of the unit interval: `quantile` makes a value of a share. From
that one idea, and from the few facts that are abstract here, the rest follows: what libraries draw,
what scripts say, what became of an edited one. A family overrides what it knows better; what is
said here of a method holds for it too.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from rnnspec.distributions.encoding import EDGE, Drawable, Encoding, Share
from rnnspec.values import Real, Value
from rnnspec.words import render_value

T = TypeVar("T")

WIDENED, NARROWED, SHIFTED, OTHER = "widened", "narrowed", "shifted", "distribution changed"


class Distribution(ABC):
    """A distribution of values of one Python type, or of options.

    `quantile(u)` is the smallest value whose CDF is at least u, for 0 < u < 1; the CDF of options
    counts along their places. `contains` is strict about types, but an int may stand for a float:
    `coerce` makes it one, and hands back as it is what the distribution does not contain.
    """

    @property
    @abstractmethod
    def support(self) -> tuple[float, float]:
        """The bounds of the values, infinite where there is none; of options, of their places."""

    @abstractmethod
    def quantile(self, u: float) -> Value:
        """The value below which the share u of the mass lies."""

    @abstractmethod
    def cdf(self, x: float) -> float:
        """The mass of the values that are at most x."""

    @abstractmethod
    def words(self) -> str:
        """The distribution as a spec would write it."""

    @abstractmethod
    def print_quantile(self, share: str) -> str:
        """Python text of the value for a share; its functions are of NumPy or of a `HELPERS`."""

    def probability(self, value: Value) -> float:
        """The mass of one value: 0 of a single float, and of what is none of the values."""
        return 0.0

    @property
    def size(self) -> int | None:
        """The number of values, None where they have no end."""
        return None

    def values(self) -> Iterator[Value]:
        """All values in order, one at a time.

        Raises:
            ValueError: they have no end.
        """
        raise ValueError(f"{self} has no end of values")

    def contains(self, value: Value) -> bool:
        """Whether the value is a number within the bounds."""
        low, high = self.support
        return type(value) in (int, float) and low <= value <= high  # type: ignore[operator]

    def coerce(self, value: Value) -> Value:
        """A contained value as one of the distribution's own type."""
        if type(value) is int and not self.integral and self.contains(value):
            return float(value)
        return value

    @property
    def median(self) -> Value:
        """The value in the middle; the lower one of two."""
        return self.quantile(0.5)

    @property
    def listed(self) -> tuple[Value, ...] | None:
        """The options, where values are written one by one and known by their places."""
        return None

    def place(self, value: Value) -> Real:
        """Where a value lies on the line of which `cdf` speaks."""
        assert isinstance(value, int | float)
        return value

    @property
    def spacing(self) -> Real | None:
        """The step from one value to the next; None for floats and options."""
        return None

    @property
    def integral(self) -> bool:
        """Whether all values are integers."""
        return False

    @property
    def on_logarithm(self) -> bool:
        """Whether it is even on a logarithm, so that axes and halves are best taken there."""
        return False

    @property
    def reach(self) -> tuple[Real, Real]:
        """Finite values beyond which no draw lies."""
        return self.support

    def as_floats(self) -> "Distribution":
        """The distribution with floats for its integers."""
        return self

    def evenly(self) -> "Distribution":
        """The same values, each with the same mass; as it is where they have no end."""
        return self

    def changed_from(self, old: "Distribution") -> str | None:
        """What became of an older one: wider, narrower, elsewhere, or another; None for the same.

        Values are counted as they are: `quniform(32, 128, 32)` widened by half a step is another.
        """
        if repr(old) == repr(self):  # 1 and 1.0 are bounds of different values
            return None
        return self.moved_from(old) if type(old) is type(self) else OTHER

    def moved_from(self, old: Any) -> str:
        """The same for one of this family; all but `low` and `high` must be equal."""
        if any(
            getattr(old, one.name) != getattr(self, one.name)
            for one in fields(self)  # type: ignore[arg-type]
            if one.name not in ("low", "high")
        ):
            return OTHER
        return bounds_moved(old.support, self.support)

    def encodings(self) -> Iterator[Encoding]:
        """How a library may draw it, the most natural way first.

        Every library draws one of the last: a share, a place in a row or among categories.
        """
        yield self.as_share()

    def as_share(self, shape: Share = Share()) -> Encoding:  # noqa: B008
        """A share of the unit interval; a value with a mass of its own stands in its middle."""

        def from_value(value: Value) -> float:
            share = self.cdf(self.place(value)) - self.probability(value) / 2
            return min(max(share, EDGE), 1 - EDGE)

        return Encoding(
            shape, lambda share: self.quantile(float(share)), from_value, self.print_quantile
        )

    def encoded(self, draws: Callable[[Drawable], T | None]) -> tuple[Encoding, T]:
        """The first encoding whose shape a library draws, with what it draws it by.

        Raises:
            LookupError: it draws none of them.
        """
        for encoding in self.encodings():
            drawn = draws(encoding.shape)
            if drawn is not None:
                return encoding, drawn
        raise LookupError(f"nothing draws {self}")


def bounds_moved(old: tuple[float, float], new: tuple[float, float]) -> str:
    """What became of bounds."""
    if new[0] <= old[0] and old[1] <= new[1]:
        return WIDENED
    if old[0] <= new[0] and new[1] <= old[1]:
        return NARROWED
    return SHIFTED


# --- How it is written ------------------------------------------------------------------------


@dataclass(frozen=True)
class FormArgument:
    """An argument of a written form, always fixed: `takes` tells what may stand there.

    One that is `named` is never given by its position alone.
    """

    name: str
    summary: str
    takes: str = "number"  # or integer, flag
    required: bool = True
    default: Value = None
    named: bool = False


@dataclass(frozen=True)
class WrittenForm:
    """One written form: `quniform(low, high, step)`.

    `make` is given the numbers and flags that are written, by their names, in the order of
    `arguments`, and raises a `Fault` where they are not sound. With `options` the form lists values
    instead: `make` is given `options`, and `weights` where it is `weighted`. `examples` are members
    of every kind, those that libraries find hard among them.
    """

    name: str
    summary: str
    arguments: tuple[FormArgument, ...]
    make: Callable[[Mapping[str, Any]], Distribution]
    examples: tuple[Distribution, ...]
    options: bool = False
    weighted: bool = False


@dataclass(frozen=True)
class Helper:
    """A function of which a script has no like in its libraries: its text and what it imports."""

    source: str
    imports: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mend:
    """What would stand: `help` says it; `arguments` are all of them as written, where known."""

    help: str
    arguments: str = ""


@dataclass(eq=False)
class Fault(Exception):
    """Arguments that cannot stand: facts alone, of which `check` makes words and edits."""

    mends: tuple[Mend, ...] = field(default=(), kw_only=True)


@dataclass(eq=False)
class Reversed(Fault):
    """The lower bound is not below the upper one."""

    low: Real
    high: Real


@dataclass(eq=False)
class OutOfRange(Fault):
    """Something is not what it must be."""

    what: str
    expected: str
    found: str


@dataclass(eq=False)
class WrongType(Fault):
    """An argument is of another type."""

    argument: str
    expected: str
    found: Value


@dataclass(eq=False)
class NoLogarithm(Fault):
    """A bound that a logarithm cannot take: it must lie above `least`."""

    bound: Real
    least: str
    argument: str = ""


@dataclass(eq=False)
class OffStep(Fault):
    """The step does not lead from one bound to the other; `mends` have bounds to which it does."""

    low: Real
    high: Real
    step: Real
    difference: Real


@dataclass(eq=False)
class NoMultiple(Fault):
    """A bound that is no multiple of the step."""

    bound: Real
    step: Real


HUGE = 1e308
"""No range is wider."""


def verify_order(low: Real, high: Real, name: str = "", arguments: str = "") -> None:
    """Raise where the bounds are reversed or equal; `arguments` have them the other way round."""
    if low > high and arguments:
        raise Reversed(low, high, mends=(Mend(f"`{name}({arguments})`", arguments),))
    if not low < high:
        raise Reversed(low, high)


def verify_positive(what: str, number: Real | None) -> None:
    """Raise where a number is there and not above 0."""
    if number is not None and number <= 0:
        raise OutOfRange(what, "positive", f"it is {render_value(number)}")
