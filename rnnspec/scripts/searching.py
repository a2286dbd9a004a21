"""The part of a search that every target shares: what stands around the loop.

In: a study, the target's row, the algorithm, printed pieces. Out: further pieces for
`script.jinja`: header, imports, options, objectives, conclusion. It knows no target but by its row.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rnnspec import __version__
from rnnspec.plan.tree import Plan
from rnnspec.scripts.carry import import_block, imports_of
from rnnspec.scripts.python import AND, Names, literal, print_expression
from rnnspec.scripts.shared import uses_name
from rnnspec.scripts.table import Target
from rnnspec.study.data import Sklearn
from rnnspec.study.export import spec_hash
from rnnspec.study.search import Named
from rnnspec.study.study import Study

__all__ = ["complete", "search_pieces", "uses_name"]


def search_pieces(
    study: Study, target: Target, algorithm: Named, shared: dict[str, Any]
) -> dict[str, Any]:
    """What is known before the target's own module prints its part.

    Every key may be read by the module, and replaced by what it hands back.
    """
    names: Names = shared["names"]
    meant = spec_hash(study)
    space, search = study.space, study.search
    title = algorithm.name if search.trials is None else f"{algorithm.name}, {search.trials} trials"
    return {
        "version": __version__,
        "spec_hash": f"sha256 {meant[:16]}",
        "title": target.title,
        "algorithm": title,
        "spec_literal": literal(shared["spec_name"]),
        "hash_literal": literal(meant),
        "out": literal(f"{Path(shared['spec_name']).stem}_{target.name}"),
        **_judgement(study, shared["plan"]),
        "constraints": [print_expression(c.condition, names, AND) for c in space.constraints],
        "trials": search.trials,
        "timeout": _seconds(search.timeout),
        "seed": search.seed,
        "libraries": target.libraries,
        "packages": target.packages,
        "library_imports": {f"import {library}" for library in target.libraries},
        "imported": set(),
        "helpers": frozenset(),
        "jobs": False,
    }


def complete(context: dict[str, Any]) -> dict[str, Any]:
    """The pieces that follow from all others: derived values that are read, imports, packages."""
    derived = _read_by_others(context["derived"], context)
    content = {**context, "derived": derived}
    return {
        "derived": derived,
        "imports": import_block(_imports(content)),
        "guarded": import_block(context["library_imports"]),
        "needs": _needs(content),
        "pip": " ".join(context["packages"]),
        "modules": _modules(content),
    }


def _seconds(timeout: float | None) -> float | int | None:
    return int(timeout) if timeout is not None and timeout.is_integer() else timeout


def _read_by_others(derived: list[dict[str, str]], context: Any) -> list[dict[str, str]]:
    """The derived values that a script reads, in the order of their needs."""
    texts = [text for text in _texts(context) if "(values)" in text]
    read: list[dict[str, str]] = []
    for function in reversed(derived):
        others = [text for text in texts if text != function["value"]]
        if uses_name(rf"{function['name']}\(values\)", others):
            read.append(function)
        else:
            texts = others
    return read[::-1]


def _needs(context: dict[str, Any]) -> list[str]:
    """The packages that a script needs."""
    lines = imports_of(context["carried"]["all"])
    pandas = ["pandas"] if "import pandas as pd" in lines else []
    sklearn = ["scikit-learn"] if isinstance(context["study"].data.source, Sklearn) else []
    needed = ["keras with a backend", *context["packages"], "numpy", *pandas, *sklearn]
    return list(dict.fromkeys(needed))


def _modules(context: dict[str, Any]) -> list[str]:
    """The modules whose versions a result tells, by the names that a script gives them."""
    pandas = ["pd"] if "import pandas as pd" in imports_of(context["carried"]["all"]) else []
    return ["keras", "backend", "np", *pandas, *context["libraries"]]


def _judgement(study: Study, plan: Plan) -> dict[str, Any]:
    """The objectives, and when a model is better than the baseline."""
    measures = plan.scoring.measures
    metric = next(measure for measure in measures if measure.kind == "metric")
    side = "<=" if metric.maximize else ">="
    baseline = plan.scoring.baseline_name
    objectives = [
        _objective(measure.name, objective.maximize)
        for measure, objective in zip(measures, study.search.objectives, strict=False)
    ]
    return {
        "objectives": objectives,
        "objective": objectives[0],
        "metric": literal(metric.name),
        "not_better": side,
        "verdict": literal(f"On the test part the model is not better than the {baseline}."),
    }


def _objective(key: str, maximize: bool) -> dict[str, Any]:
    name = key if key == "parameters" else f"val_{key}"
    return {"key": literal(key), "label": literal(name), "name": name, "maximize": maximize}


def _imports(context: dict[str, Any]) -> set[str]:
    """The imports of a script but those of the target's library."""
    texts = list(_texts(context))
    wanted = {
        "import importlib.util": bool(context["custom"]),
        "import math": uses_name("math", texts),
        "from functools import partial": uses_name("partial", texts),
        "from statistics import mean": bool(context["several"]),
        "from scipy.special import log_ndtr": "truncated_normal" in context["helpers"],
        "from scipy.special import ndtri_exp": "truncated_normal" in context["helpers"],
    }
    return {
        *imports_of(context["carried"]["all"]),
        *("import argparse", "import importlib", "import json", "import platform", "import time"),
        *("import keras", "import numpy as np", "from pathlib import Path"),
        "from contextlib import suppress",
        *context["imported"],
        *(line for line, is_wanted in wanted.items() if is_wanted),
    }


def _texts(content: Any) -> Iterator[str]:
    """All texts inside lists, tuples and dictionaries."""
    match content:
        case str():
            yield content
        case dict():
            yield from _texts(list(content.values()))
        case list() | tuple():
            items: Iterable[Any] = content
            for item in items:
                yield from _texts(item)
