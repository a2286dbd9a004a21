"""Where in the space the good trials lie: a slice for each hyperparameter, all of them together.

In: a run. Out: pictures with their numbers.
"""

from collections.abc import Sequence
from math import inf, isnan, log
from statistics import median
from typing import TYPE_CHECKING, Any

from rnnspec.distributions.contract import Distribution
from rnnspec.ledger.record import TrialRecord
from rnnspec.report.drawing import COLOURS, LETTER, RIGHT, draw, on_logarithm
from rnnspec.report.picture import Cells, PageTable, Picture
from rnnspec.report.run import Run
from rnnspec.report.search_pictures import point, within_sight
from rnnspec.report.words import count, shorten, show, show_if_any
from rnnspec.study.space import Hyperparameter
from rnnspec.values import Value, typed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PARTS = 4
"""A slice's numbers are told in so many parts of its trials."""

MOST = 24
"""Slices on a page, of the most important hyperparameters."""

LISTED = 10
"""The best trials that stand below the parallel coordinates."""


def slices(run: Run) -> list[Picture]:
    """The score against each hyperparameter, in the order of their importance."""
    ranks = {name: rank for rank, name in enumerate(run.importance or ())}
    ordered = sorted(run.study.space.hyperparameters, key=lambda h: ranks.get(h.name, len(ranks)))
    found = ((h, [r for r in run.scored if h.name in r.values]) for h in ordered[:MOST])
    return [_slice(run, hyperparameter, records) for hyperparameter, records in found if records]


def _slice(run: Run, hyperparameter: Hyperparameter, records: Sequence[TrialRecord]) -> Picture:
    name, distribution = hyperparameter.name, hyperparameter.distribution
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

    said = f"`{run.names[0]}` against `{name}` in {count(len(records), 'trial')}"
    whole = [record for record in records if record.is_complete]
    if whole:
        said += f"; best at {show(min(whole, key=run.loss).values[name])}"
    if len(whole) < len(records):
        said += f"; {len(records) - len(whole)} pruned, drawn hollow"
    said += "."
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
        f"{run.names[0]} by {name}", head, tuple(_parts(run, distribution, name, records))
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
        return label, str(len(records)), "", ""
    best = max(scores) if run.maximize else min(scores)
    return label, str(len(records)), show(best), show(median(scores))


def parallel(run: Run) -> Picture | None:
    """All hyperparameters at once: each a line of its own, each trial a path down through them."""
    searched = [
        h
        for h in run.study.space.hyperparameters
        if len({typed(r.values[h.name]) for r in run.complete if h.name in r.values}) > 1
    ]
    if len(searched) < 2 or len(run.complete) < 2:
        return None
    best = {
        record.number for record in run.complete[: min(max(len(run.complete) // 10, 1), LISTED)]
    }
    ends = {h.name: _ends(h, run.complete) for h in searched}

    def across(hyperparameter: Hyperparameter, record: TrialRecord) -> float:
        if hyperparameter.name not in record.values:
            return float("nan")
        values = (*ends[hyperparameter.name], record.values[hyperparameter.name])
        low, high, at = (_along(hyperparameter.distribution, value) for value in values)
        return (at - low) / (high - low)

    def paint(axes: "Axes") -> None:
        from matplotlib.collections import LineCollection

        faint = min(0.3, 20 / len(run.complete))
        for good, colour, width, alpha in ((False, "trial", 0.8, faint), (True, "best", 1.6, 0.9)):
            records = [record for record in run.complete if (record.number in best) == good]
            paths = [[(across(h, r), row) for row, h in enumerate(searched)] for r in records]
            look: dict[str, Any] = {"color": COLOURS[colour], "alpha": alpha, "clip_on": False}
            axes.add_collection(LineCollection(paths, linewidths=width, **look))
            dots = {dot for path in paths for dot in path if not isnan(dot[0])}
            axes.scatter(*zip(*sorted(dots), strict=True), sizes=[5 * width], **look)
        for row, h in enumerate(searched):
            axes.axhline(row, color=COLOURS["grid"], linewidth=1, zorder=0)
            _name_axis(axes, row, h, ends[h.name])
        axes.set_ylim(len(searched) - 0.75, -0.6)
        axes.set_xlim(-0.02, 1.02)
        axes.set_axis_off()

    said = (
        f"Each path from top to bottom is one of {count(len(run.complete), 'complete trial')}; the"
        f" {'best is' if len(best) == 1 else f'best {len(best)} are'} drawn thick. A path has a gap"
        f" where a hyperparameter is not active."
    )
    rows = tuple(
        (str(r.number), show(run.score(r)), *(show_if_any(r.values, h.name) for h in searched))
        for r in run.complete[:LISTED]
    )
    head = ("trial", run.names[0], *(h.name for h in searched))
    table, height = PageTable("The best trials", head, rows), 54 * len(searched) + 40
    return draw(
        "The paths of trials", paint, said, table, height=height, left=RIGHT, bottom=10, top=24
    )


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
            x, row - 0.14, text, ha=side, va="bottom", fontsize=11, color=COLOURS[colour],
            bbox={"facecolor": COLOURS["paper"], "edgecolor": "none", "alpha": 0.85, "pad": 0.5},
        )  # fmt: skip
