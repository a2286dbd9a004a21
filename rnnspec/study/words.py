"""Expressions and points in the language's own words, for `show`, messages and reports.

In: parts of a study. Out: text as a spec would write it. It prints; it does not decide.
"""

from collections.abc import Mapping

from rnnspec.study.expressions import (
    COMPARISONS,
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

CHOICE, OR, AND, NOT, COMPARE, SUM, TERM, UNARY, POWER, ATOM = range(10)
"""How tightly operators bind, here as in Python, the loosest first."""

BINDING = {
    "or": OR,
    "and": AND,
    "not": NOT,
    **dict.fromkeys(COMPARISONS, COMPARE),
    **dict.fromkeys(("+", "-"), SUM),
    **dict.fromkeys(("*", "/", "//", "%"), TERM),
    **dict.fromkeys(("neg", "pos"), UNARY),
    "**": POWER,
}
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
            chosen = f"{_inside(then, OR)} if {_inside(condition, OR)}"
            return f"{chosen} else {render_expression(otherwise)}", CHOICE
        case Apply("list", operands):
            return f"[{', '.join(map(render_expression, operands))}]", ATOM
        case Apply("index", (base, index)):
            return f"{_inside(base, ATOM)}[{render_expression(index)}]", ATOM
        case Apply(operator, (operand,)) if operator in SIGNS:
            level = BINDING[operator]
            return f"{SIGNS[operator]}{_inside(operand, level)}", level
        case Apply("**", (left, right)):
            return f"{_inside(left, ATOM)} ** {_inside(right, UNARY)}", POWER
        case Apply(operator, (left, right)) if operator in BINDING:
            level = BINDING[operator]
            # A comparison of comparisons would read as a chain.
            tight = SUM if level == COMPARE else level
            return f"{_inside(left, tight)} {operator} {_inside(right, level + 1)}", level
        case Apply(function, operands):
            return f"{function}({', '.join(map(render_expression, operands))})", ATOM


def _inside(expr: Expr, level: int) -> str:
    text, own = _render(expr)
    return f"({text})" if own < level else text


def render_point(values: Mapping[str, Value]) -> str:
    """Some values of a configuration: `first = 4, depth = 4`."""
    return ", ".join(f"{name} = {render_value(value)}" for name, value in values.items())
