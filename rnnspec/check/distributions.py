"""Distributions over numbers: from what is written to a distribution of the study.

In: a call such as `quniform(32, 128, 32)`. Out: the distribution; arguments that cannot stand are
reported with what is wrong in words. Which can is known to the files of `distributions` alone.
"""

from collections.abc import Mapping

from rnnspec.catalog import DISTRIBUTIONS
from rnnspec.check.bind import bind
from rnnspec.check.constants import constant_value
from rnnspec.check.context import Context
from rnnspec.diagnostics import values as say
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.distributions.contract import (
    HUGE,
    Distribution,
    Fault,
    NoLogarithm,
    NoMultiple,
    OffStep,
    OutOfRange,
    Reversed,
    WrongType,
)
from rnnspec.distributions.table import WORDS
from rnnspec.source import Span
from rnnspec.syntax import tree
from rnnspec.values import Value
from rnnspec.words import render_value


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
            context.report(say.not_fixed(bound.argument.span, f"`{name}`", name))
            return None
        constant = constant_value(context, node, f"`{name}` of `{row.name}`")
        if constant is None:
            return None
        spans[name] = node.span
        match constant.value:
            case bool() as flag if "bool" in bound.parameter.accepts:
                found[name] = flag
            case int() as number if "bool" not in bound.parameter.accepts and abs(number) > HUGE:
                digits = f"it has {len(str(abs(number)))} digits"
                what = f"`{name}` of `{row.name}`"
                context.report(say.out_of_range(node.span, what, "a number below 1e308", digits))
                return None
            case int() | float() as number if not isinstance(number, bool) and (
                "bool" not in bound.parameter.accepts
            ):
                found[name] = number
            case other:
                expected = "true or false" if "bool" in bound.parameter.accepts else "a number"
                what = f"`{name}` of `{row.name}`"
                context.report(say.wrong_type(node.span, what, expected, render_value(other)))
                return None
    if any(p.name not in found for p in required):
        return None
    written = {p.name: found[p.name] for p in row.parameters if p.name in found}
    whole = call.arguments[0].span.to(call.arguments[-1].span)
    try:
        return WORDS[row.name].make(written)
    except Fault as fault:
        problem = _in_words(fault, row.name, whole, spans)
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


def _in_words(fault: Fault, name: str, whole: Span, spans: Mapping[str, Span]) -> Diagnostic:
    """What is wrong with arguments that stand at `whole`, one by one at `spans`."""
    match fault:
        case Reversed():
            return say.bounds_reversed(whole, fault.low, fault.high)
        case OutOfRange():
            return say.out_of_range(whole, fault.what, fault.expected, fault.found)
        case WrongType():
            what, found = f"`{fault.argument}` of `{name}`", render_value(fault.found)
            return say.wrong_type(spans[fault.argument], what, fault.expected, found)
        case NoLogarithm():
            span = spans.get(fault.argument, whole)
            return say.log_bound(span, fault.bound, fault.least)
        case OffStep():
            low, high, step, difference = fault.low, fault.high, fault.step, fault.difference
            return say.step_does_not_divide(whole, low, high, step, difference)
        case NoMultiple():
            return say.not_multiple(whole, fault.bound, fault.step)
    raise AssertionError(f"no words for {fault!r}")
