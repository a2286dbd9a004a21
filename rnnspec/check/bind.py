"""An argument list against parameters.

In: a call and the parameters of what is called. Out: the written arguments, each with its
parameter; what is unknown, doubled, misplaced or missing is reported. It looks at no value.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rnnspec.catalog import REFUSED_ARGUMENTS, Parameter, Row
from rnnspec.check.context import Context
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import search as say_search
from rnnspec.diagnostics import values as say_values
from rnnspec.source import Span
from rnnspec.syntax import tree


@dataclass(frozen=True)
class Bound:
    """A written argument with the parameter that it is for."""

    parameter: Parameter
    argument: tree.Argument


def bind(
    context: Context,
    owner: str,
    parameters: Sequence[Parameter],
    call: tree.Call,
    positional: Sequence[Parameter] | None = None,
) -> list[Bound]:
    """Pair the written arguments with parameters; report what does not fit.

    Only those that are `positional` (all, unless told) may stand without their names. A misspelt
    argument stands for a missing one, so that only one of the two is reported.
    """
    by_name = {parameter.name: parameter for parameter in parameters}
    context.expect(Span(call.name.span.end, call.span.end), "argument", by_name)
    positional = parameters if positional is None else positional
    bound: dict[str, Bound] = {}
    misfits = 0
    named = broken = False
    for position, argument in enumerate(call.arguments):
        if named and argument.key is None:
            context.report(say_names.position_lost(argument.span))
            misfits += 1
            continue
        named = argument.key is not None
        if not named:
            context.expect(argument.span, "argument", by_name)
        broken = broken or isinstance(argument.value, tree.Broken)
        parameter = _parameter_of(
            context, owner, argument, position, positional, by_name, broken=broken
        )
        if parameter is None:
            misfits += 1
        elif parameter.name in bound:
            first = bound[parameter.name].argument.span
            context.report(say_names.duplicate(argument.span, parameter.name, first))
        else:
            bound[parameter.name] = Bound(parameter, argument)
    missing = [p.name for p in parameters if p.required and p.name not in bound]
    if len(missing) > misfits:
        context.report(say_values.argument_missing(call.span, owner, missing))
    return list(bound.values())


def _parameter_of(
    context: Context,
    owner: str,
    argument: tree.Argument,
    position: int,
    positional: Sequence[Parameter],
    by_name: dict[str, Parameter],
    *,
    broken: bool,
) -> Parameter | None:
    """The parameter that an argument is for; behind a `broken` one positions tell little."""
    if argument.key is None:
        if position < len(positional):
            return None if isinstance(argument.value, tree.Broken) else positional[position]
        if position == len(positional) and not broken:
            context.report(say_names.too_many_arguments(argument.span, owner, len(positional)))
        return None
    match argument.key:
        case tree.Word(name, span) | tree.String(name, span) if name in by_name:
            return by_name[name]
        case tree.Word(name, span) | tree.String(name, span) if name in REFUSED_ARGUMENTS:
            context.report(say_names.refused_argument(span, owner, name, REFUSED_ARGUMENTS[name]))
        case tree.Word(name, span) | tree.String(name, span):
            context.report(say_names.unknown_argument(span, owner, name, by_name))
        case key:
            context.report(say_names.too_many_arguments(key.span, owner, len(positional)))
    return None


def bind_object(context: Context, row: Row, call: tree.Call) -> list[Bound]:
    """The arguments of an optimizer, loss, regularizer...; schedules take keywords only."""
    positional = () if row.family == "schedule" else row.parameters
    bounds = bind(context, row.name, row.parameters, call, positional)
    if len(bounds) == len(call.arguments):
        _verify_one_of(context, row, bounds, call)
    return bounds


def _verify_one_of(context: Context, row: Row, bounds: Sequence[Bound], call: tree.Call) -> None:
    """Of some arguments exactly one must be written."""
    given = [bound.argument for bound in bounds if bound.parameter.name in row.one_of]
    listed = "` or `".join(row.one_of)
    if row.one_of and not given:
        context.report(say_values.argument_missing(call.span, row.name, [listed]))
    elif len(given) > 1:
        message = f"`{row.name}` takes one of `{listed}`"
        context.report(say_search.cannot_stand(given[1].span, message, given[0].span))
