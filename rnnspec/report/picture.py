"""What a page is made of: sections with sentences, pictures and tables.

Plain frozen data. Text is not escaped yet; the template does that.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class NumberCell:
    """A number in a cell, which stands to the right: how it is told, what it is sorted by."""

    text: str
    value: float

    def __str__(self) -> str:
        return self.text

    @property
    def sorted_by(self) -> str:
        """The number itself, where its text is another one; else nothing."""
        exact = f"{self.value:.12g}"
        return "" if exact == self.text else exact


Cell = str | NumberCell
Cells = tuple[Cell, ...]


@dataclass(frozen=True)
class PageTable:
    """Rows of cells; the first of each is its head. `caption` is what it holds.

    Where it `sorts`, a reader can order its rows by a column. `marked` are the rows that stand out.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[Cells, ...]
    sorts: bool = False
    marked: frozenset[int] = frozenset()

    @property
    def numeric(self) -> frozenset[int]:
        """The columns that hold numbers."""
        return frozenset(
            at for row in self.rows for at, cell in enumerate(row) if isinstance(cell, NumberCell)
        )


@dataclass(frozen=True)
class Picture:
    """An SVG element, what it shows in a few sentences, its numbers."""

    title: str
    svg: str
    said: str
    numbers: PageTable


@dataclass(frozen=True)
class PageSection:
    """A part of the page; `name` is its anchor. `text` is shown as it is, letter by letter."""

    name: str
    title: str
    said: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[PageTable, ...] = ()
    text: str = ""
