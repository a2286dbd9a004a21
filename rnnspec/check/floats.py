"""Arguments that Keras takes as floats alone: whole numbers there become floats.

In: a law or an expression for such an argument. Out: the same with every integer a float, so that
`SGD(learning_rate = 1)` and `momentum ~ choice(0, 0.9)` can be built.
"""

from dataclasses import replace

from rnnspec.catalog import Parameter
from rnnspec.check.context import Context
from rnnspec.check.counts import possible_kinds
from rnnspec.study.expressions import Apply, Const, Expr, Pick, Value
from rnnspec.study.laws import Choice, Lattice, Law, Normal, Uniform


def takes_floats_alone(parameter: Parameter) -> bool:
    """Whether an integer is refused where a float may stand."""
    accepted = set(parameter.accepts)
    return bool(accepted & {"float", "numbers"}) and not accepted & {"int", "ints"}


def float_value(value: Value) -> Value:
    """An integer, also inside a list, as a float; anything else as it is."""
    match value:
        case bool():
            return value
        case int():
            return float(value)
        case tuple():
            return tuple(map(float_value, value))
    return value


def float_law(law: Law) -> Law:
    """The law with floats for its integers."""
    match law:
        case Choice(options):
            return replace(law, options=tuple(map(float_value, options)))
        case Lattice(low, high, step):
            return replace(law, low=float(low), high=float(high), step=float(step))
        case Normal(step=float() | int() as step, low=low, high=high):
            ends = [None if end is None else float(end) for end in (low, high)]
            return replace(law, step=float(step), low=ends[0], high=ends[1])
        case Normal() | Uniform():
            return law


def float_expression(context: Context, expr: Expr) -> Expr:
    """The expression as a float wherever it might be an integer."""
    match expr:
        case Const(value, span):
            return Const(float_value(value), span)
        case Pick(on, options, span):
            return Pick(on, tuple((k, float_expression(context, e)) for k, e in options), span)
    if "int" in possible_kinds(context, expr):
        return Apply("*", (expr, Const(1.0)), expr.span)
    return expr
