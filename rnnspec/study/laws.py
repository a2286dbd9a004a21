"""The laws of hyperparameters (stub: being written)."""

from dataclasses import dataclass

from rnnspec.study.expressions import Value


@dataclass(frozen=True)
class Uniform:
    """A float in [low, high]: constant density, of log x where `log`."""

    low: float
    high: float
    log: bool = False


@dataclass(frozen=True)
class Lattice:
    """low, low + step, ..., high: equal mass, or log-uniform mass over half steps where `log`.

    Values are integers where low and step are, else floats rounded to their decimals.
    """

    low: int | float
    high: int | float
    step: int | float
    log: bool = False


@dataclass(frozen=True)
class Normal:
    """Normal (of ln x where `log`), truncated to [low, high], rounded to multiples of `step`."""

    mean: float
    deviation: float
    log: bool = False
    low: int | float | None = None
    high: int | float | None = None
    step: int | float | None = None


@dataclass(frozen=True)
class Choice:
    """One of the options, with mass in proportion to `weights` (equal where empty)."""

    options: tuple[Value, ...]
    weights: tuple[float, ...] = ()
    ordered: bool = False


Law = Uniform | Lattice | Normal | Choice
