"""From a study to its plan.

In: a checked study. Out: every call of Keras and of the runtime that a configuration makes, in
order. What a word of the language is in Keras is decided in this room and nowhere else.
"""

from rnnspec.catalog import METRICS
from rnnspec.plan.arguments import lower_argument
from rnnspec.plan.data import lower_data
from rnnspec.plan.kept import lower_kept
from rnnspec.plan.memory import by_batch
from rnnspec.plan.network import is_straight, lower_network
from rnnspec.plan.scaling import call
from rnnspec.plan.scoring import lower_scoring, metric_call, target_kind, train_classes
from rnnspec.plan.tree import Argument, Model, Path, Plan, Training
from rnnspec.study.expressions import Apply, Const, Make
from rnnspec.study.study import Study


def lower_plan(study: Study) -> Plan:
    """The plan of a study."""
    data = lower_data(study)
    return Plan(
        data=data,
        model=_model(study),
        fit=_fit(study),
        scoring=lower_scoring(study),
        kept=lower_kept(study, data.fit.results),
        custom=study.custom,
    )


def _model(study: Study) -> Model:
    body = lower_network(study)
    return Model(
        input=_input(study),
        body=body,
        optimizer=lower_argument(study.train.optimizer, ("optimizer",)),
        loss=lower_argument(study.train.loss, ("loss",)),
        metrics=_monitored(study),
        straight=is_straight(body),
    )


def _input(study: Study) -> tuple[tuple[str, Argument], ...]:
    window, features = study.data.window, study.data.features
    if features is None:
        return (("shape", Apply("list", (window,))), ("dtype", Const("int32")))
    return (("shape", Apply("list", (window, features))),)


def _monitored(study: Study) -> tuple[Argument, ...]:
    """The metrics that a callback watches, by the name that it watches; Keras measures these."""
    kind = target_kind(study)
    names: dict[str, Argument] = {}
    for callback in study.train.callbacks:
        monitor = dict(callback.arguments).get("monitor") if isinstance(callback, Make) else None
        if isinstance(monitor, Const) and isinstance(monitor.value, str):
            name = monitor.value.removeprefix("val_")
            row = METRICS.find(name)
            if row is not None:
                names[name] = metric_call(row.name, kind, name=Const(name))
    return tuple(names.values())


def _fit(study: Study) -> Training:
    train = study.train
    weights: Argument = Const(None)
    if train.class_weight != Const(None):
        weights = call("balanced_weights", train_classes(study))
    callbacks = tuple(lower_argument(callback, ("callback",)) for callback in train.callbacks)
    function = Path("fit_batches" if by_batch(study) else "fit_model")
    return Training(train.epochs, train.batch_size, callbacks, weights, function)
