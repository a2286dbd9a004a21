"""Constructors of expressions that compute what is already known.

Shape rules, conditions and lowering build expressions through these, so that constants stay
constants and a rule written once serves one configuration and the whole space alike.
"""

from collections.abc import Iterable, Mapping
from functools import reduce

from rnnspec.source import Span
from rnnspec.study.expressions import (
    FALSE,
    TRUE,
    Apply,
    Const,
    Expr,
    IfElse,
    Turn,
    children,
    with_children,
)
from rnnspec.study.operators import Failure, apply_operator

_ZERO: Expr = Const(0)
_ONE: Expr = Const(1)


def _computed(operator: str, *operands: Expr) -> Const | None:
    """The value of an operator over constants; None where one is open or there is no value."""
    values = tuple(operand.value for operand in operands if isinstance(operand, Const))
    if len(values) < len(operands):
        return None
    try:
        return Const(apply_operator(operator, values))
    except Failure:
        return None


def add(left: Expr, right: Expr) -> Expr:
    """left + right, of dimensions."""
    if left == _ZERO:
        return right
    if right == _ZERO:
        return left
    return _computed("+", left, right) or Apply("+", (left, right))


def sub(left: Expr, right: Expr) -> Expr:
    """left - right, of dimensions."""
    if right == _ZERO:
        return left
    return _computed("-", left, right) or Apply("-", (left, right))


def mul(left: Expr, right: Expr) -> Expr:
    """left * right, of dimensions: nothing times whatever is nothing."""
    if left == _ZERO or right == _ONE:
        return left
    if right == _ZERO or left == _ONE:
        return right
    return _computed("*", left, right) or Apply("*", (left, right))


def floordiv(left: Expr, right: Expr) -> Expr:
    """left // right, of dimensions."""
    if right == _ONE:
        return left
    return _computed("//", left, right) or Apply("//", (left, right))


def modulo(left: Expr, right: Expr) -> Expr:
    """left % right, of dimensions."""
    return _computed("%", left, right) or Apply("%", (left, right))


def ceildiv(left: Expr, right: Expr) -> Expr:
    """The smallest integer that is not less than left / right."""
    return floordiv(sub(add(left, right), _ONE), right)


def total(terms: Iterable[Expr]) -> Expr:
    """The sum of the terms; 0 for none."""
    return reduce(add, terms, _ZERO)


def product(factors: Iterable[Expr]) -> Expr:
    """The product of the factors; 1 for none."""
    return reduce(mul, factors, _ONE)


def compare(left: Expr, operator: str, right: Expr) -> Expr:
    """`left operator right` for one of == != < <= > >=."""
    return _computed(operator, left, right) or Apply(operator, (left, right))


def negate(condition: Expr) -> Expr:
    """not condition."""
    match condition:
        case Const(value):
            return Const(not value)
        case Apply("not", (inner,)):
            return inner
    return Apply("not", (condition,))


def both(left: Expr, right: Expr) -> Expr:
    """left and right, of two conditions."""
    if left == TRUE or left == right:
        return right
    if right == TRUE:
        return left
    if FALSE in (left, right):
        return FALSE
    return Apply("and", (left, right))


def either(left: Expr, right: Expr) -> Expr:
    """left or right, of two conditions."""
    if left == FALSE or left == right:
        return right
    if right == FALSE:
        return left
    if TRUE in (left, right) or negate(left) == right:
        return TRUE
    return Apply("or", (left, right))


def all_of(conditions: Iterable[Expr]) -> Expr:
    """Whether all of the conditions hold; true for none."""
    true: Expr = TRUE
    return reduce(both, conditions, true)


def any_of(conditions: Iterable[Expr]) -> Expr:
    """Whether one of the conditions holds; false for none."""
    false: Expr = FALSE
    return reduce(either, conditions, false)


def if_else(condition: Expr, then: Expr, otherwise: Expr) -> Expr:
    """then if condition else otherwise."""
    match condition:
        case Const(value):
            return then if value else otherwise
    return then if then == otherwise else IfElse(condition, then, otherwise)


def substitute(expr: Expr, turns: Mapping[str, Expr]) -> Expr:
    """The expression with some turn variables replaced; what became constant is computed.

    It keeps the value and its type, also where it is a user's own expression.
    """
    done: dict[int, Expr] = {}
    pending = [expr]
    while pending:
        node = pending[-1]
        fresh = [part for part in children(node) if id(part) not in done]
        if fresh:
            pending.extend(fresh)
            continue
        pending.pop()
        if id(node) not in done:
            parts = tuple(done[id(part)] for part in children(node))
            done[id(node)] = _rebuilt(node, parts, turns)
    return done[id(expr)]


def _rebuilt(node: Expr, parts: tuple[Expr, ...], turns: Mapping[str, Expr]) -> Expr:
    """A node over new parts."""
    if isinstance(node, Turn):
        return turns.get(node.variable, node)
    if all(new is old for new, old in zip(parts, children(node), strict=True)):
        return node
    match node:
        case IfElse():
            condition, then, otherwise = parts
            chosen = if_else(condition, then, otherwise)
            if not (isinstance(chosen, IfElse) and chosen.condition is condition):
                return chosen
        case Apply(operator, _, span):
            return _refolded(operator, parts, span)
    return with_children(node, parts)


def _refolded(operator: str, operands: tuple[Expr, ...], span: Span) -> Expr:
    """An operator over new operands; only what leaves the value as it is, whatever its type."""
    if operator in ("and", "or"):
        first, *rest = operands
        if isinstance(first, Const):
            goes_on = bool(first.value) == (operator == "and")
            if not goes_on or not rest:
                return first
            return rest[0] if len(rest) == 1 else _refolded(operator, tuple(rest), span)
        return Apply(operator, operands, span)
    computed = _computed(operator, *operands)
    return Const(computed.value, span) if computed else Apply(operator, operands, span)
