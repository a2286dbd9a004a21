"""The space as SciPy draws it for RandomizedSearchCV, and as lists for GridSearchCV.

In: a study's space. Out: a frozen distribution or a list for each hyperparameter, and the lines
that make the active values of what is drawn. Distributions draw with replacement, lists alone
would not. Every hyperparameter is drawn, and what is not active left out: a list of dictionaries
in proportion says only what has a probability that is a ratio of small whole numbers.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.decimals import whole_multiples
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.scripts.guards import Guarded, guard_values
from rnnspec.scripts.numbers import half_a_step_beyond, number, on_lattice
from rnnspec.scripts.python import Names, literal
from rnnspec.study.space import Space

HELPERS = ("nearest_step", "tidy", "pick")
"""The functions that laws may need."""

DISTRIBUTIONS = ("loguniform", "norm", "randint", "truncnorm", "uniform")
"""What SciPy is asked for."""

NOTHING = {"nothing": "randint(0, 1)"}
"""What is drawn where every value is fixed."""


@dataclass(frozen=True)
class SklearnSpace:
    """The text of a space.

    `entries` are those of `SPACE`, `values` says what becomes of what is drawn, `helpers` and
    `distributions` are the functions that the laws need and the laws of SciPy that they draw.
    """

    entries: tuple[str, ...]
    values: Guarded
    helpers: frozenset[str]
    distributions: tuple[str, ...]


def print_space(space: Space, names: Names) -> SklearnSpace:
    """The whole space as distributions; one stands for a space without any."""
    drawn = {h.name: print_distribution(h.law) for h in space.hyperparameters} or NOTHING
    values = {h.name: print_value(h.law, f"x[{literal(h.name)}]") for h in space.hyperparameters}
    return SklearnSpace(
        _entries(drawn),
        guard_values(space, values, names),
        frozenset(n for n in HELPERS if any(f"{n}(" in text for text in values.values())),
        tuple(d for d in DISTRIBUTIONS if any(text.startswith(f"{d}(") for text in drawn.values())),
    )


def print_grid(space: Space, names: Names) -> SklearnSpace:
    """The whole space as lists."""
    chosen = {h.name: f"choose({literal(h.name)})" for h in space.hyperparameters}
    values = guard_values(space, chosen, names)
    return SklearnSpace(_entries(list_texts(space)), values, frozenset(), ())


def law_texts(space: Space) -> dict[str, str]:
    """The expression that draws each hyperparameter: what is made of SciPy's number."""
    return {h.name: law_text(h.law, literal(h.name)) for h in space.hyperparameters}


def law_text(law: Distribution, _label: str) -> str:
    """The expression that draws a value, with its distribution where the number would stand."""
    return print_value(law, print_distribution(law))


def list_texts(space: Space) -> dict[str, str]:
    """The values of each hyperparameter of a space that can be listed, in order."""
    return {h.name: _print_list(h.law) for h in space.hyperparameters}


def print_distribution(law: Distribution) -> str:
    """The frozen distribution of SciPy from which a number is drawn for the law."""
    match law:
        case Uniform(low, high, log=True):
            return f"loguniform({float(low)}, {float(high)})"
        case Uniform(low, high):
            (first, last), digits = whole_multiples(low, high)
            return f"uniform({float(low)}, {(last - first) / 10**digits})"
        case Lattice(log=True):
            low, high = half_a_step_beyond(law)
            return f"loguniform({low}, {high})"
        case Choice(weights=(_, *_)):
            return "uniform(0.0, 1.0)"
        case Lattice() | Choice():
            return f"randint(0, {law.size})"
        case Normal():
            return _print_normal(law)
    raise AssertionError(law)


def print_value(law: Distribution, x: str) -> str:
    """The value of the law for which the number x stands."""
    match law:
        case Uniform(low, high):
            return f"tidy({x}, {float(low)}, {float(high)})"
        case Lattice(low, _, step, log=True):
            steps = f"nearest_step({x} - {literal(low)}, {literal(step)}, 0, {law.size - 1})"
            return on_lattice(low, step, steps)
        case Lattice(low, _, step):
            return on_lattice(low, step, f"int({x})")
        case Choice(options, weights=()):
            return f"{_row(options)}[{x}]"
        case Choice(options, weights):
            return f"pick({x}, {_row(options)}, {_row(weights)})"
        case Normal(step=None):
            low, high = law.support
            return f"tidy({_natural(law, x)}, {number(low)}, {number(high)})"
        case Normal(step=step):
            assert step is not None
            first, last = (
                number(round(end / step) if math.isfinite(end) else end) for end in law.support
            )
            steps = f"nearest_step({_natural(law, x)}, {literal(step)}, {first}, {last})"
            return on_lattice(0 if law.integral else 0.0, step, steps)
    raise AssertionError(law)


def _print_normal(law: Normal) -> str:
    """The normal law of x, or of ln x; its ends in deviations, as SciPy has them."""
    low, high = law.support
    half = (law.step or 0) / 2
    ends = [_in_deviations(law, end) for end in (low - half, high + half)]
    mean, deviation = literal(law.mean), literal(law.deviation)
    if ends == [-math.inf, math.inf]:
        return f"norm({mean}, {deviation})"
    return f"truncnorm({number(ends[0])}, {number(ends[1])}, {mean}, {deviation})"


def _in_deviations(law: Normal, end: float) -> float:
    """How many deviations an end lies from the mean."""
    if law.log:
        end = math.log(end) if end > 0 else -math.inf
    return (end - law.mean) / law.deviation


def _natural(law: Normal, x: str) -> str:
    return f"np.exp({x})" if law.log else x


def _print_list(law: Distribution) -> str:
    match law:
        case Lattice(low, high, step) if law.integral:
            by = "" if step == 1 else f", {step}"
            return f"range({low}, {literal(high + 1)}{by})"
        case Lattice(low, _, step):
            return f"[{on_lattice(low, step, 'step')} for step in range({law.size})]"
    return _row(tuple(law.values()))


def _row(items: tuple[object, ...]) -> str:
    return f"[{', '.join(map(repr, items))}]"


def _entries(texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{literal(name)}: {text}" for name, text in texts.items())
