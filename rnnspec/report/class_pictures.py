"""Which classes the best model tells right, and for which others it takes them.

In: a forecast of classes, what they are called. Out: pictures with their numbers.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from rnnspec.report.drawing import COLOURS, LETTER, draw
from rnnspec.report.forecast import Forecast
from rnnspec.report.picture import NumberCell, PageTable, Picture
from rnnspec.report.words import cell, count, shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

MOST = 12
"""Classes that fit into a picture; of more, those that are taken for others most often."""


def of_classes(
    forecast: Forecast, labels: tuple[str | int, ...], classes: int | None
) -> list[Picture]:
    """The confusion of classes, and how much of each is told right."""
    size = int(max(forecast.truth.max(), forecast.predicted.max())) + 1
    size = max(size, classes or 0)
    table = forecast.confusion(size)
    names = [str(label) for label in labels] or [str(n) for n in range(size)]
    wrong = table.sum(axis=0) + table.sum(axis=1) - 2 * table.diagonal()
    kept = sorted(np.argsort(-wrong, kind="stable")[:MOST].tolist())
    return [_confusion(forecast, table, names, kept), _by_class(table, names, kept)]


def _confusion(
    forecast: Forecast, table: np.ndarray, labels: list[str], kept: list[int]
) -> Picture:
    """How many cases of each class were taken for which one."""
    shown = table[np.ix_(kept, kept)]
    names = [shorten(labels[n], 10) for n in kept]
    upright = max(map(len, names)) > 3

    def paint(axes: "Axes") -> None:
        shares = shown / np.maximum(table.sum(axis=1)[kept, None], 1)
        for row, column in np.ndindex(shown.shape):
            right = row == column
            axes.add_patch(_cell(row, column, COLOURS["best" if right else "naive"], shares))
            if shown[row, column]:
                axes.text(
                    column, row, str(shown[row, column]), ha="center", va="center", fontsize=11
                )
        axes.set_xlim(-0.5, len(kept) - 0.5)
        axes.set_ylim(len(kept) - 0.5, -0.5)
        axes.set_xticks(range(len(kept)), names, rotation=90 if upright else 0)
        axes.set_yticks(range(len(kept)), names)
        axes.grid(visible=False)

    right, naive = (
        int((part == forecast.truth).sum()) for part in (forecast.predicted, forecast.naive)
    )
    total = len(forecast.truth)
    said = (
        f"{right} of {count(total, 'case')} of the test part are told right ({right / total:.1%});"
        f" always saying the commonest class is right in {naive} ({naive / total:.1%})."
    )
    if len(kept) < len(table):
        said += f" The picture has the {len(kept)} classes of {len(table)} that are mistaken most."
    rows = tuple((labels[n], *map(cell, table[n].tolist())) for n in range(len(table)))
    caption = "Rows: true classes, columns: what the model says"
    numbers = PageTable(caption, ("true class", *labels), rows)
    left = 46 + LETTER * max(map(len, names))
    bottom = 46 + (LETTER * max(map(len, names)) if upright else 0)
    height = 350 + bottom - left
    title, x, y = "Confusion of classes", "class that the model says", "true class"
    return draw(title, paint, said, numbers, x=x, y=y, height=height, left=left, bottom=bottom)


def _by_class(table: np.ndarray, labels: list[str], kept: list[int]) -> Picture:
    """How much of each class is told right, and how much of what is told so is right."""
    cases, told, right = table.sum(axis=1), table.sum(axis=0), table.diagonal()
    recall, precision = (right / np.maximum(all_of, 1) for all_of in (cases, told))
    shown = [n for n in kept if cases[n]][::-1]

    def paint(axes: "Axes") -> None:
        rows = range(len(shown))
        ours, called = recall[shown], precision[shown]
        look: dict[str, Any] = {"facecolors": "none", "edgecolors": COLOURS["trial"]}
        axes.hlines(rows, ours, called, color=COLOURS["grid"], linewidth=3, zorder=1)
        axes.scatter(called, rows, s=44, marker="s", linewidths=1.6, label="precision", **look)
        axes.scatter(ours, rows, s=28, color=COLOURS["best"], label="recall", zorder=3)
        axes.set_yticks(rows, [shorten(labels[n], 14) for n in shown])
        axes.set_ylim(-0.6, len(shown) - 0.4)
        axes.set_xlim(0, 1.05)
        axes.xaxis.set_major_formatter("{x:.0%}")

    worst = min((n for n in range(len(table)) if cases[n]), key=lambda n: recall[n])
    said = (
        f"Recall is how much of a class is told right, precision how much of what is called so is"
        f" right. `{labels[worst]}` is told worst: {right[worst]} of"
        f" {count(cases[worst], 'case')}."
    )
    if len(kept) < len(table):
        said += f" The picture has the {len(kept)} classes of {len(table)} that are mistaken most."
    rows = tuple(
        (
            labels[n],
            cell(int(cases[n])),
            cell(int(right[n])),
            cell(int(told[n])),
            _share(recall[n]) if cases[n] else "",
            _share(precision[n]) if told[n] else "",
        )
        for n in range(len(table))
    )
    head = ("class", "cases", "told right", "told at all", "recall", "precision")
    numbers = PageTable("Recall and precision by class", head, rows)
    left = 20 + LETTER * max(len(shorten(labels[n], 14)) for n in shown)
    height = 96 + 24 * len(shown)
    title, x = "Recall and precision", "share of cases"
    return draw(title, paint, said, numbers, x=x, legend=2, height=height, left=left)


def _share(share: float) -> NumberCell:
    return NumberCell(f"{share:.1%}", float(share))


def _cell(row: int, column: int, colour: str, shares: np.ndarray) -> "Rectangle":
    from matplotlib.patches import Rectangle

    alpha = float(shares[row, column]) * 0.75
    return Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour, alpha=alpha, linewidth=0)
