"""The `scale` setting: a scaler, or a searched choice of scalers.

In: the setting. Out: what is searched, and a scaler for each of its values.
"""

from collections.abc import Sequence

from rnnspec.catalog import SCALERS
from rnnspec.check.context import Context
from rnnspec.check.scope import Place
from rnnspec.check.searched import lower_searched
from rnnspec.check.settings import Settings
from rnnspec.check.values import constant_value
from rnnspec.diagnostics import data as say_data
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.study.data import Scaler
from rnnspec.study.expressions import Const, Expr, Value
from rnnspec.syntax import tree

NONE = Scaler("none")
KINDS = (*SCALERS, "none")


def lower_scale(
    context: Context, place: Place, settings: Settings, columns: Sequence[str] | None
) -> tuple[Expr, tuple[tuple[Value, Scaler], ...]] | None:
    """The expression that chooses the scaler, and the scalers by its values.

    `columns` are those that bounds may name, None where they are not known.
    """
    setting = settings.get("scale")
    if setting is None:
        return None if settings.given("scale") else (Const(None), ((None, NONE),))
    if setting.mark == "=":
        scaler = _scaler(context, place, setting.value, columns)
        return None if scaler is None else (Const(None), ((None, scaler),))
    return _searched(context, place, setting, columns)


def _searched(
    context: Context, place: Place, setting: tree.Setting, columns: Sequence[str] | None
) -> tuple[Expr, tuple[tuple[Value, Scaler], ...]] | None:
    """Options become labels, so that a scaler with bounds is chosen by its name."""
    if not isinstance(setting.value, tree.Call):
        lower_searched(context, place, "scale", setting.value, span=setting.name.span)
        return None
    scalers: list[tuple[Value, Scaler]] = []
    labelled = []
    for argument in setting.value.arguments:
        key = argument.key
        if isinstance(key, tree.Word) and argument.mark == "=":
            labelled.append(argument)
            continue
        weighted = setting.value.name.name == "weighted" and key is not None
        node = key if weighted and key is not None else argument.value
        scaler = _scaler(context, place, node, columns)
        if scaler is None:
            return None
        name = key.name if isinstance(key, tree.Word) and not weighted else scaler.kind
        scalers.append((name, scaler))
        text = tree.String(name, node.span)
        labelled.append(
            tree.Argument(text, ":", argument.value, argument.span)
            if weighted
            else tree.Argument(None, "", text, argument.span)
        )
    call = tree.Call(setting.value.name, tuple(labelled), setting.value.span)
    chosen = lower_searched(context, place, "scale", call, span=setting.name.span)
    return None if chosen is None else (chosen, tuple(scalers))


def _scaler(
    context: Context, place: Place, node: tree.Expression, columns: Sequence[str] | None
) -> Scaler | None:
    match node:
        case tree.Constant(None):
            return NONE
        case tree.Word(kind) if kind in KINDS:
            return Scaler(kind)
        case tree.Call(tree.Word(kind)) if kind in KINDS:
            return _bounds(context, place, node, columns)
        case tree.Word(kind, span) | tree.Call(tree.Word(kind, span)):
            context.report(say_names.unknown_kind(span, "scaler", kind, KINDS))
        case tree.Broken():
            return None
        case other:
            context.report(
                say_values.wrong_type(other.span, "`scale`", "a scaler", "something else")
            )
    return None


def _bounds(
    context: Context, place: Place, call: tree.Call, columns: Sequence[str] | None
) -> Scaler | None:
    kind = call.name.name
    bounds: list[tuple[str, tuple[float, float]]] = []
    good = True
    for argument in call.arguments:
        match argument.key:
            case tree.Word(name, span) | tree.String(name, span) if argument.mark == "=":
                pass
            case _:
                context.report(say_names.too_many_arguments(argument.span, kind, 0))
                good = False
                continue
        if kind != "minmax":
            context.report(say_names.unknown_argument(span, kind, name, ()))
            good = False
            continue
        if columns is not None and name not in columns:
            context.report(say_data.column_not_there(span, name, columns))
            good = False
            continue
        constant = constant_value(context, place, argument.value, f"the bounds of `{name}`")
        match constant:
            case None:
                good = False
            case Const((int() | float() as low, int() | float() as high)) if low < high:
                bounds.append((name, (float(low), float(high))))
            case Const((int() | float() as low, int() | float() as high)):
                context.report(say_values.bounds_reversed(argument.value.span, low, high, ""))
                good = False
            case Const(value):
                context.report(
                    say_values.wrong_type(
                        argument.value.span,
                        f"the bounds of `{name}`",
                        "two numbers: `[low, high]`",
                        say_values.written(value),
                    )
                )
                good = False
    return Scaler(kind, tuple(bounds)) if good else None
