"""The column of time: the format that reads every row, and how the rows stand in time.

In: the column as the reader of tables gives it, and that of the groups. Out: `Times`, and the
order that puts the rows in time where that is not the file's own; the rows of a regular series
on their grid. A format is never guessed row
by row: ISO 8601 where it reads all of them, else the one of the usual orders of day, month and
year that does; where two do, and read differently, that is told.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from rnnspec.profile.profile import Times
from rnnspec.runtime import grid
from rnnspec.runtime.tables import parse_times
from rnnspec.study.data import Timeline
from rnnspec.words import render_duration

ISO = "ISO8601"
ORDERS = (
    *("%d %m %Y", "%m %d %Y", "%Y %m %d", "%d %m %y", "%m %d %y", "%y %m %d"),
    *("%d %b %Y", "%b %d %Y", "%Y %b %d", "%d %b %y", "%b %d %y"),
    *("%d %B %Y", "%B %d %Y", "%Y %B %d", "%d %B %y", "%B %d %y"),
    *("%m %Y", "%Y %m", "%m %y", "%y %m", "%b %Y", "%Y %b", "%b %y", "%B %Y", "%Y %B", "%B %y"),
)
"""How people order the parts of a date; a time has a year."""

CLOCK = re.compile(
    r"(?P<gap>,? +|T)(?P<dots>\d{1,2}\.\d{2}\.\d{2})?(?(dots)|\d{1,2}:\d{2}(?P<seconds>:\d{2})?)"
    r"(?P<point>[.,])?(?(point)\d+)"
    r"(?P<half> ?[AaPp][Mm])?(?P<zone> ?(?:Z|[+-]\d{2}:?\d{2}))?$"
)
"""A time of day behind a date."""


def describe_times(
    name: str, column: pd.Series, groups: pd.Series | None, format: str | None = None
) -> tuple[Times, np.ndarray | None]:
    """The profile of a column of time, and the rows in its order where that is not the file's.

    `format` is the one to read by, where it is known.
    """
    if column.isna().any():
        return Times(name, None, unreadable=""), None
    read = _read(name, column, format)
    if isinstance(read, Times):
        return read, None
    format, times = read
    keys = times.to_numpy() if times.dtype.kind == "f" else times.astype("int64").to_numpy()
    codes = np.zeros(len(keys), int) if groups is None else pd.factorize(groups)[0]
    steps, before = _steps(keys, codes, np.argsort(codes, kind="stable"))
    repeated: str | None = None
    scrambled: tuple[str, str] | None = None
    if not ((steps > 0).all() or (steps < 0).all()):
        again = pd.DataFrame({"time": keys, "group": codes}).duplicated().to_numpy()
        repeated = str(column[again].iloc[0]) if again.any() else None
        turned = steps < 0 if 2 * (steps > 0).sum() >= len(steps) else steps > 0
        first, second = (str(column.iloc[row]) for row in before[turned.argmax()])
        scrambled = first, second
    line = _timeline(column, times, keys, codes, groups) if len(keys) else None
    found = Times(name, format, None, (), repeated, scrambled, line, times.dtype.kind != "M")
    order = np.argsort(keys, kind="stable")
    return found, None if (order[1:] > order[:-1]).all() else order


def on_grid(
    table: pd.DataFrame, times: Times, step: str | float, group: str | None
) -> tuple[pd.DataFrame, Times]:
    """A table in the order of its time on a grid, where it can be put on it, and its times there.

    Where a step is a number and times are not, or the reverse, nothing is done.
    """
    assert times.format is not None
    assert times.line is not None
    if times.numeric == isinstance(step, str):
        return table, times
    moments = parse_times(table[times.name], times.format).reset_index(drop=True)
    groups = grid.group_numbers(table, group)
    places = grid.grid_places(moments, groups, step)
    if np.isnan(places).any():
        astray = str(table[times.name].iloc[np.isnan(places).argmax()])
        return table, replace(times, astray=astray)
    sizes = grid.grid_sizes(places, groups)
    absent = int(sizes.sum()) - len(table)
    if grid.is_sparse(sizes, len(table)):
        return table, replace(times, absent=absent, sparse=True)
    line = Timeline(times.line.first, times.line.last, str(step), True, absent=absent)
    table = grid.put_on_grid(table, times.name, step, group, times.format)
    return table, replace(times, absent=absent, line=line)


def possible_formats(cell: str) -> Iterator[str]:
    """The formats in which a cell may have been written: its own signs, and each order."""
    clock = CLOCK.search(cell)
    date, behind = (cell[: clock.start()], _clock(clock)) if clock else (cell, "")
    parts = re.findall(r"\d+|[^\W\d_]+", date)
    between = [sign.replace("%", "%%") for sign in re.split(r"\d+|[^\W\d_]+", date)]
    for order in ORDERS:
        codes = order.split()
        if len(codes) == len(parts) and ":" not in date:
            signs = zip(between, [*codes, behind], strict=True)
            yield "".join(part for pair in signs for part in pair)


def _clock(found: re.Match[str]) -> str:
    half = found["half"]
    return "".join(
        (
            found["gap"],
            "%I" if half else "%H",
            ".%M.%S" if found["dots"] else ":%M:%S" if found["seconds"] else ":%M",
            f"{found['point']}%f" if found["point"] else "",
            f"{half[:-2]}%p" if half else "",
            "%z" if found["zone"] else "",
        )
    )


def _read(name: str, column: pd.Series, format: str | None) -> tuple[str, pd.Series] | Times:
    """The format that reads every row, and the times; else why there is none."""
    formats = [format or ISO]
    if format is None and len(column) and isinstance(first := column.iloc[0], str):
        cell = column.iloc[:1]
        formats += [f for f in possible_formats(first) if parse_times(cell, f).notna().all()]
    found: list[tuple[str, pd.Series]] = []
    partly: list[tuple[int, str, str]] = []
    for one in formats:
        times = parse_times(column, one)
        missing = times.isna()
        if missing.any():
            unread = str(column[missing].iloc[0])
            partly.append((len(column) - int(missing.sum()), one, unread))
        elif one == ISO:
            return one, times
        elif not any(times.equals(other) for _, other in found):
            found.append((one, times))
    if len(found) == 1:
        return found[0]
    if found:
        row = int((found[0][1] != found[1][1]).to_numpy().argmax())
        readings = tuple((one, written_moments([times.iloc[row]])[0]) for one, times in found)
        return Times(name, None, str(column.iloc[row]), readings)
    count, one, unread = max(partly, key=lambda part: part[0])
    return Times(name, None, unread, ((one, count),) if count else ())


def _steps(keys: np.ndarray, codes: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The differences of neighbours in `rows` that are of one group, and these neighbours."""
    pairs = np.stack([rows[:-1], rows[1:]], axis=1)
    pairs = pairs[codes[pairs[:, 0]] == codes[pairs[:, 1]]]
    return keys[pairs[:, 1]] - keys[pairs[:, 0]], pairs


def _timeline(
    column: pd.Series,
    times: pd.Series,
    keys: np.ndarray,
    codes: np.ndarray,
    groups: pd.Series | None,
) -> Timeline:
    steps, pairs = _steps(keys, codes, np.lexsort((keys, codes)))
    ends = [times.iloc[keys.argmin()], times.iloc[keys.argmax()]]

    def told(first: str, last: str, steps: np.ndarray, words: Callable[[float], str]) -> Timeline:
        """The line of these steps, with the first of those that are too long."""
        values, counts = np.unique(steps, return_counts=True)
        if len(values) <= 1:
            return Timeline(first, last, words(values[0]) if len(values) else None, True)
        usual = values[counts.argmax()]
        longer = steps > usual
        hole: tuple[str, ...] | None = None
        if longer.any():
            around = pairs[longer.argmax()]
            group = () if groups is None else (group_in_words(groups.iloc[around[0]]),)
            hole = (*(str(column.iloc[row]) for row in around), *group)
        whole = usual > 0 and not (steps % usual).any()
        absent = round(float((steps / usual - 1).sum())) if whole else None
        return Timeline(first, last, words(usual), False, int(longer.sum()), hole, absent)

    if times.dtype.kind != "M":
        first, last = (f"{end:.15g}" for end in ends)
        if times.dtype.kind == "f" and len(steps):  # 0.3 - 0.2 is not 0.2 - 0.1
            unit = float(np.median(steps)) or 1.0
            steps = np.round(steps / unit, 6)
            return told(first, last, steps, lambda step: f"{step * unit:.10g}")
        return told(first, last, steps, lambda step: f"{step:.15g}")
    first, last = written_moments(ends)
    clock = CLOCK.search(str(column.iloc[0]))
    if clock and clock["zone"]:
        first, last = f"{first} UTC", f"{last} UTC"
    month = times.dt.year * 12 + times.dt.month
    same_day = times.dt.day.nunique() == 1 or bool(times.dt.is_month_end.all())
    if same_day and (times - times.dt.normalize()).nunique() == 1:
        months = month.to_numpy()[pairs]
        if (months[:, 0] != months[:, 1]).all():
            return told(first, last, months[:, 1] - months[:, 0], _months)
    second = pd.Timedelta(1, "s") / pd.Timedelta(1, times.dt.unit)
    day = 86400 * second
    if (times.dt.day_of_week < 5).all() and not (steps % day).any():
        days = times.dt.tz_localize(None).to_numpy("datetime64[D]")
        worked = np.busday_count(days[pairs[:, 0]], days[pairs[:, 1]])
        if np.median(steps) == day and (worked * day < steps).any():
            # A weekend that no row falls on is no hole; the days between are no even grid.
            line = told(first, last, worked * day, lambda step: render_duration(step / second))
            return replace(line, absent=None)
    return told(first, last, steps, lambda step: render_duration(step / second))


def group_in_words(label: object) -> str:
    """What a group is called; of several columns by all of them."""
    return ", ".join(map(str, label)) if isinstance(label, tuple) else str(label)


def _months(count: float) -> str:
    return {1: "month", 3: "quarter", 12: "year"}.get(int(count), f"{count} months")


def written_moments(moments: Sequence[pd.Timestamp]) -> list[str]:
    """Moments of UTC as dates, or with the time of day where one of them is not midnight."""
    texts = [moment.tz_localize(None).isoformat(sep=" ") for moment in moments]
    at_midnight = all(text.endswith(" 00:00:00") for text in texts)
    return [text.removesuffix(" 00:00:00") if at_midnight else text for text in texts]
