"""The part of a script that is scikit-learn's: distributions or lists, first points, the search.

In: a study, the target's row, the algorithm, what the shared part printed. Out: printed pieces for
the target's template. `grid` is GridSearchCV, `random` is RandomizedSearchCV.
"""

from typing import Any

from rnnspec.scripts.python import literal
from rnnspec.scripts.sklearn_space import print_grid, print_space
from rnnspec.scripts.table import Target
from rnnspec.study.search import Named
from rnnspec.study.study import Study

SEARCHES = {"grid": "GridSearchCV", "random": "RandomizedSearchCV"}
"""scikit-learn's class of each algorithm."""


def search_context(
    study: Study, target: Target, algorithm: Named, shared: dict[str, Any]
) -> dict[str, Any]:
    """What the target's own template needs beside the shared pieces."""
    grid = algorithm.name == "grid"
    space = (print_grid if grid else print_space)(study.space, shared["names"])
    return {
        "entries": space.declared,
        "values": space.values,
        "first_points": [
            [f"{literal(name)}: {literal(value)}" for name, value in point.values]
            for point in study.search.first_points
        ],
        "grid": grid,
        "search": SEARCHES[algorithm.name],
        "splits": (shared["folds"] or 1) * shared["repeats"],
        "number": "int" if shared["objective"]["name"] == "parameters" else "float",
        "jobs": True,
    }
