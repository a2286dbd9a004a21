"""All hyperparameters at once: an axis below the other, a path down through them for each trial.

In: a run. Out: a picture with its numbers, or nothing where there is nothing to tell apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan, log
from typing import TYPE_CHECKING, Any

from rnnspec.distributions.contract import Distribution
from rnnspec.ledger.record import TrialRecord
from rnnspec.report.drawing import COLOURS, RAMP, RIGHT, draw
from rnnspec.report.picture import PageTable, Picture
from rnnspec.report.run import Run
from rnnspec.report.search_pictures import thinned, told_thinned
from rnnspec.report.space_pictures import is_log, place
from rnnspec.report.words import cell, cell_if_any, count, shorten, show
from rnnspec.study.space import Hyperparameter
from rnnspec.values import Value, typed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LISTED = 10
"""The best trials that stand below the picture."""


def parallel(run: Run) -> Picture | None:
    """Each hyperparameter a line of its own, each trial a path in the colour of its score."""
    searched = [
        h
        for h in run.study.space.hyperparameters
        if len({typed(r.values[h.name]) for r in run.complete if h.name in r.values}) > 1
    ]
    if len(searched) < 2 or len(run.complete) < 2:
        return None
    drawn = thinned(run, run.complete)
    scale = _Scale.of(run, drawn)
    ends = {h.name: _ends(h, run.complete) for h in searched}

    def across(hyperparameter: Hyperparameter, record: TrialRecord) -> float:
        if hyperparameter.name not in record.values:
            return float("nan")
        values = (*ends[hyperparameter.name], record.values[hyperparameter.name])
        low, high, at = (_along(hyperparameter.distribution, value) for value in values)
        return (at - low) / (high - low)

    def paint(axes: "Axes") -> None:
        from matplotlib.collections import LineCollection

        for step, colour in enumerate(RAMP):
            records = [record for record in drawn if scale.step(record) == step]
            paths = [[(across(h, r), row) for row, h in enumerate(searched)] for r in records]
            width = 0.8 + 1.2 * step / len(RAMP)
            look: dict[str, Any] = {"color": COLOURS[colour], "clip_on": False}
            axes.add_collection(LineCollection(paths, linewidths=width, zorder=2 + step, **look))
            dots = {dot for path in paths for dot in path if not isnan(dot[0])}
            if dots:
                x, y = zip(*sorted(dots), strict=True)
                axes.scatter(x, y, sizes=[6 * width], zorder=2 + step, **look)
        for row, h in enumerate(searched):
            axes.axhline(row, color=COLOURS["grid"], linewidth=1, zorder=0)
            _name_axis(axes, row, h, ends[h.name])
        scale.paint(axes, -1.35)
        axes.set_ylim(len(searched) - 0.75, -1.85)
        axes.set_xlim(-0.02, 1.02)
        axes.set_axis_off()

    said = (
        f"Each path from top to bottom is one of {count(len(run.complete), 'complete trial')}. By"
        f" `{run.names[0]}` each sixth of them has a colour; the best lie on top. A path has a gap"
        f" where a hyperparameter is not active."
    ) + told_thinned(drawn, run.complete)
    rows = tuple(
        (cell(r.number), cell(run.score(r)), *(cell_if_any(r.values, h.name) for h in searched))
        for r in run.complete[:LISTED]
    )
    head = ("trial", run.names[0], *(h.name for h in searched))
    table, height = PageTable("The best trials", head, rows), 54 * len(searched) + 92
    return draw(
        "The paths of trials", paint, said, table, height=height, left=RIGHT, bottom=10, top=8
    )


@dataclass(frozen=True)
class _Scale:
    """Colours for equal numbers of trials, so that few that went astray do not use up most."""

    run: Run
    losses: tuple[float, ...]

    @classmethod
    def of(cls, run: Run, records: Sequence[TrialRecord]) -> "_Scale":
        return cls(run, tuple(sorted(map(run.loss, records))))

    @cached_property
    def bounds(self) -> list[float]:
        """The largest loss of each colour but the worst, of the best first."""
        count = len(self.losses)
        return [self.losses[-(-count * part // len(RAMP)) - 1] for part in range(1, len(RAMP))]

    def step(self, record: TrialRecord) -> int:
        """The place of a trial's colour, the last for the best."""
        return sum(self.run.loss(record) <= bound for bound in self.bounds)

    def paint(self, axes: "Axes", row: float) -> None:
        """The colours in a row, the worst at the left, with what they stand for."""
        from matplotlib.patches import Rectangle

        wide = 0.7 / len(RAMP)
        for step, colour in enumerate(RAMP):
            corner = (0.15 + step * wide, row)
            axes.add_patch(Rectangle(corner, wide, 0.16, color=COLOURS[colour], linewidth=0))
        sign = -1 if self.run.maximize else 1
        ends = (
            (0.15, "worst", -1),
            (0.5, "median", (len(self.losses) - 1) // 2),
            (0.85, "best", 0),
        )
        for x, name, at in ends:
            said = f"{name} {show(sign * self.losses[at])}"
            axes.text(x, row + 0.2, said, ha="center", va="top", fontsize=11)
        name = shorten(self.run.names[0])
        axes.text(0.5, row - 0.06, name, ha="center", va="bottom", fontsize=11)


def _along(distribution: Distribution, value: Value) -> float:
    """Where a value lies along its axis, on a logarithm where the distribution is even on one."""
    at = place(distribution, value)
    return log(at) if is_log(distribution) and at > 0 else at


def _ends(hyperparameter: Hyperparameter, records: Sequence[TrialRecord]) -> tuple[Value, Value]:
    """The least and the largest value that was tried, of options the first and the last one."""
    distribution, name = hyperparameter.distribution, hyperparameter.name
    if distribution.listed is not None:
        return distribution.listed[0], distribution.listed[-1]
    values = [r.values[name] for r in records if name in r.values]
    return min(values), max(values)  # type: ignore[type-var]


def _name_axis(
    axes: "Axes", row: int, hyperparameter: Hyperparameter, ends: tuple[Value, Value]
) -> None:
    """The name above the middle of an axis, its ends above its ends."""
    distribution = hyperparameter.distribution
    low, high = (shorten(show(end), 12) for end in ends)
    name = shorten(hyperparameter.name, 28) + (" (log)" if is_log(distribution) else "")
    if distribution.listed is not None and 2 < len(distribution.listed) < 6:
        name += f" ({len(distribution.listed)} options)"
    for x, side, text, colour in (
        (0, "left", low, "soft"),
        (0.5, "center", name, "ink"),
        (1, "right", high, "soft"),
    ):
        axes.text(
            x, row - 0.14, text, ha=side, va="bottom", fontsize=11, color=COLOURS[colour], zorder=9,
            bbox={"facecolor": COLOURS["paper"], "edgecolor": "none", "alpha": 0.85, "pad": 0.5},
        )  # fmt: skip
