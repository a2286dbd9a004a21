"""Scaling as calls of the runtime, and short ways to write calls.

In: a study's scalers. Out: the arguments that fit them to the train part. A fixed `none` writes
nothing at all.
"""

from rnnspec.plan.tree import Argument, Call, Entries, Items, Local, Path, Select, Step
from rnnspec.study.data import Scaler
from rnnspec.study.expressions import Const, Value
from rnnspec.study.study import Study


def call(function: str, *positional: Argument | str, **keywords: Argument) -> Call:
    """A call; a text among the positional arguments is a local's name."""
    given = tuple(Local(p) if isinstance(p, str) else p for p in positional)
    return Call(Path(function), given, tuple(keywords.items()))


def assign(name: str, value: Argument) -> Step:
    """name = value."""
    return Step((name,), value)


def texts(values: tuple[Value, ...]) -> Items:
    """A list of constants."""
    return Items(tuple(Const(value) for value in values))


def in_target_shape(study: Study, rows: Argument) -> Argument:
    """Rows of numbers in the target's own shape, where that has several dimensions."""
    shape = study.data.target_shape
    if len(shape) < 2:
        return rows
    return call("np.reshape", rows, Items((Const(-1), *map(Const, shape))))


def has_scaler(study: Study) -> bool:
    """Whether anything is ever scaled."""
    return any(scaler.kind != "none" for _, scaler in study.data.scale)


def fit_scaler(study: Study, train: Argument, columns: tuple[str, ...]) -> Argument:
    """The scaler of these columns, fitted to the train part's values."""
    options: list[tuple[Value, Argument]] = [
        (value, _fit(scaler, train, columns)) for value, scaler in study.data.scale
    ]
    return options[0][1] if len(options) == 1 else Select(study.data.scale_choice, tuple(options))


def _fit(scaler: Scaler, train: Argument, columns: tuple[str, ...]) -> Argument:
    fitted = call(f"fit_{scaler.kind}", train)
    bounds: tuple[tuple[Value, Argument], ...] = tuple(
        (columns.index(column), Const(limits))
        for column, limits in scaler.bounds
        if column in columns
    )
    return call("set_bounds", fitted, Entries(bounds)) if bounds else fitted
