"""The law that an emitted expression draws.

In: one Python expression of a script, in which a library's call stands for its random draw. Out:
the distribution of its value. The expression is read, never run. What is not known here raises
`UnknownExpression`: a fault of ours, never passed over.
"""

import ast
import math
from collections.abc import Callable, Mapping
from operator import add, getitem, mul, sub, truediv
from typing import Any

from rnnspec.scripts.drawn import (
    Floats,
    Steps,
    exponential,
    floored,
    integers,
    kept_within,
    logarithm,
    mapped,
    mirrored,
    picked,
    rounded,
    scaled,
    shifted,
    steps_within,
    truncated_normal,
)
from rnnspec.scripts.library_calls import CALLS


class UnknownExpression(Exception):
    """An expression whose law cannot be read off it."""


def read_drawn(text: str) -> Any:
    """The distribution that an expression draws; the value itself where nothing is drawn.

    A list over a `range` has each of its values once, and stands for one of them.

    Raises:
        UnknownExpression: the expression has a part of which no closed form is known.
    """
    try:
        return _read(ast.parse(text, mode="eval").body, CONSTANTS)
    except (UnknownExpression, TypeError, ValueError) as error:
        raise UnknownExpression(f"the law of `{text}` is not known: {error}") from error


def _read(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value):
            return value
        case ast.List(parts):
            return [_read(part, names) for part in parts]
        case ast.Tuple(parts):
            return tuple(_read(part, names) for part in parts)
        case ast.ListComp(each, [ast.comprehension(ast.Name(name), ast.Call() as over, [], 0)]):
            steps = _read(over, names)
            return _read(each, {**names, name: integers(steps[0], steps[-1])})
        case ast.UnaryOp(ast.USub(), operand):
            return _operated(0, ast.Sub(), _read(operand, names))
        case ast.BinOp(left, operator, right):
            return _operated(_read(left, names), operator, _read(right, names))
        case ast.Subscript(values, index):
            return _applied(getitem, _read(values, names), _read(index, names))
        case ast.Call(function, arguments, keywords):
            return _called(
                _dotted(function),
                [_read(argument, names) for argument in arguments],
                {str(keyword.arg): _read(keyword.value, names) for keyword in keywords},
            )
        case ast.Attribute() | ast.Name():
            if (name := _dotted(node)) in names:
                return names[name]
    raise UnknownExpression(f"`{ast.unparse(node)}`")


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(owner, name):
            return f"{_dotted(owner)}.{name}"
    raise UnknownExpression(f"`{ast.unparse(node)}`")


def _called(name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    function = FUNCTIONS.get(name) or CALLS.get(name)
    if function is None:
        raise UnknownExpression(f"`{name}()`")
    return function(*arguments, **keywords)


def _operated(left: Any, operator: ast.operator, right: Any) -> Any:
    match left, operator, right:
        case ((Floats() | Steps()), _, (Floats() | Steps())):
            raise UnknownExpression("two draws in one expression")
        case (Floats() as x, ast.Add(), by) | (by, ast.Add(), Floats() as x):
            return shifted(x, by)
        case Floats(), ast.Sub(), by:
            return shifted(left, -by)
        case by, ast.Sub(), Floats():
            return shifted(mirrored(right), by)
        case (Floats() as x, ast.Mult(), factor) | (factor, ast.Mult(), Floats() as x):
            return scaled(x, factor)
        case Floats(), ast.Div(), divisor:
            return scaled(left, 1 / divisor)
    function = OPERATORS.get(type(operator))
    if function is None or isinstance(left, Floats) or isinstance(right, Floats):
        raise UnknownExpression(f"the operator {type(operator).__name__}")
    return _applied(function, left, right)


def _applied(function: Callable[..., Any], *arguments: Any) -> Any:
    """A function of one random step and numbers, value by value; of numbers alone, its value."""
    at = next((i for i, x in enumerate(arguments) if isinstance(x, Steps)), None)
    if at is None:
        return function(*arguments)
    before, after = arguments[:at], arguments[at + 1 :]
    return mapped(arguments[at], lambda value: function(*before, value, *after))


CONSTANTS: Mapping[str, Any] = {"np.inf": math.inf, "math.inf": math.inf}

OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: add,
    ast.Sub: sub,
    ast.Mult: mul,
    ast.Div: truediv,
}


def _of_floats(
    of_floats: Callable[[Floats], Any], function: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    """A function that means one thing for a random float, another for each other value."""
    return lambda x: of_floats(x) if isinstance(x, Floats) else _applied(function, x)


def _int(x: Floats) -> Steps:
    if x.low < 0:
        raise UnknownExpression("`int` of a random float that may be negative")
    return floored(x)


def _nearest_step(x: Floats, step: float, first: float, last: float) -> Steps:
    return steps_within(rounded(scaled(x, 1 / step)), first, last)


def _at_most(x: Floats, most: float) -> Floats:
    return kept_within(x, -math.inf, most)


def _switch(index: Any, *values: Any) -> Any:
    return _applied(getitem, values, index)


EXP, LOG = _of_floats(exponential, math.exp), _of_floats(logarithm, math.log)
INT, FLOAT = _of_floats(_int, int), _of_floats(lambda x: x, float)

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **dict.fromkeys(("np.exp", "math.exp", "scope.exp"), EXP),
    **dict.fromkeys(("np.log", "math.log", "scope.log"), LOG),
    **dict.fromkeys(("int", "scope.int"), INT),
    **dict.fromkeys(("float", "scope.float"), FLOAT),
    "min": _at_most,
    "round": _of_floats(rounded, round),
    "range": range,
    "scope.switch": _switch,
    # The functions of laws.jinja; what `tidy` takes off the last digits is no mass.
    **dict.fromkeys(("nearest_step", "scope.nearest_step"), _nearest_step),
    **dict.fromkeys(("truncated_normal", "scope.truncated_normal"), truncated_normal),
    **dict.fromkeys(("tidy", "scope.tidy"), kept_within),
    "pick": picked,
}
"""What scripts apply to draws and to numbers."""
