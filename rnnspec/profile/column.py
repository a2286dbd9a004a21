"""The facts of one column, from its cells as text.

In: the cells in the order of their rows. Out: a `Column` that says what pandas would make of them.
Works on the distinct cells, so that a column costs little more than a pass over its rows.
"""

from collections.abc import Sequence
from math import inf, isfinite, isnan

from rnnspec.profile.found import MOST_DISTINCT, Column

MISSING = frozenset(
    {
        "",
        "#N/A",
        "#N/A N/A",
        "#NA",
        "-1.#IND",
        "-1.#QNAN",
        "-NaN",
        "-nan",
        "1.#IND",
        "1.#QNAN",
        "<NA>",
        "N/A",
        "NA",
        "NULL",
        "NaN",
        "None",
        "n/a",
        "nan",
        "null",
    }
)
"""What pandas reads as a missing value."""

_TRUTHS = frozenset({"True", "TRUE", "true", "False", "FALSE", "false"})


def describe_column(name: str, cells: Sequence[str]) -> Column:
    """The facts of a column of cells as written."""
    distinct = set(cells)
    gaps = distinct & MISSING
    missing = sum(map(cells.count, gaps)) if gaps else 0
    leading = next((i for i, cell in enumerate(cells) if cell not in MISSING), 0) if gaps else 0
    distinct -= gaps
    if not distinct:
        return Column(name, "none", missing, missing, constant=True, texts=(), integers=())
    texts = tuple(sorted(distinct)) if len(distinct) <= MOST_DISTINCT else None
    numbers = _numbers(distinct)
    if numbers is None:
        kind = "bool" if distinct <= _TRUTHS else "text"
        first = next(c for c in cells if c not in MISSING and _number(c) is None)
        return Column(name, kind, missing, leading, len(distinct) == 1, first, texts)
    kind = "int" if all(type(number) is int for number in numbers) else "float"
    # Among floats, and beside gaps, pandas rounds a large integer, or reads it as infinite.
    exact = kind == "int" and not missing
    values = set(numbers) if exact else {_rounded(number) for number in numbers}
    strange: str | None = None
    if not all(map(isfinite, values)):
        odd = {c for c in distinct if not isfinite(_rounded(_number(c) or 0))}
        strange = next(c for c in cells if c in odd)
    integers = None
    if strange is None and len(values) <= MOST_DISTINCT and all(v == int(v) for v in values):
        integers = tuple(sorted(map(int, values)))
    return Column(name, kind, missing, leading, len(values) == 1, strange, texts, integers)


def _rounded(number: int | float) -> float:
    try:
        return float(number)
    except OverflowError:
        return inf


def _numbers(cells: set[str]) -> list[int | float] | None:
    """The cells as numbers, as pandas reads them; None where one is none."""
    joined = "".join(cells)
    if joined.isascii() and "_" not in joined:
        # Then Python and pandas agree, but for the spellings of NaN.
        try:
            return list(map(int, cells))
        except ValueError:
            pass
    numbers: list[int | float] = []
    for cell in cells:
        number = _number(cell)
        if number is None:
            return None
        numbers.append(number)
    return numbers


def _number(cell: str) -> int | float | None:
    """A cell as a number, None where pandas would see text."""
    if "_" in cell or not cell.isascii():
        return None
    try:
        return int(cell)
    except ValueError:
        pass
    try:
        number = float(cell)
    except ValueError:
        return None
    return None if isnan(number) else number
