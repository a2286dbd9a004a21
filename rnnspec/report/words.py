"""Numbers, values and durations as people read them.

In: plain values. Out: text that is not escaped yet.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from rnnspec.report.picture import Cell, NumberCell
from rnnspec.study.expressions import Value
from rnnspec.words import plural, render_value, show_duration

LONGEST = 24
"""Letters of a name that fit under a picture."""


def show(value: Value) -> str:
    """A value of a hyperparameter or a score, floats to four digits, large integers parted."""
    return f"{value:,}" if isinstance(value, int) and value >= 10_000 else render_value(value, 4)


def cell(value: Value) -> Cell:
    """A value in a table."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return show(value)
    return NumberCell(show(value), value)


def cell_if_any(values: Mapping[Any, Value], name: Any) -> Cell:
    """A value in a table where there is one, else an empty cell."""
    return cell(values[name]) if name in values else ""


def show_all(values: Mapping[str, Value]) -> str:
    """`units 32, learning_rate 0.001`."""
    return ", ".join(f"{name} {show(value)}" for name, value in values.items())


def show_time(seconds: float) -> str:
    """`42 s`, `3 min 20 s`, `2 h 5 min`, with spaces that do not break."""
    said = f"{seconds:.3g} s" if round(seconds) < 60 else show_duration(seconds)
    return said.replace(" ", "\N{NO-BREAK SPACE}")


def count(number: int, what: str) -> str:
    """`1 trial`, `3 trials`."""
    return f"{number:,} {plural(number, what)}"


def shorten(name: str, longest: int = LONGEST) -> str:
    """A name that fits: its end counts most, for paths of names end in what they name."""
    return name if len(name) <= longest else "…" + name[1 - longest :]


def listed(names: Iterable[str]) -> str:
    """`a, b and c`."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
