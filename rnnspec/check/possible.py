"""What values an expression can have, while the space is still being read.

In: an expression and its place. Out: the greatest number of turns of a repeat, so that each turn's
hyperparameters can be listed; the ends of a range; whether an integer can stand where Keras takes
floats alone, which is made one, so that `SGD(learning_rate = 1)` can be built.
"""

from collections.abc import Iterable
from contextlib import suppress
from math import prod

from rnnspec.catalog import Parameter
from rnnspec.check.context import Context
from rnnspec.check.scope import Loop
from rnnspec.diagnostics import values as say
from rnnspec.proof.domain import turn_name, turns
from rnnspec.proof.ranges import Ranges, Whole
from rnnspec.source import Span
from rnnspec.study.expressions import (
    Apply,
    Const,
    Derived,
    Expr,
    Pick,
    Ref,
    Turn,
    children,
    walk,
    with_children,
)
from rnnspec.study.space import Hyperparameter, Space
from rnnspec.values import as_float
from rnnspec.words import render_value

MOST_TURNS = 10_000
"""A repeat may turn this often: each turn is layers of its own."""


def check_count(context: Context, count: Expr, span: Span) -> int | None:
    """The greatest count; None where it is no number or below 0, which the proof will tell."""
    around = prod(max(loop.most, 1) for loop in context.place.loops)
    match count:
        case Const(bool()):
            pass
        case Const(int(value)) if 0 <= value * around <= MOST_TURNS:
            return value
    ends = value_ends(context, count, context.place.loops)
    if ends is None or ends[1] < 0:
        return None
    most = ends[1]
    if most * around > MOST_TURNS:
        found = f"it reaches {render_value(most)}"
        if most <= MOST_TURNS:
            found += f", in {around:,} turns of the repeats around it"
        allowed = f"an integer from 0 to {MOST_TURNS}"
        context.report(say.out_of_range(span, "`count` of `repeat`", allowed, found))
        return None
    return int(most)


def value_ends(
    context: Context, expr: Expr, loops: Iterable[Loop] = ()
) -> tuple[float, float] | None:
    """The least and greatest value that an expression can have; None where it is no number.

    `loops` are the repeats around it, whose turns it may read.
    """
    numbered = {turn_name(loop.variable): turns(max(loop.most, 1)) for loop in loops}
    whole = Whole(_space_of(context, expr))
    numbers = Ranges(whole, numbered).of(_without_turns(expr)).numbers
    return None if numbers is None else (numbers.low, numbers.high)


def possible_kinds(context: Context, expr: Expr) -> frozenset[str]:
    """The kinds of value that an expression can have; turns count as integers."""
    if any(isinstance(part, Turn) for part in walk(expr)):
        return frozenset({"int"})
    return Ranges(Whole(_space_of(context, expr))).of(_without_turns(expr)).kinds


def _space_of(context: Context, count: Expr) -> Space:
    """What a count reads, as a space of its own; its turns do not matter for a range."""
    names: dict[str, Hyperparameter] = {}
    derived: set[str] = set()
    for part in context.reads(count):
        if isinstance(part, Derived):
            derived.add(part.name)
        elif part.name in context.declared:
            names[part.name] = Hyperparameter(part.name, context.declared[part.name].distribution)
    in_order = tuple(d for name, d in context.derived.items() if name in derived)
    return Space(tuple(names.values()), in_order)


def _without_turns(expr: Expr) -> Expr:
    """The expression with every hyperparameter under its written name, as `space_of` has it."""
    if isinstance(expr, Ref):
        return Ref(expr.name)
    return with_children(expr, map(_without_turns, children(expr)))


def takes_floats_alone(parameter: Parameter) -> bool:
    """Whether an integer is refused where a float may stand."""
    accepted = set(parameter.accepts)
    return bool(accepted & {"float", "numbers"}) and not accepted & {"int", "ints"}


def float_expression(context: Context, expr: Expr) -> Expr:
    """The expression as a float wherever it might be an integer."""
    match expr:
        case Const(value, span):
            with suppress(OverflowError):  # Then the product has no value, which the proof tells.
                return Const(as_float(value), span)
            return Apply("*", (expr, Const(1.0)), span)
        case Pick(on, options, span):
            return Pick(on, tuple((k, float_expression(context, e)) for k, e in options), span)
    if "int" in possible_kinds(context, expr):
        return Apply("*", (expr, Const(1.0)), expr.span)
    return expr
