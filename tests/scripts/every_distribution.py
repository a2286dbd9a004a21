"""Distributions of every kind, how far draws are from one, what a configuration must be."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from drawing import declared, draw_labels, function_of
from drawn import Floats
from examples import example, script
from hyperopt.pyll import as_apply
from library_calls import draws_of
from scipy.stats import chisquare, kstest

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.study.sampling import active_values, satisfies
from rnnspec.study.space import Hyperparameter, Space
from rnnspec.study.study import Study

DISTRIBUTIONS: dict[str, Distribution] = {
    "uniform": Uniform(-0.25, 0.5),
    "loguniform": Uniform(1e-5, 0.1, log=True),
    "quniform": Lattice(32, 128, 32),
    "quniform of decimals": Lattice(0.1, 0.7, 0.1),
    "quniform of negative decimals": Lattice(-0.5, 1.0, 0.25),
    "quniform of whole floats": Lattice(10.0, 50.0, 20.0),
    "qloguniform": Lattice(8, 64, 8, log=True),
    "qloguniform of decimals": Lattice(0.3, 1.5, 0.2, log=True),
    "int": Lattice(1, 5, 1),
    "int with step": Lattice(10, 50, 20),
    "int in logarithms": Lattice(1, 100, 1, log=True),
    "one value": Lattice(5, 5, 1),
    "normal": Normal(0.2, 0.05),
    "normal with bounds": Normal(0.2, 0.05, low=0.15, high=0.5),
    "normal with a lower bound": Normal(0.0, 1.0, low=2.0),
    "lognormal": Normal(-6.9, 1.0, log=True),
    "lognormal with bounds": Normal(-6.9, 1.0, log=True, low=1e-4, high=1e-2),
    "qnormal": Normal(10, 4, step=2),
    "qnormal with bounds": Normal(32, 8, low=8, high=64, step=4),
    "qnormal of decimals": Normal(0.5, 0.2, low=0.1, high=0.9, step=0.1),
    "qlognormal": Normal(3.0, 0.5, log=True, step=2),
    "qlognormal with bounds": Normal(3.0, 0.5, log=True, low=4, high=60, step=2),
    "choice": Choice(("tanh", 1, 0.5, True, None, (8, 4))),
    "ordinal": Choice((16, 32, 64, 128), ordered=True),
    "weighted": Choice((0, 1e-4, "a"), weights=(3.0, 1.0, 2.0)),
}


def declared_distributions() -> dict[str, Any]:
    """What a script declares for a space of all the distributions."""
    space = Space(
        tuple(Hyperparameter(name, distribution) for name, distribution in DISTRIBUTIONS.items())
    )
    return declared(script(replace(example("gru_single"), space=space)))


def drawn_values(names: dict[str, Any], count: int, seed: int) -> dict[str, list[Any]]:
    """Values of each distribution as the script would train them."""
    labels = draw_labels(names["SPACE"], count, seed)
    found: dict[str, list[Any]] = {}
    for name in DISTRIBUTIONS:
        value_of = function_of(as_apply(names["SPACE"][name]))
        found[name] = [value_of(drawn[name]) for drawn in labels]
    return found


def verify_distribution(name: str, values: list[Any]) -> None:
    """The values are the distribution's own, of its types, with its masses."""
    distribution = DISTRIBUTIONS[name]
    for value in set(map(_typed, values)):
        assert distribution.contains(value[1]), value
        assert type(distribution.coerce(value[1])) is value[0], value
    if isinstance(distribution, Uniform) or (
        isinstance(distribution, Normal) and distribution.step is None
    ):
        verify_cdf(distribution.cdf, values)
    else:
        verify_masses(lambda key: distribution.probability(key[1]), values)


def verify_drawn(text: str, values: list[Any]) -> None:
    """The values are what the closed form says of a call."""
    drawn = draws_of(text)
    if isinstance(drawn, Floats):
        verify_cdf(drawn.cdf, values)
        return
    masses: Counter[Any] = Counter()
    before = 0.0
    for number in range(drawn.first, drawn.last + 1):
        masses[_typed(drawn.value(number))] += drawn.reached(number) - before
        before = drawn.reached(number)
    assert set(map(_typed, values)) <= set(masses)
    verify_masses(masses.__getitem__, values)


def verify_cdf(cdf: Callable[[float], float], values: list[Any]) -> None:
    """The values are spread as a distribution function says."""
    assert kstest(values, np.vectorize(cdf)).pvalue > 1e-3


def verify_masses(mass_of: Callable[[Any], float], values: list[Any]) -> None:
    """The values are as frequent as their masses say, those of few expected ones taken together."""
    counts = Counter(map(_typed, values))
    expected = {key: mass_of(key) * len(values) for key in counts}
    common = [key for key in counts if expected[key] >= 5]
    observed = [counts[key] for key in common]
    masses = [expected[key] for key in common]
    if len(common) < 2:
        assert observed == [len(values)]
        return
    rest = len(values) - sum(masses)
    if rest > 5:
        observed, masses = [*observed, len(values) - sum(observed)], [*masses, rest]
    assert chisquare(observed, np.array(masses) * sum(observed) / sum(masses)).pvalue > 1e-3


def _typed(value: Any) -> tuple[type, Any]:
    return type(value), value


def verify_configuration(study: Study, values: dict[str, Any]) -> None:
    """Exactly the active values, in order, of the distributions' types, within the constraints."""
    assert list(active_values(study.space, values).items()) == list(values.items())
    assert satisfies(study.space, values)
    for name, value in values.items():
        distribution = study.space.by_name[name].distribution
        assert distribution.contains(value)
        assert type(distribution.coerce(value)) is type(value)
    assert json.loads(json.dumps(values)).keys() == values.keys()
