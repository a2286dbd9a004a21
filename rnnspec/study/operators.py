"""Operators and functions: what each computes of values.

In: a name such as `//` or `round`, values. Out: the value that Python computes, or `Failure` with
the reason. They are total: numbers stay finite, real and below a fixed number of bits. Knows
neither names nor the order of evaluation.
"""

import math
import operator
from collections.abc import Callable
from typing import TypeAlias

from rnnspec.study.expressions import Value
from rnnspec.words import render_value

MOST_BITS = 4096
"""No integer grows beyond this many bits."""


class Failure(Exception):
    """An operator has no value for its operands; the message tells why."""


def _number(value: Value) -> bool | int | float:
    if not isinstance(value, int | float):
        raise Failure(f"a number is needed where {_shown(value)} stands")
    return value


def _items(value: Value) -> "tuple[Value, ...]":
    if not isinstance(value, tuple):
        raise Failure(f"a list is needed where {_shown(value)} stands")
    return value


def _shown(value: Value) -> str:
    match value:
        case str():
            return f'`"{value}"`'
        case tuple():
            return "a list"
    return f"`{render_value(value)}`"


_Function: TypeAlias = Callable[..., Value]


def _arithmetic(function: _Function) -> _Function:
    """The function, of numbers alone."""

    def apply(*operands: Value) -> Value:
        return function(*map(_number, operands))

    return apply


def _power(base: bool | int | float, exponent: bool | int | float) -> Value:
    if isinstance(base, int) and isinstance(exponent, int) and exponent > 0:
        # 2 ** k has k + 1 bits; a base of n bits is at least 2 ** (n - 1).
        if (abs(base).bit_length() - 1) * exponent > MOST_BITS:
            raise Failure(f"the power has more than {MOST_BITS:,} bits")
    return base**exponent


def _extreme(function: Callable[..., Value]) -> _Function:
    def apply(*operands: Value) -> Value:
        numbers = _items(operands[0]) if len(operands) == 1 else operands
        if not numbers:
            raise Failure("an empty list has neither a least nor a greatest item")
        return function(tuple(map(_number, numbers)))

    return apply


def _index(items: Value, index: Value) -> Value:
    listed = _items(items)
    if not isinstance(index, int):
        raise Failure(f"an index is a whole number, not {_shown(index)}")
    if not -len(listed) <= index < len(listed):
        raise Failure(f"index {index} of a list of {len(listed)}")
    return listed[index]


def _round(number: bool | int | float, digits: int | None = None) -> Value:
    if digits is not None and not isinstance(digits, int):
        raise Failure(f"digits are a whole number, not {_shown(digits)}")
    if digits is not None and abs(digits) > 400:
        raise Failure(f"a number has no {digits} digits")
    return round(number) if digits is None else round(number, digits)


_OPERATORS: dict[str, tuple[int, int, _Function]] = {
    "+": (2, 2, _arithmetic(operator.add)),
    "-": (2, 2, _arithmetic(operator.sub)),
    "*": (2, 2, _arithmetic(operator.mul)),
    "/": (2, 2, _arithmetic(operator.truediv)),
    "//": (2, 2, _arithmetic(operator.floordiv)),
    "%": (2, 2, _arithmetic(operator.mod)),
    "**": (2, 2, _arithmetic(_power)),
    "neg": (1, 1, _arithmetic(operator.neg)),
    "pos": (1, 1, _arithmetic(operator.pos)),
    "==": (2, 2, operator.eq),
    "!=": (2, 2, operator.ne),
    "<": (2, 2, operator.lt),
    "<=": (2, 2, operator.le),
    ">": (2, 2, operator.gt),
    ">=": (2, 2, operator.ge),
    "not": (1, 1, operator.not_),
    "index": (2, 2, _index),
    "list": (0, 1 << 30, lambda *items: items),
    "min": (1, 1 << 30, _extreme(min)),
    "max": (1, 1 << 30, _extreme(max)),
    "abs": (1, 1, _arithmetic(abs)),
    "round": (1, 2, _arithmetic(_round)),
    "floor": (1, 1, _arithmetic(math.floor)),
    "ceil": (1, 1, _arithmetic(math.ceil)),
    "int": (1, 1, _arithmetic(int)),
    "sqrt": (1, 1, _arithmetic(math.sqrt)),
    "log": (1, 2, _arithmetic(math.log)),
    "log2": (1, 1, _arithmetic(math.log2)),
    "exp": (1, 1, _arithmetic(math.exp)),
    "len": (1, 1, lambda items: len(_items(items))),
    "sum": (1, 1, lambda items: sum(map(_number, _items(items)))),
}
"""Each operator and function but `and` and `or`: least and greatest number of operands, meaning."""


def apply_operator(name: str, operands: "tuple[Value, ...]") -> Value:
    """The value of an operator or a function for the values of its operands.

    Raises:
        Failure: it has none.
    """
    least, most, function = _OPERATORS[name]
    if not least <= len(operands) <= most:
        wanted = f"{least}" if least == most else f"at least {least}"
        raise Failure(f"`{name}` takes {wanted}, not {len(operands)}")
    try:
        return _sound(function(*operands))
    except ZeroDivisionError:
        raise Failure("division by zero") from None
    except OverflowError:
        raise Failure("the result is too large") from None
    except ValueError:
        raise Failure(f"`{name}` has no value for {_listed(operands)}") from None
    except TypeError:
        raise Failure(f"`{name}` cannot take {_listed(operands)}") from None


def _listed(values: "tuple[Value, ...]") -> str:
    return " and ".join(map(_shown, values))


def _sound(value: Value) -> Value:
    match value:
        case float() if not math.isfinite(value):
            raise Failure("the result is not finite")
        case int() if value.bit_length() > MOST_BITS:
            raise Failure(f"the result has more than {MOST_BITS:,} bits")
        case complex():
            raise Failure("the result is not a real number")
    return value
