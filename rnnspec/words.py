"""Values, counts, names and durations in words, once for every room.

In: plain values. Out: text. Knows nothing of the language but how it writes a value.
"""

import re
from collections.abc import Iterable, Mapping

SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
"""Seconds in the units of a duration, as specs and the command line write them."""

ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
"""What stands behind a backslash in a string, and what it means."""

_ESCAPED = str.maketrans({meant: f"\\{written}" for written, meant in ESCAPES.items()})


def render_value(value: object, digits: int | None = None) -> str:
    """A value as the language writes it.

    With `digits` for reading alone: floats with so many digits, text without quotes.
    """
    match value:
        case True:
            return "true"
        case False:
            return "false"
        case None:
            return "none"
        case tuple():
            return f"[{', '.join(render_value(item, digits) for item in value)}]"
        case float() if digits is not None:
            return f"{value:.{digits}g}"
        case str() if digits is not None or (value.isidentifier() and value.isascii()):
            return value
        case str():
            return quoted(value)
    return repr(value)


def render_argument(argument: tuple[str, object]) -> str:
    """An argument as the language writes it: `separator = ";"`."""
    name, value = argument
    return f"{name} = {render_value(value)}"


def quoted(text: str) -> str:
    """A text between quotes, as the language writes it."""
    return f'"{text.translate(_ESCAPED)}"'


def show_value(value: object) -> str:
    """A value for reading, floats with six digits."""
    return render_value(value, 6)


def show_values(values: Mapping[str, object]) -> str:
    """Values as a spec writes them, for reading: `units = 64  rate = 0.25`."""
    return "  ".join(f"{name} = {show_value(value)}" for name, value in values.items())


def show_scores(scores: Mapping[str, float]) -> str:
    """Scores for reading: `val_rmse 0.4213, parameters 1281`."""
    return ", ".join(f"{name} {show_value(score)}" for name, score in scores.items())


def render_duration(seconds: float) -> str:
    """A duration as the language writes it, in the largest unit that it is whole in: `90min`."""
    unit = next((u for u in ("d", "h", "min") if seconds % SECONDS[u] == 0), "s")
    return f"{seconds / SECONDS[unit]:.15g}{unit}"


def read_duration(text: str) -> float:
    """The seconds of a duration as the language writes it."""
    unit = next(unit for unit in ("min", "h", "d", "s") if text.endswith(unit))
    return float(text.removesuffix(unit)) * SECONDS[unit]


def show_duration(seconds: float) -> str:
    """A duration for reading: `8 s`, `3 min 20 s`, `2 h 5 min`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def count(number: float, what: str) -> str:
    """`1 trial`, `12 trials`."""
    return f"{number:.15g} {plural(number, what)}"


def plural(number: float, what: str) -> str:
    """`trial` for one, `trials` for any other number of them."""
    return what if number == 1 else f"{what}s"


def article(noun: str) -> str:
    """`a` or `an`, as the noun begins."""
    return "an" if noun[:1] in "aeiou" else "a"


def listed(names: Iterable[str], most: int | None = None) -> str:
    """Names as code, the first of them where there are more than `most`: `a`, `b` and 3 more."""
    names = list(names)
    shown = ", ".join(f"`{name}`" for name in names[:most])
    more = 0 if most is None else len(names) - most
    return f"{shown} and {more} more" if more > 0 else shown


def snake_case(name: str) -> str:
    """The name of a class as Keras writes it in names: `SimpleRNN` is `simple_rnn`."""
    parted = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", re.sub(r"\W+", "", name))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", parted).lower()
