"""What the data file must hold for the settings that read it.

In: the source, the columns that settings name, the profile of the file. Out: what meaning needs of
it: rows, categories, classes. Problems of the file are reported at the setting that names
it (E0601, E0602, E0604).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from rnnspec.check.context import Context
from rnnspec.check.sources import Written
from rnnspec.check.split import WrittenSplit, read_parts
from rnnspec.check.train import TargetKind
from rnnspec.diagnostics import data as say
from rnnspec.profile import (
    Asked,
    Column,
    NoSuchArray,
    Profile,
    ProfileError,
    Times,
    Unusable,
)
from rnnspec.source import Span
from rnnspec.study.data import FILE, Data, DataSource, Npz, PartSize, Split, Table
from rnnspec.words import render_value

ProfileReader: TypeAlias = Callable[
    [DataSource, Sequence[str], Sequence[str], Asked | None, Split | None], Profile
]
"""Reads the profile of a source, of some columns, some of them as text, and what is asked of parts.

The last argument is the split that divides it. Raises `ProfileError`.
"""

NO_SPLIT = Split("chronological")
"""Stands for the split, which the file does not know."""

Placed: TypeAlias = tuple[tuple[str, Span], ...]


@dataclass(frozen=True)
class Columns:
    """The columns that settings name, with their places; `missing` is the policy for gaps.

    The file has `rows`, and so many are `absent` of the grid on which they are put.
    """

    inputs: Placed
    targets: Placed
    encode: Placed
    missing: str
    weights: Placed = ()
    absent: int = 0
    rows: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys(name for name, _ in self.placed))

    @property
    def placed(self) -> Placed:
        """All of them, wherever they are named."""
        return (*self.inputs, *self.targets, *self.encode, *self.weights)


def read(
    context: Context,
    written: Written,
    reader: ProfileReader,
    names: Sequence[str] = (),
    text: Sequence[str] = (),
    asked: Asked | None = None,
    split: Split | None = None,
) -> Profile | None:
    """The profile of a source; a file that cannot be used is reported where it is named."""
    source = written.source
    try:
        return reader(source, names, text, asked, split)
    except NoSuchArray as error:
        place = written.place("x" if getattr(source, "x", None) == error.name else "y")
        context.report(say.array_not_there(place, error.name, error.known))
    except Unusable as error:
        names_x = isinstance(source, Npz) and source.x == error.name
        place = written.place("x" if names_x else "y", "path")
        context.report(say.unusable(place, f"`{error.name}` cannot be used", error.why))
    except ProfileError as error:
        path = getattr(source, "path", "")
        mend, others = getattr(error, "mend", ()), getattr(error, "neighbours", ())
        edit = written.mending(mend)
        context.report(say.unreadable(written.place("path"), path, error.why, edit, others))
    return None


def check_columns(
    context: Context,
    written: Written,
    columns: Columns,
    target: TargetKind,
    reader: ProfileReader,
    divided: WrittenSplit | None,
) -> Data | None:
    """The data with what the table's file holds, or None where that is not to be had.

    Where it does not suit the settings, the number of its rows is all that is told.
    """
    source = written.source
    assert isinstance(source, Table)
    text = [name for name, _ in columns.encode]
    split = None if divided is None else divided.split
    found = read(context, written, reader, columns.names, text, split=split)
    if found is None:
        return None
    context.columns.extend(found.names)
    parts: tuple[PartSize, ...] = ()
    if divided is not None and found.cut is not None:
        line = found.times.line if found.times else None
        parts = read_parts(context, divided, found.cut, found.rows, line)
    columns = replace(columns, rows=found.rows)
    if found.times is not None and set(source.group_columns) <= set(found.names):
        columns = replace(columns, absent=0 if found.times.sparse else found.times.absent)
        _verify_times(context, written, found.times, found.rows, columns.missing)
    if found.ungrouped:
        place = written.place("group")
        context.report(say.rows_without_group(place, source.group_columns, found.ungrouped))
    errors = context.problems.count
    for name, span in columns.placed:
        _verify_there(context, name, span, found, written)
    for name in source.time_columns:
        _verify_there(context, name, written.place(f"time {name}", "time"), found, written)
    for name in source.group_columns:
        _verify_there(context, name, written.place(f"group {name}", "group"), found, written)
    encoded = {name for name, _ in columns.encode}
    for name, span in columns.inputs:
        if name in found.by_name:
            encodes = name in encoded
            column = found.by_name[name]
            if encodes:
                _verify_encoded(context, written, column, span, columns)
            else:
                _verify_number(context, written, column, span, columns)
    classes: tuple[str | int, ...] = ()
    for name, span in columns.targets:
        if name in found.by_name:
            column = found.by_name[name]
            if target.is_class:
                classes = _classes(context, written, column, span, columns, target)
            elif target.suits is not None:
                _verify_number(context, written, column, span, columns)
                _verify_varies(context, column, span)
                _verify_alike(context, name, found, span)
    for name, span in columns.weights:
        if name in found.by_name:
            _verify_weights(context, written, found.by_name[name], span, columns)
    inputs = {name for name, _ in columns.inputs}
    for name, span in columns.encode:
        if columns.inputs and name not in inputs and name in found.by_name:
            context.report(say.encodes_no_input(span, name))
    if target.is_class and len(columns.targets) > 1:
        context.report(say.several_classes(columns.targets[1][1]))
    if context.problems.count > errors:
        if target.is_class:
            context.facts["classes"] = None  # there are some, only not known
        return Data(source, NO_SPLIT, rows=found.rows, parts=parts)
    categories = tuple(
        (name, found.by_name[name].texts or ()) for name, _ in columns.encode if name in inputs
    )
    times = found.times
    return Data(
        source,
        NO_SPLIT,
        encode=tuple(name for name, _ in columns.encode),
        categories=categories,
        time_format=(times.format if times else None) or "ISO8601",
        intervals=times is not None and times.intervals,
        plain=found.plain,
        rows=found.rows,
        classes=len(classes) or None,
        labels=classes,
        timeline=times.line if times else None,
        groups=found.groups,
        parts=parts,
    )


def _verify_there(
    context: Context, name: str, span: Span, found: Profile, written: Written
) -> None:
    if name not in found.names:
        edit = written.mending(found.mend)
        context.report(say.column_not_there(span, name, found.names, edit))


def _verify_times(
    context: Context, written: Written, times: Times, rows: int, missing: str
) -> None:
    place, source = written.place("time"), written.source
    if times.format is None and len(times.readings) > 1:
        mends = ((("date_format", form),) for form, _ in times.readings)
        edits = [edit for mend in mends if (edit := written.mending(mend))]
        context.report(
            say.ambiguous_times(place, times.name, str(times.unreadable), times.readings, edits)
        )
    elif times.format is None:
        edits = [edit for mend in times.mends if (edit := written.mending(mend))]
        told = (times.readings, rows, times.at, edits)
        context.report(say.unreadable_time(place, times.name, str(times.unreadable), *told))
    elif times.repeated is not None:
        end = written.span.end
        apart: list[str] = []
        if isinstance(source, Table) and source.several and FILE not in source.group_columns:
            also = (FILE, *source.group_columns)
            apart = [render_value(also if len(also) > 1 else FILE)]
        behind = Span(end, end)
        context.report(say.repeated_times(place, times.name, times.repeated, behind, *apart))
    elif times.scrambled is not None:
        context.report(say.rows_out_of_order(place, times.name, *times.scrambled, times.format))
    elif times.line is not None and isinstance(written.source, Table):
        _verify_step(context, written, times, rows, missing)


def _verify_step(context: Context, written: Written, times: Times, rows: int, missing: str) -> None:
    assert isinstance(written.source, Table)
    assert times.line is not None
    step, place, line = written.source.step, written.place("step"), times.line
    if step is None:
        if not line.regular:
            place, end = written.place("time"), written.span.end
            context.report(say.irregular_times(place, times.name, line, missing, Span(end, end)))
    elif times.numeric == isinstance(step, str):
        context.report(say.step_of_another_kind(place, times.name, numeric=times.numeric))
    elif times.sparse:
        context.report(say.sparse_grid(place, step, times.absent + rows, rows))
    elif times.astray is not None:
        context.report(say.off_the_grid(place, times.name, times.astray, step, line))


def _verify_encoded(
    context: Context, written: Written, column: Column, span: Span, columns: Columns
) -> None:
    if column.texts is None:
        label = "it has too many different values"
        context.report(say.unusable(span, f"`{column.name}` cannot be encoded", label))
    else:
        _verify_gaps(context, column, span, columns)
        mends = [m for m in column.mends if any(name != "missing_values" for name, _ in m)]
        if mends or column.kind == "float":
            edits = [edit for mend in mends if (edit := written.mending(mend))]
            example = column.strange or (column.texts or ("",))[0]
            context.report(say.numbers_encoded(span, column.name, example, edits))


def _verify_number(
    context: Context, written: Written, column: Column, span: Span, columns: Columns
) -> None:
    if column.kind == "text":
        example = column.strange or ""
        cells = say.cells_in_words(example, column.strange_count, columns.rows, column.line)
        edits = [edit for mend in column.mends if (edit := written.mending(mend))]
        context.report(say.text_not_encoded(span, column.name, example, cells, edits))
    elif column.strange is not None:
        label = f"such as {column.strange!r}"
        context.report(say.unusable(span, f"`{column.name}` holds what is no number", label))
    else:
        _verify_gaps(context, column, span, columns)
        if column.mark is not None and (edit := written.mending(column.mends[0])):
            value, count = column.mark
            context.report(say.marked_missing(span, column.name, value, count, edit))


def _verify_alike(context: Context, name: str, found: Profile, span: Span) -> None:
    """Warn of a part that has no value within those that train."""
    train, *scored = dict(found.cut.ends).get(name, (None,)) if found.cut else (None,)
    for part, there in zip(("validation", "test"), scored, strict=False):
        if train and there and (there[0] > train[1] or there[1] < train[0]):
            context.report(say.unlike_training(span, part, name, there, train))


def _verify_weights(
    context: Context, written: Written, column: Column, span: Span, columns: Columns
) -> None:
    """Refuse weights that are no numbers, missing, negative, or all 0; absent rows need none."""
    _verify_number(context, written, column, span, replace(columns, missing="drop"))
    missing = column.missing - columns.absent
    if column.kind != "none" and missing > 0:
        context.report(say.missing_weights(span, column.name, missing))
    elif column.low is not None and column.low < 0:
        context.report(say.negative_weights(span, column.name, column.low))
    elif column.constant == 0:
        context.report(say.no_weights(span, column.name))


def _verify_varies(context: Context, column: Column, span: Span) -> None:
    """Tell a numeric target that never varies; zeros are told where something divides by them."""
    if column.constant is not None:
        context.report(say.constant_target(span, column.name, column.constant))
    elif column.zeros:
        context.zeros[column.name] = column.zeros, span


def _verify_gaps(context: Context, column: Column, span: Span, columns: Columns) -> None:
    if column.kind == "none":
        context.report(say.all_missing(span, column.name))
    elif column.missing and columns.missing == "error":
        count, leading = column.missing, column.leading
        context.report(say.missing_values(span, column.name, count, leading, columns.absent))


def _classes(
    context: Context,
    written: Written,
    column: Column,
    span: Span,
    columns: Columns,
    target: TargetKind,
) -> tuple[str | int, ...]:
    source, is_number = written.source, column.kind in {"int", "float"}
    if isinstance(source, Table) and source.duplicates == "mean" and is_number:
        context.report(say.mean_of_classes(written.place("duplicates"), column.name, span))
        return ()
    _verify_gaps(context, column, span, columns)
    if column.kind == "none":
        return ()
    labels = column.integers if column.integers is not None else column.texts
    if labels is None:
        broken = column.kind == "float"
        label = "it holds numbers that are not whole" if broken else "it has too many values"
        context.report(say.unusable(span, f"`{column.name}` is no class target", label))
        return ()
    return sound_classes(context, labels, span, target)


def sound_classes(
    context: Context, labels: Sequence[str | int], span: Span, target: TargetKind
) -> tuple[str | int, ...]:
    """The classes of a target, () where these were reported."""
    if len(labels) == 1:
        context.report(say.one_class(span, labels[0]))
    elif target.suits == "binary" and len(labels) != 2:
        context.report(say.not_binary(span, len(labels)))
    else:
        return tuple(labels)
    return ()
