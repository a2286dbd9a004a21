"""What became of a law: wider, narrower, elsewhere, or another one.

In: two laws. Out: the kind of change, None where they are the same. Values are counted as the laws
have them: `quniform(32, 128, 32)` widened by half a step is another law.
"""

from math import inf

from rnnspec.study.decimals import steps_between
from rnnspec.study.expressions import typed
from rnnspec.study.laws import Choice, Lattice, Law, Normal, Uniform

WIDENED, NARROWED, SHIFTED, OTHER = "widened", "narrowed", "shifted", "law changed"


def law_change(old: Law, new: Law) -> str | None:
    """`widened`, `narrowed` or `shifted` where only bounds or options differ."""
    if repr(old) == repr(new):  # 1 and 1.0 are bounds of different values
        return None
    match old, new:
        case Choice(), Choice():
            return _options(old, new)
        case Uniform(a, b, log), Uniform(c, d, other) if log == other:
            return _bounds((a, b), (c, d))
        case Lattice(), Lattice() if _same_grid(old, new):
            return _bounds((old.low, old.high), (new.low, new.high))
        case Normal(), Normal() if _shape(old) == _shape(new):
            return _bounds(_ends(old), _ends(new))
    return OTHER


def _bounds(old: tuple[float, float], new: tuple[float, float]) -> str:
    if new[0] <= old[0] and old[1] <= new[1]:
        return WIDENED
    if old[0] <= new[0] and new[1] <= old[1]:
        return NARROWED
    return SHIFTED


def _options(old: Choice, new: Choice) -> str:
    before, after = ({typed(option) for option in law.options} for law in (old, new))
    if old.ordered != new.ordered or before == after or not before & after:
        return OTHER
    if before < after:
        return WIDENED
    return NARROWED if after < before else SHIFTED


def _same_grid(old: Lattice, new: Lattice) -> bool:
    """Whether both have the same scale and step, and each other's values."""
    if (old.log, old.integral, old.step) != (new.log, new.integral, new.step):
        return False
    low, high = sorted((old.low, new.low))
    return steps_between(low, high, old.step) is not None


def _shape(law: Normal) -> tuple[object, ...]:
    return law.mean, law.deviation, law.log, law.step


def _ends(law: Normal) -> tuple[float, float]:
    return -inf if law.low is None else law.low, inf if law.high is None else law.high
