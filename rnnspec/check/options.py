"""The options of `choice`, `ordinal` and `weighted`.

In: the call after `~`. Out: a law over the options' values, and what each stands for where the
options are whole calls. An option's value is itself where it is plain, else its label, else the
name of what it builds, numbered where several would share it.
"""

from collections import Counter
from dataclasses import dataclass

from rnnspec.check.context import Context
from rnnspec.check.expect import Expect
from rnnspec.check.parts import in_words
from rnnspec.check.scope import Namer, Place
from rnnspec.check.values import constant_value, first_hyperparameter, fixed_value, lower_expression
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.source import Span
from rnnspec.study.expressions import FUNCTIONS, Const, Expr, Make, Ref, Value
from rnnspec.study.fold import compare
from rnnspec.study.laws import Choice
from rnnspec.syntax import tree


@dataclass(frozen=True)
class Options:
    """A choice's law; `objects` pairs each value with what it builds, () for plain values."""

    law: Choice
    objects: tuple[tuple[Value, Expr], ...]
    expect: Expect


@dataclass(frozen=True)
class _Written:
    node: tree.Expression
    label: str | None
    weight: tree.Expression | None
    span: Span


def lower_options(
    context: Context, place: Place, call: tree.Call, ref: Ref, expect: Expect, namer: Namer
) -> Options | None:
    """The law of a choice of any kind, and the objects its values stand for."""
    kind = call.name.name
    written = _written(context, call, kind)
    if written is None:
        return None
    if not written:
        context.report(say_values.empty(call.span, kind, "option"))
        return None
    lowered: list[tuple[Value, Expr]] = []
    for option, name in zip(written, _names(written), strict=True):
        inside = place if name is None else place.under(compare(ref, "==", Const(name)))
        expr = _option(context, inside, option.node, expect, namer)
        if expr is not None:
            lowered.append((_value(context, option, name, expr), expr))
    if len(lowered) < len(written):
        return None
    if not _verify_distinct(context, lowered, written):
        return None
    weights = _weights(context, place, written) if kind == "weighted" else ()
    if weights is None:
        return None
    objects = any(
        isinstance(e, Make) or o.label for (_, e), o in zip(lowered, written, strict=True)
    )
    law = Choice(tuple(v for v, _ in lowered), weights, ordered=kind == "ordinal")
    return Options(law, tuple(lowered) if objects else (), expect)


def option_values(call: tree.Call) -> list[tree.Expression]:
    """The options as written, without labels, weights and the default."""
    weighted = call.name.name == "weighted"
    values = (a.key if weighted else a.value for a in call.arguments if a.mark in ("", ":"))
    return [value for value in values if value is not None]


def _written(context: Context, call: tree.Call, kind: str) -> list[_Written] | None:
    options: list[_Written] = []
    default: Span | None = None
    good = True
    for argument in call.arguments:
        match argument:
            case tree.Argument(tree.Word("default", span), "="):
                if default is not None:
                    context.report(say_names.duplicate(span, "default", default))
                default = span
            case tree.Argument(tree.Word(name, span), ("=" | "~")):
                context.report(say_names.unknown_argument(span, kind, name, ["default"]))
                good = False
            case tree.Argument(key, ":", value, span) if key is not None and kind == "weighted":
                options.append(_Written(key, None, value, span))
            case tree.Argument(tree.Word(name), ":", value, span):
                options.append(_Written(value, name, None, span))
            case tree.Argument(None, _, value, span) if kind != "weighted":
                options.append(_Written(value, None, None, span))
            case _:
                context.report(
                    say_values.wrong_type(
                        argument.span,
                        f"an option of `{kind}`",
                        "`value: weight`" if kind == "weighted" else "a value",
                        in_words(argument.value),
                    )
                )
                good = False
    return options if good else None


def _names(written: list[_Written]) -> list[str | None]:
    """The values that labels and calls of objects give; None for what is its own value."""
    calls = Counter(name for o in written if (name := _called(o.node)) and not o.label)
    seen: Counter[str] = Counter()
    names: list[str | None] = []
    for option in written:
        name = option.label or _called(option.node)
        if name is not None and option.label is None and calls[name] > 1:
            seen[name] += 1
            name = f"{name}_{seen[name]}"
        names.append(name)
    return names


def _called(node: tree.Expression) -> str | None:
    match node:
        case tree.Call(tree.Word(name)) if name not in FUNCTIONS:
            return name
    return None


def _value(context: Context, option: _Written, name: str | None, expr: Expr) -> Value:
    if name is not None:
        return name
    if isinstance(expr, Make) and isinstance(option.node, tree.Word):
        return option.node.name
    return fixed_value(context, expr)


def _option(
    context: Context, place: Place, node: tree.Expression, expect: Expect, namer: Namer
) -> Expr | None:
    expr = lower_expression(context, place, node, expect, namer)
    if expr is None or isinstance(expr, Make):
        return expr
    name = first_hyperparameter(context, expr)
    if name is None:
        return expr
    context.report(say_values.not_fixed(node.span, "an option", name))
    return None


def _verify_distinct(
    context: Context, lowered: list[tuple[Value, Expr]], written: list[_Written]
) -> bool:
    """Report options that stand twice, by name or by what they are; 1, 1.0 and true differ."""
    first: dict[Expr, Span] = {}
    good = True
    for (value, expr), option in zip(lowered, written, strict=True):
        keys = {Const(value), expr}
        before = next((first[key] for key in keys if key in first), None)
        if before is not None:
            context.report(say_values.option_twice(option.span, value, before))
            good = False
        for key in keys:
            first.setdefault(key, option.span)
    return good


def _weights(context: Context, place: Place, written: list[_Written]) -> tuple[float, ...] | None:
    weights: list[float] = []
    for option in written:
        assert option.weight is not None
        constant = constant_value(context, place, option.weight, "a weight")
        if constant is None:
            return None
        match constant.value:
            case bool():
                pass
            case int() | float() as weight if weight > 0:
                weights.append(weight)
                continue
        found = say_values.written(constant.value)
        context.report(
            say_values.out_of_range(option.weight.span, "a weight", "a positive number", found)
        )
        return None
    return tuple(weights)
