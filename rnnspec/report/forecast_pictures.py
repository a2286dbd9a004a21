"""What the best model forecasts of the test part, held against the truth and the naive forecast.

In: a forecast of one column of a table. Out: pictures with their numbers: whole horizons from a few
origins, the last cases one after the other, the error by rows ahead.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rnnspec.report.course import Course
from rnnspec.report.drawing import COLOURS, draw, whole_numbers
from rnnspec.report.forecast import Forecast
from rnnspec.report.picture import Cell, PageTable, Picture
from rnnspec.report.words import cell, count, listed, shorten, show

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CASES = 120
"""Rows in a picture that can be told apart, and in a table below one."""

STEPS = 24
"""Rows ahead whose marks can be told apart."""

LINES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("truth", {"color": COLOURS["ink"], "linewidth": 1.2}),
    ("naive", {"color": COLOURS["naive"], "linewidth": 1.4, "linestyle": ":"}),
    ("model", {"color": COLOURS["best"], "linewidth": 1.6}),
)
"""How each is drawn, whichever picture it is in."""


def from_origins(forecast: Forecast, name: str, time: str) -> list[Picture]:
    """The whole horizon from the worst, the median, the best and the last origin.

    `time` is what times are called. All have one scale, but where there are groups, whose numbers
    may differ.
    """
    origins = forecast.origins()
    limits = None
    if forecast.groups is None:
        shown = [*origins, *(near for case in origins for near in _known_before(forecast, case))]
        parts = [part[shown] for part in (forecast.truth, forecast.predicted, forecast.naive)]
        low, high = (float(end(parts)) for end in (np.min, np.max))
        limits = (low - 0.04 * (high - low), high + 0.04 * (high - low)) if low < high else None
    return [
        _from_origin(forecast, name, time, case, ranks, limits) for case, ranks in origins.items()
    ]


def _known_before(forecast: Forecast, case: int) -> list[int]:
    """The cases that tell what had happened before: as many rows as the forecast looks ahead."""
    return forecast.before(case, forecast.truth.shape[1])


def _from_origin(
    forecast: Forecast,
    name: str,
    time: str,
    case: int,
    ranks: list[str],
    limits: tuple[float, float] | None,
) -> Picture:
    truth, naive, predicted = (
        part[case] for part in (forecast.truth, forecast.naive, forecast.predicted)
    )
    assert forecast.ends is not None
    near, ends = _known_before(forecast, case), forecast.ends
    course = _course(forecast, case, near, time)
    ahead = course.places[len(near) :]
    past = forecast.truth[near, 0]

    def paint(axes: "Axes") -> None:
        for (label, look), line in zip(LINES, (truth, naive, predicted), strict=True):
            axes.plot(ahead, line, label=label, marker="." if len(ahead) <= STEPS else "", **look)
        known = ends[[*near, case]]
        axes.plot(*_broken(known, course.places[: len(near) + 1], [*past, truth[0]]), **LINES[0][1])
        if near:
            axes.axvline(course.places[len(near) - 1], color=COLOURS["soft"], linewidth=1)
        if limits:
            axes.set_ylim(*limits)
        course.scale(axes)

    model, without = (float(errors[case]) for errors in forecast.errors())
    told = course.cells()[len(near) :]
    whose = "" if forecast.groups is None else f" of `{forecast.groups[case]}`"
    first, last = (_unbroken(str(told[at])) for at in (0, -1))
    when = f" from {first} to {last}" if forecast.times is not None else ""
    said = (
        f"`{name}`{whose}{when}: the mean absolute error is {show(model)}, that of the naive"
        f" forecast {show(without)}. Of {count(len(forecast.truth), 'origin')} it is the"
        f" {listed(ranks)} one{' by its error' if ranks != ['last'] else ''}."
    )
    if near:
        said += " The upright line is the last row that was known."
    rows = _rows(told, truth, predicted, naive)
    title = f"{listed(ranks).capitalize()} forecast of {name}"
    head = (time if forecast.times is not None else "rows ahead", "truth", "model", "naive")
    numbers = PageTable(title, head, rows[:CASES])
    return draw(title, paint, said, numbers, x=course.label, y=shorten(name), legend=3)


def _course(forecast: Forecast, case: int, near: list[int], time: str) -> Course:
    """The rows that were known, of these cases the first one ahead, and those of a case."""
    if forecast.times is not None:
        return Course(time, np.concatenate([forecast.times[near, 0], forecast.times[case]]))
    assert forecast.ends is not None
    back, ahead = forecast.ends[near] - forecast.ends[case], np.arange(forecast.truth.shape[1])
    return Course("rows ahead", np.concatenate([back, ahead]) + forecast.lead)


def one_after_the_other(forecast: Forecast, name: str, time: str, horizon: int) -> Picture:
    """The first row ahead of the last cases; the row itself without a horizon.

    Of groups that in the middle by its error, of an even number the better of two.
    """
    every, group = forecast, None
    if forecast.groups is not None:
        of_all = forecast.by_group()
        group = of_all[len(of_all) // 2][0]
        forecast = forecast.of_group(group)
    rows_ahead = "one row" if forecast.lead == 1 else f"{forecast.lead} rows"
    ahead = f" {rows_ahead} ahead" if horizon else ""
    truth, naive, predicted = (
        part[-CASES:, 0] for part in (forecast.truth, forecast.naive, forecast.predicted)
    )
    assert forecast.ends is not None
    ends, total = forecast.ends[-CASES:], len(forecast.truth)
    if forecast.times is not None:
        course = Course(time, forecast.times[-CASES:, 0])
    else:
        numbered = np.arange(total - len(truth) + 1, total + 1)
        course = Course("case of the test part, in order of time", numbered)

    def paint(axes: "Axes") -> None:
        for (label, look), line in zip(LINES, (truth, naive, predicted), strict=True):
            axes.plot(*_broken(ends, course.places, line), label=label, **look)
        course.scale(axes)

    errors = (np.abs(part - every.truth)[:, 0] for part in (every.predicted, every.naive))
    model, without = (float(part.mean()) for part in errors)
    which = "all" if total <= CASES else "the last"
    whose = "" if group is None else f" of `{group}`, a group in the middle by its error"
    said = (
        f"The forecast of `{name}`{ahead}, {which} {len(truth)} of {count(total, 'case')}{whose}."
        f" Over {'all of them' if group is None else 'all groups'} the mean absolute error"
        f" is {show(model)}; that of the naive forecast is {show(without)}."
    )
    rows = _rows(course.cells(), truth, predicted, naive)
    head = ("case" if forecast.times is None else time, "truth", "model", "naive")
    numbers = PageTable(f"{name}{ahead}", head, rows)
    title = f"{name},{ahead}" if horizon else name
    return draw(title, paint, said, numbers, x=course.label, y=shorten(name), legend=3)


def by_step(forecast: Forecast, name: str) -> Picture:
    """The mean absolute error by the number of rows ahead."""
    model, naive = (
        np.abs(part - forecast.truth).mean(axis=0) for part in (forecast.predicted, forecast.naive)
    )
    steps = range(forecast.lead, forecast.lead + len(model))

    def paint(axes: "Axes") -> None:
        marks = ("s", "o") if len(steps) <= STEPS else ("", "")
        axes.plot(steps, naive, ":", marker=marks[0], color=COLOURS["naive"], label="naive")
        axes.plot(steps, model, marker=marks[1], color=COLOURS["best"], label="model")
        axes.set_ylim(bottom=0)
        whole_numbers(axes)

    better = int((model < naive).sum())
    said = (
        f"The mean absolute error of `{name}` by rows ahead: the model is nearer than the"
        f" naive forecast in {better} of {count(len(model), 'step')}."
    )
    rows = tuple(
        (cell(step), _cell(a), _cell(b)) for step, a, b in zip(steps, model, naive, strict=True)
    )
    numbers = PageTable(
        f"Mean absolute error of {name} by step", ("rows ahead", "model", "naive"), rows
    )
    y = f"mean absolute error, {shorten(name, 12)}"
    title = f"Error of {name} by rows ahead"
    return draw(title, paint, said, numbers, x="rows ahead", y=y, legend=2)


def against_truth(forecast: Forecast) -> Picture:
    """Predicted against true numbers, of cases that have no order."""
    truth, predicted = forecast.truth.ravel(), forecast.predicted.ravel()
    chosen = np.linspace(0, len(truth) - 1, min(len(truth), 4 * CASES)).astype(int)
    ends = [min(truth.min(), predicted.min()), max(truth.max(), predicted.max())]

    def paint(axes: "Axes") -> None:
        axes.plot(ends, ends, color=COLOURS["soft"], linewidth=1, label="as true")
        axes.scatter(
            truth[chosen], predicted[chosen], s=14, color=COLOURS["best"], alpha=0.6, label="model"
        )

    model, naive = (float(part.mean()) for part in forecast.errors())
    said = (
        f"{count(len(chosen), 'number')} of the test part, as the model says against as they are."
        f" Over all {len(truth):,} the mean absolute error is {show(model)}; that of the naive"
        f" forecast is {show(naive)}."
    )
    rows = tuple(
        (cell(case + 1), _cell(truth[case]), _cell(predicted[case]))
        for case in chosen[:CASES].tolist()
    )
    numbers = PageTable("The first of them", ("number", "truth", "model"), rows)
    title = "Model against truth"
    return draw(title, paint, said, numbers, x="truth", y="model", legend=2, height=300)


def _unbroken(moment: str) -> str:
    """A time that stays on one line."""
    return moment.replace("-", "-\N{WORD JOINER}").replace(" ", "\N{NO-BREAK SPACE}")


def _broken(
    ends: np.ndarray, places: np.ndarray, line: Sequence[float] | np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Places and values of a line that stops where rows are left out."""
    holes = np.flatnonzero(np.diff(ends) > 1) + 1
    return np.insert(places, holes, places[holes]), np.insert(np.asarray(line), holes, np.nan)


def _rows(told: list[Cell], *parts: np.ndarray) -> tuple[tuple[Cell, ...], ...]:
    return tuple((place, *map(_cell, values)) for place, *values in zip(told, *parts, strict=True))


def _cell(value: float) -> Cell:
    return cell(float(value))
