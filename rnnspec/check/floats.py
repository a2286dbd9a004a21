"""Arguments that Keras takes as floats alone: whole numbers there become floats.

In: an expression for such an argument. Out: the same with every integer a float, so that
`SGD(learning_rate = 1)` and `momentum ~ choice(0, 0.9)` can be built.
"""

from rnnspec.catalog import Parameter
from rnnspec.check.context import Context
from rnnspec.check.counts import possible_kinds
from rnnspec.study.expressions import Apply, Const, Expr, Pick
from rnnspec.values import as_float


def takes_floats_alone(parameter: Parameter) -> bool:
    """Whether an integer is refused where a float may stand."""
    accepted = set(parameter.accepts)
    return bool(accepted & {"float", "numbers"}) and not accepted & {"int", "ints"}


def float_expression(context: Context, expr: Expr) -> Expr:
    """The expression as a float wherever it might be an integer."""
    match expr:
        case Const(value, span):
            return Const(as_float(value), span)
        case Pick(on, options, span):
            return Pick(on, tuple((k, float_expression(context, e)) for k, e in options), span)
    if "int" in possible_kinds(context, expr):
        return Apply("*", (expr, Const(1.0)), expr.span)
    return expr
