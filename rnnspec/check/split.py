"""The split of a data block, and whether every part of the data holds something.

In: the setting `split`; the window, the horizon, the folds, where parts begin in the file. Out: a
split of the study, with its places for messages. A part without a window of every length that it
may have is E0603, at `window` where a shorter one would do, else at `split`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rnnspec.catalog import SPLITS
from rnnspec.check.bind import bind
from rnnspec.check.constants import fixed_arguments
from rnnspec.check.context import Context
from rnnspec.check.possible import value_ends
from rnnspec.check.settings import Settings, head
from rnnspec.check.sources import called
from rnnspec.diagnostics import data as say_data
from rnnspec.diagnostics import search as say_search
from rnnspec.diagnostics import values as say_values
from rnnspec.profile import Cut
from rnnspec.runtime.bounds import counted_bounds, expanding_folds
from rnnspec.source import Span
from rnnspec.study.data import DataSource, PartSize, Split, Table, Timeline
from rnnspec.study.expressions import Expr, Value
from rnnspec.syntax import tree
from rnnspec.words import quoted, render_argument, render_value

UNREAD_SHARE = 0.1
"""Stands for a share that was not understood, so that nothing follows from it."""

PARTS = ("train", "validation", "test")


@dataclass(frozen=True)
class WrittenSplit:
    """A split as written; `spans` are the places of its arguments, `span` that of the call.

    `has_test_file` tells that the test part is no part of the source.
    """

    split: Split
    spans: Mapping[str, Span]
    span: Span
    has_test_file: bool = False

    @property
    def wanted(self) -> frozenset[str]:
        """The parts that are held back."""
        held = zip(PARTS[1:], self.split.held, strict=True)
        return frozenset(n for n, h in held if h or (n == "test" and self.has_test_file))


def lower_split(
    context: Context, settings: Settings, source: DataSource | None, is_class: bool
) -> WrittenSplit | None:
    """The parts of the data; chronological with nothing held back where folds stand instead."""
    setting, tested = settings.get("split"), settings.given("test")
    if setting is None:
        nothing = WrittenSplit(Split("chronological"), {}, settings.section.span, tested)
        return None if settings.given("split") else nothing
    found = called(context, settings, "split", SPLITS)
    if found is None:
        return None
    row, call = found
    bounds = bind(context, row.name, row.parameters, call)
    values = fixed_arguments(context, row.name, bounds)
    spans = {b.parameter.name: b.argument.value.span for b in bounds}
    bare = {b.parameter.name: day for b in bounds if (day := _bare_day(b.argument.value))}
    for name, day in bare.items():
        context.report(say_data.bare_day(spans[name], name, row.name, day))
    if bare:
        return None
    validation, test = (_held(context, row.name, name, values, spans) for name in PARTS[1:])
    shares = [part for part in (validation, test) if isinstance(part, float)]
    if sum(shares) >= 1:
        told = f"validation and test take {render_value(round(sum(shares), 10))}"
        context.report(say_values.out_of_range(call.span, "the split", "less than 1 in all", told))
        return None
    if row.name == "groups" and not _verify_grouped(context, source, setting.value.span):
        return None
    if isinstance(source, Table) and row.name not in ("chronological", "groups"):
        message = f"a {row.name} split of a series leaks the future into training"
        help = "`chronological(...)` keeps the order of time"
        problem = say_search.cannot_stand(setting.value.span, message, None, help)
        context.report(problem.mended("chronological", head(setting.value)))
    elif row.name == "stratified" and not is_class:
        message = "a stratified split needs a class target"
        context.report(say_search.cannot_stand(setting.value.span, message, None))
    if tested and test:
        message, help = (
            "the test part is a file of its own",
            "`test = 0` leaves the split without one",
        )
        problem = say_search.cannot_stand(spans["test"], message, None, help)
        context.report(problem.mended("0"))
        test = 0.0
    written = WrittenSplit(Split(row.name, validation, test), spans, call.span, tested)
    return written if _verify_timed(context, written, source) else None


def _bare_day(node: tree.Expression) -> str | None:
    """A day that is written without quotes, which makes it a difference of three numbers."""
    match node:
        case tree.Binary(
            "-",
            tree.Binary("-", tree.Number() as year, tree.Number() as month),
            tree.Number() as day,
        ):
            texts = (year.text, month.text, day.text)
            return "-".join(texts) if [*map(len, texts)] == [4, 2, 2] else None
    return None


def _verify_grouped(context: Context, source: DataSource | None, span: Span) -> bool:
    """Whether a source has groups that may be held back; one that has none is reported."""
    match source:
        case Table(group=None):
            message, help = (
                "a table without `group` has no groups",
                ["`group = column` in the source"],
            )
        case Table():
            return True
        case None:
            return False
        case _:
            message, help = "arrays have no groups to hold back", []
    context.report(say_search.cannot_stand(span, message, None, *help))
    return False


def _held(
    context: Context, kind: str, name: str, values: Mapping[str, Value], spans: Mapping[str, Span]
) -> float | str:
    """What a part holds: a time, a number from 1 up, else a share."""
    match values.get(name, UNREAD_SHARE if name in spans else 0.0):
        case str() as moment:
            return moment
        case int(number) if number >= 1:
            return number
        case float(share) if share >= 1:
            what, found = f"`{name}` of `{kind}`", f"it is {render_value(share)}"
            allowed = "a share below 1, or a whole number"
            context.report(say_values.out_of_range(spans[name], what, allowed, found))
            return UNREAD_SHARE
        case int() | float() as share:
            return float(share)
    return 0.0


def _verify_timed(context: Context, written: WrittenSplit, source: DataSource | None) -> bool:
    """Whether parts that begin at a time are of data that has times."""
    timed = [n for n, h in zip(PARTS[1:], written.split.held, strict=True) if isinstance(h, str)]
    if not timed or source is None or (isinstance(source, Table) and source.time is not None):
        return True
    if isinstance(source, Table):
        message = f"a {timed[0]} part that begins at a time needs a column of time"
        help = "`time = column` in the source"
    else:
        message, help = "arrays have no times", f"`{timed[0]} = 0.2` is a share of the samples"
    problem = say_search.cannot_stand(written.spans[timed[0]], message, None, help)
    context.report(problem if isinstance(source, Table) else problem.mended("0.2"))
    return False


def read_parts(
    context: Context, written: WrittenSplit, cut: Cut, rows: int, line: Timeline | None
) -> tuple[PartSize, ...]:
    """The parts of a table as its file has them; a time that parts nothing is reported."""
    split, (begin, end) = written.split, cut.begins
    if split.kind == "groups" and not _verify_groups(context, written, cut):
        return ()
    sizes = (begin, end - begin, rows - end)
    whole = dict(zip(PARTS, sizes, strict=True))
    fault = None
    for name, held in zip(PARTS[1:], split.held, strict=True):
        if not isinstance(held, str):
            continue
        if name in cut.unread:
            fault = name, "a time of the data", f"{quoted(held)} is none"
        elif line is not None and not cut.unread and begin == 0:
            fault = name, "a time inside the data", f"its first is {line.first}"
        elif line is not None and not cut.unread and not whole[name]:
            fault = name, "a time inside the data", f"its last is {line.last}"
            if name == "validation" and whole["test"]:
                fault = name, "before the test part", f"that begins at {cut.times[2]}"
        if fault is not None:
            break
    if fault is None:
        return tuple(map(PartSize, PARTS, sizes, cut.times, cut.groups))
    name, allowed, found = fault
    what = f"`{name}` of `{split.kind}`"
    problem = say_values.out_of_range(written.spans[name], what, allowed, found)
    named = [part for part in PARTS[1:] if part in written.spans]
    if len(cut.usual) == 2:
        usual = zip(named, cut.usual[-len(named) :], strict=True)
        mend = f"{split.kind}({', '.join(map(render_argument, usual))})"
        problem = problem.helped(f"`{mend}` holds 15 percent each").mended(mend, written.span)
    context.report(problem)
    return ()


def _verify_groups(context: Context, written: WrittenSplit, cut: Cut) -> bool:
    """Whether every part that is wanted holds a group; the first that does not is reported."""
    total = sum(map(len, cut.groups))
    wanted = [name for name in PARTS if name == "train" or name in written.spans]
    for name, groups in zip(PARTS, cut.groups, strict=True):
        if name in wanted and not groups:
            mend = f"groups({', '.join(f'{part} = 1' for part in wanted[1:])})"
            problem = say_data.no_group(written.span, name, total)
            if len(wanted) <= total:
                problem = problem.helped(f"`{mend}` holds back one each")
                problem = problem.mended(mend)
            context.report(problem)
            return False
    return True


def windows_in_part(begin: int, end: int, window: int, ahead: range) -> int:
    """How many windows have all their targets in rows [begin, end) and their inputs from row 0.

    A window whose last input is row t predicts the rows t + `ahead`.
    """
    first = max(begin - ahead[0], window - 1)
    last = end - 1 - ahead[-1]
    return max(0, last - first + 1)


def parts_of(
    parts: Sequence[PartSize], wanted: Collection[str], folds: int | None
) -> Iterator[tuple[str, int, int]]:
    """The parts that must hold something, with the rows at which they begin and end."""
    if not parts:
        return
    validation, test, rows = (sum(p.rows for p in parts[:end]) for end in (1, 2, 3))
    if folds is None:
        yield "train", 0, validation
        if "validation" in wanted:
            yield "validation", validation, test
    elif folds >= test:
        yield "train", 0, 0
    else:
        stretches = expanding_folds(test, folds)
        yield "train", 0, stretches[0][0]
        yield from (("validation", *stretch) for stretch in stretches)
    if "test" in wanted:
        yield "test", test, rows


def sample_parts(split: Split, samples: int) -> tuple[PartSize, ...]:
    """The parts of arrays, in samples."""
    begin, end = counted_bounds(samples, *(0.0 if isinstance(h, str) else h for h in split.held))
    return tuple(map(PartSize, PARTS, (begin, end - begin, samples - end)))


def verify_sample_parts(
    context: Context,
    wanted: Collection[str],
    parts: Sequence[PartSize],
    span: Span,
    folds: int | None,
) -> None:
    """Report the first part of arrays that holds no sample."""
    for name, begin, end in parts_of(parts, wanted, folds):
        if begin >= end:
            context.report(say_data.no_sample(span, name, sum(part.rows for part in parts)))
            return


def verify_parts(
    context: Context,
    window: Expr,
    ahead: range,
    wanted: Collection[str],
    parts: Sequence[PartSize],
    settings: Settings,
    folds: int | None,
) -> None:
    """Report the first part that holds no window of the longest length."""
    ends = value_ends(context, window)
    rows = sum(part.rows for part in parts)
    if ends is None or rows == 0:
        return
    shortest, longest = max(1, int(ends[0])), int(ends[1])
    for name, begin, end in parts_of(parts, wanted, folds):
        if windows_in_part(begin, end, longest, ahead):
            continue
        needed = f"{longest} and {ahead[-1]} ahead" if ahead[-1] else f"{longest}"
        found = f"it has {end - begin} of {rows} rows, a window needs {needed}"
        shorter = windows_in_part(begin, end, 1, ahead) > 0
        place = settings.get("window") if shorter else settings.get("split")
        most = _longest_that_fits(begin, end, ahead) if shorter else 0
        help = (f"at most {most} rows fit",) if shorter else ()
        if shortest < longest and shorter:
            found += f" for window = {longest}"
        span = place.value.span if place is not None else settings.section.span
        context.report(say_data.no_window(span, name, found, *help))
        return


def _longest_that_fits(begin: int, end: int, ahead: range) -> int:
    return max(w for w in range(1, end + 1) if windows_in_part(begin, end, w, ahead))
