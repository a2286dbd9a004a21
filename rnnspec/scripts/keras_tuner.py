"""The part of a script that is Keras Tuner's: what it draws, first points, the oracle.

In: a study, the target's row, the algorithm, what the shared part printed. Out: printed pieces for
the target's template. The script asks and tells Keras Tuner's oracles by itself: its tuners build
a model before they see data, count what breaks a constraint, and print failures with a traceback.
"""

from typing import Any

from rnnspec.scripts.draws import listed
from rnnspec.scripts.keras_tuner_space import first_point, print_space
from rnnspec.scripts.python import keywords
from rnnspec.scripts.table import Target
from rnnspec.study.expressions import Const
from rnnspec.study.search import Named
from rnnspec.study.study import Study

ORACLES = {
    "hyperband": "HyperbandOracle",
    "random": "RandomSearchOracle",
    "gp": "BayesianOptimizationOracle",
    "grid": "GridSearchOracle",
}
"""Keras Tuner's class of each algorithm."""

FURTHER = {"gp": ("scikit-learn", "scipy")}
"""The packages that an algorithm needs beside Keras Tuner's own."""


def search_context(
    study: Study, target: Target, algorithm: Named, shared: dict[str, Any]
) -> dict[str, Any]:
    """What the target's own template needs beside the shared pieces."""
    kind = algorithm.name
    space = listed(study.space) if kind == "grid" else study.space
    printed = print_space(space, shared["names"])
    points = [first_point(space, dict(p.values)) for p in study.search.first_points]
    return {
        "declared": printed.declared,
        "values": vars(printed.values),
        "first_points": points,
        "kind": kind,
        "oracle": f"keras_tuner.oracles.{ORACLES[kind]}",
        "changes": _changes(
            kind, bool(points), bool(shared["constraints"]), bool(printed.values.guarded)
        ),
        "arguments": _arguments(study, target, algorithm),
        "packages": [*shared["packages"], *FURTHER.get(kind, ())],
    }


def _arguments(study: Study, target: Target, algorithm: Named) -> list[str]:
    """What only this oracle takes."""
    given = target.given(algorithm)
    if algorithm.name == "hyperband":
        assert isinstance(study.train.epochs, Const), "`check` refuses what is searched"
        given = {"max_epochs": study.train.epochs.value, **given, "hyperband_iterations": None}
    return keywords(given)


def _changes(kind: str, has_first_points: bool, has_constraints: bool, branches: bool) -> list[str]:
    """In what the script's oracle differs from Keras Tuner's own; nothing where it need not."""
    own = {
        "gp": ["what was tried gives way to a random point"],
        "grid": ["nothing is tried twice"] if has_first_points or branches else [],
        "hyperband": ["a small space, too, fills its brackets"],
    }
    broken = "left out" if kind == "grid" else "drawn again"
    return [
        *(["first points come first"] if has_first_points else []),
        *([f"what breaks a constraint is {broken}"] if has_constraints else []),
        *own.get(kind, []),
    ]
