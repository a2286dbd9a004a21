"""The `scale` setting: a scaler, or a searched choice of scalers.

In: the setting. Out: what is searched, and a scaler for each of its values.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from rnnspec.catalog import SCALERS
from rnnspec.check.constants import constant_value
from rnnspec.check.context import Context
from rnnspec.check.distributions import option_values
from rnnspec.check.expect import ANYTHING
from rnnspec.check.parts import in_words
from rnnspec.check.searched import lower_setting, verify_choice
from rnnspec.check.settings import Settings
from rnnspec.diagnostics import data as say_data
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.distributions.contract import HUGE
from rnnspec.source import Span
from rnnspec.study.data import Scaler
from rnnspec.study.expressions import Const, Expr, Value
from rnnspec.syntax import tree
from rnnspec.words import render_value

NONE = Scaler("none")
KINDS = (*SCALERS, "none")

Scale: TypeAlias = tuple[Expr, tuple[tuple[Value, Scaler], ...]]
"""What chooses the scaler, and the scalers by its values."""


def lower_scale(
    context: Context, settings: Settings, columns: Sequence[str] | None
) -> Scale | None:
    """The expression that chooses the scaler, and the scalers by its values.

    `columns` are those that bounds may name, none of arrays, None where they are not known.
    """
    setting = settings.get("scale")
    if setting is None:
        return None if settings.given("scale") else (Const(None), ((None, NONE),))
    if setting.mark == "=":
        scaler = _scaler(context, setting.value, columns)
        return None if scaler is None else (Const(None), ((None, scaler),))
    return _searched(context, setting, columns)


def _searched(
    context: Context, setting: tree.Setting, columns: Sequence[str] | None
) -> Scale | None:
    """Options become labels, so that a scaler with bounds is chosen by its name."""
    call = verify_choice(context, setting, "scalers")
    if call is None:
        return None
    found = [_scaler(context, node, columns) for node in option_values(call)]
    scalers = [scaler for scaler in found if scaler is not None]
    if len(scalers) < len(found):
        return None
    options = [argument for argument in call.arguments if argument.mark in ("", ":")]
    if len(options) > len(found):
        keyless = next(option for option in options if option.key is None)
        what = "an option of `weighted`"
        words = in_words(keyless.value)
        context.report(say_values.wrong_type(keyless.span, what, "`value: weight`", words))
        return None
    others = [argument for argument in call.arguments if argument.mark not in ("", ":")]
    weighted = call.name.name == "weighted"
    names = _names(scalers, [None if weighted else option.key for option in options])
    named = []
    for option, name in zip(options, names, strict=True):
        text = tree.String(name, option.span)
        named.append(
            replace(option, key=text) if weighted else tree.Argument(None, "", text, option.span)
        )
    searched = replace(setting, value=replace(call, arguments=(*named, *others)))
    chosen = lower_setting(context, searched, ANYTHING)
    return None if chosen is None else (chosen, tuple(zip(names, scalers, strict=True)))


def _names(scalers: Sequence[Scaler], labels: Sequence[tree.Expression | None]) -> list[str]:
    """The labels of the options, else their kinds, numbered where several differ in bounds."""
    names = []
    for scaler, label in zip(scalers, labels, strict=True):
        alike = list(dict.fromkeys(s for s in scalers if s.kind == scaler.kind))
        number = f"_{alike.index(scaler) + 1}" if len(alike) > 1 else ""
        names.append(label.name if isinstance(label, tree.Word) else f"{scaler.kind}{number}")
    return names


def _scaler(
    context: Context, node: tree.Expression, columns: Sequence[str] | None
) -> Scaler | None:
    match node:
        case tree.Constant(None):
            return NONE
        case tree.Word(kind) if kind in KINDS:
            return Scaler(kind)
        case tree.Call(tree.Word(kind)) if kind in KINDS:
            return _bounds(context, node, columns)
        case tree.Word(kind, span) | tree.Call(tree.Word(kind, span)):
            context.report(say_names.unknown_kind(span, "scaler", kind, KINDS))
        case other:
            context.refuse(other, "`scale`", "a scaler")
    return None


def _bounds(context: Context, call: tree.Call, columns: Sequence[str] | None) -> Scaler | None:
    kind = call.name.name
    bounds: list[tuple[str, tuple[float, float]]] = []
    first: dict[str, Span] = {}
    for argument in call.arguments:
        match argument.key:
            case tree.Word(name, span) | tree.String(name, span) if argument.mark == "=":
                pass
            case _:
                context.report(say_names.too_many_arguments(argument.span, kind, 0))
                continue
        if kind != "minmax" or columns == ():
            context.report(say_names.unknown_argument(span, kind, name, ()))
            continue
        if name in first:
            context.report(say_names.duplicate(span, name, first[name]))
            continue
        first[name] = span
        if columns is not None and name not in columns:
            context.report(say_data.column_not_there(span, name, columns))
            continue
        what = f"the bounds of `{name}`"
        match constant_value(context, argument.value, what):
            case Const((int() | float() as low, int() | float() as high)) if (
                max(abs(low), abs(high)) > HUGE
            ):
                place, found = argument.value.span, "one of them is larger"
                context.report(say_values.out_of_range(place, what, "numbers below 1e308", found))
            case Const((int() | float() as low, int() | float() as high)) if low < high:
                bounds.append((name, (float(low), float(high))))
            case Const((int() | float() as low, int() | float() as high)):
                context.report(say_values.bounds_reversed(argument.value.span, low, high))
            case Const(value):
                expected, found = "two numbers: `[low, high]`", render_value(value)
                context.report(say_values.wrong_type(argument.value.span, what, expected, found))
    return Scaler(kind, tuple(bounds)) if len(bounds) == len(call.arguments) else None
