"""What the best model forecasts of the test part, held against the truth and the naive forecast.

In: a run with a forecast. Out: pictures with their numbers.
"""

from typing import TYPE_CHECKING

import numpy as np

from rnnspec.report.drawing import COLOURS, LETTER, draw, whole_numbers
from rnnspec.report.picture import PageTable, Picture
from rnnspec.report.run import Forecast, Run
from rnnspec.report.words import count, shorten, show

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

CASES = 120
"""Cases in a row that can be told apart in a picture."""

MOST_CLASSES = 12
"""Classes that fit into a picture; of more, those that are taken for others most often."""


def forecasts(run: Run) -> list[Picture]:
    """The pictures of a forecast; none where there is no forecast."""
    match run.forecast:
        case None:
            return []
        case Forecast(is_classes=True) as found:
            return [_confusion(run, found)]
        case Forecast(is_ordered=True) as found:
            columns = run.study.data.targets
            lines = [
                _line(found, name, at, run.study.data.horizon) for at, name in enumerate(columns)
            ]
            ahead = [_by_step(found, columns)] if run.study.data.horizon > 1 else []
            return [*lines, *ahead]
        case found:
            return [_against_truth(found)]


def _line(forecast: Forecast, name: str, at: int, horizon: int) -> Picture:
    """The first row ahead of the last cases, one after the other; the row itself without one."""
    ahead = " one row ahead" if horizon else ""
    truth, predicted, naive = (
        part[-CASES:, at] for part in (forecast.truth, forecast.predicted, forecast.naive)
    )
    total = len(forecast.truth)
    places = range(total - len(truth) + 1, total + 1)

    def paint(axes: "Axes") -> None:
        axes.plot(places, truth, color=COLOURS["ink"], linewidth=1.2, label="truth")
        axes.plot(places, naive, ":", color=COLOURS["naive"], linewidth=1.4, label="naive")
        axes.plot(places, predicted, color=COLOURS["best"], linewidth=1.6, label="model")

    model, without = (float(errors[at]) for errors in forecast.mean_errors())
    which = "all" if total <= CASES else "the last"
    said = (
        f"The forecast of `{name}`{ahead}, {which} {len(truth)} of"
        f" {count(total, 'case')}. Over all of them the mean absolute error is {show(model)};"
        f" that of the naive forecast is {show(without)}."
    )
    rows = tuple(
        (str(place), *map(_number, values))
        for place, *values in zip(places, truth, predicted, naive, strict=True)
    )
    numbers = PageTable(f"{name}{ahead}", ("case", "truth", "model", "naive"), rows)
    title, x = f"{name},{ahead}" if horizon else name, "case of the test part, in order of time"
    return draw(title, paint, said, numbers, x=x, y=shorten(name), legend=3)


def _by_step(forecast: Forecast, columns: tuple[str, ...]) -> Picture:
    """The mean absolute error by the number of rows ahead."""
    errors = [part.reshape(-1, len(columns)) for part in forecast.mean_errors()]
    steps = range(1, len(errors[0]) + 1)
    model, naive = (part[:, 0] for part in errors)

    def paint(axes: "Axes") -> None:
        axes.plot(steps, naive, ":", marker="s", color=COLOURS["naive"], label="naive")
        axes.plot(steps, model, marker="o", color=COLOURS["best"], label="model")
        axes.set_ylim(bottom=0)
        whole_numbers(axes)

    better = int((model < naive).sum())
    said = (
        f"The mean absolute error of `{columns[0]}` by rows ahead: the model is nearer than the"
        f" naive forecast in {better} of {count(len(model), 'step')}."
    )
    rows = tuple(
        (str(step), _number(a), _number(b)) for step, a, b in zip(steps, model, naive, strict=True)
    )
    numbers = PageTable("Mean absolute error by step", ("rows ahead", "model", "naive"), rows)
    title, x, y = "Error by rows ahead", "rows ahead", "mean absolute error"
    return draw(title, paint, said, numbers, x=x, y=y, legend=2)


def _against_truth(forecast: Forecast) -> Picture:
    """Predicted against true numbers, of cases that have no order."""
    truth, predicted = forecast.truth.ravel(), forecast.predicted.ravel()
    chosen = np.linspace(0, len(truth) - 1, min(len(truth), 4 * CASES)).astype(int)
    ends = [min(truth.min(), predicted.min()), max(truth.max(), predicted.max())]

    def paint(axes: "Axes") -> None:
        axes.plot(ends, ends, color=COLOURS["soft"], linewidth=1, label="as true")
        axes.scatter(
            truth[chosen], predicted[chosen], s=14, color=COLOURS["best"], alpha=0.6, label="model"
        )

    model, naive = (float(part.mean()) for part in forecast.mean_errors())
    said = (
        f"{count(len(chosen), 'number')} of the test part, as the model says against as they are."
        f" Over all {len(truth):,} the mean absolute error is {show(model)}; that of the naive"
        f" forecast is {show(naive)}."
    )
    rows = tuple(
        (str(case + 1), _number(truth[case]), _number(predicted[case]))
        for case in chosen[:CASES].tolist()
    )
    numbers = PageTable("The first of them", ("number", "truth", "model"), rows)
    title = "Model against truth"
    return draw(title, paint, said, numbers, x="truth", y="model", legend=2, height=300)


def _confusion(run: Run, forecast: Forecast) -> Picture:
    """How many cases of each class were taken for which one."""
    size = int(max(forecast.truth.max(), forecast.predicted.max())) + 1
    size = max(size, run.study.data.classes or 0)
    table = forecast.confusion(size)
    labels = [str(label) for label in run.study.data.labels] or [str(n) for n in range(size)]
    wrong = table.sum(axis=0) + table.sum(axis=1) - 2 * table.diagonal()
    kept = sorted(np.argsort(-wrong, kind="stable")[:MOST_CLASSES].tolist())
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
    if len(kept) < size:
        said += f" The picture has the {len(kept)} classes of {size} that are mistaken most."
    rows = tuple((labels[n], *map(str, table[n])) for n in range(size))
    caption = "Rows: true classes, columns: what the model says"
    numbers = PageTable(caption, ("true class", *labels), rows)
    left = 46 + LETTER * max(map(len, names))
    bottom = 46 + (LETTER * max(map(len, names)) if upright else 0)
    height = 350 + bottom - left
    title, x, y = "Confusion of classes", "class that the model says", "true class"
    return draw(title, paint, said, numbers, x=x, y=y, height=height, left=left, bottom=bottom)


def _cell(row: int, column: int, colour: str, shares: np.ndarray) -> "Rectangle":
    from matplotlib.patches import Rectangle

    alpha = float(shares[row, column]) * 0.75
    return Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour, alpha=alpha, linewidth=0)


def _number(value: float) -> str:
    return show(float(value))
