"""Problems of the data itself (E06): facts in, words out."""

import posixpath
import re
from collections.abc import Collection, Sequence

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.source import Edit, Span
from rnnspec.study.data import Timeline
from rnnspec.words import listed, plural, quoted, render_value

MOST = 12
"""Names of columns that are listed."""


def unreadable(
    span: Span, path: str, why: str, edit: Edit | None = None, neighbours: Sequence[str] = ()
) -> Diagnostic:
    """A file that is not there or cannot be read; `edit` makes it readable."""
    found = Diagnostic("E0601", f'"{path}" cannot be read', span, label=why)
    folder, name = posixpath.split(path)

    def write(neighbour: str) -> str:
        return quoted(posixpath.join(folder, neighbour))

    return _reading(found.suggesting(name, neighbours, write=write), edit)


def column_not_there(
    span: Span, name: str, known: Collection[str], edit: Edit | None = None
) -> Diagnostic:
    """A column that the file does not have; `edit` makes it have others."""
    found = Diagnostic("E0602", f"there is no column `{name}`", span)
    return _with_columns(found, name, known, edit)


def no_column_matches(
    span: Span, pattern: str, known: Collection[str], edit: Edit | None = None
) -> Diagnostic:
    """A pattern that fits no column of the file; `edit` makes it have others."""
    found = Diagnostic("E0602", f"no column matches `{pattern}`", span)
    return _with_columns(found, pattern, known, edit)


def _with_columns(
    found: Diagnostic, written: str, known: Collection[str], edit: Edit | None
) -> Diagnostic:
    """With what was meant: another way to read the file, else the nearest column, else all."""
    its = f"its columns are {listed(known, MOST)}"
    if edit is not None:
        return _reading(found.helped(its), edit)
    return found.suggesting(written, known, its, render_value)


def _reading(found: Diagnostic, edit: Edit | None) -> Diagnostic:
    """The same with the arguments of the source that read it otherwise."""
    if edit is None:
        return found
    help = f"{edit.title} in the source reads it"
    if "header" in edit.title:
        help += "; columns are then `c1`, `c2` and so on"
    return found.helped(help).mended(edit.text, edit.span, help)


def array_not_there(span: Span, name: str, known: Collection[str]) -> Diagnostic:
    """An array that the npz file does not hold."""
    found = Diagnostic("E0602", f"there is no array `{name}`", span)
    return found.helped(f"the file holds {listed(known, MOST)}")


def no_window(span: Span, part: str, found: str, *help: str) -> Diagnostic:
    """A part of the data in which not even one window fits."""
    return Diagnostic("E0603", f"the {part} part holds no window", span, label=found, help=help)


def no_group(span: Span, part: str, groups: int) -> Diagnostic:
    """A part of whole groups in which there is not even one."""
    label = f"there {'is' if groups == 1 else 'are'} {groups} in all"
    return Diagnostic("E0603", f"the {part} part holds no group", span, label=label)


def no_sample(span: Span, part: str, samples: int) -> Diagnostic:
    """A part of the data in which there is not even one sample."""
    return Diagnostic("E0603", f"the {part} part holds no sample", span, label=f"of {samples}")


def unusable(span: Span, message: str, label: str, *help: str) -> Diagnostic:
    """Values that cannot be used as they are."""
    return Diagnostic("E0604", message, span, label=label, help=help)


def missing_values(span: Span, name: str, count: int, leading: int, absent: int = 0) -> Diagnostic:
    """Gaps in a column under `missing = error`; `absent` rows are those of `step`."""
    lead = f", {leading} of them leading" if leading else ""
    lead += f", {absent} of them in rows that are absent" if absent else ""
    return unusable(
        span,
        f"`{name}` has missing values",
        f"{count} values are missing{lead}",
        "`missing = interpolate`, `forward` or `drop` says what becomes of them",
    )


def all_missing(span: Span, name: str) -> Diagnostic:
    """A column with no value at all."""
    return unusable(span, f"`{name}` has no values", "every value is missing")


def text_not_encoded(
    span: Span, name: str, example: str, cells: str = "", edits: Sequence[Edit] = ()
) -> Diagnostic:
    """A text column where numbers are needed.

    `cells` tells where a few stand that are no numbers; `edits` are ways to read all as numbers.
    """
    found = unusable(span, f"`{name}` holds text", cells or f"such as {example!r}")
    if cells and not edits:
        return found.helped("without what is no row of values, the column is one of numbers")
    if edits:
        for edit in edits:
            found = _reading(found, edit)
        return found
    if _NUMBER_WITH_LETTERS.fullmatch(example):
        return found.helped("letters behind a number are no part of it; written out it is one")
    names = render_value((name,))
    return found.helped(f"`encode = {names}` makes a column of 0 and 1 of each of its values")


_NUMBER_WITH_LETTERS = re.compile(r"[-+]?[\d.,]+ ?[A-Za-z]{1,3}")


def cells_in_words(example: str, count: int, rows: int, line: int | None) -> str:
    """Where cells stand that are no numbers, of which there are few."""
    if line is not None and count == 1:
        return f"{example!r} in line {line}"
    return f"{example!r} in {count:,} of {rows:,} cells" if 2 * count < rows else ""


def numbers_encoded(span: Span, name: str, example: str, edits: Sequence[Edit]) -> Diagnostic:
    """An encoded column whose text looks like numbers."""
    label = f"such as {example!r}, a column of 0 and 1 for each value"
    found = Diagnostic("W0605", f"`{name}` is encoded, and looks like numbers", span, label=label)
    for edit in edits:
        found = _reading(found, edit)
    return found.helped("numbers need no `encode`")


def marked_missing(span: Span, name: str, value: str, count: int, edit: Edit) -> Diagnostic:
    """A number that seems to stand for missing values."""
    label = f"{count:,} values are {value}, far from all others"
    found = Diagnostic("W0605", f"`{name}` seems to have missing values", span, label=label)
    help = f"{edit.title} in the source reads them so"
    return found.helped(help).mended(edit.text, edit.span, help)


def text_target(span: Span, name: str, example: str) -> Diagnostic:
    """A text target under a loss that judges numbers."""
    return unusable(
        span,
        f"the target `{name}` holds text",
        f"such as {example!r}",
        "a class target has a crossentropy loss",
    )


def unreadable_time(
    span: Span,
    name: str,
    example: str,
    readings: Sequence[tuple[str, str | int]],
    rows: int,
    line: int | None,
    edits: Sequence[Edit] = (),
) -> Diagnostic:
    """A column of time that no single format reads; `readings` is the one that comes nearest.

    `line` is the one of the example, where few are like it; an edit leaves their rows out.
    """
    help = [
        f"{_format(form)} reads {count:,} of {rows:,} rows; one format has to read all of them"
        for form, count in readings
    ]
    label = f"such as {example!r}" if line is None else f"{example!r} in line {line}"
    found = unusable(span, f"`{name}` holds what is no time", label, *help)
    for edit in edits:
        found = _reading(found, edit)
    return found


def ambiguous_times(
    span: Span,
    name: str,
    example: str,
    readings: Sequence[tuple[str, str | int]],
    edits: Sequence[Edit],
) -> Diagnostic:
    """A column of time that several formats read, each otherwise; an edit chooses one of them."""
    label = f"such as {example!r}"
    found = unusable(span, f"the times of `{name}` can be read in {len(readings)} ways", label)
    for edit, (_, moment) in zip(edits, readings, strict=True):
        help = f"{edit.title} in the source reads {example} as {moment}"
        found = found.helped(help).mended(edit.text, edit.span, help)
    return found


def rows_out_of_order(span: Span, name: str, before: str, after: str, form: str) -> Diagnostic:
    """Rows whose order in the file is neither that of time nor its reverse."""
    found = Diagnostic(
        "W0604",
        f"the rows do not stand in the order of `{name}`",
        span,
        label=f"{after} stands behind {before}",
    )
    return found.helped(f"they are sorted by it, read as {_format(form)}")


def irregular_times(
    span: Span, name: str, line: Timeline, missing: str, behind: Span
) -> Diagnostic:
    """Times with holes, or with no even step at all; a `step` may stand `behind` their source."""
    label = f"the usual step is {line.step}: {line.irregularity}"
    found = Diagnostic("W0601", f"the times of `{name}` are not regular", span, label=label)
    help = "windows are of neighbouring rows, however far apart these are"
    if not line.absent or line.step is None or " " in line.step:
        return found.helped(help)
    mend = f"step = {line.step}" + ("  missing = drop" if missing == "error" else "")
    counted = f"{line.absent:,} {plural(line.absent, 'row')}"
    found = found.helped(
        f"`{mend}` puts the rows on that grid and leaves no hole; {counted} "
        f"{'is' if line.absent == 1 else 'are'} absent",
        help,
    )
    return found.mended(f"  {mend}", behind)


def season_not_given(span: Span, step: str, usual: Sequence[tuple[int, str]]) -> Diagnostic:
    """A series whose step has a usual season, while the naive forecast looks one row back."""
    (first, _), *_ = usual
    counted = ", ".join(f"{rows} rows are {what}" for rows, what in usual)
    found = Diagnostic(
        "W0603", "the naive forecast is the last value, not that of a season", span, label=counted
    )
    help = f"`season = {first}` lets it look so far back, `season = 1` says that there is none"
    return found.helped(help).mended(f"{step}  season = {first}")


def bare_day(span: Span, name: str, kind: str, day: str) -> Diagnostic:
    """A day in the place of a part, without the quotes of a text."""
    found = Diagnostic("E0301", f"`{name}` of `{kind}` is a difference of numbers", span)
    return found.helped(f'`"{day}"` is a time').mended(f'"{day}"')


def repeated_times(
    span: Span, name: str, repeated: str, behind: Span, column: str = "column"
) -> Diagnostic:
    """Times that repeat within a group; `duplicates` may stand `behind` their source.

    A `column` may tell groups apart.
    """
    found = unusable(
        span,
        f"the times of `{name}` repeat",
        f"{repeated} stands twice",
        "`duplicates = first`, `last` or `mean` makes one row of those of a time",
        f"`group = {column}` tells series of the same times apart",
    )
    return found.mended("  duplicates = first", behind)


def step_of_another_kind(span: Span, name: str, *, numeric: bool) -> Diagnostic:
    """A step in another unit than the times."""
    if numeric:
        label, help = "it is a duration", "`step = 1` is a step of numbers"
        return unusable(span, f"the times of `{name}` are numbers", label, help)
    label, help = "it is a number", "`step = 1h` is a step of times"
    return unusable(span, f"the times of `{name}` are no numbers", label, help)


def sparse_grid(span: Span, step: str | float, rows: int, there: int) -> Diagnostic:
    """A step so short that hardly a row of its grid is there."""
    label = f"{rows:,} rows, of which {there:,} are there"
    return unusable(span, f"a grid of {step} is far too fine", label)


def off_the_grid(
    span: Span, name: str, astray: str, step: str | float, line: Timeline
) -> Diagnostic:
    """A time between two rows of the grid."""
    message = f"the times of `{name}` are on no grid of {step}"
    found = unusable(span, message, f"{astray} is off it")
    if line.absent is None or line.step is None or " " in line.step or line.step == str(step):
        return found
    return found.helped(f"`step = {line.step}` fits").mended(line.step)


def _format(form: str) -> str:
    return "ISO 8601" if form == "ISO8601" else f"`{form}`"


def rows_without_group(span: Span, names: Sequence[str], count: int) -> Diagnostic:
    """Gaps in the columns that tell series apart."""
    which = listed(names) if len(names) == 1 else f"one of {listed(names)}"
    return unusable(span, f"{which} has missing values", f"{count} rows belong to no group")


def one_class(span: Span, value: object) -> Diagnostic:
    """A class target with a single value."""
    return unusable(span, "the target has one class only", f"every value is {value!r}")


def class_lacking(
    span: Span, part: str, name: str, lacking: Sequence[object], windows: int
) -> Diagnostic:
    """Classes that no window of a part has."""
    words = listed(map(str, lacking), MOST)
    plural = "classes" if len(lacking) > 1 else "class"
    found = Diagnostic(
        "W0602",
        f"the {part} part lacks {'a class' if len(lacking) == 1 else 'classes'} of `{name}`",
        span,
        label=f"none of its {windows:,} windows is of the {plural} {words}",
    )
    return found.helped(
        "what it says of that class, such as `auc`, `precision` or `recall`, means nothing"
    )


def missing_weights(span: Span, name: str, count: int) -> Diagnostic:
    """Gaps in the column of weights."""
    label = f"it has none in {count:,} {plural(count, 'row')}"
    return unusable(span, f"`{name}` has missing weights", label, "a weight of 0 leaves one out")


def negative_weights(span: Span, name: str, low: float) -> Diagnostic:
    """Weights below 0."""
    return unusable(span, f"`{name}` weighs less than nothing", f"its smallest is {low:.15g}")


def no_weights(span: Span, name: str) -> Diagnostic:
    """Weights that leave all out."""
    return unusable(span, f"`{name}` leaves nothing to train on", "every weight is 0")


def unlike_training(
    span: Span, part: str, name: str, there: tuple[float, float], train: tuple[float, float]
) -> Diagnostic:
    """A part whose targets all lie outside of those that train."""
    (low, high), (least, most) = there, train
    label = f"it is {low:.6g} to {high:.6g} there, and {least:.6g} to {most:.6g} in the train part"
    return Diagnostic(
        "W0602", f"`{name}` is nowhere in the {part} part as it is where it trains", span, label
    )


def constant_target(span: Span, name: str, value: float) -> Diagnostic:
    """A numeric target with a single value."""
    label = f"every value is {value:.15g}"
    return Diagnostic("W0602", f"the target `{name}` never varies", span, label=label)


def divided_by_zeros(span: Span, name: str, zeros: int) -> Diagnostic:
    """Targets of 0 under a measure that divides by them."""
    label = f"it is 0 in {zeros:,} {plural(zeros, 'row')}"
    return Diagnostic("W0602", f"`mape` divides by `{name}`", span, label=label)


def not_binary(span: Span, classes: int) -> Diagnostic:
    """A binary loss over more or fewer classes than two."""
    found = Diagnostic(
        "E0402", "a binary loss needs two classes", span, label=f"the target has {classes}"
    )
    return found.helped("`sparse_categorical_crossentropy` takes any number")


def twice(span: Span, name: str, first: Span) -> Diagnostic:
    """A column that is listed twice."""
    return Diagnostic("E0307", f"`{name}` is listed twice", span).beside(first, "first here")


def encodes_no_input(span: Span, name: str) -> Diagnostic:
    """An encoded column that no input reads."""
    found = Diagnostic("E0504", f"`{name}` is encoded, and is no input", span)
    return found.helped(f"`inputs` that hold `{name}`, or `encode` without it")


def mean_of_classes(span: Span, name: str, target: Span) -> Diagnostic:
    """Rows of one time whose classes would be averaged as numbers."""
    found = Diagnostic("E0504", f"the mean of classes is none, and `{name}` is a class", span)
    found = found.beside(target, "with this")
    return found.helped("`first` or `last` keeps one row of a time").mended("first")


def several_classes(span: Span) -> Diagnostic:
    """More than one class target."""
    return Diagnostic("E0504", "a model has one class target", span, label="this is another")
