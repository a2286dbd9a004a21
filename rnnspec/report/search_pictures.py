"""How the search went: convergence, importance, learning curves, the front of several objectives.

In: a run. Out: pictures with their numbers, or nothing where there is nothing to show.
"""

from collections.abc import Sequence
from itertools import accumulate, combinations
from typing import TYPE_CHECKING, Any

from rnnspec.ledger.record import TrialRecord
from rnnspec.report.drawing import (
    COLOURS,
    LETTER,
    SERIES,
    draw,
    on_logarithm_if_wide,
    whole_numbers,
)
from rnnspec.report.draws import expected_best
from rnnspec.report.picture import NumberCell, PageTable, Picture
from rnnspec.report.run import BEST, Run
from rnnspec.report.words import cell, cell_if_any, count, listed, shorten, show, show_all
from rnnspec.study.expressions import Make

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS = 200
"""So many points of a curve are computed and listed; longer ones are thinned out."""

SHOWN = 5
"""Learning curves in a picture."""

EPOCHS = 40
"""Epochs whose marks can be told apart in a picture."""

MARKS = 500
"""Trials that a picture draws: of more, the best and every so many others."""


def convergence(run: Run) -> Picture | None:
    """The best score so far, and what random search would be expected to have."""
    if not run.complete:
        return None
    sign = -1 if run.maximize else 1
    whole = sorted(run.complete, key=lambda record: record.number)
    reached = accumulate(map(run.loss, whole), min)
    so_far = {r.number: sign * loss for r, loss in zip(whole, reached, strict=True)}
    ended = thinned(run, whole)
    numbers = [record.number for record in ended]
    scores = [run.score(record) for record in ended]
    best = [so_far[number] for number in numbers]
    random = _expected(run)
    name = run.names[0]

    def paint(axes: "Axes") -> None:
        shown, limits = within_sight(scores, run.maximize)
        look: dict[str, Any] = {"color": COLOURS["trial"], "alpha": 0.55, "clip_on": False}
        axes.scatter(numbers, shown, s=16, label="trial", gid="trials", **look)
        if random:
            counts, expected = zip(*random, strict=True)
            axes.plot(counts, expected, "--", color=COLOURS["naive"], label="random, expected")
        axes.step(numbers, best, where="post", color=COLOURS["best"], label="best so far")
        if limits:
            axes.set_ylim(*limits)
        whole_numbers(axes)

    said = f"The best `{name}` of {count(len(whole), 'complete trial')} is {show(best[-1])}."
    said += told_thinned(ended, whole)
    if random:
        n, expected = random[-1]
        said += (
            f" The dashed line is the expected best of n draws at random, computed from the"
            f" {count(len(run.drawn), 'trial')} of this run that were drawn at random and no"
            f" further than these reach; of {n} it is {show(expected)}."
        )
        if not all(record.is_complete for record in run.drawn):
            said += " A draw that failed or was pruned counts as the worst one."
    else:
        said += (
            " There is no line of random search to compare with: no trial of this run was drawn at"
            " random, and of trials that were proposed because they looked good none can be told."
        )
    by_count = dict(random)
    rows = tuple(
        (cell(number), cell(score), cell(least), cell_if_any(by_count, number))
        for number, score, least in zip(numbers, scores, best, strict=True)
    )
    head = ("trial", name, "best so far", "expected of so many random draws")
    table = PageTable("Best so far, trial by trial", head, rows)
    told, y = {"trials": [point(r) for r in ended]}, shorten(name)
    return draw("Best score so far", paint, said, table, x="trial", y=y, legend=3, told=told)


def _expected(run: Run) -> list[tuple[int, float]]:
    """The expected best score by the number of random draws; one without counts as the worst."""
    losses = [run.loss(record) for record in run.drawn if record.is_complete]
    if not losses:
        return []
    losses += [max(losses)] * (len(run.drawn) - len(losses))
    sign = -1 if run.maximize else 1
    step = -(-len(losses) // POINTS)
    counts = sorted({*range(1, len(losses) + 1, step), len(losses)})
    return [(n, sign * expected_best(losses, n)) for n in counts]


def importance(run: Run) -> Picture | None:
    """What share of the difference between good and bad trials each hyperparameter explains."""
    if not run.importance:
        return None
    shares = sorted(run.importance.items(), key=lambda item: item[1])

    def paint(axes: "Axes") -> None:
        names = [shorten(name) for name, _ in shares]
        bars = axes.barh(range(len(shares)), [x for _, x in shares], color=COLOURS["trial"])
        axes.set_yticks(range(len(shares)), names)
        axes.bar_label(bars, [f"{x:.0%}" for _, x in shares], padding=3, color=COLOURS["ink"])
        axes.set_xlim(0, max(x for _, x in shares) * 1.18 or 1)
        axes.grid(axis="y", visible=False)
        axes.xaxis.set_major_formatter("{x:.0%}")

    longest = max(len(shorten(name)) for name, _ in shares)
    name, most = shares[-1]
    said = (
        f"`{name}` matters most, with {most:.0%}. By Optuna's PED-ANOVA over"
        f" {count(len(run.complete), 'complete trial')}: how much each hyperparameter tells the"
        f" best {max(len(run.complete) // 10, BEST)} from the rest. Of few trials the shares are"
        f" rough; where the search learned, they tell of the places that it looked at."
    )
    rows = tuple((name, NumberCell(f"{share:.1%}", share)) for name, share in reversed(shares))
    table = PageTable("Importance by hyperparameter", ("hyperparameter", "share"), rows)
    title, x = "Share of each hyperparameter", "share of importance"
    height, left = 90 + 26 * len(shares), 14 + LETTER * longest
    return draw(title, paint, said, table, x=x, height=height, left=left)


def losses(run: Run) -> Picture | None:
    """The loss of the best trial on what it learned from beside that on validation."""
    best = run.best
    if best is None or not {"loss", "val_loss"} <= best.curves.keys():
        return None
    training, validation = best.curves["loss"], best.curves["val_loss"]
    kept = None if best.epoch_kept is None else round(best.epoch_kept)
    in_one = not (run.study.search.folds or run.study.search.repeats > 1)

    def paint(axes: "Axes") -> None:
        for name, line, colour, style in (
            ("training", training, "trial", "--"),
            ("validation", validation, "best", "-"),
        ):
            epochs = range(1, len(line) + 1)
            mark = "." if len(line) <= EPOCHS else ""
            axes.plot(epochs, line, style, color=COLOURS[colour], marker=mark, label=name)
        if kept is not None and in_one:
            axes.axvline(kept, color=COLOURS["soft"], linewidth=1)
        on_logarithm_if_wide(axes.yaxis, [*training, *validation])
        whole_numbers(axes)

    least = min(range(len(validation)), key=validation.__getitem__)
    said = (
        f"The loss of trial {best.number}, the best, in the units of training. On validation it is"
        f" least after epoch {least + 1} of {len(validation)} ({show(validation[least])}); there"
        f" the loss on training data is {show(training[least])}."
    )
    if kept is not None and in_one:
        said += f" The upright line is epoch {kept}, whose weights are kept."
    if not in_one:
        said += " Folds and repeats follow one another."
    rows = tuple(
        (cell(epoch + 1), cell(training[epoch]), cell(validation[epoch]))
        for epoch in every(min(len(training), len(validation)))
    )
    table = PageTable("Loss by epoch", ("epoch", "training", "validation"), rows)
    return draw("Training and validation", paint, said, table, x="epoch", y="loss", legend=2)


def curves(run: Run) -> Picture | None:
    """What the best trials measured after each epoch."""
    shown = [record for record in run.complete if record.same_as is None and record.curves][:SHOWN]
    measure = next(
        (m for m in (run.names[0], "val_loss", "loss") if shown and m in shown[0].curves), None
    )
    if measure is None:
        return None
    lines = [record.curves.get(measure, ()) for record in shown]

    def paint(axes: "Axes") -> None:
        marks = ("o", "s", "^", "D", "v")
        for record, line, colour, mark in zip(shown, lines, SERIES, marks, strict=False):
            epochs = range(1, len(line) + 1)
            axes.plot(
                epochs,
                line,
                color=COLOURS[colour],
                marker=mark if len(line) <= EPOCHS else "",
                markersize=4,
                label=f"#{record.number}",
            )
        on_logarithm_if_wide(axes.yaxis, [x for line in lines for x in line])
        whole_numbers(axes)

    numbers = listed(str(record.number) for record in shown)
    said = f"`{measure}` after each epoch of the best: trial {numbers}."
    if measure != run.names[0]:
        said += " It is measured in the units of training."
        if not isinstance(run.study.train.loss, Make):
            said += " Where trials have different losses, their curves cannot be compared."
    search = run.study.search
    if search.folds or search.repeats > 1:
        said += " Folds and repeats follow one another."
    longest = max(map(len, lines))
    rows = tuple(
        (cell(epoch + 1), *(cell(line[epoch]) if epoch < len(line) else "" for line in lines))
        for epoch in every(longest)
    )
    head = ("epoch", *(f"trial {record.number}" for record in shown))
    table = PageTable(f"{measure} by epoch", head, rows)
    title, y = "Score after each epoch", shorten(measure)
    return draw(title, paint, said, table, x="epoch", y=y, legend=len(lines))


def fronts(run: Run) -> list[Picture]:
    """Two objectives at a time, with the trials that none beats in all."""
    return [_front(run, x, y) for x, y in combinations(run.names, 2)] if run.front else []


def _front(run: Run, x: str, y: str) -> Picture:
    beaten_by_none = {record.number for record in run.front}
    others = [r for r in thinned(run, run.complete) if r.number not in beaten_by_none]
    front = sorted(run.front, key=lambda record: record.scores[x])

    def paint(axes: "Axes") -> None:
        for name, records, colour, size in (
            ("other trials", others, "trial", 16),
            ("the front", front, "best", 36),
        ):
            axes.scatter(
                [record.scores[x] for record in records],
                [record.scores[y] for record in records],
                s=size,
                marker="D" if colour == "best" else "o",
                color=COLOURS[colour],
                alpha=1 if colour == "best" else 0.55,
                label=name,
                gid=colour,
                clip_on=False,
            )
        for axis, name in ((axes.xaxis, x), (axes.yaxis, y)):
            on_logarithm_if_wide(axis, [record.scores[name] for record in run.complete])

    said = (
        f"{count(len(front), 'trial')} of {len(run.complete)} that no other beats in one objective"
        f" while equalling it in the rest."
    )
    said += told_thinned([*others, *front], run.complete)
    rows = tuple(
        (cell(r.number), *(cell(r.scores[name]) for name in run.names), show_all(r.values))
        for r in front[:MARKS]
    )
    told = {"trial": [point(r) for r in others], "best": [point(r) for r in front]}
    numbers = PageTable("The front", ("trial", *run.names, "values"), rows)
    across, up = shorten(x), shorten(y)
    return draw(f"{y} against {x}", paint, said, numbers, x=across, y=up, legend=2, told=told)


def point(record: TrialRecord) -> str:
    """What a mark says of its trial."""
    return f"trial {record.number} ({record.state}): {show_all(record.scores)}"


def thinned(run: Run, records: Sequence[TrialRecord]) -> list[TrialRecord]:
    """As many of these trials as a picture can hold: the best fifth of it, every so many others."""
    if len(records) <= MARKS:
        return list(records)
    best = {record.number for record in sorted(records, key=run.loss)[: MARKS // 5]}
    others = [record.number for record in records if record.number not in best]
    chosen = best.union(others[:: -(-len(others) // (MARKS - len(best)))])
    return [record for record in records if record.number in chosen]


def told_thinned(drawn: Sequence[TrialRecord], records: Sequence[TrialRecord]) -> str:
    """How many of the trials are drawn, where that is not all of them."""
    if len(drawn) >= len(records):
        return ""
    return f" The best and others, {len(drawn)} of {len(records):,}, are drawn."


def every(rows: int) -> range:
    """The numbers of as many rows as a table can hold."""
    return range(0, rows, -(-rows // POINTS) or 1)


def within_sight(
    scores: list[float], maximize: bool
) -> tuple[list[float], tuple[float, float] | None]:
    """The scores with the very worst moved to the edge of sight, and where that is.

    One trial that diverged would otherwise press all others into a line.
    """
    sign = -1 if maximize else 1
    losses = sorted(sign * score for score in scores)
    best, usual = losses[0], losses[len(losses) * 9 // 10]
    edge = usual + (usual - best) / 2
    if len(losses) < 5 or losses[-1] <= edge + 2 * (usual - best):
        return scores, None
    room = (edge - best) / 20
    limits = sign * (best - room), sign * (edge + room)
    return [sign * min(sign * score, edge) for score in scores], (min(limits), max(limits))
