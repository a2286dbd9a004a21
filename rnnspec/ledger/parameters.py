"""Distributions as Optuna's distributions, so that its plots and dashboard understand a run.

In: a distribution. Out: the nearest one of Optuna, and a value as its parameter. What they show is
right, but ours may say more (weights, normal masses, steps on a logarithm); exact values are
kept beside them.
"""

import json

from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)

from rnnspec.distributions.contract import Distribution
from rnnspec.values import Value

_EDGE = 2.0**-53
"""The share of the mass beyond which no draw of a distribution without bounds lies."""


def distribution_of(distribution: Distribution) -> BaseDistribution:
    """Optuna's distribution whose bounds, steps and options come nearest."""
    if distribution.listed is not None:
        options = [parameter_of(distribution, option) for option in distribution.listed]
        return CategoricalDistribution(options)
    low, high = distribution.support
    low = low if distribution.contains(low) else _number(distribution, _EDGE)
    high = high if distribution.contains(high) else _number(distribution, 1 - _EDGE)
    log = distribution.on_logarithm and low > 0
    step = None if log or distribution.size is None else distribution.spacing
    if distribution.integral:
        return IntDistribution(int(low), int(high), log=log, step=int(step or 1))
    return FloatDistribution(float(low), float(high), log=log, step=step)


def parameter_of(distribution: Distribution, value: Value) -> bool | int | float | str | None:
    """A value as Optuna's distribution has it: what it has no option for, as JSON."""
    options = distribution.listed
    if options is not None:
        plain = not any(isinstance(option, tuple) for option in options)
        if not plain or len(set(options)) < len(options):  # Python takes 1 and True for one.
            return json.dumps(value, ensure_ascii=False)
    assert not isinstance(value, tuple)
    return value


def _number(distribution: Distribution, share: float) -> float:
    return distribution.place(distribution.quantile(share))
