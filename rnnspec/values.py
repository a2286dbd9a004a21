"""Values of the language: what a hyperparameter or an expression may be.

In: Python's own values; lists are tuples. Out: the same with their types told apart. Knows nothing
of ours.
"""

from typing import TypeAlias

Value: TypeAlias = "bool | int | float | str | tuple[Value, ...] | None"
"""What a hyperparameter or an expression may be; lists are tuples inside the study."""

Real: TypeAlias = int | float


def typed(value: Value) -> tuple[type, object]:
    """The value with its types: equal for equal types and values alone, so `1` is not `true`."""
    if isinstance(value, tuple):
        return tuple, tuple(typed(item) for item in value)
    return type(value), value


def as_float(value: Value) -> Value:
    """An integer, also inside a list, as a float; anything else as it is."""
    match value:
        case int() if not isinstance(value, bool):
            return float(value)
        case tuple():
            return tuple(map(as_float, value))
    return value
