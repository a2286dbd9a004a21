"""Numbers of laws as Python text: lattices without noise in their last digits, bounds, middles.

In: laws, and the text of a number that a library draws. Out: expressions that every target shares.
"""

import math

from rnnspec.distributions.decimals import whole_multiples
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.scripts.python import literal


def on_lattice(low: int | float, step: int | float, steps: str, to_float: str = "float") -> str:
    """low + step * steps; in whole numbers, divided at the end, where these are decimals.

    `to_float` is the function that makes a float of a whole number.
    """
    if isinstance(low, int) and isinstance(step, int):
        return _sum(low, step, steps)
    (whole_low, whole_step), digits = whole_multiples(low, step)
    inside = _sum(whole_low, whole_step, steps)
    if digits == 0:
        return f"{to_float}({inside})"
    return f"{f'({inside})' if ' ' in inside.replace(steps, '') else inside} / {10**digits}"


def _sum(low: int, step: int, steps: str) -> str:
    product = steps if step == 1 else f"{step} * {steps}"
    return product if low == 0 else f"{low} + {product}"


def half_a_step_beyond(law: Lattice) -> tuple[float, float]:
    """The ends between which the law of a lattice is continuous before it is rounded."""
    (first, last, step), digits = whole_multiples(law.low, law.high, law.step)
    twice = 2 * 10**digits
    return (2 * first - step) / twice, (2 * last + step) / twice


def bound(end: float, log: bool) -> str:
    """A bound of a normal law, of ln x where `log`."""
    if not log:
        return number(end)
    if end <= 0:
        return "-np.inf"
    return number(end) if math.isinf(end) else f"np.log({float(end)})"


def normal_value(law: Normal, share: str) -> str:
    """The value below which a share of a normal law lies, rounded to its step."""
    low, high = law.support
    half = (law.step or 0) / 2
    ends = ", ".join(bound(end, law.log) for end in (low - half, high + half))
    drawn = f"truncated_normal({share}, {literal(law.mean)}, {literal(law.deviation)}, {ends})"
    drawn = f"np.exp({drawn})" if law.log else drawn
    if law.step is None:
        return f"tidy({drawn}, {number(low)}, {number(high)})"
    first, last = (
        number(round(end / law.step) if math.isfinite(end) else end) for end in (low, high)
    )
    steps = f"nearest_step({drawn}, {literal(law.step)}, {first}, {last})"
    return on_lattice(0 if law.integral else 0.0, law.step, steps)


def number(value: float) -> str:
    """A number that may be infinite."""
    if math.isinf(value):
        return "np.inf" if value > 0 else "-np.inf"
    return literal(value)
