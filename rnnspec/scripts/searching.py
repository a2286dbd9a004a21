"""The part of a search that every target shares: what stands around the loop.

In: a study, the target's row, the algorithm, printed pieces. Out: further pieces for
`script.jinja`, and the header of a finished body. It knows no target but by its row.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rnnspec import __version__
from rnnspec.distributions.table import HELPERS
from rnnspec.plan.tree import Plan
from rnnspec.scripts.carry import Carried, import_block, imports_of, is_foreign
from rnnspec.scripts.python import Names, literal, print_expression
from rnnspec.scripts.symbols import globals_read
from rnnspec.scripts.table import Target
from rnnspec.study.count import count
from rnnspec.study.data import Sklearn, Table
from rnnspec.study.export import spec_hash
from rnnspec.study.search import Named
from rnnspec.study.study import Study
from rnnspec.study.words import AND

MODULES = (
    *("argparse", "csv", "importlib", "json", "keras", "math", "os", "platform", "tempfile"),
    *("textwrap", "time", "traceback"),
)
STANDARD = {
    "collections.abc": "Callable Iterator Sequence",
    "contextlib": "suppress",
    "functools": "partial",
    "itertools": "islice",
    "pathlib": "Path",
    "statistics": "mean",
    "typing": "Any",
}
"""What templates read of modules that are no target's; `MODULES` are read whole."""

PARTS = {"layers": "layers", "training": "trial", "metrics": "trial"}
"""The part of a script that a file of the runtime belongs to, where that is not the data."""


def search_pieces(
    study: Study,
    target: Target,
    algorithm: Named,
    trials: int | None,
    spec_name: str,
    shared: dict[str, Any],
) -> dict[str, Any]:
    """What is known before the target's own module prints its part; `trials` stand for the study's.

    Every key may be read by the module, and replaced by what it hands back.
    """
    names: Names = shared["names"]
    meant = spec_hash(study)
    space, search = study.space, study.search
    trials, rungs = trials or search.trials, shared["rungs"]
    title = algorithm.name if trials is None else f"{algorithm.name}, {trials} trials"
    if trials is None and algorithm.name == "grid":
        trials = count(space).number
    return {
        "version": __version__,
        "spec_name": spec_name,
        "spec_hash": f"sha256 {meant[:16]}",
        "title": target.title,
        "algorithm": title,
        "spec_literal": literal(spec_name),
        "hash_literal": literal(meant),
        "out": literal(f"{Path(spec_name).stem}_{target.name}"),
        **_judgement(study, shared["plan"]),
        "constraints": [print_expression(c.condition, names, AND) for c in space.constraints],
        "trials": trials,
        "timeout": _seconds(search.timeout),
        "seed": search.seed,
        "libraries": target.libraries,
        "packages": target.packages,
        "jobs": False,
        "further_options": [],
        "data_help": "the table" if isinstance(study.data.source, Table) else "the arrays",
        "trials_help": f"how many {'trainings' if rungs else 'configurations'} are tried",
    }


def chosen_pieces(context: Mapping[str, Any]) -> dict[str, Any]:
    """Which pieces of the shared templates a script has, by their names there.

    How it trains, and trains several times for a configuration; what becomes of a configuration;
    what is kept of it.
    """
    several, folds, jobs = context["several"], context["folds"], context["jobs"]
    special = "reported" if context["prunes"] else "rungs" if context["rungs"] else "once"
    again = several and not (jobs and folds)
    return {
        "training": "folds" if folds else special,
        "trainings": ("run_repeats", "run_folds")[bool(folds)] if again else "",
        "trying": "jobs" if jobs else "several" if several else special,
        "keeping": "front.jinja" if context["front"] else "best.jinja",
    }


def importable(target: Target, context: Mapping[str, Any]) -> dict[str, str]:
    """The statements that import what a script may read, by the names that they give it."""
    foreign = {**STANDARD, **target.imports}
    helpers = [line for helper in HELPERS.values() for line in helper.imports]
    return {
        "np": "import numpy as np",
        "pd": "import pandas as pd",
        **{line.split()[-1]: line for line in helpers},
        **{name: f"import {name}" for name in (*MODULES, "warnings", *context["libraries"])},
        **{n: f"from {m} import {n}" for m, several in foreign.items() for n in several.split()},
    }


def carried_pieces(carried: Iterable[Carried], context: Mapping[str, Any]) -> dict[str, Any]:
    """The sources of carried functions by the parts of a script, and what else follows from them.

    Keras must be told of layers that are not its own, results of the versions of all modules.
    """
    parts: dict[str, list[str]] = {"data": [], "layers": [], "trial": []}
    for item in carried:
        parts[PARTS.get(item.module, "data")].append(item.source)
    pandas = ["pd"] if "import pandas as pd" in imports_of(carried) else []
    layers = [item.name for item in carried if item.module == "layers"]
    layers += [layer["name"] for layer in context["custom"]]
    return {
        "carried": parts,
        "modules": ["keras", "backend", "np", *pandas, *context["libraries"]],
        "own_layers": [f"{literal(name)}: {name}" for name in layers],
    }


def header_pieces(
    body: str, target: Target, carried: Iterable[Carried], context: Mapping[str, Any]
) -> dict[str, Any]:
    """What `header.jinja` needs for a body: the imports of all that it reads."""
    read = set().union(*globals_read(body).values())
    needed = {line for name, line in importable(target, context).items() if name in read}
    needed.update(imports_of(carried))
    if context["custom"]:
        needed.add("import importlib.util")
    foreign = {line for line in needed if is_foreign(line)}
    roots = {line.split()[1].partition(".")[0] for line in foreign}
    source = context["study"].data.source
    reader = ["scikit-learn"] if isinstance(source, Sklearn) else []
    if isinstance(source, Table) and source.format == "excel":
        reader = ["openpyxl"]
    named = [root for root in ("numpy", "pandas", "pyarrow", "scipy") if root in roots]
    packages = dict.fromkeys([*context["packages"], *named, *reader])
    return {
        "imports": import_block(needed - foreign),
        "guarded": import_block(foreign),
        "needs": ["keras with a backend", *packages],
        "packages": ["keras", "tensorflow", *packages],
    }


def _seconds(timeout: float | None) -> float | int | None:
    return int(timeout) if timeout is not None and timeout.is_integer() else timeout


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
    return {
        "key": literal(key),
        "label": literal(name),
        "name": name,
        "maximize": maximize,
        "best": "max" if maximize else "min",
        "better": ">" if maximize else "<",
        "worst": "-np.inf" if maximize else "np.inf",
    }
