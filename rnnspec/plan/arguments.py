"""Arguments of calls: expressions with every object in them made a call.

In: expressions of the study, the families whose objects may stand there. Out: plan arguments.
What Keras calls otherwise than a spec (schedules that count epochs, `EarlyStopping` that hands
back the best weights) is written here and nowhere else.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from rnnspec.catalog import find
from rnnspec.catalog.rows import Row
from rnnspec.plan.scaling import call
from rnnspec.plan.tree import Argument, Call, Either, Items, Path, Select, Steps
from rnnspec.study.expressions import TRUE, Apply, Const, Expr, IfElse, Make, Pick, walk

Families = tuple[str, ...]
Keywords = tuple[tuple[str, Expr], ...]

OBJECTS: Families = ("initializer", "regularizer", "constraint", "schedule", "activation")
"""What may stand in an argument of a layer or an optimizer."""


def lower_argument(expr: Expr, families: Families = OBJECTS) -> Argument:
    """An expression as an argument; `families` are where its objects are looked up, in order."""
    match expr:
        case Make(kind, arguments, span):
            build = SPECIAL.get(kind)
            if build:
                return replace(build(arguments), span=span)
            row = next(row for family in families if (row := find(family, kind)) is not None)
            return Call(Path(call_of(row)), (), lower_keywords(arguments), span)
        case Pick(on, options) if makes(expr):
            return Select(on, tuple((k, lower_argument(e, families)) for k, e in options))
        case IfElse(condition, then, otherwise) if makes(expr):
            return Either(
                condition, lower_argument(then, families), lower_argument(otherwise, families)
            )
        case Apply("list", operands) if makes(expr):
            return Items(tuple(lower_argument(o, families) for o in operands))
    assert not isinstance(expr, Make)
    return expr


def lower_keywords(written: Iterable[tuple[str, Expr]]) -> tuple[tuple[str, Argument], ...]:
    """Written arguments as keywords, under the same names."""
    return tuple((name, lower_argument(value)) for name, value in written)


def call_of(row: Row) -> str:
    """The path of what a row stands for; the runtime's own names stand alone."""
    return row.call.removeprefix("runtime.")


def makes(expr: Expr) -> bool:
    """Whether an object is built anywhere in the expression."""
    return any(isinstance(part, Make) for part in walk(expr))


def _schedule(name: str, **keywords: Argument) -> Call:
    return call(f"keras.optimizers.schedules.{name}", **keywords)


def _exponential_decay(written: Keywords) -> Call:
    values = dict(written)
    every = values.get("every", Const(None))
    steps = values["every_steps"] if every == Const(None) else Steps(every)
    return _schedule(
        "ExponentialDecay",
        initial_learning_rate=values["initial"],
        decay_steps=steps,
        decay_rate=values["rate"],
    )


def _cosine_decay(written: Keywords) -> Call:
    """With a warmup the rate climbs from 0 to `initial` first, which Keras calls its target."""
    values = dict(written)
    initial, over = values["initial"], Steps(values["over"])
    warmup = values.get("warmup", Const(0))
    if warmup == Const(0):
        return _schedule("CosineDecay", initial_learning_rate=initial, decay_steps=over)
    return _schedule(
        "CosineDecay",
        initial_learning_rate=Const(0.0),
        decay_steps=over,
        warmup_target=initial,
        warmup_steps=Steps(warmup),
    )


def _piecewise_constant(written: Keywords) -> Call:
    values = dict(written)
    at = Steps(values["at"], each=True)
    return _schedule("PiecewiseConstantDecay", boundaries=at, values=values["values"])


def _early_stopping(written: Keywords) -> Call:
    """Keras alone would hand back the last weights."""
    given = dict(written)
    given.setdefault("restore_best_weights", TRUE)
    return call("keras.callbacks.EarlyStopping", **dict(lower_keywords(given.items())))


SPECIAL: dict[str, Callable[[Keywords], Call]] = {
    "ExponentialDecay": _exponential_decay,
    "CosineDecay": _cosine_decay,
    "PiecewiseConstant": _piecewise_constant,
    "EarlyStopping": _early_stopping,
}
"""Objects whose call is not their written arguments by the same names."""
