"""The part of a script that is Optuna's: what it suggests, first points, sampler and pruner.

In: a study, the target's row, the algorithm, what the shared part printed. Out: printed pieces for
the target's template.
"""

from typing import Any

from rnnspec.scripts.draws import listed
from rnnspec.scripts.optuna_space import first_point, print_space
from rnnspec.scripts.python import keywords, literal
from rnnspec.scripts.table import Target
from rnnspec.study.search import Named
from rnnspec.study.study import Study

SAMPLERS = {
    "tpe": "TPESampler",
    "random": "RandomSampler",
    "cmaes": "CmaEsSampler",
    "nsga2": "NSGAIISampler",
    "gp": "GPSampler",
    "grid": "BruteForceSampler",
    "hyperband": "RandomSampler",
}
"""Optuna's class of each algorithm; hyperband is random search with a pruner."""

PRUNERS = {
    "asha": "SuccessiveHalvingPruner",
    "median": "MedianPruner",
    "hyperband": "HyperbandPruner",
}

FURTHER = {"cmaes": ("cmaes",), "gp": ("scipy", "torch")}
"""The libraries that an algorithm needs beside Optuna."""

EXPERIMENTAL = ("gp", "grid")
"""Algorithms of which Optuna says that they may change."""


def search_context(
    study: Study, target: Target, algorithm: Named, shared: dict[str, Any]
) -> dict[str, Any]:
    """What the target's own template needs beside the shared pieces."""
    space = listed(study.space) if algorithm.name == "grid" else study.space
    printed = print_space(space, shared["names"])
    points = [
        [f"{literal(n)}: {v!r}" for n, v in first_point(space, dict(p.values)).items()]
        for p in study.search.first_points
    ]
    pruner = _pruner(study, algorithm, target)
    further = FURTHER.get(algorithm.name, ())
    return {
        "always": printed.always,
        "lines": printed.lines,
        "first_points": points,
        "sampler": _call("samplers", SAMPLERS[algorithm.name], _sampler(algorithm, target)),
        "pruner": pruner,
        "grid": algorithm.name == "grid",
        "experimental": algorithm.name in EXPERIMENTAL,
        "libraries": [*shared["libraries"], *further],
        "packages": [*shared["packages"], *further],
    }


def _sampler(algorithm: Named, target: Target) -> list[str]:
    given = target.given(algorithm) if algorithm.name != "hyperband" else {}
    return [*keywords(given), "seed=options.seed"]


def _pruner(study: Study, algorithm: Named, target: Target) -> str:
    """The pruner's call; empty where nothing is stopped early."""
    pruner = algorithm if algorithm.name == "hyperband" else study.search.pruner
    if pruner is None or pruner.name not in target.pruners:
        return ""
    return _call("pruners", PRUNERS[pruner.name], keywords(target.given(pruner)))


def _call(module: str, name: str, arguments: list[str]) -> str:
    return f"optuna.{module}.{name}({', '.join(arguments)})"
