"""The search block.

In: its settings, the kind of target, the finished space. Out: a `Search`; objectives that are not
measured and settings that exclude each other are reported.
"""

from rnnspec.catalog import ALGORITHMS, METRICS, PRUNERS, Family, Parameter, Range, Row
from rnnspec.check.bind import bind
from rnnspec.check.constants import first_hyperparameter, fixed_arguments, fixed_setting
from rnnspec.check.context import Context
from rnnspec.check.settings import Settings, has_folds, head, written_value
from rnnspec.check.train import TargetKind
from rnnspec.diagnostics import data as say_data
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import search as say
from rnnspec.diagnostics import values as say_values
from rnnspec.source import Span
from rnnspec.study.data import Data
from rnnspec.study.expressions import Const, Make, walk
from rnnspec.study.search import Named, Objective, Search
from rnnspec.study.space import Space
from rnnspec.study.training import Training
from rnnspec.syntax import tree

ONE = Range(1, name="a positive integer")
TWO = Range(2, name="an integer from 2 up")
SETTINGS = {
    "objective": Parameter(
        "objective", ("objective",), required=True, words=("minimize", "maximize")
    ),
    "algorithm": Parameter("algorithm", ("algorithm",), required=True),
    "trials": Parameter("trials", ("int",), range=ONE),
    "timeout": Parameter(
        "timeout", ("duration", "none"), range=Range(0, low_open=True, name="longer than 0 seconds")
    ),
    "seed": Parameter(
        "seed", ("int",), default=0, range=Range(0, 2**32 - 1, name="an integer from 0 to 2**32-1")
    ),
    "pruner": Parameter("pruner", ("pruner", "none")),
    "folds": Parameter("folds", ("int", "none"), range=TWO),
    "repeats": Parameter("repeats", ("int",), default=1, range=ONE),
}
DIVIDES = "MeanAbsolutePercentageError"
"""What divides by the target, as loss and as metric."""

UNBOUNDED = ("grid", "hyperband")
"""Algorithms that know themselves when they are done."""


def lower_search(
    context: Context,
    settings: Settings,
    target: TargetKind,
    data: Data | None,
    training: Training | None,
) -> Search | None:
    """The search without its first points, which need the finished space."""
    trials, timeout, seed, folds, repeats = (
        fixed_setting(context, settings, SETTINGS[name])
        for name in ("trials", "timeout", "seed", "folds", "repeats")
    )
    objectives = _objectives(context, settings, target)
    algorithm = _named(context, settings, "algorithm", ALGORITHMS)
    pruner = _named(context, settings, "pruner", PRUNERS)
    _verify_trials(context, settings, algorithm)
    _verify_parts(context, settings, data)
    _verify_unlike(context, objectives, target, data)
    _verify_pruner(context, settings, objectives, algorithm)
    _verify_hyperband(context, settings, algorithm, training)
    if objectives is None or algorithm is None:
        return None
    return Search(
        objectives,
        algorithm,
        trials if isinstance(trials, int) else None,
        float(timeout) if isinstance(timeout, (int, float)) else None,
        seed if isinstance(seed, int) else 0,
        pruner,
        folds if isinstance(folds, int) else None,
        repeats if isinstance(repeats, int) else 1,
        (),
        settings.section.span,
    )


def verify_zeros(context: Context, training: Training, search: Search) -> None:
    """Tell targets of 0 where something divides by them."""
    losses = {part.kind for part in walk(training.loss) if isinstance(part, Make)}
    measured = {objective.measure.removeprefix("val_") for objective in search.objectives}
    if DIVIDES in losses | measured | set(training.metrics):
        for name, (zeros, span) in context.zeros.items():
            context.report(say_data.divided_by_zeros(span, name, zeros))


def _objectives(
    context: Context, settings: Settings, target: TargetKind
) -> tuple[Objective, ...] | None:
    written = written_value(context, settings, "objective")
    if written is None:
        return None
    items = written.items if isinstance(written, tree.Items) else (written,)
    found = [_objective(context, item, target) for item in items]
    known = tuple(objective for objective in found if objective is not None)
    first: dict[str, Span] = {}
    for objective in known:
        name, span = objective.measure, objective.span
        if first.setdefault(name, span) != span:
            context.report(say_names.duplicate(span, name, first[name]))
    if not items:
        context.report(say_values.empty(written.span, "objective", "objective"))
    return known if len(known) == len(found) and known else None


def _objective(context: Context, node: tree.Expression, target: TargetKind) -> Objective | None:
    context.expect(head(node), "word", SETTINGS["objective"].words)
    match node:
        case tree.Call(
            tree.Word(("minimize" | "maximize") as side),
            (tree.Argument(None, _, tree.Word(measure, place)),),
            span,
        ):
            name = _measure(context, measure, place, target)
            return Objective(name, side == "maximize", span) if name is not None else None
        case tree.Broken():
            return None
        case tree.Word(name) | tree.String(name):
            context.report(say.no_objective(node.span, f"minimize({name})"))
        case _:
            context.report(say.no_objective(node.span, "minimize(val_loss)"))
    return None


def _measure(context: Context, word: str, span: Span, target: TargetKind) -> str | None:
    known = ("val_loss", *(f"val_{name}" for name in METRICS.words), "parameters")
    context.expect(span, "measure", known)
    if word in ("val_loss", "parameters"):
        return word
    row = METRICS.find(word.removeprefix("val_")) if word.startswith("val_") else None
    if row is None:
        short = [min(row.aliases, key=len, default=name) for name, row in METRICS.items()]
        long = [word for word in METRICS.words if word.islower()]
        likely = ["val_loss", *(f"val_{name}" for name in (*short, *long)), "parameters"]
        context.report(say.not_measured(span, word, likely))
        return None
    if target.suits is not None and target.suits not in row.suits:
        instead = "val_mae" if target.suits == "regression" else "val_accuracy"
        context.report(say.objective_unsuited(span, word, target.suits, instead))
        return None
    return f"val_{row.name}"


def _named(context: Context, settings: Settings, name: str, rows: Family[Row]) -> Named | None:
    written = written_value(context, settings, name)
    match written:
        case None:
            return None
        case tree.Constant(None) if not SETTINGS[name].required:
            return None
        case tree.Word(word, span):
            called, call = tree.Word(word, span), None
        case tree.Call(called, _) as call:
            pass
        case other:
            context.refuse(other, f"`{name}`", "a word")
            return None
    row = rows.get(called.name)
    if row is None:
        context.report(say.unknown_algorithm(called.span, name, called.name, rows))
        return None
    if call is None:
        call = tree.Call(called, (), called.span)
    values = fixed_arguments(context, row.name, bind(context, row.name, row.parameters, call))
    return Named(row.name, tuple(values.items()), written.span)


def _verify_trials(context: Context, settings: Settings, algorithm: Named | None) -> None:
    bounded = algorithm is None or algorithm.name in UNBOUNDED or settings.given("trials")
    if not bounded and settings.misspelt == 0:
        context.report(
            say_values.setting_missing(settings.section.span, "search", ["trials"], "`trials = 50`")
        )


def _verify_parts(context: Context, settings: Settings, data: Data | None) -> None:
    """Folds stand instead of a validation part; one of the two there must be."""
    if data is None:
        return
    folds = settings.get("folds")
    if folds is not None and has_folds(settings) and data.split.kind == "groups":
        message = "folds are stretches of time, and the split holds back whole groups"
        help = "`groups(validation = 0.2)` without `folds`"
        context.report(say.cannot_stand(folds.span, message, data.split_span, help))
    elif has_folds(settings) and folds is not None and data.split.validation:
        message = "folds stand instead of a validation part"
        help = "leave `validation` out of the split"
        context.report(say.cannot_stand(folds.span, message, data.split_span, help))
    written = data.split_span != data.span and not settings.misspelt
    if written and not has_folds(settings) and not data.split.validation:
        block, help = settings.section.span, "or the split a validation part: `validation = 0.2`"
        context.report(say_values.setting_missing(block, "search", ["folds"], help))


def _verify_unlike(
    context: Context,
    objectives: tuple[Objective, ...] | None,
    target: TargetKind,
    data: Data | None,
) -> None:
    """`val_loss` cannot be compared between trials that compute it differently."""
    parts = {"loss": target.loss, "scale": data.scale_choice if data is not None else None}
    for objective in objectives or ():
        for name, expr in parts.items():
            if objective.measure == "val_loss" and expr is not None:
                if first_hyperparameter(context, expr) is not None:
                    other = context.searched_settings.get(name, expr.span)
                    context.report(say.compares_unlike(objective.span, name, other))


def _verify_pruner(
    context: Context,
    settings: Settings,
    objectives: tuple[Objective, ...] | None,
    algorithm: Named | None,
) -> None:
    """A pruner, or hyperband, follows one training by one objective."""
    judge, who = settings.get("pruner"), "a pruner"
    is_hyperband = algorithm is not None and algorithm.name == "hyperband"
    if judge is None or isinstance(judge.value, tree.Constant):
        judge, who = settings.get("algorithm") if is_hyperband else None, "hyperband"
    elif is_hyperband and algorithm is not None:
        message = "hyperband stops trials by itself"
        refused = say.cannot_stand(judge.span, message, algorithm.span, "leave `pruner` out")
        context.report(refused.mended(""))
    if judge is None:
        return
    for name in ("folds", "repeats"):
        setting = settings.get(name)
        if setting is not None and not isinstance(setting.value, tree.Constant):
            if not (name == "repeats" and _is_one(setting.value)):
                message = f"{who} judges one training, and `{name}` makes several"
                context.report(say.cannot_stand(judge.span, message, setting.span))
    if objectives is not None and len(objectives) > 1:
        message = f"{who} needs one objective to judge by"
        context.report(say.cannot_stand(judge.span, message, objectives[0].span))
    elif objectives is not None and objectives[0].measure == "parameters":
        message = f"{who} judges by what is measured during a training"
        context.report(say.cannot_stand(judge.span, message, objectives[0].span))


def verify_grid(context: Context, algorithm: Named, space: Space) -> None:
    """A grid lists values; a continuous distribution has none; a few points of it are offered."""
    if algorithm.name != "grid":
        return
    seen: set[Span] = set()
    for hyperparameter in space.hyperparameters:
        distribution = hyperparameter.distribution
        if distribution.size is None and hyperparameter.span not in seen:
            seen.add(hyperparameter.span)
            name = hyperparameter.name
            context.report(
                say.grid_of_continuous(hyperparameter.span, name, distribution, algorithm.span)
            )


def _is_one(node: tree.Expression) -> bool:
    return isinstance(node, tree.Number) and node.value == 1


def _verify_hyperband(
    context: Context, settings: Settings, algorithm: Named | None, training: Training | None
) -> None:
    if algorithm is None or algorithm.name != "hyperband" or training is None:
        return
    most = dict(algorithm.arguments).get("max_epochs")
    epochs = training.epochs
    if most is not None and isinstance(epochs, Const) and epochs.value != most:
        message = f"hyperband's `max_epochs` is {most}, and `epochs` is {epochs.value}"
        context.report(
            say.cannot_stand(algorithm.span, message, epochs.span, "leave `max_epochs` out")
        )
    elif not isinstance(epochs, Const):
        message = "hyperband gives out the epochs, so `epochs` cannot be searched"
        context.report(say.cannot_stand(algorithm.span, message, epochs.span))
