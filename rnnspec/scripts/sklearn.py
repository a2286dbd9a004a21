"""The part of a script that is scikit-learn's: what SciPy draws, or lists, and the search.

In: a study, the target's row, the algorithm, what the shared part printed. Out: printed pieces for
the target's template. `grid` is GridSearchCV, `random` is RandomizedSearchCV. Distributions draw
with replacement, lists alone would not. Every hyperparameter is drawn, and what is not active left
out: a list of dictionaries in proportion says only what has a probability that is a ratio of small
whole numbers.
"""

from math import isinf
from typing import Any

from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.decimals import distance
from rnnspec.distributions.encoding import (
    Category,
    CutNormals,
    Drawable,
    Encoding,
    Floats,
    Places,
    Share,
)
from rnnspec.distributions.text import items, number, on_lattice
from rnnspec.scripts.draws import drawn_space, drawn_values, guard_values
from rnnspec.scripts.python import entries, literal
from rnnspec.scripts.table import Target
from rnnspec.study.search import Named
from rnnspec.study.study import Study

SEARCHES = {"grid": "GridSearchCV", "random": "RandomizedSearchCV"}
"""scikit-learn's class of each algorithm."""

JOBS = (
    "--jobs",
    'type=int, default=1, metavar="N"',
    "how many configurations are trained at a time",
)
"""The option that only these scripts have: its name, its arguments, what it is."""

NOTHING = {"nothing": "randint(0, 1)"}
"""What is drawn where every value is fixed."""


def search_context(
    study: Study, target: Target, algorithm: Named, shared: dict[str, Any]
) -> dict[str, Any]:
    """What the target's own template needs beside the shared pieces."""
    grid = algorithm.name == "grid"
    space, names = study.space, shared["names"]
    if grid:
        texts = {h.name: print_list(h.distribution.evenly()) for h in space.hyperparameters}
        chosen = {name: f"choose({literal(name)})" for name in texts}
        values = guard_values(space, chosen, names)
    else:
        found = drawn_space(space, draw)
        texts = {name: one.call for name, one in found.items()} or NOTHING
        values = drawn_values(space, found, read, "x", names)
    return {
        "entries": [f"{literal(name)}: {text}" for name, text in texts.items()],
        "values": values,
        "first_points": [entries(dict(point.values)) for point in study.search.first_points],
        "grid": grid,
        "search": SEARCHES[algorithm.name],
        "splits": (shared["folds"] or 1) * shared["repeats"],
        "number": "int" if shared["objective"]["name"] == "parameters" else "float",
        "jobs": True,
        "further_options": [JOBS],
    }


def draw(shape: Drawable, _label: str) -> str | None:
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


def read(encoding: Encoding, x: str) -> str:
    """The number that was drawn, as Python has it."""
    match encoding.shape:
        case Floats(low, high) if encoding.is_native:
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
