"""Distributions: from what is written after `~` to a distribution of the study.

In: a call such as `quniform(32, 128, 32)` or `choice(GRU, LSTM)`. Out: the distribution; arguments
that cannot stand are reported with what is wrong in words. Which can is known to the files of
`distributions` alone. Options that are whole calls come with what each value stands for: an
option's value is itself where it is plain, else its label, else the name of what it builds,
numbered where several would share it.
"""

from collections import Counter
from dataclasses import dataclass, replace

from rnnspec.catalog import DISTRIBUTIONS
from rnnspec.check.bind import bind
from rnnspec.check.constants import constant_value, first_hyperparameter, fixed_value
from rnnspec.check.context import Context
from rnnspec.check.expect import Expect
from rnnspec.check.parts import in_words
from rnnspec.check.values import lower_expression
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.distributions.contract import HUGE, Distribution, Fault
from rnnspec.distributions.table import WORDS
from rnnspec.source import Span
from rnnspec.study.expressions import FUNCTIONS, Const, Expr, Make
from rnnspec.syntax import tree
from rnnspec.values import Value
from rnnspec.words import render_value

MOST_WEIGHT = 1e300
"""No weight is above it, so that a float can hold the sum of them all."""


def lower_distribution(context: Context, call: tree.Call) -> Distribution | None:
    """The distribution over numbers that a call writes, or None where it was reported."""
    row = DISTRIBUTIONS[call.name.name]
    required = [p for p in row.parameters if p.required]
    by_name = {one.name for one in WORDS[row.name].arguments if one.named} | {"default"}
    positional = [p for p in row.parameters if p.name not in by_name]
    bounds = bind(context, row.name, row.parameters, call, positional)
    found: dict[str, Value] = {}
    spans: dict[str, Span] = {}
    for bound in bounds:
        name, node = bound.parameter.name, bound.argument.value
        if name == "default":
            continue
        if bound.argument.mark == "~":
            context.report(say_values.not_fixed(bound.argument.span, f"`{name}`", name))
            return None
        what, is_flag = f"`{name}` of `{row.name}`", "bool" in bound.parameter.accepts
        constant = constant_value(context, node, what)
        if constant is None:
            return None
        value = constant.value
        if not isinstance(value, int | float) or isinstance(value, bool) is not is_flag:
            expected = "true or false" if is_flag else "a number"
            shown = render_value(value)
            context.report(say_values.wrong_type(node.span, what, expected, shown))
            return None
        if isinstance(value, int) and abs(value) > HUGE:
            digits, allowed = f"it has {len(str(abs(value)))} digits", "a number below 1e308"
            context.report(say_values.out_of_range(node.span, what, allowed, digits))
            return None
        found[name], spans[name] = value, node.span
    if any(p.name not in found for p in required):
        return None
    written = {p.name: found[p.name] for p in row.parameters if p.name in found}
    whole = call.arguments[0].span.to(call.arguments[-1].span)
    try:
        return WORDS[row.name].make(written)
    except Fault as fault:
        problem = say_values.unsound(fault, row.name, whole, spans)
        problem = problem.helped(*(mend.help for mend in fault.mends))
        default = [bound.argument for bound in bounds if bound.parameter.name == "default"]
        own = [argument for argument in call.arguments if argument not in default]
        if [*own, *default] == list(call.arguments):  # What stands before a default is replaced.
            stretch = own[0].span.to(own[-1].span)
            for mend in fault.mends:
                if mend.arguments:
                    problem = problem.mended(mend.arguments, stretch, mend.help)
        context.report(problem)
        return None


@dataclass(frozen=True)
class WrittenOption:
    """An option as written; `name` is the value that it gets by its label or by what it builds."""

    node: tree.Expression
    label: str | None
    weight: tree.Expression | None
    span: Span
    name: str | None = None


def lower_options(
    context: Context, call: tree.Call, written: list[WrittenOption] | None, expect: Expect
) -> tuple[Distribution, tuple[tuple[Value, Expr], ...]] | None:
    """The distribution of any choice, and what its values stand for, () where for themselves."""
    kind = call.name.name
    if written is None:
        return None
    if not written:
        context.report(say_values.empty(call.span, kind, "option"))
        return None
    lowered: list[tuple[Value, Expr]] = []
    for option in written:
        expr = _option(context, option.node, expect)
        if expr is not None:
            lowered.append((_value(context, option, expr), expr))
    if len(lowered) < len(written):
        return None
    if not _verify_distinct(context, lowered, written):
        return None
    weights = _weights(context, written) if WORDS[kind].weighted else ()
    if weights is None:
        return None
    objects = any(
        isinstance(e, Make) or o.label for (_, e), o in zip(lowered, written, strict=True)
    )
    distribution = WORDS[kind].make({"options": tuple(v for v, _ in lowered), "weights": weights})
    return distribution, tuple(lowered) if objects else ()


def option_values(call: tree.Call) -> list[tree.Expression]:
    """The options as written, without labels, weights and the default."""
    weighted = WORDS[call.name.name].weighted
    values = (a.key if weighted else a.value for a in call.arguments if a.mark in ("", ":"))
    return [value for value in values if value is not None]


def written_options(context: Context, call: tree.Call) -> list[WrittenOption] | None:
    """The options of a choice with their names; None where one is none."""
    kind = call.name.name
    options: list[WrittenOption] = []
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
            case tree.Argument(key, ":", value, span) if key is not None and WORDS[kind].weighted:
                options.append(WrittenOption(key, None, value, span))
            case tree.Argument(tree.Word(name), ":", value, span):
                options.append(WrittenOption(value, name, None, span))
            case tree.Argument(None, _, value, span) if not WORDS[kind].weighted:
                options.append(WrittenOption(value, None, None, span))
            case _:
                what, found = f"an option of `{kind}`", in_words(argument.value)
                expected = "`value: weight`" if WORDS[kind].weighted else "a value"
                context.report(say_values.wrong_type(argument.span, what, expected, found))
                good = False
    return _named(options) if good else None


def _named(options: list[WrittenOption]) -> list[WrittenOption]:
    """The options with the values that labels and calls of objects give."""
    calls = Counter(name for o in options if (name := _called(o.node)) and not o.label)
    seen: Counter[str] = Counter()
    named = []
    for option in options:
        name = option.label or _called(option.node)
        if name is not None and option.label is None and calls[name] > 1:
            seen[name] += 1
            name = f"{name}_{seen[name]}"
        named.append(replace(option, name=name))
    return named


def _called(node: tree.Expression) -> str | None:
    match node:
        case tree.Call(tree.Word(name)) if name not in FUNCTIONS:
            return name
    return None


def _value(context: Context, option: WrittenOption, expr: Expr) -> Value:
    if option.name is not None:
        return option.name
    if isinstance(expr, Make) and isinstance(option.node, tree.Word):
        return option.node.name
    return fixed_value(context, expr)


def _option(context: Context, node: tree.Expression, expect: Expect) -> Expr | None:
    expr = lower_expression(context, node, expect)
    if expr is None or isinstance(expr, Make):
        return expr
    name = first_hyperparameter(context, expr)
    if name is None:
        return expr
    context.report(say_values.not_fixed(node.span, "an option", name))
    return None


def _verify_distinct(
    context: Context, lowered: list[tuple[Value, Expr]], written: list[WrittenOption]
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


def _weights(context: Context, written: list[WrittenOption]) -> tuple[float, ...] | None:
    weights: list[float] = []
    for option in written:
        assert option.weight is not None
        constant = constant_value(context, option.weight, "a weight")
        if constant is None:
            return None
        weight = constant.value
        allowed = "a positive number"
        if isinstance(weight, int | float) and not isinstance(weight, bool):
            if 0 < weight <= MOST_WEIGHT:
                weights.append(weight)
                continue
            if weight > 0:
                allowed = f"a number up to {MOST_WEIGHT:g}"
        found = render_value(weight)
        context.report(say_values.out_of_range(option.weight.span, "a weight", allowed, found))
        return None
    return tuple(weights)
