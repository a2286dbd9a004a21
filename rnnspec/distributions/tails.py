"""The standard normal distribution between two bounds, right far out in the tails.

In: points of that distribution, infinite ones allowed, and shares of the unit interval. Out: shares
and points. Everything goes through the logarithm of the tail, so that the bounds 50 and 60
are served as well as -1 and 1. Knows no words of the language.
"""

from math import erfc, exp, expm1, inf, log, log1p, pi, sqrt

_HALF_LOG_2PI = log(2 * pi) / 2
_ROOT_2 = sqrt(2)
_FAR = 25.0
_NARROW = 1e-4


def log_tail(z: float) -> float:
    """log P(Z > z). From 25 on by the asymptotic series (Abramowitz and Stegun, 26.2.12)."""
    if z == inf:
        return -inf
    if z < 0:
        return log1p(-erfc(-z / _ROOT_2) / 2)
    if z < _FAR:
        return log(erfc(z / _ROOT_2) / 2)
    r = 1 / (z * z)
    series = -r * (1 - 3 * r * (1 - 5 * r * (1 - 7 * r * (1 - 9 * r))))
    return -z * z / 2 - _HALF_LOG_2PI - log(z) + log1p(series)


def _is_narrow(low: float, high: float) -> bool:
    """Whether the density between the bounds is a straight line for all that floats can tell."""
    width = high - low
    return width < _NARROW and width * abs(low + high) / 2 < _NARROW


def log_mass(low: float, high: float) -> float:
    """log P(low < Z <= high), to about nine digits of the mass or better."""
    if low >= high:
        return -inf
    if _is_narrow(low, high):
        middle = (low + high) / 2
        return log(high - low) - middle * middle / 2 - _HALF_LOG_2PI
    if high <= 0:
        low, high = -high, -low
    if low >= 0:
        start = log_tail(low)
        return start + log(-expm1(log_tail(high) - start))
    return log1p(-exp(log_tail(-low)) - exp(log_tail(high)))


def truncated_mass(start: float, end: float, low: float, high: float) -> float:
    """P(start < Z <= end), given low <= Z <= high."""
    start, end = max(start, low), min(end, high)
    if start == low and end == high:
        return 1.0
    return min(exp(log_mass(start, end) - log_mass(low, high)), 1.0)


def truncated_quantile(u: float, low: float, high: float) -> float:
    """The z in [low, high] below which the share u of the mass between them lies; 0 < u < 1."""
    return min(max(_between(u, 1 - u, low, high), low), high)


def _between(u: float, rest: float, low: float, high: float) -> float:
    """The point with the share u of the mass below it and `rest` above: neither is rounded off."""
    if _is_narrow(low, high):
        width = high - low
        return low + width * (u - width * (low + high) / 4 * u * rest)
    if high <= 0:
        return -_between(rest, u, -high, -low)
    if low >= 0:
        start = log_tail(low)
        whole = log_tail(high) - start
        passed = log1p(u * expm1(whole)) if u < 0.5 else log(rest + u * exp(whole))
        return _inverse_log_tail(start + passed)
    below, above = exp(log_tail(-low)), exp(log_tail(high))
    inside = 1 - below - above
    left, right = below + u * inside, above + rest * inside
    return -_inverse_log_tail(log(left)) if left < right else _inverse_log_tail(log(right))


def _inverse_log_tail(target: float) -> float:
    """The z >= 0 with log_tail(z) = target, for target <= log(1/2).

    Newton's method from the right: the tail is below exp(-z²/2) and its logarithm is concave, so
    every step lands between the root and the last point.
    """
    z = sqrt(max(-2 * target, 0.0))
    for _ in range(40):
        tail = log_tail(z)
        step = (tail - target) * exp(tail + z * z / 2 + _HALF_LOG_2PI)
        z += step
        if abs(step) <= 1e-15 * z:
            break
    return max(z, 0.0)
