"""Where in the space the good trials lie: a slice for each hyperparameter.

In: a run. Out: pictures with their numbers.
"""

from collections.abc import Sequence
from math import inf
from statistics import median
from typing import TYPE_CHECKING

from rnnspec.distributions.contract import Distribution
from rnnspec.ledger.record import TrialRecord
from rnnspec.report.drawing import COLOURS, LETTER, draw, on_logarithm
from rnnspec.report.picture import Cells, PageTable, Picture
from rnnspec.report.run import Run
from rnnspec.report.search_pictures import point, thinned, told_thinned, within_sight
from rnnspec.report.words import cell, count, shorten, show
from rnnspec.study.space import Hyperparameter
from rnnspec.values import Value, typed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PARTS = 4
"""A slice's numbers are told in so many parts of its trials."""

MOST = 24
"""Slices on a page, of the most important hyperparameters."""


def slices(run: Run) -> list[Picture]:
    """The score against each hyperparameter, in the order of their importance."""
    ranks = {name: rank for rank, name in enumerate(run.importance or ())}
    ordered = sorted(run.study.space.hyperparameters, key=lambda h: ranks.get(h.name, len(ranks)))
    found = ((h, [r for r in run.scored if h.name in r.values]) for h in ordered[:MOST])
    return [_slice(run, hyperparameter, records) for hyperparameter, records in found if records]


def _slice(run: Run, hyperparameter: Hyperparameter, records: Sequence[TrialRecord]) -> Picture:
    name, distribution = hyperparameter.name, hyperparameter.distribution
    every, records = records, thinned(run, records)
    scores = [run.score(record) for record in records]
    shown, limits = within_sight(scores, run.maximize)

    def paint(axes: "Axes") -> None:
        for state, colour, face in (("pruned", "soft", "none"), ("complete", "trial", None)):
            marks = [(r, s) for r, s in zip(records, shown, strict=True) if r.state == state]
            axes.scatter(
                [place(distribution, r.values[name]) for r, _ in marks],
                [score for _, score in marks],
                s=22,
                facecolors=COLOURS[colour] if face is None else face,
                edgecolors=COLOURS[colour],
                alpha=0.65,
                gid=state,
                clip_on=False,
            )
        if run.best is not None and name in run.best.values:
            at = place(distribution, run.best.values[name])
            axes.scatter([at], [run.score(run.best)], s=70, marker="D", color=COLOURS["best"])
        _scale(axes, distribution)
        if limits:
            axes.set_ylim(*limits)

    said = f"`{run.names[0]}` against `{name}` in {count(len(every), 'trial')}"
    whole = [record for record in every if record.is_complete]
    if whole:
        said += f"; best at {show(min(whole, key=run.loss).values[name])}"
    if len(whole) < len(every):
        said += f"; {len(every) - len(whole)} pruned, drawn hollow"
    said += "." + told_thinned(records, every)
    if limits:
        beyond = sum(a != b for a, b in zip(scores, shown, strict=True))
        stand = "stands" if beyond == 1 else "stand"
        said += f" {count(beyond, 'trial')} beyond the picture {stand} at its edge."
    told = {
        state: [f"{point(r)}, {show(r.values[name])}" for r in records if r.state == state]
        for state in ("pruned", "complete")
    }
    head = (name, "trials", "best", "median")
    numbers = PageTable(
        f"{run.names[0]} by {name}", head, tuple(_parts(run, distribution, name, every))
    )
    below = 46
    if distribution.listed is not None:
        labels, upright = _labels(distribution.listed)
        below += LETTER * max(map(len, labels)) - 10 if upright else 0
    x, y, height = shorten(name, 40), shorten(run.names[0]), 175 + below
    return draw(name, paint, said, numbers, x=x, y=y, told=told, height=height, bottom=below)


def is_log(distribution: Distribution) -> bool:
    """Whether a distribution is even on a logarithm, and its values have one."""
    return distribution.on_logarithm and distribution.support[0] >= 0


def place(distribution: Distribution, value: Value) -> float:
    """Where a value lies on its axis: options by their places, beside which strange ones lie."""
    return (
        distribution.place(value)
        if distribution.listed is None or distribution.contains(value)
        else -1
    )


def _scale(axes: "Axes", distribution: Distribution) -> None:
    """The whole distribution under the axis, where it ends: what was not tried is seen too."""
    if distribution.listed is not None:
        labels, upright = _labels(distribution.listed)
        axes.set_xlim(-0.5, len(labels) - 0.5)
        if len(labels) <= 12:  # Of more, none could be read.
            axes.set_xticks(range(len(labels)), labels, rotation=90 if upright else 0)
        return
    low, high = distribution.support
    if is_log(distribution):
        on_logarithm(axes.xaxis, low, high)
        if 0 < low < high < inf:
            margin = (high / low) ** 0.04
            axes.set_xlim(low / margin, high * margin)
    elif -inf < low < high < inf:
        margin = (high - low) * 0.04
        axes.set_xlim(low - margin, high + margin)


def _labels(options: Sequence[Value]) -> tuple[list[str], bool]:
    """What stands under the axis for options, and whether upright: else labels would overlap."""
    labels = [shorten(show(option), 12) for option in options]
    return labels, len(labels) * max(map(len, labels)) > 36


def _parts(
    run: Run, distribution: Distribution, name: str, records: Sequence[TrialRecord]
) -> list[Cells]:
    """The trials of each option, or of each quarter of the numbers that were tried."""
    groups: dict[str, list[TrialRecord]] = {}
    if distribution.listed is not None:
        for option in distribution.listed:
            key = typed(option)
            groups[show(option)] = [r for r in records if typed(r.values[name]) == key]
    else:
        ordered = sorted(records, key=lambda r: place(distribution, r.values[name]))
        cuts = [len(ordered) * i // PARTS for i in range(PARTS + 1)]
        for first, last in zip(cuts, cuts[1:], strict=False):
            if some := ordered[first:last]:
                low, high = some[0].values[name], some[-1].values[name]
                groups[show(low) if low == high else f"{show(low)} to {show(high)}"] = some
    return [_part(run, label, some) for label, some in groups.items()]


def _part(run: Run, label: str, records: Sequence[TrialRecord]) -> Cells:
    scores = [run.score(record) for record in records if record.is_complete]
    if not scores:
        return label, cell(len(records)), "", ""
    best = max(scores) if run.maximize else min(scores)
    return label, cell(len(records)), cell(best), cell(median(scores))
