"""What libraries draw for a shape, by its quantiles: the measure of encodings and of scripts."""

from math import exp, log
from statistics import NormalDist
from typing import Any

import numpy as np

from rnnspec.distributions.encoding import (
    Bell,
    Category,
    CutNormals,
    Drawable,
    Floats,
    Integers,
    Normals,
    Options,
    Places,
    Share,
)
from rnnspec.distributions.tails import truncated_quantile


def quantile(shape: Drawable, u: float) -> Any:
    """The number below which the share u of the draws lies; of a category, in its written order."""
    match shape:
        case Share():
            return u
        case Places(size):
            return min(int(u * size), size - 1)
        case Category(size, masses):
            ends = np.cumsum(masses or [1 / size] * size)
            return int(np.searchsorted(ends[:-1], u))
        case Options(options, masses):
            return options[quantile(Category(len(options), masses), u)]
        case Bell():
            return NormalDist().inv_cdf(u)
        case Floats(low, high, log=True):
            return exp(log(low) + u * log(high / low))
        case Floats(low, high):
            return low + u * (high - low)
        case Integers(low, high, log=True):
            return round(quantile(Floats(low - 0.5, high + 0.5, log=True), u))
        case Integers(low, high, step):
            return low + step * quantile(Places((high - low) // step + 1), u)
        case Normals(mean, deviation, logarithmic, whole):
            number = NormalDist(mean, deviation).inv_cdf(u)
            number = exp(number) if logarithmic else number
            return round(number) if whole else number
        case CutNormals(mean, deviation, low, high):
            return mean + deviation * truncated_quantile(u, low, high)
