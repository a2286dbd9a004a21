"""Expressions of the tree, lowered to expressions of the study.

In: an expression, its place, what is expected there. Out: the study's expression, or None where
it was not understood (then it is reported, and nothing that follows from it is). What is searched
inside it was declared before (`check.searched`) and is looked up; types and ranges over the space
are proven later.
"""

from collections.abc import Iterable
from dataclasses import replace

from rnnspec.catalog import DISTRIBUTIONS, VOCABULARY, Row
from rnnspec.check.bind import Bound, bind_object
from rnnspec.check.context import FACTS, Context
from rnnspec.check.expect import ANYTHING, BUILT, PIECES, Expect, expectation
from rnnspec.check.possible import float_expression, takes_floats_alone
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.source import Span
from rnnspec.study.evaluate import ExpressionError, evaluate
from rnnspec.study.expressions import FUNCTIONS, Apply, Const, Expr, IfElse, Make
from rnnspec.study.fold import if_else
from rnnspec.syntax import tree


def lower_expression(
    context: Context, node: tree.Expression, expect: Expect = ANYTHING
) -> Expr | None:
    """What an expression means where it stands; None where that is not known."""
    if not isinstance(node, tree.Call):
        _expect(context, node.span, expect)
    match node:
        case tree.Number(value, _, span) | tree.Constant(value, span):
            return Const(value, span)
        case tree.String(value, span):
            return _text(context, value, span, expect)
        case tree.Word(name, span):
            return lower_word(context, name, span, expect)
        case tree.Duration():
            help = "durations stand in `timeout` and `step` alone"
            context.refuse(node, "the value", "a number", help)
            return None
        case tree.Parenthesised(inner, _):
            return lower_expression(context, inner, expect)
        case tree.Call():
            return _call(context, node, expect)
        case tree.Items(items, span):
            return _apply(context, "list", items, span, expect)
        case tree.AllBut():
            help = "columns stand in `inputs`, `target` and `encode` of a table alone"
            context.refuse(node, "the value", "a value", help)
            return None
        case tree.Unary(operator, operand, span):
            name = {"-": "neg", "+": "pos"}.get(operator, operator)
            return _apply(context, name, (operand,), span)
        case tree.Binary(operator, left, right, span):
            return _apply(context, operator, (left, right), span)
        case tree.Comparison(operators, operands, span):
            return _comparison(context, operators, operands, span)
        case tree.Index(base, index, span):
            return _apply(context, "index", (base, index), span)
        case tree.Conditional(then, condition, otherwise, span):
            parts = (
                lower_expression(context, condition),
                lower_expression(context, then, expect),
                lower_expression(context, otherwise, expect),
            )
            if None in parts:
                return None
            chosen = if_else(*parts)  # type: ignore[arg-type]
            return replace(chosen, span=span) if isinstance(chosen, IfElse) else chosen
        case tree.Broken():
            return None


def _expect(context: Context, span: Span, expect: Expect) -> None:
    functions = () if expect.names_kind or expect.columns else FUNCTIONS
    names = (
        (context.columns,) if expect.columns else (context.place.scope, context.facts, functions)
    )
    context.expect(span, expect.place, expect, *names)


def lower_word(context: Context, name: str, span: Span, expect: Expect) -> Expr | None:
    """A bare word: a name of the file, a fact, or a word of the vocabulary, in this order."""
    if expect.columns:
        return Const(name, span)
    for known in (context.place.scope, context.facts):
        if name in known:
            symbol = context.place.scope.symbol(name) or context.found(
                name, "hyperparameter", "setting"
            )
            context.refer(span, symbol)
            meaning = known[name]
            if isinstance(meaning, Const) and isinstance(meaning.value, str):
                return _text(context, meaning.value, span, expect)
            return replace(meaning, span=span) if meaning is not None else None
    if name in expect.words or expect.row_of(name):
        return _text(context, name, span, expect)
    if name in context.custom and not expect.names_kind:
        context.refer(span, context.found(name, "layer"))
        return Const(name, span)
    if name in FACTS:
        context.report(say_names.unknown_fact(span, name))
    elif name in context.names:
        context.report(say_names.unreachable_name(span, name, context.names[name]))
    elif expect.names_kind:
        context.report(say_names.unknown_kind(span, expect.kind, name, expect))
    elif name in VOCABULARY:
        return Const(name, span)
    else:
        known_names = [*context.place.scope, *context.facts, *expect]
        distributions = (declared.distribution for declared in context.declared.values())
        if any(name in (distribution.listed or ()) for distribution in distributions):
            context.report(say_names.undefined(span, name, (), f'the option is written `"{name}"`'))
        else:
            context.report(say_names.undefined(span, name, known_names))
    return None


def _text(context: Context, value: str, span: Span, expect: Expect) -> Expr | None:
    row = expect.row_of(value)
    if row is not None and (row.family in BUILT or (row.family in PIECES and row.word is None)):
        missing = [p.name for p in row.parameters if p.required]
        if missing:
            context.report(say_values.argument_missing(span, row.name, missing))
            return None
        return Make(row.name, (), span)
    if row is not None and row.family == "layer":
        return Const(row.name, span)
    if expect.names_kind and row is None and value not in expect.words and not expect.columns:
        context.report(say_names.unknown_kind(span, expect.kind, value, expect))
        return None
    return Const(value, span)


def _apply(
    context: Context,
    operator: str,
    operands: tuple[tree.Expression, ...],
    span: Span,
    expect: Expect = ANYTHING,
) -> Expr | None:
    lowered = [lower_expression(context, operand, expect) for operand in operands]
    known = tuple(part for part in lowered if part is not None)
    return apply(context, operator, known, span) if len(known) == len(lowered) else None


def apply(context: Context, operator: str, operands: tuple[Expr, ...], span: Span) -> Expr | None:
    """An operator over lowered operands, computed where all are constants."""
    try:
        if all(isinstance(operand, Const) for operand in operands):
            return Const(evaluate(Apply(operator, operands), {}, ()), span)
    except ExpressionError as error:
        context.report(say_values.fails(span, error.message, ""))
        return None
    return Apply(operator, operands, span)


def _comparison(
    context: Context, operators: tuple[str, ...], operands: tuple[tree.Expression, ...], span: Span
) -> Expr | None:
    """A chain is the conjunction of its links."""
    lowered = [lower_expression(context, operand) for operand in operands]
    known = [part for part in lowered if part is not None]
    if len(known) < len(lowered):
        return None
    result: Expr | None = None
    for operator, left, right in zip(operators, known, known[1:], strict=False):
        link = apply(context, operator, (left, right), span)
        if link is None:
            return None
        result = link if result is None else apply(context, "and", (result, link), span)
    return result


def _call(context: Context, node: tree.Call, expect: Expect) -> Expr | None:
    name = node.name.name
    _expect(context, node.name.span, expect)
    if row := expect.row_of(name):
        return _object(context, node, row)
    if is_distribution(node):
        context.report(say_values.fixed_distribution(node.span, name))
        return None
    if name not in FUNCTIONS:
        if expect.names_kind or name in VOCABULARY:
            context.report(say_names.unknown_kind(node.name.span, expect.kind, name, expect))
        else:
            known = [*FUNCTIONS, *expect]
            context.report(say_names.undefined(node.name.span, name, known))
        return None
    for argument in node.arguments:
        if argument.mark:
            key = argument.key.name if isinstance(argument.key, tree.Word) else "?"
            context.report(say_names.unknown_argument(argument.span, name, key, ()))
            return None
    return _apply(context, name, tuple(a.value for a in node.arguments), node.span)


def is_distribution(node: tree.Expression) -> bool:
    """Whether it calls a distribution; `int` of one value is a function."""
    match node:
        case tree.Call(tree.Word("int"), (tree.Argument(mark=""),)):
            return False
        case tree.Call(tree.Word(name)):
            return name in DISTRIBUTIONS
    return False


def _object(context: Context, call: tree.Call, row: Row) -> Expr | None:
    """A call of an optimizer, loss, regularizer...: a `Make`."""
    arguments = lower_arguments(context, bind_object(context, row, call))
    written = {name for name, _ in arguments}
    if any(p.required and p.name not in written for p in row.parameters):
        return None
    return Make(row.name, arguments, call.span)


def lower_arguments(context: Context, bounds: Iterable[Bound]) -> tuple[tuple[str, Expr], ...]:
    """The values of bound arguments, those left out that were not understood."""
    values = ((b.parameter.name, _argument(context, b)) for b in bounds)
    return tuple((name, value) for name, value in values if value is not None)


def _argument(context: Context, bound: Bound) -> Expr | None:
    argument = bound.argument
    if argument.mark == "~":
        return context.searched.get((argument.span, context.place.prefix))
    value = lower_expression(context, argument.value, expectation(bound.parameter))
    floats = value is not None and takes_floats_alone(bound.parameter)
    return float_expression(context, value) if floats and value is not None else value
