"""Where the best model errs: its residuals by what is true and when, its error by group.

In: a forecast of one column, or of classes. Out: pictures with their numbers. A residual is the
model less the truth: above zero the model says too much.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from rnnspec.report.drawing import COLOURS, LETTER, draw, on_logarithm_if_wide
from rnnspec.report.forecast import Forecast
from rnnspec.report.picture import PageTable, Picture
from rnnspec.report.words import cell, count, shorten, show

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS = 480
"""Residuals in a picture; of more, every so many."""

PARTS = 5
"""A table of residuals tells so many equal parts of the truths."""

GROUPS = 20
"""Groups in a picture, the worst ones; a table below it has ten times as many."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def residuals(forecast: Forecast, name: str) -> list[Picture]:
    """The residuals by truth, and by hour and weekday where these are known and differ."""
    found = [_by_truth(forecast, name)]
    hours, weekdays = forecast.hours(), forecast.weekdays()
    if hours is not None:
        labels = [f"{hour:02}:00" for hour in range(24)]
        found.append(_by_place(forecast, name, hours, labels, "hour of the day"))
    if weekdays is not None:
        found.append(_by_place(forecast, name, weekdays, list(DAYS), "day of the week"))
    return found


def _by_truth(forecast: Forecast, name: str) -> Picture:
    truth, off = forecast.truth.ravel(), forecast.residuals.ravel()
    chosen = np.linspace(0, len(truth) - 1, min(len(truth), POINTS)).astype(int)

    def paint(axes: "Axes") -> None:
        axes.axhline(0, color=COLOURS["soft"], linewidth=1)
        axes.scatter(truth[chosen], off[chosen], s=12, color=COLOURS["best"], alpha=0.5)

    parts = np.array_split(np.argsort(truth, kind="stable"), min(PARTS, len(truth)))
    least, most = (float(off[parts[at]].mean()) for at in (0, -1))
    said = (
        f"The residual is the model less the truth: above the line it says too much. The mean"
        f" residual of `{name}` is {show(float(off.mean()))}; of the lowest"
        f" {_share(len(parts))} of the truths {show(least)}, of the highest {show(most)}."
    )
    if len(chosen) < len(truth):
        said += f" {len(chosen)} of {len(truth):,} are drawn."
    rows = tuple(
        (
            f"{show(float(truth[part[0]]))} to {show(float(truth[part[-1]]))}",
            cell(len(part)),
            cell(float(off[part].mean())),
            cell(float(np.abs(off[part]).mean())),
        )
        for part in parts
    )
    head = ("truth", "rows", "mean residual", "mean absolute error")
    numbers = PageTable(f"Residuals of {name} by truth", head, rows)
    x, y = f"truth, {shorten(name, 34)}", "model less truth"
    return draw(f"Residuals of {name} by truth", paint, said, numbers, x=x, y=y)


def _share(parts: int) -> str:
    return f"{1 / parts:.0%}"


def _by_place(
    forecast: Forecast, name: str, places: np.ndarray, labels: list[str], what: str
) -> Picture:
    """The residuals by where each truth lies, a number for each label."""
    off, naive = forecast.residuals, forecast.naive - forecast.truth
    there = np.unique(places).tolist()
    held = {p: places == p for p in there}
    spread = {p: np.quantile(off[held[p]], (0.05, 0.25, 0.5, 0.75, 0.95)) for p in there}
    errors = {p: float(np.abs(off[held[p]]).mean()) for p in there}
    short = [label[:3].rstrip(":") for label in labels]

    def paint(axes: "Axes") -> None:
        axes.axhline(0, color=COLOURS["soft"], linewidth=1)
        least, low, middle, high, most = zip(*(spread[p] for p in there), strict=True)
        axes.vlines(there, least, most, color=COLOURS["trial"], linewidth=1.2)
        axes.vlines(there, low, high, color=COLOURS["trial"], linewidth=6)
        axes.scatter(
            there, middle, s=16, color=COLOURS["paper"], edgecolors=COLOURS["ink"], zorder=3
        )
        axes.set_xlim(-0.6, len(labels) - 0.4)
        shown = range(0, len(labels), 3 if len(labels) > 12 else 1)
        axes.set_xticks(shown, [short[at] for at in shown])
        axes.grid(axis="x", visible=False)

    worst, best = max(errors, key=errors.__getitem__), min(errors, key=errors.__getitem__)
    said = (
        f"The residuals of `{name}` by {what}: a dot is the median, the thick bar the middle half,"
        f" the thin one nine tenths. The mean absolute error is largest at {labels[worst]}"
        f" ({show(errors[worst])}) and smallest at {labels[best]} ({show(errors[best])})."
    )
    rows = tuple(
        (
            labels[p],
            cell(int(held[p].sum())),
            cell(float(spread[p][2])),
            cell(errors[p]),
            cell(float(np.abs(naive[held[p]]).mean())),
        )
        for p in there
    )
    head = (what, "rows", "median residual", "mean absolute error", "of the naive forecast")
    title = f"Residuals of {name} by {what}"
    numbers = PageTable(title, head, rows)
    return draw(title, paint, said, numbers, x=what, y=f"model less truth, {shorten(name, 14)}")


def by_group(forecast: Forecast, target: str) -> list[Picture]:
    """How far off the model and the naive forecast are in each group; none without two."""
    found = forecast.by_group()
    if len(found) < 2:
        return []
    shown = found[:GROUPS][::-1]
    what = "share of wrong classes" if forecast.is_classes else "mean absolute error"

    def paint(axes: "Axes") -> None:
        rows = range(len(shown))
        ours, without = [group[2] for group in shown], [group[3] for group in shown]
        axes.hlines(rows, ours, without, color=COLOURS["grid"], linewidth=3, zorder=1)
        look: dict[str, Any] = {"clip_on": False, "zorder": 3}
        axes.scatter(without, rows, s=28, marker="s", color=COLOURS["naive"], label="naive", **look)
        axes.scatter(ours, rows, s=34, color=COLOURS["best"], label="model", **look)
        axes.set_yticks(rows, [shorten(group[0], 20) for group in shown])
        axes.set_ylim(-0.6, len(shown) - 0.4)
        on_logarithm_if_wide(axes.xaxis, [*ours, *without])
        if axes.get_xscale() == "linear":
            axes.set_xlim(left=0)

    better = sum(ours < without for _, _, ours, without in found)
    worst, best = found[0], found[-1]
    said = (
        f"The {what} of `{target}` by group: worst of `{worst[0]}` ({show(worst[2])}), best of"
        f" `{best[0]}` ({show(best[2])}). The model is nearer than the naive forecast in {better}"
        f" of {count(len(found), 'group')}."
    )
    if len(shown) < len(found):
        said += f" The {len(shown)} worst are drawn."
    rows = tuple(
        (name, cell(cases), cell(ours), cell(without)) for name, cases, ours, without in found
    )
    head = ("group", "cases", "model", "naive")
    numbers = PageTable(f"{what.capitalize()} of {target} by group", head, rows[: 10 * GROUPS])
    left = 16 + LETTER * max(len(shorten(group[0], 20)) for group in shown)
    height, x = 96 + 24 * len(shown), f"{what}, {shorten(target)}"
    title = f"Error of {target} by group"
    return [draw(title, paint, said, numbers, x=x, legend=2, height=height, left=left)]
