"""How a trained model is judged: metrics in the target's own units, and a baseline.

In: a study. Out: the `Scoring` of a plan, and class numbers as the loss wants them. Which Keras
metric a word means depends on the kind of target, which the loss tells.
"""

from rnnspec.catalog import LOSSES, METRICS
from rnnspec.catalog.measures import short_name
from rnnspec.plan.kinds import possible_values
from rnnspec.plan.memory import by_batch, whole
from rnnspec.plan.scaling import call, has_scaler, in_target_shape
from rnnspec.plan.tree import Argument, Call, Items, Local, Measure, Path, Scoring
from rnnspec.study.data import Table
from rnnspec.study.expressions import FALSE, TRUE, Const, Make, walk
from rnnspec.study.study import Study

ACCURACY = {
    "binary": "BinaryAccuracy",
    "sparse": "SparseCategoricalAccuracy",
    "categorical": "CategoricalAccuracy",
}


def target_kind(study: Study) -> str:
    """`regression`, `binary`, `sparse` or `categorical`, as the loss wants it."""
    made = (part.kind for part in walk(study.train.loss) if isinstance(part, Make))
    return next(LOSSES[kind].suits[0] for kind in made if kind in LOSSES)


def train_classes(study: Study) -> Argument:
    """The class numbers of the train part, of which `train_y` is what the loss wants."""
    if target_kind(study) == "categorical":
        return call("np.argmax", whole(study, "train_y"), axis=Const(1))
    return whole(study, "train_y")


def class_targets(study: Study, numbers: Argument) -> Argument:
    """Class numbers as the loss wants them: one-hot for a categorical one."""
    if target_kind(study) == "categorical":
        return call("one_hot", numbers, Const(study.data.classes))
    return numbers


def lower_scoring(study: Study) -> Scoring:
    """The measures and what they compare."""
    kind = target_kind(study)
    scaled = kind == "regression" and has_scaler(study)
    baseline, name = _baseline(study, kind, scaled)
    y = whole(study, "y")
    batches = by_batch(study)
    return Scoring(
        truth=call("unscale", y, "target_scaler") if scaled else y,
        predicted=_predicted(study, kind, scaled=scaled),
        baseline=baseline,
        baseline_name=name,
        measures=_measures(study, kind),
        predict=Path("predict_batches" if batches else "predict"),
        evaluate=Path("evaluate_batches" if batches else "evaluate_loss"),
    )


def _predicted(study: Study, kind: str, *, scaled: bool) -> Argument:
    """What the model says, in the units of the target; a metric of two classes reads no logits."""
    if scaled:
        return call("unscale", "raw", "target_scaler")
    made = (dict(part.arguments) for part in walk(study.train.loss) if isinstance(part, Make))
    logits = {arguments.get("from_logits", FALSE) for arguments in made}
    if kind != "binary" or logits <= {FALSE}:
        return Local("raw")
    return call("sigmoid", "raw") if logits == {TRUE} else call("as_shares", "raw", "model")


def _baseline(study: Study, kind: str, scaled: bool) -> tuple[Argument, str]:
    data = study.data
    samples = call("len", "y")
    if data.classes is not None:
        classes = Const(data.classes)
        if data.target_form == "steps":
            samples = call("np.size", "y")
        majority = call("majority_class", train_classes(study), classes, samples)
        if kind == "binary":  # the probability of class 1 alone
            majority = call("np.take", majority, Items((Const(1),)), axis=Const(1))
        return majority, "majority class"
    if isinstance(data.source, Table) and (data.season > 1 or _sees_targets(study)):
        horizon, season = Const(data.horizon), Const(data.season)
        told = {"lead": Const(data.lead)} if data.lead > 1 else {}
        if data.season == 1:
            last = call("naive_forecast", "targets", "ends", horizon)
        elif not data.is_grouped:
            last = call("seasonal_forecast", "targets", "ends", horizon, season, **told)
        else:
            given = ("targets", "groups", "ends", horizon, season)
            last = call("seasonal_in_groups", *given, **told)
        return in_target_shape(study, last), "last value" if data.season == 1 else "last season"
    mean = call("mean_forecast", whole(study, "train_y"), samples)
    return (call("unscale", mean, "target_scaler") if scaled else mean), "mean of train"


def _sees_targets(study: Study) -> bool:
    """Whether a model may see what the targets were: the naive forecast knows no more than it."""
    inputs = possible_values(study.data.inputs, study.space)
    lists = (value for value in inputs if isinstance(value, tuple))
    return any(set(study.data.targets) <= set(names) for names in lists)


def _measures(study: Study, kind: str) -> tuple[Measure, ...]:
    """The objectives, the metrics of the spec, and at least one metric, each once."""
    found: dict[str, Measure] = {}
    for objective in study.search.objectives:
        name = objective.measure.removeprefix("val_")
        found[name] = _measure(study, name, kind)
    for name in study.train.metrics:
        found.setdefault(name, _measure(study, name, kind))
    if all(measure.kind != "metric" for measure in found.values()):
        usual = "MeanAbsoluteError" if kind == "regression" else "Accuracy"
        found[usual] = _measure(study, usual, kind)
    return tuple(found.values())


def _measure(study: Study, name: str, kind: str) -> Measure:
    if name in ("loss", "parameters"):
        return Measure(name, name)
    row = METRICS[name]
    truth: Argument = Local("truth")
    metric = metric_call(name, kind)
    if name == "F1Score" and kind == "sparse":
        numbers = call("np.ravel", "truth") if study.data.target_form == "steps" else "truth"
        truth = call("one_hot", numbers, Const(study.data.classes))
    return Measure(short_name(name), "metric", metric, truth, row.maximize)


def metric_call(word: str, kind: str, **keywords: Argument) -> Call:
    """The Keras metric that a word means for this kind of target."""
    if word == "Accuracy":
        return call(f"keras.metrics.{ACCURACY[kind]}", **keywords)
    if word == "F1Score":
        threshold = {"threshold": Const(0.5)} if kind == "binary" else {}
        return call(METRICS[word].call, average=Const("macro"), **threshold, **keywords)
    return call(METRICS[word].call, **keywords)
