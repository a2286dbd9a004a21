"""The part of a script that every target shares: everything after `values`.

In: a study with its plan. Out: printed pieces for the shared templates: data, model, training,
scoring, the runtime's functions that they call. It knows no target.
"""

import builtins
import re
from collections.abc import Iterable, Iterator
from typing import Any

from rnnspec.plan.lower import lower_plan
from rnnspec.plan.tree import Argument, Call, Measure, Path, Plan, Procedure, Step
from rnnspec.scripts.calls import locals_read, parts_of, print_argument, print_keyword, print_steps
from rnnspec.scripts.carry import Carried, carry
from rnnspec.scripts.generated_index import INDEX
from rnnspec.scripts.network import arguments_of, print_network
from rnnspec.scripts.python import Names, literal, print_expression, safe_name
from rnnspec.study.data import Random, Table
from rnnspec.study.expressions import Const
from rnnspec.study.model import CustomLayer
from rnnspec.study.study import Study

LAYERS = frozenset({"layers"})
TRIAL = frozenset({"training", "metrics"})
ALWAYS = ("trial_seed", "seed_everything", "fit_model", "predict", "measure")
"""Functions of the runtime that every script calls."""


def shared_context(
    study: Study, spec_name: str, data_path: str | None, folder: str, prunes: bool
) -> dict[str, Any]:
    """What the shared templates need; `prunes` tells whether a training may be ended early."""
    plan = lower_plan(study)
    names = derived_names(study)
    needed = runtime_names(plan) | set(_called(study, plan, prunes))
    model = _model(plan, names, frozenset(needed))
    fit = _fit(plan, names, len(model["model_given"]) > 1)
    carried = carry(sorted(needed | ({"count_steps"} if fit["steps"] else set())))
    return {
        "study": study,
        "plan": plan,
        "names": names,
        "spec_name": spec_name,
        "data_path": literal(data_path or ""),
        "custom": [_custom(layer, folder) for layer in study.custom],
        "carried": {
            "all": carried,
            "data": _sources(carried, lambda module: module not in LAYERS | TRIAL),
            "layers": _sources(carried, lambda module: module in LAYERS),
            "trial": _sources(carried, lambda module: module in TRIAL),
        },
        "has_path": plan.data.has_path,
        "has_test": plan.data.has_test,
        "searched": plan.data.searched,
        "folds": study.search.folds or 0,
        "repeats": study.search.repeats,
        "front": len(study.search.objectives) > 1,
        "prunes": prunes,
        "derived": [
            {"name": names.derived[d.name], "value": print_expression(d.value, names)}
            for d in study.space.derived
        ],
        **_data(study, plan, names),
        **model,
        "fit": fit,
        "scoring": _scoring(plan, names),
    }


SCRIPT_NAMES = frozenset(
    {
        *("HERE", "SPACE", "FIRST_POINTS", "ALGORITHM", "Path", "Trials", "fmin", "hp", "scope"),
        *("Optimizer", "Real", "Categorical", "REST", "optimizer", "point", "skopt", "tried"),
        *("Figure", "figure", "plot_convergence"),
        *("Space", "space", "rng", "trees", "BoostedTrees"),
        *("keras_tuner", "declare", "Oracle", "oracle", "tempfile", "folder", "first_rungs"),
        *("GradientBoostingRegressor", "GradientBoostingQuantileRegressor"),
        *("search", "run_trial", "beats", "report", "values_of", "in_order", "optuna", "propose"),
        *("STATUS_FAIL", "STATUS_OK", "AllTrialsFailed", "space_eval", "spec_from_misc"),
        *("nearest_step", "truncated_normal", "tidy", "pick", "FAILED", "PRUNED", "ask"),
        *("is_pruned", "cmaes", "torch", "scipy", "warnings", "options", "trial"),
        *("argparse", "hyperopt", "importlib", "json", "keras", "math", "np", "pd", "platform"),
        *("time", "tpe", "rand", "anneal", "suppress", "log_ndtr", "ndtri_exp", "partial", "mean"),
        *("flatten", "drop_inactive", "is_allowed", "values_of", "trial_of", "suggest", "main"),
        *("load_data", "split_data", "prepare_data", "cut", "load_layer", "build_model"),
        *("train_model", "measure_all", "score_model", "score_baseline", "run_trainings"),
        *("Network", "BaseWrapper", "GridSearchCV", "RandomizedSearchCV", "ParameterSampler"),
        *("loguniform", "norm", "randint", "truncnorm", "uniform", "sklearn", "scikeras", "islice"),
        *("configurations", "proposals", "data_of", "judge", "os"),
        *("versions", "values", "data", "seed", "epoch", "epochs", "train_y", "train_x", "model"),
        *("steps_per_epoch", "callbacks", "validation", "history", "inputs", "targets", "hot"),
        *("first", "last", "ends", "x", "y", "part", "train", "scored", "test", "scaler", "rows"),
        *("target_scaler", "groups", "layer", "baseline", "truth", "predicted", "raw", "scores"),
    }
)
"""What a script calls its own things; derived values are called otherwise."""


def derived_names(study: Study) -> Names:
    """A function's name for each derived value."""
    taken = {*SCRIPT_NAMES, *INDEX, *(layer.name for layer in study.custom)}
    names: dict[str, str] = {}
    for derived in study.space.derived:
        names[derived.name] = safe_name(derived.name, taken)
        taken.add(names[derived.name])
    return Names(names)


def _sources(carried: Iterable[Carried], belongs: Any) -> list[str]:
    return [item.source for item in carried if belongs(item.module)]


def runtime_names(plan: Plan) -> set[str]:
    """The runtime's functions and classes that a plan names."""
    custom = {layer.name for layer in plan.custom}
    data = plan.data
    stack: list[Argument] = [
        step.value for p in (data.read, data.split, data.fit, data.cut) for step in p.steps
    ]
    stack += [*arguments_of(plan.model.body), plan.model.optimizer, plan.model.loss]
    stack += [*plan.model.metrics, *plan.fit.callbacks, plan.fit.class_weight]
    stack += [plan.scoring.truth, plan.scoring.predicted]
    if data.has_test:
        stack.append(plan.scoring.baseline)
    for measure in plan.scoring.measures:
        stack += [measure.metric, measure.truth]
    found = set()
    while stack:
        part = stack.pop()
        if isinstance(part, Path):
            if (
                "." not in part.name
                and part.name not in custom
                and not hasattr(builtins, part.name)
            ):
                found.add(part.name)
        else:
            stack.extend(parts_of(part))
    return found


def _called(study: Study, plan: Plan, prunes: bool) -> Iterator[str]:
    """The runtime's functions that the templates call."""
    yield from ALWAYS
    if prunes:
        yield "AfterEpoch"
    if any(measure.kind == "loss" for measure in plan.scoring.measures):
        yield "evaluate_loss"
    if study.search.folds:
        yield "epochs_kept"


def _data(study: Study, plan: Plan, names: Names) -> dict[str, Any]:
    """The procedures of the data as the lines of three functions, and how to call them."""
    data, scoring = plan.data, plan.scoring
    held = [name for name in data.read.results if name != "gaps"]
    values = ["values"] if data.searched else []
    own = [name for name in held if name in locals_read(data.fit) | locals_read(data.cut)]
    if data.has_test:
        own += [n for n in held if n in _locals(scoring.baseline) and n not in own]
    read = []
    for step, line in zip(data.read.steps, print_steps(data.read.steps, names), strict=True):
        read.append(line)
        if step.names == ("gaps",):
            read.append('print(f"missing values: {gaps}")')
    returned = ['"train": (train_x, train_y)', '"scored": (x, y)']
    if data.has_test:
        returned.append('"baseline": baseline')
    if _is_scaled(plan):
        returned.append('"target_scaler": target_scaler')
    best = ['best["values"]'] if data.searched else []
    whole = "rest" if study.search.folds else "train"
    scored = "test" if data.has_test else whole
    return {
        "held": held,
        "parts": [name for name in data.split.results if data.has_test or name != "test"],
        "split_given": [name for name in held if name in locals_read(data.split)],
        "several": _several(study),
        "prepared_name": "prepared" if _several(study) else "data",
        "prepare_one": _prepare_one([*values, *own]),
        "prepare_call": _prepare_call(study, [*values, *own]),
        "final_call": f"prepare_data({', '.join([*best, *own])}, {whole}, {scored})",
        "data": {
            "read_given": ["path"] if data.has_path else [],
            "read_doc": _read_doc(study),
            "split_doc": _split_doc(study),
            "prepare_given": [*values, *own, "train", "scored"],
            "read": read,
            "split": list(print_steps(_split_steps(plan), names)),
            "fit": list(print_steps(data.fit.steps, names)),
            "cut": list(print_steps(data.cut.steps, names)),
            "cut_results": list(data.cut.results),
            "train_names": ["train_x", "train_y", *("_" for _ in data.cut.results[2:])],
            "baseline": print_argument(scoring.baseline, names),
            "returned": returned,
        },
    }


def _split_steps(plan: Plan) -> list[Step]:
    return [s for s in plan.data.split.steps if plan.data.has_test or s.names != ("test",)]


def _prepare_one(given: list[str]) -> str:
    """What one training gets: the arrays that it trains on, and those that it is scored on."""
    return f"prepare_data({', '.join([*given, 'train', 'validation'])})"


def _prepare_call(study: Study, given: list[str]) -> str:
    """What a trial trains on and is scored on; a list where it is trained several times."""
    prepared = _prepare_one(given)
    if study.search.folds:
        return f"[{prepared} for train, validation in folds]"
    return f"[{prepared}]" if study.search.repeats > 1 else prepared


def _several(study: Study) -> str:
    """What a configuration is trained several times for; empty where it is trained once."""
    several = ["fold"] if study.search.folds else []
    several += ["repeat"] if study.search.repeats > 1 else []
    return f"every {' and '.join(several)}" if several else ""


def _read_doc(study: Study) -> str:
    match study.data.source:
        case Table(time=None):
            return "Read the table."
        case Table():
            return "Read the table, in the order of its time."
        case Random():
            return "Draw random samples, to try things out."
    return "Read the samples and their targets."


def _split_doc(study: Study) -> str:
    what = "rows (first, last)" if isinstance(study.data.source, Table) else "samples"
    parts = ["each fold", "all but test"] if study.search.folds else ["train", "validation"]
    parts += ["test"] if study.data.split.test else []
    return f"The {what} of {', '.join(parts[:-1])} and {parts[-1]}."


def _model(plan: Plan, names: Names, carried: frozenset[str]) -> dict[str, Any]:
    model = plan.model
    taken = carried | SCRIPT_NAMES | frozenset(names.derived.values())
    network = print_network(model, names, taken | {layer.name for layer in plan.custom})
    compiled = [
        f"optimizer={print_keyword(model.optimizer, names)}",
        f"loss={print_keyword(model.loss, names)}",
    ]
    if model.metrics:
        metrics = (print_argument(metric, names) for metric in model.metrics)
        compiled.append(f"metrics=[{', '.join(metrics)}]")
    steps = uses_name("steps_per_epoch", compiled)
    return {
        "network": network,
        "compile": compiled,
        "model_given": ["values", "steps_per_epoch"] if steps else ["values"],
    }


def _fit(plan: Plan, names: Names, steps: bool) -> dict[str, Any]:
    fit = plan.fit
    callbacks = [print_argument(callback, names) for callback in fit.callbacks]
    weights = "" if fit.class_weight == Const(None) else print_argument(fit.class_weight, names)
    steps = steps or uses_name("steps_per_epoch", callbacks)
    return {
        "epochs": print_expression(fit.epochs, names),
        "batch_size": print_expression(fit.batch_size, names),
        "callbacks": callbacks,
        "class_weight": weights,
        "steps": steps,
        "train_y": steps or bool(weights),
    }


def _scoring(plan: Plan, names: Names) -> dict[str, Any]:
    scoring = plan.scoring
    metrics = [m for m in scoring.measures if m.kind == "metric"]
    return {
        "truth": print_argument(scoring.truth, names),
        "predicted": print_argument(scoring.predicted, names),
        "baseline_name": scoring.baseline_name,
        "scaled": _is_scaled(plan),
        "metrics": [f"{literal(m.name)}: {_measured(m, names)}" for m in metrics],
        "others": [OTHERS[m.kind] for m in scoring.measures if m.kind in OTHERS],
    }


OTHERS = {
    "loss": 'scores["loss"] = evaluate_loss(model, x, y)',
    "parameters": 'scores["parameters"] = model.count_params()',
}
"""Measures of a model that no forecast has."""


def _measured(measure: Measure, names: Names) -> str:
    metric, truth = print_argument(measure.metric, names), print_argument(measure.truth, names)
    return f"measure({metric}, {truth}, predicted)"


def _is_scaled(plan: Plan) -> bool:
    return isinstance(plan.scoring.truth, Call)


def _locals(argument: Argument) -> set[str]:
    return locals_read(Procedure((), (Step((), argument),), ()))


def uses_name(name: str, texts: Iterable[str]) -> bool:
    """Whether printed Python uses a name (a pattern that begins and ends as names do)."""
    pattern = re.compile(rf"(?<!\w){name}(?!\w)")
    return any(pattern.search(text) for text in texts)


def _custom(layer: CustomLayer, folder: str) -> dict[str, str]:
    path = layer.path if folder in ("", ".") else f"{folder}/{layer.path}"
    return {"name": layer.name, "literal": literal(layer.name), "path": literal(path)}
