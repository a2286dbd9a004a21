"""Distributions over numbers: from what is written to a law.

In: a call such as `quniform(32, 128, 32)`. Out: a law of the study; bounds that cannot stand are
reported with the nearest that can. Each written distribution is one row of `LAWS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

from rnnspec.catalog import DISTRIBUTIONS
from rnnspec.check.bind import bind
from rnnspec.check.constants import constant_value
from rnnspec.check.context import Context
from rnnspec.check.scope import Place
from rnnspec.diagnostics import values as say
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.source import Span
from rnnspec.study.laws import (
    Lattice,
    Law,
    Normal,
    Uniform,
    multiple_of,
    nearest_bounds,
    steps_between,
)
from rnnspec.syntax import tree

Number = int | float

HUGE = 1e308
MOST_STEPS = 2**53
"""Up to here every whole number is a float of its own."""


@dataclass(frozen=True)
class Written:
    """A distribution's arguments: numbers by name, and where they stand."""

    name: str
    numbers: dict[str, Number]
    flags: dict[str, bool]
    spans: dict[str, Span]
    span: Span

    def show(self, low: Number, high: Number, step: Number | None = None) -> str:
        """The distribution with other bounds, as it would be written."""
        parts = [say.written(low), say.written(high)]
        if step is not None and self.name == "int":
            parts += [f"step = {say.written(step)}"] if step != 1 else []
        elif step is not None:
            parts.append(say.written(step))
        parts += ["log = true"] if self.flags.get("log") else []
        return f"{self.name}({', '.join(parts)})"


def lower_law(context: Context, place: Place, call: tree.Call) -> Law | None:
    """The law of a distribution over numbers, or None where it was reported."""
    row = DISTRIBUTIONS[call.name.name]
    required = [p for p in row.parameters if p.required]
    bounds = bind(context, row.name, row.parameters, call, required)
    numbers: dict[str, Number] = {}
    flags: dict[str, bool] = {}
    spans: dict[str, Span] = {}
    for bound in bounds:
        name, node = bound.parameter.name, bound.argument.value
        if name == "default":
            continue
        if bound.argument.mark == "~":
            context.report(say.not_fixed(bound.argument.span, f"`{name}`", name))
            return None
        constant = constant_value(context, place, node, f"`{name}` of `{row.name}`")
        if constant is None:
            return None
        spans[name] = node.span
        match constant.value:
            case bool() as flag if "bool" in bound.parameter.accepts:
                flags[name] = flag
            case int() as number if "bool" not in bound.parameter.accepts and abs(number) > HUGE:
                found = f"it has {len(str(abs(number)))} digits"
                what = f"`{name}` of `{row.name}`"
                context.report(say.out_of_range(node.span, what, "a number below 1e308", found))
                return None
            case int() | float() as number if not isinstance(number, bool) and (
                "bool" not in bound.parameter.accepts
            ):
                numbers[name] = number
            case other:
                expected = "true or false" if "bool" in bound.parameter.accepts else "a number"
                what = f"`{name}` of `{row.name}`"
                context.report(say.wrong_type(node.span, what, expected, say.written(other)))
                return None
    if any(p.name not in numbers for p in required):
        return None
    numbers = {p.name: numbers[p.name] for p in row.parameters if p.name in numbers}
    first, last = call.arguments[0].span, call.arguments[-1].span
    written = Written(row.name, numbers, flags, spans, first.to(last))
    return LAWS[row.name](context, written)


def _uniform(context: Context, w: Written, *, log: bool = False) -> Law | None:
    low, high = (float(w.numbers[k]) for k in list(w.numbers)[:2])
    if log and low <= 0:
        context.report(_log_bound(w, low, high))
        return None
    if not low < high:
        context.report(say.bounds_reversed(w.span, low, high, w.show(high, low)))
        return None
    if high - low > HUGE:
        context.report(say.out_of_range(w.span, "the range", "below 1e308", "it is wider"))
        return None
    return Uniform(low, high, log)


def _log_bound(w: Written, low: Number, high: Number) -> Diagnostic:
    if low < 0 and high <= 1:
        natural = f"{w.name}(1e{low:g}, 1e{high:g})"
        help = (f"bounds are natural values: `{natural}` where these are exponents of ten",)
    else:
        help = ("the lower bound must be positive, such as 1e-6",)
    return say.log_bound(w.span, low, "0", *help)


def _loguniform(context: Context, w: Written) -> Law | None:
    return _uniform(context, w, log=True)


def _lattice(
    context: Context, w: Written, low: Number, high: Number, step: Number, *, log: bool
) -> Law | None:
    if step <= 0:
        found = f"it is {say.written(step)}"
        context.report(say.out_of_range(w.span, "the step", "positive", found))
        return None
    if log and not step / 2 < low:
        least = f"half a step ({say.written(step / 2)})"
        context.report(
            say.log_bound(w.span, low, least, "the lowest value owns half a step below it")
        )
        return None
    if not low < high:
        context.report(say.bounds_reversed(w.span, low, high, w.show(high, low, step)))
        return None
    if max(abs(low), abs(high)) > MOST_STEPS * step:
        context.report(
            say.out_of_range(
                w.span,
                "a lattice",
                "within 2**53 steps of 0",
                "floats cannot tell finer ones apart",
            )
        )
        return None
    if steps_between(low, high, step) is None:
        context.report(_off_lattice(w, low, high, step))
        return None
    return Lattice(low, high, step, log)


def _off_lattice(w: Written, low: Number, high: Number, step: Number) -> Diagnostic:
    help = []
    for upper in nearest_bounds(low, high, step):
        if upper > low:
            lattice = Lattice(low, upper, step)
            values = list(lattice.values())
            shown = [say.written(v) for v in values]
            if len(shown) > 5:
                shown = [*shown[:3], "...", shown[-1]]
            help.append(f"{w.show(low, upper, step)} gives {', '.join(shown)}")
    return say.step_does_not_divide(w.span, low, high, step, _difference(low, high), *help[-2:])


def _difference(low: Number, high: Number) -> Number:
    """high - low in decimal, so that 0.7 - 0.1 is 0.6."""
    from decimal import Decimal

    exact = Decimal(str(high)) - Decimal(str(low))
    return int(exact) if isinstance(low, int) and isinstance(high, int) else float(exact)


def _quantised(context: Context, w: Written, *, log: bool) -> Law | None:
    low, high, step = list(w.numbers.values())[:3]
    return _lattice(context, w, low, high, step, log=log)


def _integers(context: Context, w: Written) -> Law | None:
    for name, number in w.numbers.items():
        if not isinstance(number, int):
            what = f"`{name}` of `int`"
            help = ("`quniform(low, high, step)` takes other numbers",)
            context.report(
                say.wrong_type(w.spans[name], what, "an integer", say.written(number), *help)
            )
            return None
    low, high = list(w.numbers.values())[:2]
    step = w.numbers.get("step", 1)
    return _lattice(context, w, low, high, step, log=w.flags.get("log", False))


def _normal(context: Context, w: Written, *, log: bool, quantised: bool = False) -> Law | None:
    mean, deviation = list(w.numbers.values())[:2]
    step = list(w.numbers.values())[2] if quantised else None
    low, high = w.numbers.get("low"), w.numbers.get("high")
    for what, number in (("the deviation", deviation), ("the step", step)):
        if number is not None and number <= 0:
            found = f"it is {say.written(number)}"
            context.report(say.out_of_range(w.span, what, "positive", found))
            return None
    if low is not None and high is not None and not low < high:
        context.report(say.bounds_reversed(w.span, low, high, ""))
        return None
    if log and high is not None and high <= 0:
        context.report(say.log_bound(w.spans["high"], high, "0"))
        return None
    least = -(step or 0) / 2
    if log and low is not None and low < 0:
        context.report(say.log_bound(w.spans["low"], low, say.written(least) if least else "0"))
        return None
    for bound in (low, high):
        if step is not None and bound is not None and not multiple_of(bound, step):
            context.report(say.not_multiple(w.span, bound, step))
            return None
    law = Normal(mean, deviation, log, low, high, step)
    if not _is_finite(law):
        found = "its values, or the shares of them, overflow"
        context.report(say.out_of_range(w.span, "the law", "one that floats can hold", found))
        return None
    return law


def _is_finite(law: Normal) -> bool:
    """Whether the law has values also at its outermost shares."""
    try:
        ends = [law.quantile(share) for share in (2**-53, 0.5, 1 - 2**-53)]
        return all(isfinite(end) for end in ends)
    except (OverflowError, ValueError):
        return False


LAWS: dict[str, Callable[[Context, Written], Law | None]] = {
    "uniform": _uniform,
    "loguniform": _loguniform,
    "quniform": lambda context, w: _quantised(context, w, log=False),
    "qloguniform": lambda context, w: _quantised(context, w, log=True),
    "int": _integers,
    "normal": lambda context, w: _normal(context, w, log=False),
    "lognormal": lambda context, w: _normal(context, w, log=True),
    "qnormal": lambda context, w: _normal(context, w, log=False, quantised=True),
    "qlognormal": lambda context, w: _normal(context, w, log=True, quantised=True),
}
