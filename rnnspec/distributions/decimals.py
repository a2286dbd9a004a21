"""Arithmetic on numbers as they are written: 0.3 is three tenths.

In: ints and floats, a float standing for the shortest decimal that prints it. Out: exact counts
of steps and correctly rounded floats. Knows no distributions.
"""

from rnnspec.values import Real


def _scaled(number: Real) -> tuple[int, int]:
    """(mantissa, digits) with number = mantissa / 10**digits exactly, digits not negative."""
    if isinstance(number, int):
        return int(number), 0
    mantissa, _, exponent = repr(number).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = fraction.rstrip("0")
    digits = len(fraction) - int(exponent or 0)
    written = int(whole + fraction)
    return (written, digits) if digits >= 0 else (written * 10**-digits, 0)


def whole_multiples(*numbers: Real) -> tuple[list[int], int]:
    """The numbers as whole multiples of one power of ten, 10**-digits, and these digits."""
    scaled = [_scaled(number) for number in numbers]
    most = max(digits for _, digits in scaled)
    return [mantissa * 10 ** (most - digits) for mantissa, digits in scaled], most


def steps_between(low: Real, high: Real, step: Real) -> int | None:
    """How many steps lead from low to high; None where that is no whole number.

    Counted in decimal: from 0.1 to 0.7 by 0.1 there are 6. `step` is positive.
    """
    (a, b, q), _ = whole_multiples(low, high, step)
    count, rest = divmod(b - a, q)
    return None if rest else count


def whole_steps(low: Real, value: Real, step: Real) -> int:
    """The greatest whole number of steps from low that does not pass the value."""
    (a, x, q), _ = whole_multiples(low, value, step)
    return (x - a) // q


def step_from(low: Real, step: Real, count: int) -> Real:
    """low + count * step: an int where both are, else the float nearest to the exact decimal."""
    if isinstance(low, int) and isinstance(step, int):
        return low + count * step
    (a, q), digits = whole_multiples(low, step)
    one: int = 10**digits
    return (a + count * q) / one


def distance(low: Real, high: Real) -> Real:
    """high - low in decimal, so that 0.7 - 0.1 is 0.6."""
    (a, b), digits = whole_multiples(low, high)
    one: int = 10**digits
    return (b - a) / one if digits or isinstance(low, float) or isinstance(high, float) else b - a
