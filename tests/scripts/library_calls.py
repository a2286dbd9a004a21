"""What every library draws where a script calls it: in closed form, one row a call.

In: the arguments of a call as the script writes them. Out: the distribution of its draws, as the
library's own source has it; before each group stands where. Naive calls stand here too: what they
draw is what makes them naive. It knows no distribution of the language and no text.
"""

from collections.abc import Callable, Mapping, Sequence
from math import floor, inf, log
from types import SimpleNamespace
from typing import Any

from drawn import (
    Drawn,
    Floats,
    Steps,
    exponential,
    floored,
    integers,
    kept_within,
    mapped,
    mirrored,
    normal,
    options,
    rounded,
    scaled,
    shifted,
    steps_within,
    truncated_normal,
    uniform,
)


def loguniform(low: float, high: float) -> Floats:
    """A float whose ln is uniform; the bounds are its own, not their logarithms."""
    return exponential(uniform(log(low), log(high)))


def multiples(drawn: Floats, q: float) -> Steps:
    """`np.round(x / q) * q`, a float."""
    return mapped(rounded(scaled(drawn, 1 / q)), lambda k: float(k * q))


# Hyperopt: `hp_*` of hyperopt/pyll_utils.py, with the draws of hyperopt/pyll/stochastic.py. Bounds
# of logarithmic distributions are exponents, the upper end of `randint` is none of its values.


def _randint(_: str, low: int, high: int | None = None) -> Steps:
    return integers(low, high - 1) if high is not None else integers(0, low - 1)


def _pchoice(_: str, pairs: Sequence[tuple[float, Any]]) -> Steps:
    return options([option for _, option in pairs], [mass for mass, _ in pairs])


HYPEROPT: Mapping[str, Callable[..., Drawn]] = {
    "hp.uniform": lambda _, low, high: uniform(low, high),
    "hp.quniform": lambda _, low, high, q: multiples(uniform(low, high), q),
    "hp.uniformint": lambda _, low, high: mapped(multiples(uniform(low, high), 1), int),
    "hp.loguniform": lambda _, low, high: exponential(uniform(low, high)),
    "hp.qloguniform": lambda _, low, high, q: multiples(exponential(uniform(low, high)), q),
    "hp.normal": lambda _, mu, sigma: normal(mu, sigma),
    "hp.qnormal": lambda _, mu, sigma, q: multiples(normal(mu, sigma), q),
    "hp.lognormal": lambda _, mu, sigma: exponential(normal(mu, sigma)),
    "hp.qlognormal": lambda _, mu, sigma, q: multiples(exponential(normal(mu, sigma)), q),
    "hp.randint": _randint,
    "hp.choice": lambda _, values: options(values),
    "hp.pchoice": _pchoice,
}


# Optuna: `_transform_search_space` and `_untransform_numerical_param` of optuna/_transform.py,
# through which its random sampler draws. Half a step is added at each end before it rounds, so that
# ends are not starved; `log` together with `step` is refused (optuna/distributions.py).


def _suggest_float(
    _: str, low: float, high: float, *, step: float | None = None, log: bool = False
) -> Drawn:
    if step is None:
        return loguniform(low, high) if log else uniform(low, high)
    if log:
        raise ValueError("Optuna refuses `log` together with `step`")
    return mapped(integers(0, floor((high - low) / step + 1e-9)), lambda k: float(low + k * step))


def _suggest_int(_: str, low: int, high: int, *, step: int = 1, log: bool = False) -> Steps:
    if not log:
        return mapped(integers(0, (high - low) // step), lambda k: low + k * step)
    if step != 1:
        raise ValueError("Optuna refuses `log` together with `step`")
    return rounded(loguniform(low - 0.5, high + 0.5))


OPTUNA: Mapping[str, Callable[..., Drawn]] = {
    "trial.suggest_float": _suggest_float,
    "trial.suggest_int": _suggest_int,
    "trial.suggest_categorical": lambda _, choices: options(choices),
}


# scikit-optimize: `set_transformer` of skopt/space/space.py. Under `normalize`, which a Gaussian
# process gives to every `Integer`, a uniform float is rounded, so that ends have half a mass.


def _real(low: float, high: float, prior: str = "uniform") -> Floats:
    return loguniform(low, high) if prior == "log-uniform" else uniform(low, high)


def _integer(low: int, high: int, *, transform: str = "identity") -> Steps:
    return rounded(uniform(low, high)) if transform == "normalize" else integers(low, high)


SKOPT: Mapping[str, Callable[..., Drawn]] = {
    "Real": _real,
    "Integer": _integer,
    "Categorical": lambda categories, prior=(): options(categories, prior),
}


# Keras Tuner: `prob_to_value` of hp_types/{float,int,choice,boolean}_hp.py and numerical.py, of a
# probability in [0, 1). A logarithmic `Int` is rounded down; a step multiplies where `log`.


def _sampled(low: float, high: float, sampling: str) -> Floats:
    match sampling:
        case "linear":
            return uniform(low, high)
        case "log":
            return loguniform(low, high)
        case "reverse_log":
            return shifted(mirrored(loguniform(low, high)), low + high)
    raise ValueError(f"Keras Tuner has no sampling {sampling!r}")


def _by_steps(low: float, high: float, step: float, sampling: str) -> Steps:
    match sampling:
        case "linear":
            return mapped(integers(0, int((high - low) // step)), lambda k: low + k * step)
        case "log":
            last = int(log(high / low, step) + 1e-8)
            return mapped(integers(0, last), lambda k: low * step**k)
    raise ValueError(f"a step with the sampling {sampling!r} is not known")


def _keras_float(
    _: str,
    min_value: float,
    max_value: float,
    step: float | None = None,
    sampling: str = "linear",
    **_unused: Any,
) -> Drawn:
    low, high = float(min_value), float(max_value)
    return _sampled(low, high, sampling) if step is None else _by_steps(low, high, step, sampling)


def _keras_int(
    _: str,
    min_value: int,
    max_value: int,
    step: int | None = None,
    sampling: str = "linear",
    **_unused: Any,
) -> Steps:
    if step is None and sampling != "linear":
        return floored(_sampled(min_value, max_value + 1, sampling))
    return mapped(_by_steps(min_value, max_value, step or 1, sampling), int)


KERAS_TUNER: Mapping[str, Callable[..., Drawn]] = {
    "hp.Float": _keras_float,
    "hp.Int": _keras_int,
    "hp.Choice": lambda _, values, **_unused: options(values),
    "hp.Boolean": lambda _, **_unused: options((False, True)),
}


# SciPy: `rvs` of the frozen distributions of scipy/stats/_continuous_distns.py and
# _discrete_distns.py; the upper end of `randint` is none of its values, as of NumPy's.


def _truncnorm(a: float, b: float, loc: float = 0.0, scale: float = 1.0) -> Floats:
    return truncated_normal(uniform(0.0, 1.0), loc, scale, loc + a * scale, loc + b * scale)


SCIPY: Mapping[str, Callable[..., Drawn]] = {
    "uniform": lambda loc=0.0, scale=1.0: uniform(loc, loc + scale),
    "loguniform": loguniform,
    "randint": lambda low, high: integers(low, high - 1),
    "norm": lambda loc=0.0, scale=1.0: normal(loc, scale),
    "lognorm": lambda s, scale=1.0: exponential(normal(log(scale), s)),
    "truncnorm": _truncnorm,
    "np.random.randint": lambda low, high: integers(low, high - 1),
}

CALLS = {**HYPEROPT, **OPTUNA, **SKOPT, **KERAS_TUNER, **SCIPY}
"""Every call of a library that draws, by the name that scripts call it."""


def _int(x: Drawn) -> Steps:
    return floored(x) if isinstance(x, Floats) else mapped(x, int)


def _nearest_step(x: Floats, _: float, first: int, last: int) -> Steps:
    return steps_within(rounded(x), first, last)


def _named() -> dict[str, Any]:
    """Every call by the name that scripts give it, and what targets do to a number at once."""
    names: dict[str, Any] = {
        "np": SimpleNamespace(log=log, inf=inf, random=SimpleNamespace()),
        "scope": SimpleNamespace(int=_int),
        "int": _int,
        "float": lambda x: x,
        "min": lambda x, most: kept_within(x, -inf, most),
        "tidy": kept_within,
        "nearest_step": _nearest_step,
        "range": range,
    }
    for name, call in CALLS.items():
        owner, _, last = name.rpartition(".")
        if not owner:
            names[last] = call
            continue
        holder = names["np"].random if owner == "np.random" else names.get(owner)
        if holder is None:
            holder = names[owner] = SimpleNamespace()
        setattr(holder, last, call)
    return names


NAMES = _named()


def draws_of(text: str) -> Drawn:
    """The distribution of what a call of a library draws, read off its text; nothing is sampled."""
    drawn: Drawn = eval(text, dict(NAMES))
    return drawn
