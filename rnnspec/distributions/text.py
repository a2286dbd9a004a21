"""Numbers as Python text: lattices without noise in their last digits, infinite bounds.

In: numbers, and the text of one that a library draws. Out: expressions, and the functions that
several families call in them.
"""

from math import isinf

from rnnspec.distributions.contract import Helper
from rnnspec.distributions.decimals import whole_multiples
from rnnspec.values import Real


def number(value: float) -> str:
    """A number that may be infinite."""
    if isinf(value):
        return "np.inf" if value > 0 else "-np.inf"
    return repr(value)


def short(value: Real) -> str:
    """A number of values that are no whole numbers anyway, as a spec writes it: `0`, not `0.0`."""
    return repr(value).removesuffix(".0")


def on_lattice(low: Real, step: Real, steps: str) -> str:
    """low + step * steps; in whole numbers, divided at the end, where these are decimals."""
    if isinstance(low, int) and isinstance(step, int):
        return _sum(low, step, steps)
    (whole_low, whole_step), digits = whole_multiples(low, step)
    inside = _sum(whole_low, whole_step, steps)
    if digits == 0:
        return f"float({inside})"
    return f"{f'({inside})' if ' ' in inside.replace(steps, '') else inside} / {10**digits}"


def _sum(low: int, step: int, steps: str) -> str:
    product = steps if step == 1 else f"{step} * {steps}"
    return product if low == 0 else f"{low} + {product}"


def items(values: tuple[object, ...]) -> str:
    """A list."""
    return f"[{', '.join(map(repr, values))}]"


HELPERS = {
    "nearest_step": Helper('''\
def nearest_step(x: float, step: float, first: int, last: int) -> int:
    """The number of steps from 0 that comes nearest to x, kept from first to last."""
    return int(np.clip(round(x / step), first, last))
'''),
    "tidy": Helper('''\
def tidy(x: float, low: float, high: float) -> float:
    """x without the noise of its last digits, kept from low to high."""
    return float(min(max(float(f"{x:.12g}"), low), high))
'''),
}
