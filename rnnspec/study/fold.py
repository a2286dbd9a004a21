"""Constructors of expressions that compute what is already known.

Shape rules, conditions and lowering build expressions through these, so that constants stay
constants and a rule written once serves one configuration and the whole space alike.
"""

from collections.abc import Iterable

from rnnspec.study.expressions import (
    FALSE,
    TRUE,
    Apply,
    Const,
    Derived,
    Expr,
    IfElse,
    Make,
    Pick,
    Ref,
    Turn,
    Value,
)


def constant(value: Value) -> Const:
    """A fixed value as an expression."""
    return Const(value)


def _numbers(left: Expr, right: Expr) -> tuple[int | float, int | float] | None:
    match left, right:
        case Const(int() | float() as a), Const(int() | float() as b):
            return a, b
    return None


def add(left: Expr, right: Expr) -> Expr:
    """left + right."""
    if pair := _numbers(left, right):
        return Const(pair[0] + pair[1])
    if left == Const(0):
        return right
    if right == Const(0):
        return left
    return Apply("+", (left, right))


def sub(left: Expr, right: Expr) -> Expr:
    """left - right."""
    if pair := _numbers(left, right):
        return Const(pair[0] - pair[1])
    return left if right == Const(0) else Apply("-", (left, right))


def mul(left: Expr, right: Expr) -> Expr:
    """left * right."""
    if pair := _numbers(left, right):
        return Const(pair[0] * pair[1])
    for one, other in ((left, right), (right, left)):
        if one == Const(1):
            return other
        if one == Const(0):
            return Const(0)
    return Apply("*", (left, right))


def floordiv(left: Expr, right: Expr) -> Expr:
    """left // right."""
    pair = _numbers(left, right)
    if pair and pair[1] != 0:
        return Const(pair[0] // pair[1])
    return left if right == Const(1) else Apply("//", (left, right))


def ceildiv(left: Expr, right: Expr) -> Expr:
    """The smallest integer that is not less than left / right."""
    return floordiv(sub(add(left, right), Const(1)), right)


def total(terms: Iterable[Expr]) -> Expr:
    """The sum of the terms; 0 for none."""
    result: Expr = Const(0)
    for term in terms:
        result = add(result, term)
    return result


def product(factors: Iterable[Expr]) -> Expr:
    """The product of the factors; 1 for none."""
    result: Expr = Const(1)
    for factor in factors:
        result = mul(result, factor)
    return result


def compare(left: Expr, operator: str, right: Expr) -> Expr:
    """`left operator right` for one of == != < <= > >=."""
    match left, right:
        case Const(a), Const(b):
            if operator == "==":
                return Const(a == b)
            if operator == "!=":
                return Const(a != b)
            if pair := _numbers(left, right):
                x, y = pair
                return Const({"<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y}[operator])
    return Apply(operator, (left, right))


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


def if_else(condition: Expr, then: Expr, otherwise: Expr) -> Expr:
    """then if condition else otherwise."""
    if condition == TRUE or then == otherwise:
        return then
    if condition == FALSE:
        return otherwise
    return IfElse(condition, then, otherwise)


def substitute(expr: Expr, turns: dict[str, Expr]) -> Expr:
    """The expression with some turn variables replaced; what became constant is folded."""
    match expr:
        case Const() | Derived():
            return expr
        case Turn(variable):
            return turns.get(variable, expr)
        case Ref(name, indices, span):
            return (
                Ref(name, tuple(substitute(i, turns) for i in indices), span) if indices else expr
            )
        case IfElse(condition, then, otherwise, span):
            chosen = if_else(
                substitute(condition, turns), substitute(then, turns), substitute(otherwise, turns)
            )
            return IfElse(*_parts(chosen), span) if isinstance(chosen, IfElse) else chosen
        case Make(kind, arguments, span):
            return Make(kind, tuple((n, substitute(v, turns)) for n, v in arguments), span)
        case Pick(on, options, span):
            replaced = substitute(on, turns)
            assert isinstance(replaced, Ref)
            return Pick(replaced, tuple((k, substitute(v, turns)) for k, v in options), span)
        case Apply(operator, operands):
            return refold(operator, tuple(substitute(o, turns) for o in operands), expr)


def _parts(expr: IfElse) -> tuple[Expr, Expr, Expr]:
    return expr.condition, expr.then, expr.otherwise


def refold(operator: str, operands: tuple[Expr, ...], original: Apply) -> Expr:
    """An operator over new operands, computed where all of them are constants."""
    if operands == original.operands:
        return original
    match operator, operands:
        case "+", (a, b):
            return add(a, b)
        case "-", (a, b):
            return sub(a, b)
        case "*", (a, b):
            return mul(a, b)
        case "//", (a, b):
            return floordiv(a, b)
        case (("==" | "!=" | "<" | "<=" | ">" | ">="), (a, b)):
            return compare(a, operator, b)
        case "and", (a, b):
            return both(a, b)
        case "or", (a, b):
            return either(a, b)
        case "not", (a,):
            return negate(a)
    return Apply(operator, operands, original.span)
