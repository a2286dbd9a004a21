"""The part of a script that is scikit-optimize's: the space, first points, the surrogate.

In: a study, the target's row, the algorithm, what the shared part printed. Out: printed pieces for
the target's template. `gp`, `forest` and `gbrt` do what `gp_minimize`, `forest_minimize` and
`gbrt_minimize` do, with the `Optimizer` that is behind them: asked and told, it lets trials fail
and values be inactive. `random` draws from the space itself: `dummy_minimize` of scikit-optimize
0.10 breaks on the scikit-learn of today, and so do its boosted trees, which the script mends. Its
own `Integer` starves its ends under a Gaussian process; here steps are drawn as floats, from half a
step beyond both ends.
"""

from math import isfinite
from typing import Any

from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.encoding import EDGE, Category, Drawable, Encoding, Floats, Places, Share
from rnnspec.scripts.draws import drawn_space, drawn_values, point_numbers
from rnnspec.scripts.python import entries, literal
from rnnspec.scripts.table import Target
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Space
from rnnspec.study.study import Study

SURROGATES: dict[str, tuple[str, str]] = {
    "gp": ('"GP"', "gp_hedge"),
    "forest": ('"ET"', "EI"),
    "gbrt": ("BoostedTrees(base_estimator=trees, random_state=options.seed % 2**32)", "EI"),
}
"""The surrogate of an algorithm and its acquisition, as scikit-optimize's functions have them."""

STARTUP = 10
"""Random points before the surrogate decides, where the spec does not say."""


def search_context(
    study: Study, target: Target, algorithm: Named, shared: dict[str, Any]
) -> dict[str, Any]:
    """What the target's own template needs beside the shared pieces."""
    space, points = study.space, study.search.first_points
    found = drawn_space(space, draw)
    values = drawn_values(space, found, read, "x", shared["names"])
    learns = algorithm.name in SURROGATES
    constraint = "lambda point: is_allowed(values_of(point))" if shared["constraints"] else ""
    pieces = {
        "space": {
            "dimensions": [f"{literal(name)}: {one.call}" for name, one in found.items()],
            "rest": _first_point(space, {}) if values.guarded else [],
        },
        "values": values,
        "first_points": [_first_point(space, dict(point.values)) for point in points],
        "learns": learns,
        "mended": algorithm.name == "gbrt",
        "arguments": (
            _optimizer(study, target, algorithm, constraint)
            if learns
            else ["list(SPACE.values())", *([f"constraint={constraint}"] if constraint else [])]
        ),
    }
    if learns:  # It draws how the search has converged.
        pieces["packages"] = [*shared["packages"], "matplotlib"]
    return pieces


def _optimizer(study: Study, target: Target, algorithm: Named, constraint: str) -> list[str]:
    """The arguments of the optimizer, beside dimensions and seed."""
    surrogate, acquisition = SURROGATES[algorithm.name]
    given = target.given(algorithm)
    startup = literal(given.get("n_initial_points", STARTUP))
    points = " + len(FIRST_POINTS)" if study.search.first_points else ""
    arguments = [
        f"base_estimator={surrogate}",
        f"n_initial_points={startup}{points}",
        f"acq_func={literal(given.get('acq_func', acquisition))}",
    ]
    if constraint:
        arguments.append('acq_optimizer_kwargs={"n_points": 1_000}')
        arguments.append(f"space_constraint={constraint}")
    elif any(_has_no_end(h.distribution) for h in study.space.hyperparameters):
        arguments.append('acq_optimizer="sampling"')
    return arguments


def _first_point(space: Space, values: Configuration) -> list[str]:
    """The entries of a point: the number of each value; of the median where it is not active."""
    found = drawn_space(space, draw)
    numbers = point_numbers(space, found, values)
    for name, number in numbers.items():
        if isinstance(found[name].encoding.shape, Places):
            numbers[name] = float(number)  # type: ignore[arg-type]
    return entries(numbers)


def draw(shape: Drawable, _label: str) -> str | None:
    """The dimension from which scikit-optimize draws a number of a shape."""
    match shape:
        case Floats(low, high, log):
            prior = ', prior="log-uniform"' if log else ""
            return f"Real({low!r}, {high!r}{prior})"
        case Share():  # A surrogate goes to the very ends, where values may be infinite.
            return f"Real({EDGE}, {1 - EDGE})"
        case Places(size) | Category(1 as size):  # A single option is no category.
            return f"Real(-0.5, {size - 0.5})"
        case Category(size, ()):
            return f"Categorical({list(range(size))})"
        case Category(size, masses):
            return f"Categorical({list(range(size))}, prior={list(masses)})"
    return None


def read(encoding: Encoding, x: str) -> str:
    """The number that was drawn, for the text of what the dimension holds."""
    match encoding.shape:
        case Places(size) | Category(1 as size):
            return f"nearest_step({x}, 1, 0, {size - 1})"
        case Floats() if encoding.is_native:
            return f"float({x})"
    return x


def _has_no_end(distribution: Distribution) -> bool:
    """Whether the ends of the dimension stand for values far beyond all that are drawn."""
    return not all(map(isfinite, distribution.support))
