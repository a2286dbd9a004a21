"""What stands after `~`: what is written, turned into a distribution and a hyperparameter.

In: whatever may be searched, or may hold what is: settings, arguments, whole calls. Every `~` in it
is declared, the innermost first; only then is the expression around them lowered, which looks them
up. Out: a reference to the hyperparameter, or a `Pick` where its options are whole calls.
"""

from collections.abc import Iterable
from math import prod

from rnnspec.catalog import DISTRIBUTIONS
from rnnspec.check.bind import Bound, bind_object
from rnnspec.check.context import Context, Declared
from rnnspec.check.distributions import lower_distribution, lower_options, written_options
from rnnspec.check.expect import Expect, expectation
from rnnspec.check.firsts import first_value
from rnnspec.check.possible import float_expression, takes_floats_alone
from rnnspec.check.values import is_distribution, lower_expression
from rnnspec.diagnostics import limits as say_limits
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.table import WORDS
from rnnspec.source import Edit, Span
from rnnspec.study.expressions import TRUE, Const, Expr, Pick, Ref, Value
from rnnspec.study.fold import compare
from rnnspec.syntax import tree
from rnnspec.words import render_value

MOST_COORDINATES = 20_000
"""So many hyperparameters, each turn's counted, a space may have."""


def lower_setting(context: Context, setting: tree.Setting, expect: Expect) -> Expr | None:
    """The value of a setting, fixed or searched."""
    if setting.mark == "=":
        _verify_fixed(context, setting.value, Span(setting.name.span.end, setting.value.span.start))
        return lower_written(context, setting.value, expect)
    name, span = setting.name.name, setting.name.span
    context.symbol(setting.name, "hyperparameter")
    return declare_searched(context, name, setting.value, expect, span)


def lower_written(context: Context, node: tree.Expression, expect: Expect) -> Expr | None:
    """What an expression means, in which arguments may be searched."""
    declare_inside(context, node, expect)
    return lower_expression(context, node, expect)


def declare_inside(context: Context, node: tree.Expression, expect: Expect) -> None:
    """Declare the searched arguments of the objects that an expression builds."""
    match node:
        case tree.Parenthesised(inner):
            declare_inside(context, inner, expect)
        case tree.Items(items):
            for item in items:
                declare_inside(context, item, expect)
        case tree.Conditional(then, _, otherwise):
            declare_inside(context, then, expect)
            declare_inside(context, otherwise, expect)
        case tree.Call(tree.Word(name)) if row := expect.row_of(name):
            bounds = bind_object(context, row, node)
            declare_arguments(context.naming(context.place.namer.of(node.span)), bounds)


def declare_arguments(context: Context, bounds: Iterable[Bound]) -> None:
    """Declare what is searched in the arguments of a call: they themselves, or inside them."""
    for bound in bounds:
        argument, parameter = bound.argument, bound.parameter
        expect = expectation(parameter)
        inside = context.naming(context.place.namer.inside(parameter.name))
        if argument.mark != "~":
            start = argument.value.span.start
            if argument.key is not None:
                _verify_fixed(context, argument.value, Span(argument.key.span.end, start))
            else:
                _verify_fixed(context, argument.value, Span(start, start), parameter.name)
            declare_inside(inside, argument.value, expect)
            continue
        name, floats = context.place.namer.argument(parameter.name), takes_floats_alone(parameter)
        if isinstance(argument.key, tree.Word):
            context.symbol(argument.key, "hyperparameter", name)
        node, span = argument.value, argument.span
        meaning = declare_searched(inside, name, node, expect, span, floats=floats)
        if meaning is not None:
            context.searched[span, context.place.prefix] = meaning


def _verify_fixed(context: Context, node: tree.Expression, mark: Span, name: str = "") -> None:
    """Report a distribution that is to be fixed; `~` in the place of the mark searches it."""
    if isinstance(node, tree.Call) and is_distribution(node):
        edit = Edit(mark, f"{name} ~ ")
        context.report(say_values.fixed_distribution(node.span, node.name.name, edit))


def declare_searched(
    context: Context,
    name: str,
    node: tree.Expression,
    expect: Expect,
    span: Span,
    *,
    floats: bool = False,
) -> Expr | None:
    """Declare the hyperparameter `name` (with `{}` for turns) and refer to it.

    What is searched inside its options comes first. `floats` tells that its place takes no
    integers, so that it has none.
    """
    ref = Ref(name, context.place.turns, span)
    call = verify_distribution(context, node)
    if not give_name(context, name, span) or call is None:
        return None
    before = context.sizes["hyperparameters"]
    context.sizes["hyperparameters"] += prod(max(loop.most, 1) for loop in context.place.loops)
    if context.sizes["hyperparameters"] > MOST_COORDINATES:
        if before <= MOST_COORDINATES:
            context.report(say_limits.too_many_hyperparameters(span, MOST_COORDINATES))
        return None
    objects: tuple[tuple[Value, Expr], ...] = ()
    distribution: Distribution | None
    if WORDS[call.name.name].options:
        written = written_options(context, call)
        for option in written or ():
            chosen = compare(ref, "==", Const(option.name)) if option.name else TRUE
            declare_inside(context.under(chosen), option.node, expect)
        options = lower_options(context, call, written, expect)
        distribution, objects = options if options is not None else (None, ())
    else:
        distribution = lower_distribution(context, call)
    if distribution is None:
        return None
    try:
        distribution = distribution.as_floats() if floats else distribution
    except OverflowError:
        found = "one of them is too large for a float"
        context.report(say_values.out_of_range(span, "an option", "a number below 1e308", found))
        return None
    written_default = _default_argument(call)
    default: Const | None = None
    if written_default is not None:
        shown = name.replace("{}", "i")
        default = first_value(context, written_default.value, shown, distribution)
    context.declared[name] = Declared(
        name,
        distribution,
        span,
        None if context.place.by_readers else context.place.path,
        context.place.loops,
        None if default is None else default.value,
        has_default=written_default is not None,
    )
    if not objects:
        return ref
    picked = Pick(ref, objects, span)
    return float_expression(context, picked) if floats else picked


def give_name(context: Context, name: str, span: Span) -> bool:
    """Take a full name; report where it is taken already."""
    if name in context.names:
        context.report(say_names.duplicate(span, name.replace("{}", "i"), context.names[name]))
        return False
    context.names[name] = span
    return True


def verify_distribution(context: Context, node: tree.Expression) -> tree.Call | None:
    """The call of a known distribution; anything else is reported."""
    span = node.name.span if isinstance(node, tree.Call) else node.span
    context.expect(span, "distribution", DISTRIBUTIONS)
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


def verify_choice(context: Context, setting: tree.Setting, what: str) -> tree.Call | None:
    """The call of a choice of lists, or of scalers, that a setting is searched over."""
    call = verify_distribution(context, setting.value)
    if call is not None and not WORDS[call.name.name].options:
        owner, found = f"`{setting.name.name}`", f"`{call.name.name}`"
        context.report(say_values.wrong_type(call.span, owner, f"a choice of {what}", found))
        return None
    return call


def _brief(node: tree.Expression) -> str:
    match node:
        case tree.Number(_, text):
            return text
        case tree.Word(name):
            return name
        case tree.String(value) | tree.Constant(value):
            return render_value(value)
    return "..."


def _default_argument(call: tree.Call) -> tree.Argument | None:
    for argument in call.arguments:
        if isinstance(argument.key, tree.Word) and argument.key.name == "default":
            return argument if argument.mark == "=" else None
    return None
