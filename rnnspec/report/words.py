"""Numbers, values and durations as people read them.

In: plain values. Out: text that is not escaped yet.
"""

from collections.abc import Iterable, Mapping

from rnnspec.study.expressions import Value

LONGEST = 24
"""Letters of a name that fit under a picture."""


def show(value: Value) -> str:
    """A value of a hyperparameter or a score, floats to four digits."""
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case float():
            return f"{value:.4g}"
        case tuple():
            return "[" + ", ".join(map(show, value)) + "]"
        case int() if abs(value) >= 10_000:
            return f"{value:,}"
    return str(value)


def show_all(values: Mapping[str, Value]) -> str:
    """`units 32, learning_rate 0.001`."""
    return ", ".join(f"{name} {show(value)}" for name, value in values.items())


def show_time(seconds: float) -> str:
    """`42 s`, `3 min 20 s`, `2 h 5 min`, with spaces that do not break."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    said = f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
    return (said if hours or minutes else f"{seconds:.3g} s").replace(" ", "\N{NO-BREAK SPACE}")


def count(number: int, what: str) -> str:
    """`1 trial`, `3 trials`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def shorten(name: str, longest: int = LONGEST) -> str:
    """A name that fits: its end counts most, for paths of names end in what they name."""
    return name if len(name) <= longest else "…" + name[1 - longest :]


def listed(names: Iterable[str]) -> str:
    """`a, b and c`."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
