"""The train block.

In: its settings. Out: a `Training`; what depends on the kind of target is told by the loss, which
is lowered first because the data block's meaning depends on it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rnnspec.catalog import CALLBACKS, LOSSES, METRICS, SCHEDULES, Parameter, Range
from rnnspec.check.context import Context
from rnnspec.check.expect import OBJECTS_TOO, Expect, expectation
from rnnspec.check.parts import parts
from rnnspec.check.scope import Namer
from rnnspec.check.searched import lower_setting, lower_written
from rnnspec.check.sections import Sections
from rnnspec.check.settings import Settings, written_value
from rnnspec.check.values import lower_expression
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import search as say_search
from rnnspec.source import Span
from rnnspec.study.expressions import Const, Expr, Make, walk
from rnnspec.study.training import Training
from rnnspec.syntax import tree
from rnnspec.words import snake_case

POSITIVE = Range(1, name="a positive integer")
SETTINGS = {
    "optimizer": Parameter("optimizer", ("optimizer",), required=True),
    "loss": Parameter("loss", ("loss",), required=True),
    "epochs": Parameter("epochs", ("int",), required=True, range=POSITIVE),
    "batch_size": Parameter("batch_size", ("int",), default=32, range=POSITIVE),
    "metrics": Parameter("metrics", ("metric",), default=()),
    "callbacks": Parameter("callbacks", ("callback",), default=()),
    "class_weight": Parameter("class_weight", ("str", "none"), words=("balanced",)),
}

LENGTHS = ("epochs", "batch_size")
"""What expressions of any block may read."""


def train_namer(sections: Sections) -> Namer:
    """How searched arguments of optimizers, schedules and callbacks are named.

    Alone where no other searched name is the same, else behind the snake-case name of what they
    belong to, numbered where several of that kind search something.
    """
    calls = [
        call for item in sections.items(tree.Setting, "space", "train") for call in _calls(item)
    ]
    settings = sections.items(tree.Setting, "data", "space", "train")
    taken = {*sections.counts(), *(item.name.name for item in settings if item.mark == "~")}
    searched = Counter(name for call in calls for name in _searched(call))
    alone = frozenset(n for n, times in searched.items() if times == 1 and n not in taken)
    kinds = Counter(call.name.name for call in calls if any(_searched(call)))
    seen: Counter[str] = Counter()
    owners: dict[Span, str] = {}
    for call in calls:
        name = call.name.name
        owner = snake_case(name)
        if kinds[name] > 1 and any(_searched(call)):
            seen[name] += 1
            owner = f"{owner}_{seen[name]}"
        owners[call.span] = owner
    return Namer("", alone, owners)


def _searched(call: tree.Call) -> Iterator[str]:
    """The names of a call's searched arguments."""
    for argument in call.arguments:
        if argument.mark == "~" and isinstance(argument.key, tree.Word):
            yield argument.key.name


def _calls(setting: tree.Setting) -> Iterator[tree.Call]:
    """The calls of objects in a setting, in written order."""
    for part in parts(setting.value):
        if isinstance(part, tree.Call) and OBJECTS_TOO.row_of(part.name.name):
            yield part


def lower_parameter(context: Context, settings: Settings, parameter: Parameter) -> Expr | None:
    """The value of a setting, fixed or searched, with what is to be proven of it noted."""
    setting = settings.get(parameter.name)
    if setting is None:
        unknown = parameter.required or settings.given(parameter.name)
        return None if unknown else Const(parameter.default)
    expect = expectation(parameter)
    value = lower_setting(context, setting, expect)
    if value is not None:
        owner = settings.section.name
        context.oblige(value, parameter, owner, setting.value.span)
    return value


@dataclass(frozen=True)
class TargetKind:
    """The loss, and what kind of target it judges: `suits` is one of regression, binary, sparse,
    categorical; None where the loss is not known."""

    loss: Expr | None
    suits: str | None

    @property
    def is_class(self) -> bool:
        """Whether the target is a class."""
        return self.suits not in ("regression", None)


def lower_loss(context: Context, settings: Settings) -> TargetKind:
    """The loss and the kind of target that follows from it."""
    loss = lower_parameter(context, settings, SETTINGS["loss"])
    if loss is None:
        return TargetKind(None, None)
    kinds: dict[str, str] = {}
    for made in makes(loss):
        if made.kind in LOSSES:
            kinds.setdefault(LOSSES[made.kind].suits[0], made.kind)
    setting = settings.get("loss")
    if len(kinds) > 1 and setting is not None:
        context.report(say_search.losses_differ(setting.value.span, kinds))
    return TargetKind(loss, next(iter(kinds), None))


def makes(expr: Expr) -> Iterator[Make]:
    """All objects that an expression may build, outermost first."""
    return (part for part in walk(expr) if isinstance(part, Make))


def lower_lengths(context: Context, settings: Settings) -> dict[str, Expr | None]:
    """The epochs and the batch size, known to expressions from here on."""
    lengths = {name: lower_parameter(context, settings, SETTINGS[name]) for name in LENGTHS}
    context.facts.update(lengths)
    return lengths


def lower_training(
    context: Context, settings: Settings, target: TargetKind, lengths: Mapping[str, Expr | None]
) -> Training | None:
    """The whole block, given the loss and the lengths."""
    optimizer = lower_parameter(context, settings, SETTINGS["optimizer"])
    class_weight = lower_parameter(context, settings, SETTINGS["class_weight"])
    metrics = _metrics(context, settings, target)
    callbacks = _callbacks(context, settings, target)
    _verify_plateau(context, optimizer, callbacks)
    if class_weight is not None:
        _verify_class_weight(context, settings, target)
    read = (optimizer, target.loss, lengths["epochs"], lengths["batch_size"], class_weight)
    known = [part for part in read if part is not None]
    if len(known) < len(read):
        return None
    optimizer, loss, epochs, batch_size, class_weight = known
    span = settings.section.span
    return Training(optimizer, loss, epochs, batch_size, metrics, callbacks, class_weight, span)


def _items(
    context: Context, settings: Settings, name: str, example: str
) -> tuple[tree.Expression, ...]:
    """The members of a list that is written out; anything else is reported."""
    match written_value(context, settings, name):
        case None:
            return ()
        case tree.Items(items):
            return items
        case other:
            context.refuse(other, f"`{name}`", "a list", f"`{name} = {example}`")
    return ()


def _metrics(context: Context, settings: Settings, target: TargetKind) -> tuple[str, ...]:
    expect = Expect(("metric",), names_kind=True)
    names: list[str] = []
    for item in _items(context, settings, "metrics", "[mae, rmse]"):
        value = lower_expression(context, item, expect)
        if isinstance(value, Const) and isinstance(value.value, str):
            row = METRICS.find(value.value)
            assert row is not None
            if target.suits is not None and target.suits not in row.suits:
                context.report(say_search.metric_unsuited(item.span, value.value, target.suits))
            names.append(row.name)
        elif value is not None:
            context.refuse(item, "a metric", "a word")
    return tuple(dict.fromkeys(names))


def _callbacks(context: Context, settings: Settings, target: TargetKind) -> tuple[Expr, ...]:
    expect = Expect(("callback",), names_kind=True)
    found = []
    for item in _items(context, settings, "callbacks", "[EarlyStopping(patience = 5)]"):
        value = lower_written(context, item, expect)
        if isinstance(value, Make) and value.kind in CALLBACKS:
            context.oblige(value, SETTINGS["callbacks"], "train", item.span)
            _verify_monitor(context, value, target)
            found.append(value)
        elif value is not None:
            context.refuse(item, "a callback", "a call")
    return tuple(found)


def _verify_monitor(context: Context, callback: Make, target: TargetKind) -> None:
    """What a callback watches is fixed, and suits the target."""
    monitor = dict(callback.arguments).get("monitor")
    if monitor is None:
        return
    if not isinstance(monitor, Const):
        context.report(say_names.not_searched(monitor.span, "monitor"))
        return
    row = METRICS.find(str(monitor.value).removeprefix("val_"))
    if row is not None and target.suits is not None and target.suits not in row.suits:
        word = str(monitor.value)
        context.report(say_search.metric_unsuited(monitor.span, word, target.suits))


def _verify_plateau(context: Context, optimizer: Expr | None, callbacks: tuple[Expr, ...]) -> None:
    if optimizer is None:
        return
    schedule = next((m for m in makes(optimizer) if m.kind in SCHEDULES), None)
    for callback in callbacks:
        if schedule is not None and isinstance(callback, Make):
            if callback.kind == "ReduceLROnPlateau":
                context.report(say_search.plateau_with_schedule(callback.span, schedule.span))


def _verify_class_weight(context: Context, settings: Settings, target: TargetKind) -> None:
    setting = settings.get("class_weight")
    if setting is not None and target.suits == "regression" and not _is_none(setting):
        context.report(say_search.class_weight_unsuited(setting.value.span))


def _is_none(setting: tree.Setting) -> bool:
    return isinstance(setting.value, tree.Constant) and setting.mark == "="


def verify_one_weight(context: Context, train: Settings, data: Settings) -> None:
    """Report class weights beside weights of rows: Keras takes one of the two."""
    setting, other = train.get("class_weight"), data.get("weight")
    if setting is not None and other is not None and not _is_none(setting):
        message = "`class_weight` and a `weight` of `data` cannot stand together"
        context.report(say_search.cannot_stand(setting.value.span, message, other.span))
