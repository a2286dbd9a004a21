"""Expressions of the tree, lowered to expressions of the study.

In: an expression, its place, what is expected there. Out: the study's expression, or None where
it was not understood (then it is reported, and nothing that follows from it is). It resolves
names; types and ranges over the space are proven later.
"""

from collections.abc import Iterator
from dataclasses import replace

from rnnspec.catalog import DISTRIBUTIONS, VOCABULARY, find
from rnnspec.check.context import FACTS, Context
from rnnspec.check.declared import references
from rnnspec.check.expect import ANYTHING, BUILT, PIECES, Expect
from rnnspec.check.scope import Namer, Place
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.source import Span
from rnnspec.study.evaluate import ExpressionError, evaluate
from rnnspec.study.expressions import (
    FUNCTIONS,
    Apply,
    Const,
    Derived,
    Expr,
    IfElse,
    Make,
    Value,
)
from rnnspec.study.fold import if_else
from rnnspec.study.laws import Choice
from rnnspec.syntax import tree

ONE_NAME = Namer()


def lower_expression(
    context: Context,
    place: Place,
    node: tree.Expression,
    expect: Expect = ANYTHING,
    namer: Namer = ONE_NAME,
) -> Expr | None:
    """What an expression means where it stands; None where that is not known."""
    match node:
        case tree.Number(value, _, span) | tree.Constant(value, span):
            return Const(value, span)
        case tree.String(value, span):
            return _text(context, value, span, expect)
        case tree.Word(name, span):
            return lower_word(context, place, name, span, expect)
        case tree.Duration(_, _, span):
            context.report(
                say_values.wrong_type(
                    span,
                    "the value",
                    "a number",
                    "a duration",
                    "a duration stands in `timeout` alone",
                )
            )
            return None
        case tree.Parenthesised(inner, _):
            return lower_expression(context, place, inner, expect, namer)
        case tree.Call():
            return _call(context, place, node, expect, namer)
        case tree.Items(items, span):
            return _apply(context, place, "list", items, span, expect, namer)
        case tree.Unary(operator, operand, span):
            name = {"-": "neg", "+": "pos"}.get(operator, operator)
            return _apply(context, place, name, (operand,), span)
        case tree.Binary(operator, left, right, span):
            return _apply(context, place, operator, (left, right), span)
        case tree.Comparison(operators, operands, span):
            return _comparison(context, place, operators, operands, span)
        case tree.Index(base, index, span):
            return _apply(context, place, "index", (base, index), span)
        case tree.Conditional(then, condition, otherwise, span):
            parts = (
                lower_expression(context, place, condition),
                lower_expression(context, place, then, expect, namer),
                lower_expression(context, place, otherwise, expect, namer),
            )
            if None in parts:
                return None
            chosen = if_else(*parts)  # type: ignore[arg-type]
            return replace(chosen, span=span) if isinstance(chosen, IfElse) else chosen
        case tree.Broken():
            return None


def lower_word(
    context: Context, place: Place, name: str, span: Span, expect: Expect
) -> Expr | None:
    """A bare word: a name of the file, a fact, or a word of the vocabulary, in this order."""
    if expect.columns:
        return Const(name, span)
    for known in (place.scope, context.facts):
        if name in known:
            meaning = known[name]
            if isinstance(meaning, Const) and isinstance(meaning.value, str):
                return _text(context, meaning.value, span, expect)
            return replace(meaning, span=span) if meaning is not None else None
    if name in expect.words or expect.family_of(name):
        return _text(context, name, span, expect)
    if name in context.custom and not expect.names_kind:
        return Const(name, span)
    if name in FACTS:
        context.report(say_names.unknown_fact(span, name))
    elif name in context.names:
        context.report(say_names.unreachable_name(span, name, context.names[name]))
    elif expect.names_kind:
        context.report(say_names.unknown_kind(span, expect.kind, name, expect.known()))
    elif name in VOCABULARY:
        return Const(name, span)
    else:
        known_names = [*place.scope, *context.facts, *expect.known()]
        laws = (declared.law for declared in context.declared.values())
        if any(isinstance(law, Choice) and name in law.options for law in laws):
            context.report(say_names.undefined(span, name, (), f'the option is written `"{name}"`'))
        else:
            context.report(say_names.undefined(span, name, known_names))
    return None


def _text(context: Context, value: str, span: Span, expect: Expect) -> Expr | None:
    family = expect.family_of(value)
    row = find(family, value) if family is not None else None
    if row is not None and (family in BUILT or (family in PIECES and row.word is None)):
        missing = [p.name for p in row.parameters if p.required]
        if missing:
            context.report(say_values.argument_missing(span, row.name, missing))
            return None
        return Make(row.name, (), span)
    if row is not None and family == "layer":
        return Const(row.name, span)
    if expect.names_kind and family is None and value not in expect.words and not expect.columns:
        context.report(say_names.unknown_kind(span, expect.kind, value, expect.known()))
        return None
    return Const(value, span)


def _apply(
    context: Context,
    place: Place,
    operator: str,
    operands: tuple[tree.Expression, ...],
    span: Span,
    expect: Expect = ANYTHING,
    namer: Namer = ONE_NAME,
) -> Expr | None:
    lowered = [lower_expression(context, place, operand, expect, namer) for operand in operands]
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
    context: Context,
    place: Place,
    operators: tuple[str, ...],
    operands: tuple[tree.Expression, ...],
    span: Span,
) -> Expr | None:
    """A chain is the conjunction of its links."""
    lowered = [lower_expression(context, place, operand) for operand in operands]
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


def _call(
    context: Context, place: Place, node: tree.Call, expect: Expect, namer: Namer
) -> Expr | None:
    from rnnspec.check.calls import lower_object

    name = node.name.name
    if family := expect.family_of(name):
        return lower_object(context, place, node, family, namer)
    positional = all(argument.mark == "" for argument in node.arguments)
    if name in DISTRIBUTIONS and not (name == "int" and positional and len(node.arguments) == 1):
        context.report(say_values.fixed_distribution(node.span, name))
        return None
    if name not in FUNCTIONS:
        if expect.names_kind or name in VOCABULARY:
            context.report(
                say_names.unknown_kind(node.name.span, expect.kind, name, expect.known())
            )
        else:
            known = [*FUNCTIONS, *expect.known()]
            context.report(say_names.undefined(node.name.span, name, known))
        return None
    for argument in node.arguments:
        if argument.mark:
            key = argument.key.name if isinstance(argument.key, tree.Word) else "?"
            context.report(say_names.unknown_argument(argument.span, name, key, ()))
            return None
    return _apply(context, place, name, tuple(a.value for a in node.arguments), node.span)


def constant_value(
    context: Context, place: Place, node: tree.Expression, what: str, expect: Expect = ANYTHING
) -> Const | None:
    """The value of an expression that must be fixed; None where it is not or is not known."""
    expr = lower_expression(context, place, node, expect)
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
    return next(_hyperparameters(context, expr), None)


def first_endless(context: Context, expr: Expr) -> str | None:
    """The first hyperparameter that an expression reads and whose values cannot be listed."""
    declared = context.declared
    read = _hyperparameters(context, expr)
    return next((n for n in read if n in declared and declared[n].law.size is None), None)


def _hyperparameters(context: Context, expr: Expr) -> Iterator[str]:
    seen: set[str] = set()
    stack = [expr]
    while stack:
        part = stack.pop()
        yield from (ref.name for ref in references(part))
        for name in derived_names(part) - seen:
            seen.add(name)
            if name in context.derived:
                stack.append(context.derived[name].value)


def derived_names(expr: Expr) -> set[str]:
    """The derived values that an expression reads directly."""
    from rnnspec.study.expressions import children

    found: set[str] = set()
    stack = [expr]
    while stack:
        part = stack.pop()
        if isinstance(part, Derived):
            found.add(part.name)
        stack.extend(children(part))
    return found


def fixed_value(context: Context, expr: Expr) -> Value:
    """The value of an expression that reads no hyperparameter."""
    return evaluate(expr, {}, tuple(context.derived.values()))
