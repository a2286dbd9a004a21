"""The data steps of arrays: samples that are windows already.

In: a study whose source is arrays. Out: procedures. A part is the numbers of its samples, in an
order that the split decides.
"""

from rnnspec.plan.scaling import assign, call, fit_scaler, has_scaler, texts
from rnnspec.plan.scoring import class_targets, target_kind
from rnnspec.plan.tree import Argument, Index, Items, Local, Procedure, Step
from rnnspec.study.data import Npz, Random, Sklearn
from rnnspec.study.expressions import Const, Expr
from rnnspec.study.model import Layer
from rnnspec.study.study import Study


def lower_read(study: Study) -> Procedure:
    """path -> inputs (samples, steps, features) and targets (samples, ...)."""
    source, seed = study.data.source, Const(study.search.seed)
    given: tuple[str, ...] = ()
    value: Argument
    match source:
        case Npz(_, x, y):
            given, value = ("path",), call("read_npz", "path", Const(x), Const(y))
        case Sklearn():
            value = call("read_digits")
        case Random(samples, steps, features):
            sizes = {"samples": samples, "steps": steps, "features": features}
            keywords = {name: Const(size) for name, size in sizes.items()}
            value = call("random_arrays", **keywords, seed=seed)
        case _:
            raise TypeError(f"{source} holds no arrays")
    read = [Step(("inputs", "targets"), value)]
    if study.data.target_form == "one_hot":
        read.append(assign("targets", call("np.argmax", "targets", axis=Const(1))))
    elif study.data.classes is not None:
        numbers = call("class_numbers", call("np.ravel", "targets"), texts(study.data.labels))
        if study.data.target_form == "steps":
            numbers = call("np.reshape", numbers, call("np.shape", "targets"))
        read.append(assign("targets", numbers))
    elif study.data.target_shape == ():
        read.append(assign("targets", call("np.reshape", "targets", Items((Const(-1), Const(1))))))
    held = ("inputs", "targets")
    return Procedure(given, (*read, *_filled(study, held)), held)


def _filled(study: Study, held: tuple[str, ...]) -> list[Step]:
    """Fill what can be filled; samples that still miss a value are left out later."""
    match study.data.missing:
        case "error":
            return [Step((), call("check_finite", name)) for name in held]
        case "forward":
            return [assign("inputs", call("fill_steps_forward", "inputs"))]
        case "interpolate":
            return [assign("inputs", call("fill_inside", "inputs"))]
    return []


def lower_fit(study: Study, held: tuple[str, ...]) -> Procedure:
    """Inputs in the scaler's units; integers for an `Embedding` stay what they are."""
    steps: list[Step] = []
    results = list(held)
    if has_scaler(study):
        if study.data.features is not None:
            learned: Argument = Index(Local("inputs"), Local("train"))
            if (padding := padding_value(study)) is not None:
                learned = call("hide_padding", learned, padding)
            steps.append(assign("scaler", fit_scaler(study, learned, ())))
            steps.append(assign("inputs", _scaled(study)))
            results.append("scaler")
        if target_kind(study) == "regression":
            fitted = fit_scaler(study, Index(Local("targets"), Local("train")), ())
            steps.append(assign("target_scaler", fitted))
            results.append("target_scaler")
    return Procedure((*held, "train"), tuple(steps), tuple(results))


def padding_value(study: Study) -> Expr | None:
    """What a step of padding is filled with: the model begins with a `Masking` of it."""
    match study.model:
        case (Layer(Const("Masking"), arguments), *_):
            return dict(arguments).get("mask_value", Const(0.0))
    return None


def _scaled(study: Study) -> Argument:
    """The inputs in the scaler's units, in which padding stays what it is."""
    scaled = call("scale", "inputs", "scaler")
    padding = padding_value(study)
    return scaled if padding is None else call("keep_padding", scaled, "inputs", padding)


def lower_cut(study: Study, fitted: tuple[str, ...]) -> Procedure:
    """The samples of a part."""
    y: Argument = Index(Local("targets"), Local("part"))
    if study.data.classes is not None:
        y = class_targets(study, y)
    elif "target_scaler" in fitted:
        y = call("scale", y, "target_scaler")
    steps = [assign("x", Index(Local("inputs"), Local("part"))), assign("y", y)]
    if study.data.missing != "error":
        known = call(
            "known_samples",
            Index(Local("inputs"), Local("part")),
            Index(Local("targets"), Local("part")),
        )
        steps.insert(0, assign("part", Index(Local("part"), known)))
    return Procedure((*fitted, "part"), tuple(steps), ("x", "y"))


def lower_predict(study: Study) -> Procedure:
    """(path, known, scaler) -> x, the numbers of its samples, and the array `known` beside it.

    `known` is the array of the targets, or that of the inputs again where the file has none.
    """
    source = study.data.source
    name = Const(source.x if isinstance(source, Npz) else "x")
    scaled = has_scaler(study) and study.data.features is not None
    steps = [
        Step(("inputs", "truth"), call("read_npz", "path", name, "known")),
        *_filled(study, ("inputs",)),
        *([assign("inputs", _scaled(study))] if scaled else []),
        assign("samples", call("np.flatnonzero", call("known_samples", "inputs", "inputs"))),
        assign("x", Index(Local("inputs"), Local("samples"))),
    ]
    given = ("path", "known", *(("scaler",) if scaled else ()))
    return Procedure(given, tuple(steps), ("x", "samples", "truth"))
