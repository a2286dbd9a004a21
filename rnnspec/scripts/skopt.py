"""The part of a script that is scikit-optimize's: the space, first points, the surrogate.

In: a study, the target's row, the algorithm, what the shared part printed. Out: printed pieces for
the target's template. `gp`, `forest` and `gbrt` do what `gp_minimize`, `forest_minimize` and
`gbrt_minimize` do, with the `Optimizer` that is behind them: asked and told, it lets trials fail
and values be inactive. `random` draws from the space itself: `dummy_minimize` of scikit-optimize
0.10 breaks on the scikit-learn of today, and so do its boosted trees, which the script mends.
"""

from typing import Any

from rnnspec.scripts.python import literal
from rnnspec.scripts.skopt_space import first_point, has_no_end, print_space
from rnnspec.scripts.table import Target
from rnnspec.study.search import Named
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
    space = print_space(study.space, shared["names"])
    learns = algorithm.name in SURROGATES
    constraint = "lambda point: is_allowed(values_of(point))" if shared["constraints"] else ""
    pieces = {
        "space": {
            "dimensions": space.declared,
            "rest": first_point(study.space, {}) if space.values.guarded else [],
        },
        "values": space.values,
        "first_points": [
            first_point(study.space, dict(p.values)) for p in study.search.first_points
        ],
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
    elif any(has_no_end(h.distribution) for h in study.space.hyperparameters):
        arguments.append('acq_optimizer="sampling"')
    return arguments
