"""First points: that of all defaults, then each `start`, as complete configurations.

In: the finished study and the search block. Out: configurations that hold the active values only;
a value outside its distribution, or a point that breaks a `require`, is reported.
"""

from collections.abc import Iterable
from itertools import islice

from rnnspec.check.constants import constant_value
from rnnspec.check.context import Context
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.distributions.contract import Distribution
from rnnspec.source import Span
from rnnspec.study.expressions import Const, Value
from rnnspec.study.sampling import broken_constraint, complete
from rnnspec.study.search import FirstPoint
from rnnspec.study.space import Space, template_of
from rnnspec.study.study import Study
from rnnspec.syntax import tree
from rnnspec.words import render_value


def note_first_points(context: Context, starts: Iterable[tree.Start]) -> None:
    """Note which hyperparameters the points name, whatever else is wrong."""
    for start in starts:
        for point in start.points:
            context.expect(point.path.span, "hyperparameter", context.declared)
            template = template_of(point.path.text)
            context.refer(point.path.span, context.found(template, "hyperparameter"))


def lower_first_points(
    context: Context, study: Study, starts: Iterable[tree.Start]
) -> tuple[FirstPoint, ...]:
    """The points that are tried before the algorithm proposes its own, each once."""
    space = study.space
    points: list[FirstPoint] = []
    defaults = [h for h in space.hyperparameters if h.has_default]
    if defaults:
        points.extend(_point(context, space, {}, defaults[0].span))
    for start in starts:
        values = _written(context, space, start)
        if values is not None:
            points.extend(_point(context, space, values, start.span))
    return tuple(dict.fromkeys(points))


def _written(context: Context, space: Space, start: tree.Start) -> dict[str, Value] | None:
    values: dict[str, Value] = {}
    first: dict[str, Span] = {}
    good = True
    for point in start.points:
        name, span = point.path.text, point.path.span
        if name in first:
            context.report(say_names.duplicate(span, name, first[name]))
            good = False
            continue
        first[name] = span
        if name not in space.by_name:
            if name not in context.declared:
                context.report(say_names.undefined(span, name, space.by_name))
                good = False
            continue
        found = first_value(context, point.value, name, space.by_name[name].distribution)
        if found is None:
            good = False
        else:
            values[name] = found.value
    return values if good else None


def _point(
    context: Context, space: Space, values: dict[str, Value], span: Span
) -> list[FirstPoint]:
    configuration = complete(space, values)
    broken = broken_constraint(space, configuration)
    if broken is not None:
        shown = ", ".join(f"{k} = {render_value(v)}" for k, v in configuration.items())
        context.report(say_values.breaks_constraint(span, shown, broken.span))
        return []
    return [FirstPoint(tuple(configuration.items()), span)]


def first_value(
    context: Context, node: tree.Expression, name: str, distribution: Distribution
) -> Const | None:
    """The value that is written for a name, of the distribution's own type.

    None where it is not known, or reported because the distribution lacks it.
    """
    listed = distribution.listed
    match node:
        case tree.Word(word) if word in (listed or ()):
            return Const(word, node.span)
        case tree.Word(word) if word not in context.place.scope and listed is not None:
            value: Value = word
        case _:
            constant = constant_value(context, node, "a first value")
            if constant is None:
                return None
            value = distribution.coerce(constant.value)
            if distribution.contains(value):
                return Const(value, node.span)
    words = _describe(distribution)
    context.report(say_values.outside_distribution(node.span, name, value, words))
    return None


def _describe(distribution: Distribution) -> str:
    """A distribution's values in a few words, for messages."""
    size = distribution.size
    if distribution.listed is not None or (size is not None and size <= 6):
        return "its values are " + ", ".join(render_value(v) for v in distribution.values())
    if size is not None:
        first, second = islice(distribution.values(), 2)
        last = distribution.coerce(distribution.support[1])
        begun = f"{render_value(first)}, {render_value(second)}"
        return f"its values are {begun}, ..., {render_value(last)}"
    low, high = distribution.support
    return f"its values lie from {render_value(low)} to {render_value(high)}"
