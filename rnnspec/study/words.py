"""Expressions and points in the language's own words, for `show`, messages and reports.

In: parts of a study. Out: text as a spec would write it. It prints; it does not decide.
"""

from collections.abc import Mapping

from rnnspec.study.expressions import (
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
from rnnspec.words import render_value

LEVELS = (
    ("or",),
    ("and",),
    ("not",),
    ("==", "!=", "<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "/", "//", "%"),
    ("neg", "pos"),
    ("**",),
)
"""Operators from the loosest to the tightest; a conditional binds looser than all of them."""

LEVEL = {operator: level for level, names in enumerate(LEVELS, 1) for operator in names}
ATOM = len(LEVELS) + 1
SIGNS = {"neg": "-", "pos": "+", "not": "not "}


def render_expression(expr: Expr) -> str:
    """An expression as the language writes it, with no parentheses that it does not need."""
    return _render(expr)[0]


def _render(expr: Expr) -> tuple[str, int]:
    match expr:
        case Const(value):
            return render_value(value), ATOM
        case Ref(name, turns):
            return name.format(*(render_expression(turn) for turn in turns)), ATOM
        case Derived(name) | Turn(name):
            return name, ATOM
        case Pick(on):
            return render_expression(on), ATOM
        case Make(kind, arguments):
            inside = ", ".join(f"{name} = {render_expression(v)}" for name, v in arguments)
            return f"{kind}({inside})", ATOM
        case IfElse(condition, then, otherwise):
            parts = [_inside(then, 1), _inside(condition, 1), _inside(otherwise, 0)]
            return f"{parts[0]} if {parts[1]} else {parts[2]}", 0
        case Apply("list", operands):
            return f"[{', '.join(map(render_expression, operands))}]", ATOM
        case Apply("index", (base, index)):
            return f"{_inside(base, ATOM)}[{render_expression(index)}]", ATOM
        case Apply(operator, (operand,)) if operator in SIGNS:
            level = LEVEL[operator]
            return f"{SIGNS[operator]}{_inside(operand, level)}", level
        case Apply("**", (left, right)):
            level = LEVEL["**"]
            return f"{_inside(left, level + 1)} ** {_inside(right, LEVEL['neg'])}", level
        case Apply(operator, (left, right)) if operator in LEVEL:
            level = LEVEL[operator]
            # A comparison of comparisons would read as a chain.
            tight = level + 1 if operator in LEVELS[3] else level
            return f"{_inside(left, tight)} {operator} {_inside(right, level + 1)}", level
        case Apply(function, operands):
            return f"{function}({', '.join(map(render_expression, operands))})", ATOM


def _inside(expr: Expr, level: int) -> str:
    text, own = _render(expr)
    return f"({text})" if own < level else text


def render_point(values: Mapping[str, Value]) -> str:
    """Some values of a configuration: `first = 4, depth = 4`."""
    return ", ".join(f"{name} = {render_value(value)}" for name, value in values.items())
