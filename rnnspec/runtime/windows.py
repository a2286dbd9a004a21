"""Windows: rows t - window + 1 to t predict rows t + 1 to t + horizon.

In: values by row in time order, and the rows at which a part begins and ends. Out: the row t
of each window (its end), and float32 arrays cut there. A window belongs to the part in which
all its targets lie: its inputs may reach back before the part, for the past is known when one
predicts, and never forward. A class target is that of row t itself: its horizon is 0.

Where the window is searched, the ends of validation and test come from the longest one, and
every length is cut at these: all are scored on the very same targets.

Windows overlap: those of `window` rows hold each row so many times. Where all of them are too many
for memory, a `LazyArray` cuts those that are asked for.
"""

from collections.abc import Callable

import numpy as np


def window_ends(first: int, last: int, window: int, horizon: int) -> np.ndarray:
    """Return the rows t whose windows have all their targets in rows first to last - 1."""
    earliest = max(window - 1, first - min(horizon, 1))
    return np.arange(earliest, last - horizon)


def gather_groups(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return an order of the rows that brings each group together, and the groups in it.

    Inside a group the rows keep their order in time.
    """
    _, groups = np.unique(labels, return_inverse=True)
    rows = np.argsort(groups, kind="stable")
    return rows, groups[rows]


def group_window_ends(
    rows: np.ndarray, groups: np.ndarray, first: int, last: int, window: int, horizon: int
) -> np.ndarray:
    """Return the ends of windows that stay within one group, as `window_ends` does.

    `rows` and `groups` are those of `gather_groups`; the part is rows first to last - 1
    in time order, and the ends number the gathered rows.
    """
    ends = np.arange(window - 1, len(rows) - horizon)
    one_group = groups[ends - window + 1] == groups[ends + horizon]
    begins = rows[ends + min(horizon, 1)] >= first
    return ends[one_group & begins & (rows[ends + horizon] < last)]


def keep_every(ends: np.ndarray, groups: np.ndarray, stride: int) -> np.ndarray:
    """Keep the first of each group's ends, and every so many behind it."""
    numbers = np.arange(len(ends)) - np.searchsorted(groups[ends], groups[ends])
    return ends[numbers % stride == 0]


def cut_windows(values: np.ndarray, ends: np.ndarray, window: int) -> np.ndarray:
    """Cut the window that ends at each of `ends`: (n, window, columns)."""
    return np.asarray(values, "float32")[ends[:, None] + np.arange(1 - window, 1)]


def cut_targets(values: np.ndarray, ends: np.ndarray, horizon: int) -> np.ndarray:
    """Cut the rows that follow each of `ends`, step first: (n, horizon * columns)."""
    ahead = values.astype("float32")[ends[:, None] + np.arange(1, horizon + 1)]
    return ahead.reshape(len(ends), horizon * values.shape[1])


class LazyArray:
    """An array whose rows are cut when they are asked for: `array[rows]` is cut(ends[rows])."""

    def __init__(self, cut: Callable[[np.ndarray], np.ndarray], ends: np.ndarray) -> None:
        self.cut = cut
        self.ends = ends

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, rows: slice | np.ndarray) -> np.ndarray:
        return self.cut(self.ends[rows])
