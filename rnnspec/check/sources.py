"""The source and the split of a data block, and whether every part of it holds something.

In: the settings `source` and `split`; the window, the horizon, the folds, the number of rows or
samples. Out: a source and a split of the study, with the places of the source's arguments for
messages. A part without a window of every length that it may have is E0603, at `window` where a
shorter one would do, else at `split`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rnnspec.catalog import SOURCES, SPLITS, Row
from rnnspec.catalog.data import TABLES
from rnnspec.check.bind import bind
from rnnspec.check.constants import fixed_arguments, listed
from rnnspec.check.context import Context
from rnnspec.check.possible import value_ends
from rnnspec.check.reading import verify_reading
from rnnspec.check.settings import Settings, head, written_value
from rnnspec.diagnostics import data as say_data
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import search as say_search
from rnnspec.diagnostics import values as say_values
from rnnspec.profile import WrittenAs
from rnnspec.runtime.bounds import expanding_folds, part_bounds
from rnnspec.source import Edit, Span
from rnnspec.study.data import DataSource, Npz, Random, Sklearn, Split, Table
from rnnspec.study.expressions import Expr, Value
from rnnspec.syntax import tree
from rnnspec.words import render_argument, render_value


@dataclass(frozen=True)
class Written:
    """A source as written; `spans` are the places of its arguments, `span` that of the call.

    Of a list of columns, each has a place as well: `time Date`.
    """

    source: DataSource
    spans: Mapping[str, Span]
    span: Span

    def mending(self, mend: WrittenAs) -> Edit | None:
        """The edit that writes these arguments, where they are new or there is one of them."""
        told = ", ".join(map(render_argument, mend))
        written = [name for name, _ in mend if name in self.spans]
        if not mend or (written and len(mend) > 1):
            return None
        if written:
            return Edit(self.spans[written[0]], render_value(mend[0][1]), f"`{told}`")
        end = self.span.end - 1  # behind the last argument
        return Edit(Span(end, end), f", {told}", f"`{told}`")

    def place(self, *names: str) -> Span:
        """The place of the first of these arguments that was written, else of the call."""
        return next((self.spans[name] for name in names if name in self.spans), self.span)


def lower_source(context: Context, settings: Settings) -> Written | None:
    """The source of the data; None where it was reported or is not written."""
    called = _called(context, settings, "source", SOURCES)
    if called is None:
        return None
    row, call = called
    errors = context.problems.count
    bounds = bind(context, row.name, row.parameters, call)
    values = fixed_arguments(context, row.name, bounds)
    spans = {b.parameter.name: b.argument.value.span for b in bounds}
    spans |= {
        f"{b.parameter.name} {name}": span
        for b in bounds
        for name, span in listed(b.argument.value)
    }
    if context.problems.count > errors or any(
        p.required and p.name not in values for p in row.parameters
    ):
        return None
    written = Written(_source(row.name, values), spans, call.span)
    if isinstance(written.source, Table):
        verify_reading(context, written.source, written.place)
    return written if context.problems.count == errors else None


def _source(kind: str, values: dict[str, Value]) -> DataSource:
    if kind in TABLES:
        return Table(kind, **values)  # type: ignore[arg-type]
    text = {name: value for name, value in values.items() if isinstance(value, str)}
    numbers = {name: value for name, value in values.items() if isinstance(value, int)}
    match kind:
        case "npz":
            return Npz(text["path"], text["x"], text["y"])
        case "sklearn":
            return Sklearn(text["name"])
    return Random(numbers["samples"], numbers["steps"], numbers["features"])


UNREAD_SHARE = 0.1
"""Stands for a share that was not understood, so that nothing follows from it."""


def lower_split(
    context: Context, settings: Settings, source: DataSource | None, is_class: bool
) -> Split | None:
    """The parts of the data; chronological with nothing held back where folds stand instead."""
    setting = settings.get("split")
    if setting is None:
        return None if settings.given("split") else Split("chronological")
    called = _called(context, settings, "split", SPLITS)
    if called is None:
        return None
    row, call = called
    bounds = bind(context, row.name, row.parameters, call)
    values = fixed_arguments(context, row.name, bounds)
    unread = {b.parameter.name: UNREAD_SHARE for b in bounds}
    shares = [{**unread, **values}.get(name, 0.0) for name in ("validation", "test")]
    validation, test = (float(s) if isinstance(s, (int, float)) else 0.0 for s in shares)
    if validation + test >= 1:
        found = f"validation and test take {render_value(round(validation + test, 10))}"
        context.report(say_values.out_of_range(call.span, "the split", "less than 1 in all", found))
        return None
    if isinstance(source, Table) and row.name != "chronological":
        message = f"a {row.name} split of a series leaks the future into training"
        help = "`chronological(...)` keeps the order of time"
        problem = say_search.cannot_stand(setting.value.span, message, None, help)
        context.report(problem.mended("chronological", head(setting.value)))
    elif row.name == "stratified" and not is_class:
        message = "a stratified split needs a class target"
        context.report(say_search.cannot_stand(setting.value.span, message, None))
    return Split(row.name, validation, test)


def _called(
    context: Context, settings: Settings, name: str, rows: Mapping[str, Row]
) -> tuple[Row, tree.Call] | None:
    match written_value(context, settings, name):
        case None:
            return None
        case tree.Call(tree.Word(kind, span)) as call:
            if kind in rows:
                return rows[kind], call
            context.report(say_names.unknown_kind(span, name, kind, rows))
        case tree.Word(kind, span) if kind not in rows:
            context.report(say_names.unknown_kind(span, name, kind, rows))
        case other:
            example = {"source": 'csv("data.csv")', "split": "chronological(validation = 0.2)"}
            context.refuse(other, f"`{name}`", "a call", f"`{name} = {example[name]}`")
    return None


def windows_in_part(begin: int, end: int, window: int, horizon: int) -> int:
    """How many windows have all their targets in rows [begin, end) and their inputs from row 0.

    A window whose last input is row t predicts rows t + 1 to t + horizon; a class target
    (horizon 0) is that of row t.
    """
    first = max(begin - (1 if horizon else 0), window - 1)
    last = end - 1 - horizon
    return max(0, last - first + 1)


def parts_of(rows: int, split: Split, folds: int | None) -> Iterator[tuple[str, int, int]]:
    """The parts that must hold something, with the rows at which they begin and end."""
    validation, test = part_bounds(rows, split.validation, split.test)
    if folds is None:
        yield "train", 0, validation
        if split.validation:
            yield "validation", validation, test
    elif folds >= test:
        yield "train", 0, 0
    else:
        stretches = expanding_folds(test, folds)
        yield "train", 0, stretches[0][0]
        yield from (("validation", *stretch) for stretch in stretches)
    if split.test:
        yield "test", test, rows


def verify_sample_parts(
    context: Context, split: Split, samples: int, span: Span, folds: int | None
) -> None:
    """Report the first part of arrays that holds no sample."""
    for name, begin, end in parts_of(samples, split, folds):
        if begin >= end:
            context.report(say_data.no_sample(span, name, samples))
            return


def verify_parts(
    context: Context,
    window: Expr,
    horizon: int,
    split: Split,
    rows: int,
    settings: Settings,
    folds: int | None,
) -> None:
    """Report the first part that holds no window of the longest length."""
    ends = value_ends(context, window)
    if ends is None or rows == 0:
        return
    shortest, longest = max(1, int(ends[0])), int(ends[1])
    for name, begin, end in parts_of(rows, split, folds):
        if windows_in_part(begin, end, longest, horizon):
            continue
        ahead = f" and {horizon} ahead" if horizon else ""
        found = f"it has {end - begin} of {rows} rows, a window needs {longest}{ahead}"
        shorter = windows_in_part(begin, end, 1, horizon) > 0
        place = settings.get("window") if shorter else settings.get("split")
        most = _longest_that_fits(begin, end, horizon) if shorter else 0
        help = (f"at most {most} rows fit",) if shorter else ()
        if shortest < longest and shorter:
            found += f" for window = {longest}"
        span = place.value.span if place is not None else settings.section.span
        context.report(say_data.no_window(span, name, found, *help))
        return


def _longest_that_fits(begin: int, end: int, horizon: int) -> int:
    return max(w for w in range(1, end + 1) if windows_in_part(begin, end, w, horizon))
