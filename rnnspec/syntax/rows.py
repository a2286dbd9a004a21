"""Rows below each other: aligned columns, blank lines, trailing comments.

In: rows, each with what stands on it. Out: lines. Knows nothing of the tree: `format` makes rows
of settings, layers, options and arguments alike.
"""

from collections.abc import Callable
from dataclasses import dataclass

WIDEST = 100
"""Columns that a line may have where it can be broken."""


@dataclass(frozen=True)
class ListRow:
    """An element of a list that stands on lines of its own.

    `key` and `joint` stand before the rest: in a run of rows the rest is aligned. `flat` is the
    rest on one line, None where it must be broken; `broken` makes the lines it is broken into,
    of which all but the first are indented already; None where it cannot be broken.
    """

    key: str
    joint: str
    flat: str | None
    broken: Callable[[], list[str]] | None
    suffix: str = ""
    comment: str = ""
    blank_before: bool = False

    @property
    def is_comment(self) -> bool:
        """Whether nothing but a comment stands here."""
        return self.flat == "" and not self.key

    def is_tall(self, indent: int, width: int = 0) -> bool:
        """Whether the row takes several lines, its key column being so wide."""
        if self.flat is None:
            return True
        return self.broken is not None and indent + len(self.one_line(width)) > WIDEST

    def one_line(self, width: int) -> str:
        """The row on one line, without its comment."""
        return f"{self.key:{width}}{self.joint}{self.flat}{self.suffix}"


def comment_row(text: str, blank_before: bool) -> ListRow:
    """A comment on a line of its own."""
    return ListRow("", "", "", None, "", text, blank_before)


def render_rows(rows: list[ListRow], indent: int) -> list[str]:
    """The lines of rows that stand below each other.

    A run is a stretch of rows on one line each without a blank line between them; own-line
    comments and rows without a key do not end it. A row that is too wide is broken, if it can
    be, and ends the run; that may make the others narrower, never wider.
    """
    broken: set[int] = set()
    while True:
        widths = _widths(rows, broken)
        tall = {i for i, row in enumerate(rows) if row.is_tall(indent, widths[i])}
        if tall <= broken:
            break
        broken |= tall
    margin = " " * indent
    entries: list[tuple[ListRow, list[str]]] = []
    for i, row in enumerate(rows):
        if i in broken and row.broken is not None:
            first, *rest = row.broken()
            lines = [f"{margin}{row.key}{row.joint}{first}", *rest]
            lines[-1] += row.suffix
        else:
            lines = [margin + row.one_line(widths[i])]
        entries.append((row, lines))
    return _with_comments(entries, margin)


def _widths(rows: list[ListRow], broken: set[int]) -> list[int]:
    """The width of each row's key column: that of the widest key of its kind in its run."""
    widths = [0] * len(rows)
    run: list[int] = []
    for i, row in enumerate([*rows, None]):
        if row is None or i in broken or row.blank_before:
            for labels in (True, False):
                keyed = [j for j in run if rows[j].key and rows[j].key.endswith(":") == labels]
                widest = max((len(rows[j].key) for j in keyed), default=0)
                for j in keyed:
                    widths[j] = widest
            run = []
        if row is not None and i not in broken:
            run.append(i)
    return widths


def _with_comments(entries: list[tuple[ListRow, list[str]]], margin: str) -> list[str]:
    """All lines, comments behind them aligned where they stand directly below each other."""
    columns: dict[int, int] = {}
    run: list[int] = []
    for i, (row, lines) in enumerate([*entries, (comment_row("", True), [""])]):
        beside = bool(row.comment) and not row.is_comment
        if not beside or row.blank_before or len(lines) > 1:
            widest = max((len(entries[j][1][-1]) for j in run), default=0)
            columns.update((j, widest) for j in run)
            run = []
        if beside and len(lines) == 1:
            run.append(i)
    text: list[str] = []
    for i, (row, lines) in enumerate(entries):
        if row.blank_before and text:
            text.append("")
        if row.is_comment:
            text.append(margin + row.comment)
            continue
        *above, last = lines
        comment = f"{last:{columns.get(i, 0)}}  {row.comment}" if row.comment else last
        text.extend([*above, comment])
    return text
