"""A test part that is a file of its own, and whether it is like the source.

In: the setting `test`, the source, what is known of it. Out: the table, read as the source is where
nothing else is said; the data with its rows, classes and categories beside those of the source.
"""

from dataclasses import fields, replace

from rnnspec.check.columns import Columns, ProfileReader, check_columns, read
from rnnspec.check.context import Context
from rnnspec.check.settings import Settings, written_value
from rnnspec.check.sources import Written, lower_source
from rnnspec.check.train import TargetKind
from rnnspec.diagnostics import data as say_data
from rnnspec.diagnostics import search as say_search
from rnnspec.study.data import Data, PartSize, Table

AS_THE_SOURCE = ("time", "group", "date_format", "step", "duplicates")
"""What a file of any format has from the source."""

NUMBERS = TargetKind(None, None)
"""Stands for the kind of a class target, of which a file may have some alone."""


def lower_tested(context: Context, settings: Settings, source: Written | None) -> Written | None:
    """The table that tests; None where there is none, or where it was reported."""
    if written_value(context, settings, "test") is None:
        return None
    tested = lower_source(context, settings, "test")
    if tested is None or source is None:
        return None
    table, main = tested.source, source.source
    if not isinstance(table, Table) or not isinstance(main, Table):
        message = "a test part of its own is a table, and so is the source"
        context.report(say_search.cannot_stand(tested.span, message, None))
        return None
    told = {one.name: getattr(table, one.name) for one in fields(table) if one.name in tested.spans}
    base = main
    if table.format != main.format:
        shared = {name: getattr(main, name) for name in AS_THE_SOURCE}
        base = Table(table.format, table.path, **shared)
    table = replace(base, **{**told, "several": table.several or main.several})
    return replace(tested, source=table)


def check_tested(
    context: Context,
    tested: Written,
    columns: Columns,
    target: TargetKind,
    reader: ProfileReader,
    found: Data,
) -> tuple[Data, Written]:
    """The data with what the file of the test part holds, and that file as it is read."""
    table, place = tested.source, tested.place("path")
    assert isinstance(table, Table)
    if table.date_format is None and found.timeline is not None:
        written = "iso" if found.time_format == "ISO8601" else found.time_format
        tested = replace(tested, source=replace(table, date_format=written))
    placed = replace(
        columns,
        inputs=tuple((name, place) for name, _ in columns.inputs),
        targets=tuple((name, place) for name, _ in columns.targets),
        encode=tuple((name, place) for name, _ in columns.encode),
        weights=tuple((name, place) for name, _ in columns.weights),
    )
    errors = context.problems.count
    kind = NUMBERS if target.is_class else target
    own = check_columns(context, tested, placed, kind, reader, None)
    if own is None or context.problems.count > errors:
        return found, tested
    labels = found.labels
    if target.is_class:
        labels = _labels(context, tested, placed, reader, found)
    if found.timeline is not None and own.time_format != found.time_format:
        message = "the times of both files are not written alike"
        context.report(say_data.unusable(place, message, f"read as `{own.time_format}`"))
    size = PartSize("test", own.rows, own.timeline.first if own.timeline else None)
    categories = tuple(
        (name, tuple(sorted({*values, *dict(own.categories)[name]})))
        for name, values in found.categories
    )
    both = replace(
        found,
        test=table,
        labels=labels,
        classes=len(labels) or None,
        categories=categories,
        plain=found.plain and own.plain,
        parts=(*found.parts[:2], size) if found.parts else (),
    )
    return both, tested


def _labels(
    context: Context, tested: Written, columns: Columns, reader: ProfileReader, found: Data
) -> tuple[str | int, ...]:
    """The classes of both files, sorted."""
    text = [name for name, _ in columns.encode]
    profile = read(context, tested, reader, columns.names, text)
    assert profile is not None
    name, place = columns.targets[0]
    column = profile.by_name[name]
    own = column.integers if column.integers is not None else column.texts
    if own is None or {type(label) for label in own} - {type(label) for label in found.labels}:
        label = f"such as {column.strange or (own or ('a fraction',))[0]!r}"
        message = f"`{name}` holds other classes than those of the source"
        context.report(say_data.unusable(place, message, label))
        return found.labels
    return tuple(sorted({*found.labels, *own}))
