"""The part of a script that belongs to Hyperopt: the space, first points, the loop.

In: a study, the target's row, the algorithm, what the shared part printed. Out: printed pieces for
the target's template.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rnnspec import __version__
from rnnspec.plan.tree import Plan
from rnnspec.study.data import Sklearn
from rnnspec.study.export import spec_hash
from rnnspec.study.search import Named
from rnnspec.study.study import Study
from rnnspec.targets.carry import import_block, imports_of
from rnnspec.targets.hyperopt import HyperoptSpace, first_point, print_space
from rnnspec.targets.python import AND, Names, literal, print_expression
from rnnspec.targets.shared import uses_name
from rnnspec.targets.table import Target

NAMES = ("STATUS_FAIL", "STATUS_OK", "Trials", "fmin", "hp")
"""What every script imports from Hyperopt."""

MODULES = {"tpe": "tpe", "random": "rand", "anneal": "anneal"}
"""Where Hyperopt keeps each algorithm."""


def search_context(
    study: Study, target: Target, algorithm: Named, shared: dict[str, Any]
) -> dict[str, Any]:
    """What the target's own template needs beside the shared pieces."""
    space = print_space(study.space)
    names: Names = shared["names"]
    points = [
        [f"{literal(n)}: {v!r}" for n, v in first_point(study.space, dict(p.values)).items()]
        for p in study.search.first_points
    ]
    constraints = [print_expression(c.condition, names, AND) for c in study.space.constraints]
    loose = [(print_expression(h.condition, names), literal(h.name)) for h in space.loose]
    suggest = _suggest(algorithm, target)
    wrapped = bool(points or constraints)
    meant = spec_hash(study)
    context = {
        "version": __version__,
        "spec_hash": f"sha256 {meant[:16]}",
        "algorithm": _title(algorithm, study.search.trials),
        "packages": _packages(shared),
        "spec_literal": literal(shared["spec_name"]),
        "hash_literal": literal(meant),
        "out": literal(f"{Path(shared['spec_name']).stem}_hyperopt"),
        **_judgement(study, shared["plan"]),
        "space": space,
        "first_points": points,
        "constraints": constraints,
        "loose": loose,
        "suggest": suggest,
        "suggest_doc": _suggest_doc(points, constraints),
        "algo": "suggest" if wrapped else suggest,
        "completed": _completed("space_eval(SPACE, labels)", space),
        "completed_proposal": _completed("proposal", space),
        "trials": study.search.trials,
        "timeout": _seconds(study.search.timeout),
        "seed": study.search.seed,
    }
    context["derived"] = _read_by_others(shared["derived"], [context, shared])
    context["imports"] = _imports(context, shared)
    return context


def _seconds(timeout: float | None) -> float | int | None:
    return int(timeout) if timeout is not None and timeout.is_integer() else timeout


def _read_by_others(derived: list[dict[str, str]], content: list[Any]) -> list[dict[str, str]]:
    """The derived values that a script reads, in the order of their needs."""
    texts = [text for text in _texts(content) if "(values)" in text]
    read: list[dict[str, str]] = []
    for function in reversed(derived):
        others = [text for text in texts if text != function["value"]]
        if uses_name(rf"{function['name']}\(values\)", others):
            read.append(function)
        else:
            texts = others
    return read[::-1]


def _title(algorithm: Named, trials: int | None) -> str:
    return algorithm.name if trials is None else f"{algorithm.name}, {trials} trials"


def _packages(shared: dict[str, Any]) -> list[str]:
    lines = imports_of(shared["carried"]["all"])
    pandas = ["pandas"] if "import pandas as pd" in lines else []
    sklearn = ["scikit-learn"] if isinstance(shared["study"].data.source, Sklearn) else []
    return ["keras with a backend", "hyperopt", "numpy", *pandas, *sklearn]


def _judgement(study: Study, plan: Plan) -> dict[str, Any]:
    """The objective, and when a model is better than the baseline."""
    objective, measures = study.search.objectives[0], plan.scoring.measures
    key = measures[0].name
    name = key if key == "parameters" else f"val_{key}"
    metric = next(measure for measure in measures if measure.kind == "metric")
    side = "<=" if metric.maximize else ">="
    baseline = plan.scoring.baseline_name
    return {
        "objective": {
            "key": literal(key),
            "label": literal(name),
            "name": name,
            "maximize": objective.maximize,
        },
        "not_better": f"scores[{literal(metric.name)}] {side} naive[{literal(metric.name)}]",
        "verdict": literal(f"On the test part the model is not better than the {baseline}."),
    }


def _imports(context: dict[str, Any], shared: dict[str, Any]) -> str:
    """The imports of the whole script."""
    space: HyperoptSpace = context["space"]
    texts = list(
        _texts([context, shared, space.entries, [group.entries for group in space.groups]])
    )
    lines = set(imports_of(shared["carried"]["all"])) | {
        *("import argparse", "import importlib", "import json", "import platform", "import time"),
        *("import hyperopt", "import keras", "import numpy as np", "from pathlib import Path"),
        *(f"from hyperopt import {name}" for name in NAMES),
        *("from contextlib import suppress", "from hyperopt.exceptions import AllTrialsFailed"),
    }
    wanted = {
        "import math": uses_name("math", texts),
        "import importlib.util": bool(shared["custom"]),
        "from functools import partial": uses_name("partial", [context["suggest"]]),
        "from hyperopt import rand": bool(context["constraints"]),
        "from hyperopt import space_eval": bool(context["constraints"]),
        "from hyperopt.base import spec_from_misc": bool(context["constraints"]),
        "from hyperopt.pyll import scope": uses_name("scope", texts),
        "from scipy.special import log_ndtr": "truncated_normal" in space.helpers,
        "from scipy.special import ndtri_exp": "truncated_normal" in space.helpers,
    }
    for module in MODULES.values():
        if uses_name(module, [context["suggest"]]):
            lines.add(f"from hyperopt import {module}")
    return import_block(lines | {line for line, is_wanted in wanted.items() if is_wanted})


def _texts(content: Any) -> Iterator[str]:
    """All texts inside lists, tuples and dictionaries."""
    match content:
        case str():
            yield content
        case dict():
            yield from _texts(list(content.values()))
        case list() | tuple():
            for item in content:
                yield from _texts(item)


def _suggest(algorithm: Named, target: Target) -> str:
    """Hyperopt's function, with the arguments that the spec gives."""
    function = f"{MODULES[algorithm.name]}.suggest"
    known = target.algorithms[algorithm.name]
    given = [f"{known[n]}={literal(v)}" for n, v in algorithm.arguments if v is not None]
    return f"partial({function}, {', '.join(given)})" if given else function


def _completed(proposal: str, space: HyperoptSpace) -> str:
    """A proposal made flat, without what is not active."""
    flat = f"flatten({proposal})" if space.nested else proposal
    return f"drop_inactive({flat})" if space.loose else flat


def _suggest_doc(points: list[Any], constraints: list[str]) -> str:
    match bool(points), bool(constraints):
        case True, True:
            return (
                "The first points, then proposals that meet the constraints: others cost no trial."
            )
        case True, False:
            return "The first points, then what the algorithm proposes."
        case False, True:
            return "A proposal that meets the constraints: those that do not cost no trial."
    return ""
