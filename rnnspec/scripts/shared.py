"""The part of a script that every target shares: everything after `values`.

In: a study with its plan, names for its derived values. Out: printed pieces for the shared
templates: data, model, training, scoring. It knows no target.
"""

from collections.abc import Iterable
from typing import Any

from rnnspec.plan.memory import by_batch
from rnnspec.plan.tree import Call, Items, Measure, Path, Plan, reads_values
from rnnspec.scripts.calls import print_argument, print_call, print_steps
from rnnspec.scripts.network import print_network
from rnnspec.scripts.predicting import SCALERS, predict_context
from rnnspec.scripts.python import Names, literal, print_expression
from rnnspec.scripts.symbols import names_read
from rnnspec.study.data import Random, Table
from rnnspec.study.expressions import Const
from rnnspec.study.model import CustomLayer
from rnnspec.study.study import Study


def shared_context(
    study: Study,
    plan: Plan,
    names: Names,
    data_path: str | None,
    test_path: str | None,
    folder: str,
    prunes: bool,
) -> dict[str, Any]:
    """What the shared templates need; `prunes` tells whether a training may be ended early."""
    model = _model(plan, names)
    kept = [name for name in SCALERS if name in plan.data.fit.results]
    return {
        "study": study,
        "plan": plan,
        "names": names,
        "data_path": literal(data_path or ""),
        "test_path": None if test_path is None else literal(test_path),
        "custom": [_custom(layer, folder) for layer in study.custom],
        "has_path": plan.data.has_path,
        "several_files": isinstance(study.data.source, Table) and study.data.source.several,
        "several_tested": study.data.test is not None and study.data.test.several,
        "has_test": plan.data.has_test,
        "searched": plan.data.searched,
        "folds": study.search.folds or 0,
        "repeats": study.search.repeats,
        "front": len(study.search.objectives) > 1,
        "prunes": prunes,
        "hyperparameters": [literal(h.name) for h in study.space.hyperparameters],
        "kept": {
            "scalers": kept,
            "reads_values": reads_values(plan.kept),
            "content": print_argument(plan.kept, names),
        },
        "needs_final": bool(plan.data.has_test or kept),
        "predict": predict_context(study, plan, names),
        "derived": {
            names.derived[d.name]: print_expression(d.value, names) for d in study.space.derived
        },
        **_data(study, plan, names),
        **model,
        "fit": _fit(plan, names, len(model["model_given"]) > 1),
        "scoring": _scoring(plan, names),
    }


WEIGHT = "sample_weight"
"""What weighs each sample that trains, by the name of the plan and of Keras."""


def _data(study: Study, plan: Plan, names: Names) -> dict[str, Any]:
    """The procedures of the data as the lines of three functions, and how to call them."""
    data, scoring = plan.data, plan.scoring
    held = [name for name in data.read.results if name != "gaps"]
    parts = [name for name in data.split.results if data.has_test or name != "test"]
    split_steps = [s for s in data.split.steps if data.has_test or s.names != ("test",)]
    split = list(print_steps(split_steps, names))
    fit, cut = (list(print_steps(part.steps, names)) for part in (data.fit, data.cut))
    baseline = print_argument(scoring.baseline, names)
    prepared = names_read([*fit, *cut])
    own = [name for name in held if name in prepared]
    if data.has_test:
        own += [n for n in held if n in names_read([baseline]) and n not in own]
    read: list[str] = []
    for step in data.read.steps:
        read += print_steps([step], names)
        if step.names == ("gaps",):
            read.append('print(f"missing values: {gaps}")')
    after = names_read([baseline]) if data.has_test else set()
    returned = ['"train": (train_x, train_y)', '"scored": (x, y)']
    others = data.cut.results[2:]
    if WEIGHT in others:
        returned.append(f"{literal(WEIGHT)}: {WEIGHT}")
    if data.has_test:
        returned.append('"baseline": baseline')
    returned += [f'"{name}": {name}' for name in SCALERS if name in data.fit.results]
    given = ["values", *own] if data.searched else own
    best = ['best["values"]', *own] if data.searched else own
    one = f"prepare_data({', '.join([*given, 'train', 'validation'])})"
    several = _several(study)
    whole = "rest" if study.search.folds else "train"
    scored = "test" if data.has_test else whole
    is_table = isinstance(study.data.source, Table)
    part = "list[int]" if is_table else "np.ndarray"
    folds = f"list[list[{part}]]"
    if study.data.split.kind != "chronological":
        folds = "list[tuple[np.ndarray, np.ndarray]]"
    return {
        "held": held,
        "parts": parts,
        "split_given": [name for name in held if name in names_read(split)],
        "several": several,
        "prepared_name": "prepared" if several else "data",
        "prepare_one": one,
        "prepare_call": _prepare_call(study, one),
        "final_call": f"prepare_data({', '.join([*best, whole, scored])})",
        "data": {
            "what": "rows" if is_table else "samples",
            "held_types": [_type(name) for name in held],
            "part_types": [folds if name == "folds" else part for name in parts],
            "part_type": part,
            "split_given": _typed(name for name in held if name in names_read(split)),
            "read_doc": _read_doc(study),
            "split_doc": _split_doc(study),
            "prepare_given": [*_typed(given), f"train: {part}", f"scored: {part}"],
            "read": read,
            "split": split,
            "fit": fit,
            "cut": cut,
            "cut_results": list(data.cut.results),
            "cut_type": _cut_type(study, data.cut.results),
            "train_names": ["train_x", "train_y", *(n if n == WEIGHT else "_" for n in others)],
            "scored_names": ["x", "y", *(n if n in after else "_" for n in others)],
            "baseline": baseline,
            "returned": returned,
        },
    }


def _type(name: str) -> str:
    """The type of what is read of the data."""
    return "int" if name in ("begin", "end") else "np.ndarray"


def _typed(names: Iterable[str]) -> list[str]:
    """Parameters with their types."""
    return [f"{n}: {'dict[str, Any]' if n == 'values' else _type(n)}" for n in names]


def _cut_type(study: Study, results: tuple[str, ...]) -> str:
    """What is cut of a part; x and y may be lazy."""
    if not by_batch(study):
        return "tuple[np.ndarray, ...]"
    types = ("LazyArray" if name in {"x", "y"} else "np.ndarray" for name in results)
    return f"tuple[{', '.join(types)}]"


def _prepare_call(study: Study, one: str) -> str:
    """What a trial trains on and is scored on; a list where it is trained several times."""
    if study.search.folds:
        return f"[{one} for train, validation in folds]"
    return f"[{one}]" if study.search.repeats > 1 else one


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
    parts += ["test"] if study.data.has_test else []
    return f"The {what} of {', '.join(parts[:-1])} and {parts[-1]}."


def _model(plan: Plan, names: Names) -> dict[str, Any]:
    model = plan.model
    own = frozenset(layer.name for layer in plan.custom)
    arguments = [("optimizer", model.optimizer), ("loss", model.loss)]
    if model.metrics:
        arguments.append(("metrics", Items(model.metrics)))
    compiled = print_call(Call(Path("model.compile"), (), tuple(arguments)), names)
    steps = "steps_per_epoch" in names_read([compiled])
    return {
        "network": print_network(model, names, own),
        "compile": compiled,
        "model_given": ["values", "steps_per_epoch"] if steps else ["values"],
    }


def _fit(plan: Plan, names: Names, steps: bool) -> dict[str, Any]:
    fit = plan.fit
    callbacks = [print_argument(callback, names) for callback in fit.callbacks]
    of_class = "" if fit.class_weight == Const(None) else print_argument(fit.class_weight, names)
    weights = f", class_weight={of_class}" if of_class else ""
    if WEIGHT in plan.data.cut.results:
        weights += f", {WEIGHT}=data[{literal(WEIGHT)}]"
    steps = steps or "steps_per_epoch" in names_read(callbacks)
    return {
        "function": fit.function.name,
        "epochs": print_expression(fit.epochs, names),
        "batch_size": print_expression(fit.batch_size, names),
        "callbacks": ", ".join(callbacks),
        "weights": weights,
        "steps": steps,
        "train_y": steps or bool(of_class),
    }


def _scoring(plan: Plan, names: Names) -> dict[str, Any]:
    scoring = plan.scoring
    metrics = [m for m in scoring.measures if m.kind == "metric"]
    others = {
        "loss": f'scores["loss"] = {scoring.evaluate.name}(model, x, y)',
        "parameters": 'scores["parameters"] = model.count_params()',
    }
    return {
        "truth": print_argument(scoring.truth, names),
        "predicted": print_argument(scoring.predicted, names),
        "baseline_name": scoring.baseline_name,
        "scaled": _is_scaled(plan),
        "metrics": [f"{literal(m.name)}: {_measured(m, names)}" for m in metrics],
        "predict": scoring.predict.name,
        "others": [others[m.kind] for m in scoring.measures if m.kind in others],
    }


def _measured(measure: Measure, names: Names) -> str:
    metric, truth = print_argument(measure.metric, names), print_argument(measure.truth, names)
    return f"measure({metric}, {truth}, predicted)"


def _is_scaled(plan: Plan) -> bool:
    return isinstance(plan.scoring.truth, Call)


def _custom(layer: CustomLayer, folder: str) -> dict[str, str]:
    path = layer.path if folder in ("", ".") else f"{folder}/{layer.path}"
    return {"name": layer.name, "literal": literal(layer.name), "path": literal(path)}
