"""Matplotlib's figures as pieces of a page.

In: a figure drawn in `COLOURS`. Out: a picture whose SVG element has no names of its own; its
colours follow the page, and its text is text. Matplotlib is imported where the first is drawn.

A figure is as wide as a phone, so that it is readable there; pages put several in a row.
"""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from rnnspec.report.picture import PageTable, Picture
from rnnspec.report.words import show

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import XAxis, YAxis
    from matplotlib.figure import Figure

WIDTH = 400
"""Of every figure, in CSS pixels; text has 12 of them."""

RIGHT, LEGEND = 14, 30
"""Pixels beside axes, and above them where they have a legend."""

LETTER = 7
"""Pixels of a letter of a label, about."""

COLOURS = {
    name: f"#0000{place:02x}"
    for place, name in enumerate(
        (
            *("ink", "soft", "grid", "paper", "trial", "best", "naive", "c1", "c2", "c3", "c4"),
            *("c5", "s1", "s2", "s3", "s4", "s5", "s6"),
        ),
        start=16,
    )
}
"""What stands in a figure for the page's colours: `--ink` is text, `--paper` what is behind it."""

SERIES = ("c1", "c2", "c3", "c4", "c5")
RAMP = ("s1", "s2", "s3", "s4", "s5", "s6")
"""From the worst to the best: each is further from the paper than the one before."""

_STYLE = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.size": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": COLOURS["soft"],
    "axes.labelcolor": COLOURS["ink"],
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.labelpad": 7,
    "grid.color": COLOURS["grid"],
    "text.color": COLOURS["ink"],
    "xtick.color": COLOURS["soft"],
    "ytick.color": COLOURS["soft"],
    "xtick.labelcolor": COLOURS["ink"],
    "ytick.labelcolor": COLOURS["ink"],
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "legend.frameon": False,
    "legend.fontsize": 11,
    "lines.linewidth": 1.8,
}
_OWN_FONT = re.compile(r"font: ([\d.]+px) [^;]*;?")
_COLOUR = re.compile(r"#0000[0-9a-f]{2}")
_NAMES = {colour: f"var(--{name})" for name, colour in COLOURS.items()}


def draw(
    title: str,
    paint: "Callable[[Axes], None]",
    said: str,
    numbers: PageTable,
    *,
    x: str = "",
    y: str = "",
    legend: int = 0,
    told: Mapping[str, Sequence[str]] | None = None,
    height: int = 260,
    left: float = 62,
    bottom: float = 46,
    top: float = 12,
) -> Picture:
    """What is painted on one pair of axes, with so many pixels for what stands around them.

    `x` and `y` are the labels of the axes, `legend` the columns of a legend above them. `said` is
    also what a screen reader reads; `told` has what each mark of a group says when it is pointed
    at, by the group's `gid`. A layout of Matplotlib's own would draw everything twice.
    """
    import logging

    # Widths are measured in a font that need not have every letter; the page's own will.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    top = LEGEND if legend else top
    # Ids are salted by the title, so that no two pictures of a page share one.
    with rc_context(_STYLE | {"svg.hashsalt": title}):  # type: ignore[arg-type]
        figure = Figure(figsize=(WIDTH / 72, height / 72))
        figure.patch.set_visible(False)
        wide, high = 1 - (left + RIGHT) / WIDTH, 1 - (bottom + top) / height
        axes = figure.add_axes((left / WIDTH, bottom / height, wide, high))
        axes.patch.set_visible(False)
        paint(axes)
        axes.set_xlabel(x)
        axes.set_ylabel(y)
        if legend:
            axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=legend, columnspacing=1)
        return Picture(title, _as_element(figure, said, told or {}), said, numbers)


def whole_numbers(axes: "Axes") -> None:
    """Count along the x axis."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def on_logarithm_if_wide(axis: "XAxis | YAxis", values: Sequence[float]) -> None:
    """Put an axis on a logarithm where nothing else tells the values on it apart."""
    if values and 0 < 30 * min(values) < max(values):
        on_logarithm(axis, min(values), max(values))


def on_logarithm(axis: "XAxis | YAxis", low: float, high: float) -> None:
    """Put an axis on a logarithm, with plain numbers: a page cannot typeset powers."""
    from matplotlib.ticker import LogLocator, NullLocator

    set_scale = axis.axes.set_xscale if axis.axis_name == "x" else axis.axes.set_yscale
    set_scale("log")
    axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < 300 * low else (1,)))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(lambda x, _: show(x))


def _as_element(figure: "Figure", said: str, told: Mapping[str, Sequence[str]]) -> str:
    import warnings

    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # As above: letters that a font lacks.
        figure.savefig(written, format="svg", metadata={"Date": None})
    root = ElementTree.fromstring(written.getvalue())
    for parent in root.iter():
        for child in list(parent):
            if child.tag.endswith(("}metadata", "}style")):
                parent.remove(child)
    _tell(root, told)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]  # As HTML has it.
        element.attrib = {
            name.rpartition("}")[2]: _of_page(value)
            for name, value in element.attrib.items()
            if (element.tag, name) != ("g", "id")
        }
    root.attrib = {
        "viewBox": root.attrib["viewBox"],
        "role": "img",
        "aria-label": said.replace("`", ""),
    }
    return ElementTree.tostring(root, encoding="unicode")


def _tell(root: ElementTree.Element, told: Mapping[str, Sequence[str]]) -> None:
    """Give the marks of groups their titles, which browsers show when pointed at, and one look."""
    for group in root.iter():
        marks = [mark for mark in group.iter() if mark.tag.endswith("}use")]
        for mark, words in zip(marks, told.get(group.get("id", ""), ()), strict=False):
            ElementTree.SubElement(mark, "title").text = words
        looks = {mark.get("style", "") for mark in marks}
        if len(looks) == 1 and group.get("id") in told:
            group.set("style", looks.pop())
            for mark in marks:
                del mark.attrib["style"]


def _of_page(value: str) -> str:
    """A value of an attribute with the page's font and colours."""
    value = _OWN_FONT.sub(r"font-size: \1;", value)
    return _COLOUR.sub(lambda found: _NAMES.get(found[0], found[0]), value)
