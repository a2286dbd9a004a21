"""What the parts of a table hold, told from the file: windows that gaps leave, and classes.

In: the data as it is understood, a reader of profiles. Out: the data with its windows counted. A
part of which gaps leave no window is E0603, a class that a part lacks W0602.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rnnspec.check.columns import ProfileReader, read
from rnnspec.check.context import Context
from rnnspec.check.possible import value_ends
from rnnspec.check.settings import Settings
from rnnspec.check.sources import Written
from rnnspec.check.split import WrittenSplit, parts_of
from rnnspec.diagnostics import data as say
from rnnspec.profile import Asked, Part
from rnnspec.source import Span
from rnnspec.study.data import Data, Table
from rnnspec.study.expressions import Const, Expr, Pick


def count_windows(
    context: Context,
    files: Sequence[Written],
    data: Data,
    split: WrittenSplit,
    settings: Settings,
    folds: int | None,
    reader: ProfileReader,
) -> Data:
    """The data with the windows of each part, where gaps, classes or groups make a difference.

    `files` are the source, and the table that tests where it is one of its own.
    """
    ends = value_ends(context, data.window)
    nothing = data.missing == "error" and data.classes is None and not data.is_grouped
    if nothing or ends is None or data.rows == 0:
        return data
    inputs = tuple(input_lists(data.inputs))
    names = tuple(dict.fromkeys(name for one in (*inputs, data.targets) for name in one))
    parts = [*parts_of(data.parts, split.wanted, folds)]
    held = [tuple(parts)]
    if data.test is not None:
        _, first, last = parts.pop()
        held = [tuple(parts), (("test", 0, last - first),)]
    shortest, longest = max(1, int(ends[0])), int(ends[1])
    found: list[Part] = []
    for written, own, divides in zip(files, held, (split.split, None), strict=False):
        asked = Asked(
            *(inputs, data.targets, data.labels, shortest, longest),
            *(data.ahead, data.missing, own),
        )
        profile = read(context, written, reader, names, data.encode, asked, divides)
        if profile is None:
            return data
        found += profile.parts
        for part, (_, begin, end) in zip(profile.parts, own, strict=True):
            if not part.windows:
                table = written.source
                where = "one group" if isinstance(table, Table) and table.group else "the file"
                why = f"no window of {_rows_needed(asked)} lies in {where}"
                help = [f"at most {part.fits} rows fit"] if part.fits else []
                place = written.span if own is not held[0] else _place(settings, "split", "window")
                place = _place(settings, "window") if part.fits else place
                context.report(say.no_window(place, part.name, why, *help))
                return data
            if not part.whole:
                _report_emptied(context, part, end - begin, asked, settings)
                return data
    if data.labels:
        _verify_classes(context, found, data, (settings.get("split") or settings.section).span)
    counted = tuple((part.name, part.whole, part.windows) for part in found)
    return replace(data, windows=counted)


def input_lists(inputs: Expr) -> Iterator[tuple[str, ...]]:
    """The lists of columns that may be chosen."""
    match inputs:
        case Const(tuple() as names):
            yield tuple(map(str, names))
        case Pick(_, options):
            for _, option in options:
                yield from input_lists(option)


def _place(settings: Settings, *names: str) -> Span:
    """The value of the first of these settings that was written, else the block."""
    found = next((one for name in names if (one := settings.get(name))), None)
    return settings.section.span if found is None else found.value.span


def _rows_needed(asked: Asked) -> str:
    farthest = asked.ahead[-1]
    ahead = f" and {farthest} ahead" if farthest else ""
    return f"{asked.longest} rows{ahead}"


def _report_emptied(
    context: Context, part: Part, rows: int, asked: Asked, settings: Settings
) -> None:
    span = _place(settings, "window" if part.fits else "missing", "window")
    found = f"{part.gaps:,} of its {rows:,} rows miss a value"
    found += f", and so does each of its {part.windows:,} windows of {_rows_needed(asked)}"
    help = [f"at most {part.fits} rows fit"] if part.fits else []
    if asked.missing == "drop":
        help.append("`missing = forward` fills what inputs miss")
    context.report(say.no_window(span, part.name, found, *help))


def _verify_classes(context: Context, parts: Iterable[Part], data: Data, span: Span) -> None:
    for part in parts:
        there = {number for number, _ in part.classes}
        lacking = [label for number, label in enumerate(data.labels) if number not in there]
        if lacking and part.windows:
            context.report(say.class_lacking(span, part.name, data.targets[0], lacking, part.whole))
