"""What a page is made of: sections with sentences, pictures and tables.

Plain frozen data. Text is not escaped yet; the template does that.
"""

from dataclasses import dataclass

Cells = tuple[str, ...]


@dataclass(frozen=True)
class PageTable:
    """Rows of text; the first cell of each is its head. `caption` is what it holds."""

    caption: str
    head: Cells
    rows: tuple[Cells, ...]


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
