"""The column of time: whether all its cells are times, and in which order they put the rows.

In: cells as text, the groups' cells. Out: `Times`, and the order of the rows where it is not the
file's own. Numbers and the usual ways to write a date are read here; for others pandas, whose
reading counts when the data is used, is asked.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rnnspec.profile.column import MISSING, describe_column
from rnnspec.profile.found import Times

_DIGITS = str.maketrans("123456789", "000000000")
_ISO = frozenset(
    {
        "0000-00-00",
        "0000-00-00 00:00",
        "0000-00-00 00:00:00",
        "0000-00-00T00:00",
        "0000-00-00T00:00:00",
    }
)
"""Shapes in which the order of the text is the order of time."""


def describe_times(
    name: str, cells: Sequence[str], groups: Sequence[str] | None = None
) -> tuple[Times, list[int] | None]:
    """The facts of a column of time, and the rows in its order where that is not the file's."""
    if not MISSING.isdisjoint(cells):
        strange = next(cell for cell in cells if cell in MISSING)
        return Times(name, unreadable=strange), None
    keys = _keys(name, cells)
    if isinstance(keys, str):
        return Times(name, unreadable=keys), None
    repeated = _repeated(keys, cells, groups)
    order = sorted(range(len(keys)), key=keys.__getitem__)
    ordered = order == list(range(len(keys)))
    return Times(name, repeated=repeated, ordered=ordered), None if ordered else order


def _keys(name: str, cells: Sequence[str]) -> Sequence[Any] | str:
    """Something to sort each row by; a cell that is no time, where there is one."""
    shapes = set("\n".join(cells).translate(_DIGITS).split("\n"))
    if len(shapes) == 1:
        (shape,) = shapes
        if shape in _ISO and _all_iso(cells):
            return cells
        if shape == "0000-00" and _all_iso([f"{cell}-01" for cell in cells]):
            return cells
    column = describe_column(name, cells)
    if column.kind in ("int", "float", "none"):
        return column.strange or [float(cell) for cell in cells]
    return _asked(cells)


def _all_iso(cells: Sequence[str]) -> bool:
    """Whether all are times that pandas can hold, which begin with 1678 and end with 2261."""
    try:
        for cell in cells:
            datetime.fromisoformat(cell)
    except ValueError:
        return False
    return min(cells) >= "1678" and max(cells) < "2262"


def _asked(cells: Sequence[str]) -> Sequence[Any] | str:
    """What pandas makes of the cells: it reads all of them in the format of the first."""
    import warnings

    import pandas as pd

    with warnings.catch_warnings():
        # What it had to guess matters only where it fails, and that is reported.
        warnings.simplefilter("ignore", UserWarning)
        times = pd.to_datetime(pd.Series(list(cells)), errors="coerce", utc=True)
    wrong = times.isna()
    if wrong.any():
        return cells[int(wrong.to_numpy().argmax())]
    return list(times.astype("int64"))


def _repeated(
    keys: Sequence[Any], cells: Sequence[str], groups: Sequence[str] | None
) -> str | None:
    """The first cell whose time stood before in its group."""
    pairs = keys if groups is None else list(zip(groups, keys, strict=True))
    if len(set(pairs)) == len(pairs):
        return None
    seen = set()
    for pair, cell in zip(pairs, cells, strict=True):
        if pair in seen:
            return cell
        seen.add(pair)
    return None
