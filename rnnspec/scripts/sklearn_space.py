"""The space as SciPy draws it for RandomizedSearchCV, and as lists for GridSearchCV.

In: a study's space. Out: a frozen distribution or a list for each hyperparameter, and the lines
that make the active values of what is drawn. Distributions draw with replacement, lists alone
would not. Every hyperparameter is drawn, and what is not active left out: a list of dictionaries
in proportion says only what has a probability that is a ratio of small whole numbers.
"""

from collections.abc import Mapping
from math import isinf

from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.decimals import distance
from rnnspec.distributions.encoding import Category, CutNormals, Floats, Places, Shape, Share
from rnnspec.distributions.text import items, number, on_lattice
from rnnspec.scripts.draws import Drawn, drawn_space
from rnnspec.scripts.guards import SpaceText, guard_values
from rnnspec.scripts.python import Names, literal
from rnnspec.study.space import Space

NOTHING = {"nothing": "randint(0, 1)"}
"""What is drawn where every value is fixed."""


def print_space(space: Space, names: Names) -> SpaceText:
    """The whole space as distributions; one stands for a space without any."""
    found = drawn_space(space, draw)
    values = {name: one.value(read(one, f"x[{literal(name)}]")) for name, one in found.items()}
    calls = {name: one.call for name, one in found.items()}
    return SpaceText(_entries(calls or NOTHING), guard_values(space, values, names))


def print_grid(space: Space, names: Names) -> SpaceText:
    """The whole space as lists."""
    chosen = {h.name: f"choose({literal(h.name)})" for h in space.hyperparameters}
    lists = {h.name: print_list(h.distribution.evenly()) for h in space.hyperparameters}
    return SpaceText(_entries(lists), guard_values(space, chosen, names))


def draw(shape: Shape, _label: str = "") -> str | None:
    """The frozen distribution of SciPy from which a number of a shape is drawn."""
    match shape:
        case Floats(low, high, log=True):
            return f"loguniform({low}, {high})"
        case Floats(low, high) | Share(low, high):
            return f"uniform({low}, {float(distance(low, high))})"
        case Places(size) | Category(size, ()):
            return f"randint(0, {size})"
        case CutNormals(mean, deviation, low, high) if isinf(low) and isinf(high):
            return f"norm({mean!r}, {deviation!r})"
        case CutNormals(mean, deviation, low, high):
            return f"truncnorm({number(low)}, {number(high)}, {mean!r}, {deviation!r})"
    return None


def read(one: Drawn, x: str) -> str:
    """The number that was drawn, as Python has it."""
    match one.shape:
        case Floats(low, high) if one.encoding.is_native:
            return f"tidy({x}, {low}, {high})"
        case Places():
            return f"int({x})"
    return x


def print_list(distribution: Distribution) -> str:
    """All values, in order."""
    step = distribution.spacing
    if step is None or distribution.size is None:
        return items(tuple(distribution.values()))
    low, high = distribution.reach
    if distribution.integral:
        return f"range({low}, {high + 1}{f', {step}' * (step != 1)})"
    return f"[{on_lattice(low, step, 'step')} for step in range({distribution.size})]"


def _entries(texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{literal(name)}: {text}" for name, text in texts.items())
