"""What a series runs along: moments, numbers that are times, or rows where no time is known.

In: places with their name. Out: the x axis of a picture, and how each place is told.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rnnspec.report.drawing import whole_numbers
from rnnspec.report.picture import Cell, NumberCell

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UNITS = ("D", "m", "s")
"""How finely moments are told: by the first of these that tells all of them."""


@dataclass(frozen=True)
class Course:
    """Places in order (rows,), and what they are called."""

    name: str
    places: np.ndarray

    @property
    def label(self) -> str:
        """What stands below the axis: its ticks need not tell the year, or the only day."""
        if self.places.dtype.kind != "M":
            return self.name
        for unit in ("D", "Y"):
            first, last = self.places[[0, -1]].astype(f"M8[{unit}]").astype(str).tolist()
            if first == last:
                return f"{self.name}, {first}"
        return f"{self.name}, {first} to {last}"

    def cells(self) -> list[Cell]:
        """Each place as a cell of a table."""
        if self.places.dtype.kind != "M":
            return [NumberCell(f"{place:.12g}", place) for place in self.places.tolist()]
        forms = [self.places.astype(f"M8[{unit}]") for unit in UNITS]
        whole = next((form for form in forms if (form == self.places).all()), forms[-1])
        return [text.replace("T", " ") for text in whole.astype(str).tolist()]

    def scale(self, axes: "Axes") -> None:
        """Give the axis ticks that can be read."""
        if self.places.dtype.kind != "M":
            if (self.places == np.rint(self.places)).all():
                whole_numbers(axes)
            axes.ticklabel_format(axis="x", style="plain", useOffset=False)
            return
        from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

        locator = AutoDateLocator(minticks=3, maxticks=6)  # type: ignore[no-untyped-call]
        formats = ["%Y", "%b", "%d %b", "%H:%M", "%H:%M", "%S.%f"]
        begins = ["", "%Y", "%d %b", "%d %b", "%H:%M", "%H:%M"]
        told = ConciseDateFormatter(  # type: ignore[no-untyped-call]
            locator, formats=formats, zero_formats=begins, show_offset=False
        )
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(told)
