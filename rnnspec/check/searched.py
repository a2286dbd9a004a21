"""What stands after `~`: a distribution, turned into a law and a hyperparameter.

In: the call after `~`, the full name. Out: a reference to the new hyperparameter, or a `Pick`
where its options are whole calls.
"""

from math import prod

from rnnspec.catalog import DISTRIBUTIONS
from rnnspec.check.context import Context
from rnnspec.check.declared import Declared
from rnnspec.check.expect import ANYTHING, Expect
from rnnspec.check.firsts import describe, first_value
from rnnspec.check.floats import float_expression, float_law
from rnnspec.check.laws import lower_law
from rnnspec.check.options import Options, lower_options
from rnnspec.check.scope import Namer, Place
from rnnspec.check.values import ONE_NAME
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import shapes as say_shapes
from rnnspec.diagnostics import values as say_values
from rnnspec.source import Span
from rnnspec.study.expressions import Expr, Pick, Ref, Value
from rnnspec.study.laws import Law
from rnnspec.syntax import tree

MOST_COORDINATES = 20_000
"""So many hyperparameters, each turn's counted, a space may have."""
CHOICES = ("choice", "ordinal", "weighted")


def lower_searched(
    context: Context,
    place: Place,
    name: str,
    node: tree.Expression,
    expect: Expect = ANYTHING,
    namer: Namer = ONE_NAME,
    span: Span | None = None,
    *,
    floats: bool = False,
) -> Expr | None:
    """Declare the hyperparameter `name` (with `{}` for turns) and refer to it.

    `floats` tells that its place takes no integers, so that it has none.
    """
    span = span or node.span
    ref = Ref(name, place.turns, span)
    call = verify_distribution(context, node)
    if not give_name(context, name, span) or call is None:
        return None
    options: Options | None = None
    law: Law | None
    context.coordinates += prod(max(loop.most, 1) for loop in place.loops)
    if context.coordinates > MOST_COORDINATES:
        if not context.is_too_large:
            context.report(say_shapes.too_many_hyperparameters(span, MOST_COORDINATES))
        context.is_too_large = True
        return None
    if call.name.name in CHOICES:
        options = lower_options(context, place, call, ref, expect, namer)
        law = options.law if options else None
    else:
        law = lower_law(context, place, call)
    if law is None:
        return None
    if floats:
        law = float_law(law)
    default = lower_default(context, place, call, name, law)
    context.declared[name] = Declared(
        name,
        law,
        span,
        None if place.by_readers else place.path,
        place.loops,
        default,
        has_default=_default_argument(call) is not None,
    )
    if options is not None and options.objects:
        picked = Pick(ref, options.objects, span)
        return float_expression(context, picked) if floats else picked
    return ref


def give_name(context: Context, name: str, span: Span) -> bool:
    """Take a full name; report where it is taken already."""
    if name in context.names:
        context.report(say_names.duplicate(span, name.replace("{}", "i"), context.names[name]))
        return False
    context.names[name] = span
    return True


def verify_distribution(context: Context, node: tree.Expression) -> tree.Call | None:
    """The call of a known distribution; anything else is reported."""
    match node:
        case tree.Broken():
            return None
        case tree.Call(name) if name.name in DISTRIBUTIONS:
            return node
        case tree.Call(name):
            context.report(say_names.unknown_distribution(name.span, name.name, DISTRIBUTIONS))
        case tree.Items(items):
            inner = ", ".join(_brief(item) for item in items)
            context.report(say_names.no_distribution(node.span, "a list", f"choice({inner})"))
        case tree.Word(word) if word in DISTRIBUTIONS:
            context.report(say_names.no_distribution(node.span, "a bare word", f"{word}(...)"))
        case tree.Number() | tree.String() | tree.Word() | tree.Constant():
            instead = f"choice({_brief(node)}, ...)"
            context.report(say_names.no_distribution(node.span, "a single value", instead))
        case _:
            context.report(say_names.no_distribution(node.span, "an expression", ""))
    return None


def _brief(node: tree.Expression) -> str:
    match node:
        case tree.Number(_, text):
            return text
        case tree.Word(name):
            return name
        case tree.String(value) | tree.Constant(value):
            return say_values.written(value)
    return "..."


def _default_argument(call: tree.Call) -> tree.Argument | None:
    for argument in call.arguments:
        if isinstance(argument.key, tree.Word) and argument.key.name == "default":
            return argument if argument.mark == "=" else None
    return None


def lower_default(
    context: Context,
    place: Place,
    call: tree.Call,
    name: str,
    law: Law,
) -> Value:
    """The value of `default =`, of the law's own type; reported where the law lacks it."""
    argument = _default_argument(call)
    if argument is None:
        return None
    found = first_value(context, place, argument.value, law)
    if found is None:
        return None
    known, default = found
    if not known:
        shown = name.replace("{}", "i")
        words = describe(law)
        context.report(say_values.outside_law(argument.value.span, shown, default, words))
    return default
