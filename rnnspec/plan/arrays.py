"""The data steps of arrays: samples that are windows already.

In: a study whose source is arrays. Out: procedures. A part is the numbers of its samples, in an
order that the split decides.
"""

from rnnspec.plan.scaling import assign, call, fit_scaler, has_scaler, texts
from rnnspec.plan.target import class_targets
from rnnspec.plan.tree import Argument, Each, Index, Items, Local, Procedure, Slice, Step
from rnnspec.study.data import Npz, Random, Sklearn
from rnnspec.study.expressions import Const
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
    if study.data.classes is not None:
        numbers = call("class_numbers", call("np.ravel", "targets"), texts(study.data.labels))
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


def lower_split(study: Study, held: tuple[str, ...]) -> Procedure:
    """Samples of train, validation and test; with folds: pairs of them, all but test, and test."""
    split, folds = study.data.split, study.search.folds
    shares = (Const(split.validation), Const(split.test))
    names = ("begin" if folds is None else "_", "end")
    bounds = Step(names, call("part_bounds", call("len", "order"), *shares))
    before = [assign("order", _order(study)), bounds]
    test = assign("test", Slice(Local("order"), Local("end"), None))
    rest = Slice(Local("order"), None, Local("end"))
    if folds is None:
        steps = (
            *before,
            assign("train", Slice(Local("order"), None, Local("begin"))),
            assign("validation", Slice(Local("order"), Local("begin"), Local("end"))),
            test,
        )
        return Procedure(held, steps, ("train", "validation", "test"))
    pairs: Argument = call("crossing_folds", "rest", Const(folds))
    if split.kind == "chronological":
        pair = Items(
            (
                Slice(Local("order"), None, Local("first")),
                Slice(Local("order"), Local("first"), Local("last")),
            )
        )
        pairs = Each(("first", "last"), call("expanding_folds", "end", Const(folds)), pair)
    steps = (*before, assign("rest", rest), assign("folds", pairs), test)
    return Procedure(held, steps, ("folds", "rest", "test"))


def _order(study: Study) -> Argument:
    seed = Const(study.search.seed)
    match study.data.split.kind:
        case "random":
            return call("shuffled_order", call("len", "targets"), seed)
        case "stratified":
            return call("stratified_order", "targets", seed)
    return call("np.arange", call("len", "targets"))


def lower_fit(study: Study, held: tuple[str, ...]) -> Procedure:
    """Inputs in the scaler's units; integers for an `Embedding` stay what they are."""
    steps: list[Step] = []
    results = list(held)
    if has_scaler(study):
        if study.data.features is not None:
            fitted = fit_scaler(study, Index(Local("inputs"), Local("train")), ())
            steps.append(assign("scaler", fitted))
            steps.append(assign("inputs", call("scale", "inputs", "scaler")))
            results.append("scaler")
        if study.data.classes is None:
            fitted = fit_scaler(study, Index(Local("targets"), Local("train")), ())
            steps.append(assign("target_scaler", fitted))
            results.append("target_scaler")
    return Procedure((*held, "train"), tuple(steps), tuple(results))


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
        *([assign("inputs", call("scale", "inputs", "scaler"))] if scaled else []),
        assign("samples", call("np.flatnonzero", call("known_samples", "inputs", "inputs"))),
        assign("x", Index(Local("inputs"), Local("samples"))),
    ]
    given = ("path", "known", *(("scaler",) if scaled else ()))
    return Procedure(given, tuple(steps), ("x", "samples", "truth"))
