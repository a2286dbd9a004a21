"""What the parts of a table hold: their windows, how many gaps leave of them, their classes.

In: a table as training gets it, what of it is used, where parts begin and end. Out: a `Part` for
each. Windows are counted by the functions that cut them. Imports pandas, and is itself imported
only where no profile is kept.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rnnspec.profile.profile import Asked, Part
from rnnspec.runtime import encode, missing, tables, windows
from rnnspec.study.data import Table


def describe_parts(table: pd.DataFrame, source: Table, asked: Asked) -> tuple[Part, ...]:
    """The parts that are asked for.

    What trains is told as the choice of inputs has it that leaves least; what is scored misses
    nothing of any.
    """
    if asked.labels:
        targets = encode.class_numbers(table[asked.targets[0]], asked.labels)[:, None]
    else:
        targets = tables.numbers(table, asked.targets)
    rows, groups = np.arange(len(table)), np.zeros(len(table), int)
    if source.group_name is not None:
        rows, groups = windows.gather_groups(table[source.group_name])
    targets = targets[rows]
    every = tuple(dict.fromkeys(name for names in asked.inputs for name in names))
    parts = []
    for name, first, last in asked.parts:
        found = [
            _part(name, first, last, rows, groups, targets, gaps, asked)
            for names in ((every,) if name != "train" else asked.inputs)
            for gaps in [np.where(table[list(names)].isna(), np.nan, 0.0)[rows]]
        ]
        parts.append(min(found, key=lambda part: part.whole))
    return tuple(parts)


def _part(
    name: str,
    first: int,
    last: int,
    rows: np.ndarray,
    groups: np.ndarray,
    targets: np.ndarray,
    inputs: np.ndarray,
    asked: Asked,
) -> Part:
    lacking = np.isnan(np.concatenate([inputs, targets], axis=1)).any(axis=1)
    inside = (rows >= first) & (rows < last)
    if asked.missing == "forward":
        inputs = missing.fill_forward_in_groups(inputs, groups)

    def ends(length: int) -> tuple[np.ndarray, np.ndarray]:
        """The ends of all windows of a length, and of those that gaps leave."""
        nearest, farthest = asked.ahead[0], asked.ahead[-1]
        between = max(nearest - 1, 0)
        where = (rows, groups, first, last)
        every = windows.group_window_ends(*where, length + between, farthest - between) - between
        kept = missing.keep_known(every, targets, nearest, farthest)
        for begin, end in _needed(length, asked, scored=name != "train"):
            kept = missing.keep_known(kept, inputs, 1 - begin, 1 - end)
        return every, kept

    every, kept = ends(asked.longest)
    fits = 0
    if not len(kept) and asked.missing != "interpolate":
        low, high = 0, asked.longest  # the shorter a window is, the fewer gaps it touches
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if len(ends(middle)[1]) else (low, middle)
        fits = low
    found, counts = np.unique(targets[kept, 0] if asked.labels else [], return_counts=True)
    classes = tuple((int(number), int(n)) for number, n in zip(found, counts, strict=True))
    return Part(name, len(every), len(kept), int(lacking[inside].sum()), fits, classes)


def _needed(length: int, asked: Asked, *, scored: bool) -> Iterator[tuple[int, int]]:
    """The rows of a window in which nothing may be missing, counted from its end: from, to."""
    if asked.missing != "interpolate":
        yield length, 1
        return
    yield length, length
    if scored:
        yield asked.shortest, asked.shortest
