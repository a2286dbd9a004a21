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
    search = SEARCHES[algorithm.name]
    layers = [c.name for c in shared["carried"]["all"] if c.module == "layers"]
    layers += [layer["name"] for layer in shared["custom"]]
    selection = [search] if grid else [search, "ParameterSampler"]
    return {
        "entries": space.entries,
        "values": space.values,
        "helpers": space.helpers,
        "first_points": [
            [f"{literal(name)}: {literal(value)}" for name, value in point.values]
            for point in study.search.first_points
        ],
        "grid": grid,
        "search": search,
        "splits": (shared["folds"] or 1) * shared["repeats"],
        "number": "int" if shared["objective"]["name"] == "parameters" else "float",
        "own_layers": [f"{literal(name)}: {name}" for name in layers],
        "jobs": True,
        "library_imports": {
            *(f"import {library}" for library in shared["libraries"]),
            *(f"from sklearn.model_selection import {name}" for name in selection),
            *(f"from scipy.stats import {name}" for name in space.distributions),
            "from scikeras.wrappers import BaseWrapper",
        },
        "imported": {"import os", "import warnings", "from itertools import islice"},
    }
