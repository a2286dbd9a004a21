"""Laws as Optuna's distributions, so that its plots and dashboard understand a run.

In: a law of the study. Out: the nearest distribution, and a value as its parameter. What they show
is right, but a law may say more (weights, normal masses, steps on a logarithm); exact values are
kept beside them.
"""

import json
from math import inf

from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)

from rnnspec.study.expressions import Value
from rnnspec.study.laws import Choice, Lattice, Law, Normal, Uniform

_EDGE = 2.0**-53
"""The share of the mass beyond which no draw of a law without bounds lies."""


def distribution_of(law: Law) -> BaseDistribution:
    """The distribution whose bounds, steps and options come nearest to the law's."""
    match law:
        case Choice(options):
            return CategoricalDistribution([parameter_of(law, option) for option in options])
        case Uniform(low, high, log):
            return FloatDistribution(low, high, log=log)
        case Lattice(low, high, step, log):
            return _numbers(low, high, integral=law.integral, log=log, step=None if log else step)
        case Normal(log=log):
            low, high = law.support
            low = law.quantile(_EDGE) if low in (0, -inf) and law.low is None else low
            high = law.quantile(1 - _EDGE) if high == inf else high
            return _numbers(low, high, integral=law.integral, log=log and low > 0)


def parameter_of(law: Law, value: Value) -> bool | int | float | str | None:
    """A value of the law as its distribution has it: what Optuna has no option for, as JSON."""
    match law:
        case Choice(options):
            plain = not any(isinstance(option, tuple) for option in options)
            if not plain or len(set(options)) < len(options):  # Python takes 1 and True for one.
                return json.dumps(value, ensure_ascii=False)
    assert not isinstance(value, tuple)
    return value


def _numbers(
    low: float, high: float, *, integral: bool, log: bool, step: float | None = None
) -> BaseDistribution:
    if integral:
        return IntDistribution(int(low), int(high), log=log, step=int(step or 1))
    return FloatDistribution(float(low), float(high), log=log, step=step)
