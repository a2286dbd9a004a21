"""Settings and arguments that must be fixed: numbers, words, durations, columns.

In: an expression of the tree and the parameter it is for. Out: a plain Python value, or None
where it was reported.
"""

from collections.abc import Iterable, Iterator, Sequence

from rnnspec.catalog import Parameter
from rnnspec.check.bind import Bound
from rnnspec.check.context import Context
from rnnspec.check.expect import ANYTHING, Expect, expectation
from rnnspec.check.settings import Settings, written_value
from rnnspec.check.values import lower_expression
from rnnspec.diagnostics import data as say_data
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.diagnostics.findings import kinds_in_words
from rnnspec.source import Span
from rnnspec.study.evaluate import ExpressionError, evaluate
from rnnspec.study.expressions import Const, Expr, Ref, Value
from rnnspec.syntax import tree
from rnnspec.words import render_value


def constant_value(
    context: Context, node: tree.Expression, what: str, expect: Expect = ANYTHING
) -> Const | None:
    """The value of an expression that must be fixed; None where it is not or is not known."""
    expr = lower_expression(context, node, expect)
    if expr is None:
        return None
    reads = first_hyperparameter(context, expr)
    if reads is not None:
        context.report(say_values.not_fixed(node.span, what, reads))
        return None
    try:
        return Const(fixed_value(context, expr), node.span)
    except ExpressionError as error:
        context.report(say_values.fails(node.span, error.message, ""))
        return None


def first_hyperparameter(context: Context, expr: Expr) -> str | None:
    """The first hyperparameter that an expression reads, through derived values too."""
    return next((part.name for part in context.reads(expr) if isinstance(part, Ref)), None)


def first_endless(context: Context, expr: Expr) -> str | None:
    """The first hyperparameter that an expression reads and whose values cannot be listed."""
    found = (context.declared.get(part.name) for part in context.reads(expr))
    return next((d.template for d in found if d is not None and d.distribution.size is None), None)


def fixed_value(context: Context, expr: Expr) -> Value:
    """The value of an expression that reads no hyperparameter."""
    return evaluate(expr, {}, tuple(context.derived.values()))


def fixed_setting(context: Context, settings: Settings, parameter: Parameter) -> Value:
    """The value of a setting that cannot be searched; its default where it is not written."""
    setting = settings.get(parameter.name)
    if setting is None:
        return None if parameter.required else parameter.default
    node = written_value(context, settings, parameter.name)
    if node is None:
        return None
    return fixed_constant(context, node, parameter, f"`{parameter.name}`")


def fixed_constant(
    context: Context, node: tree.Expression, parameter: Parameter, what: str
) -> Value:
    """A value that is known now and that the parameter allows; None where it was reported."""
    if "duration" in parameter.accepts:
        return _duration(context, node, parameter, what)
    if "none" in parameter.accepts and isinstance(node, tree.Constant) and node.value is None:
        return None
    if "names" in parameter.accepts and isinstance(node, tree.Items):
        named = columns(context, node, what)
        if named == []:
            context.report(say_values.empty(node.span, parameter.name, "column"))
        return tuple(name for name, _ in named) if named and distinct(context, named) else None
    if "column" in parameter.accepts or "name" in parameter.accepts:
        return column(context, node, what)
    if "values" in parameter.accepts:
        return _values(context, node, what)
    if "path" in parameter.accepts or "text" in parameter.accepts:
        return _text(context, node, what, parameter.words)
    if "moment" in parameter.accepts and isinstance(node, tree.String):
        return node.value
    constant = constant_value(context, node, what, expectation(parameter))
    if constant is None:
        return None
    value, accepts = constant.value, parameter.accepts
    kind = {tuple: "list", type(None): "none"}.get(type(value), type(value).__name__)
    if kind not in accepts and not (kind == "int" and "float" in accepts):
        words = " or ".join(f"`{word}`" for word in parameter.words)
        expected, found = words or kinds_in_words(accepts), render_value(value)
        context.report(say_values.wrong_type(node.span, what, expected, found))
        return None
    allowed = parameter.range
    if isinstance(value, int | float) and allowed is not None and value not in allowed:
        found = f"it is {render_value(value)}"
        context.report(say_values.out_of_range(node.span, what, allowed.name, found))
        return None
    return value


def _duration(
    context: Context, node: tree.Expression, parameter: Parameter, what: str
) -> float | None:
    match node:
        case tree.Duration(seconds, text, span):
            if parameter.range is not None and seconds not in parameter.range:
                found = f"it is {text}"
                context.report(say_values.out_of_range(span, what, parameter.range.name, found))
                return None
            return seconds
        case tree.Number(_, text):
            context.refuse(node, what, "a duration", f"`{text}s`, `{text}min`, `{text}h`")
        case _:
            context.refuse(node, what, "a duration", "`30min`")
    return None


def _text(
    context: Context, node: tree.Expression, what: str, words: Sequence[str] = ()
) -> str | None:
    match node:
        case tree.String(text):
            return text
        case tree.Word(word) if word in words:
            return word
    also = "".join(f", or `{word}`" for word in words)
    context.refuse(node, what, f"text in quotes{also}")
    return None


def _values(context: Context, node: tree.Expression, what: str) -> Value:
    """Texts and numbers, one or a list of them."""
    found: list[str | int | float] = []
    for item in node.items if isinstance(node, tree.Items) else (node,):
        match item:
            case tree.String(text) | tree.Word(text):
                found.append(text)
            case tree.Number(number):
                found.append(number)
            case tree.Unary("-", tree.Number(number)):
                found.append(-number)
            case _:
                context.refuse(item, what, "texts in quotes and numbers")
                return None
    return tuple(found)


def column(context: Context, node: tree.Expression, what: str) -> str | None:
    """The name of a column or an array; a bare word is one."""
    context.expect(node.span, "column", context.columns)
    match node:
        case tree.Word(name) | tree.String(name):
            return name
    context.refuse(node, what, "a name")
    return None


def columns(context: Context, node: tree.Expression, what: str) -> list[tuple[str, Span]] | None:
    """A list of columns with their places; a single column counts as a list of one."""
    items = node.items if isinstance(node, tree.Items) else (node,)
    names = [(column(context, item, what), item.span) for item in items]
    known = [(name, span) for name, span in names if name is not None]
    return known if len(known) == len(names) else None


def listed(node: tree.Expression) -> Iterator[tuple[str, Span]]:
    """The words and texts of a list, with their places."""
    for item in node.items if isinstance(node, tree.Items) else ():
        match item:
            case tree.Word(text, span) | tree.String(text, span):
                yield text, span


def distinct(context: Context, names: Iterable[tuple[str, Span]]) -> bool:
    """Whether no column is listed twice; one that is, is reported."""
    first: dict[str, Span] = {}
    errors = context.problems.count
    for name, span in names:
        if name in first:
            context.report(say_data.twice(span, name, first[name]))
        first.setdefault(name, span)
    return context.problems.count == errors


def fixed_arguments(context: Context, owner: str, bounds: Iterable[Bound]) -> dict[str, Value]:
    """The values of arguments that cannot be searched, by name."""
    values: dict[str, Value] = {}
    for bound in bounds:
        parameter, argument = bound.parameter, bound.argument
        what = f"`{parameter.name}` of `{owner}`"
        if argument.mark == "~":
            context.report(say_names.not_searched(argument.span, parameter.name))
            continue
        value = fixed_constant(context, argument.value, parameter, what)
        if value is not None:
            values[parameter.name] = value
    return values
