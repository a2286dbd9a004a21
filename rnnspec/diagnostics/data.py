"""Problems of the data itself (E06): facts in, words out."""

from collections.abc import Collection, Sequence

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.source import Span
from rnnspec.study.data import Timeline
from rnnspec.words import listed, plural, render_value

MOST = 12
"""Names of columns that are listed."""


def unreadable(span: Span, path: str, why: str) -> Diagnostic:
    """A file that is not there or cannot be read."""
    return Diagnostic("E0601", f'"{path}" cannot be read', span, label=why)


def column_not_there(span: Span, name: str, known: Collection[str]) -> Diagnostic:
    """A column that the file does not have."""
    found = Diagnostic("E0602", f"there is no column `{name}`", span)
    return found.suggesting(name, known, f"its columns are {listed(known, MOST)}", render_value)


def array_not_there(span: Span, name: str, known: Collection[str]) -> Diagnostic:
    """An array that the npz file does not hold."""
    found = Diagnostic("E0602", f"there is no array `{name}`", span)
    return found.helped(f"the file holds {listed(known, MOST)}")


def no_window(span: Span, part: str, found: str, *help: str) -> Diagnostic:
    """A part of the data in which not even one window fits."""
    return Diagnostic("E0603", f"the {part} part holds no window", span, label=found, help=help)


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


def text_not_encoded(span: Span, name: str, example: str) -> Diagnostic:
    """A text column where numbers are needed."""
    return unusable(
        span,
        f"`{name}` holds text",
        f"such as {example!r}",
        f"`encode = [{name}]` makes a column of 0 and 1 of each of its values",
    )


def text_target(span: Span, name: str, example: str) -> Diagnostic:
    """A text target under a loss that judges numbers."""
    return unusable(
        span,
        f"the target `{name}` holds text",
        f"such as {example!r}",
        "a class target has a crossentropy loss",
    )


def unreadable_time(
    span: Span, name: str, example: str, readings: Sequence[tuple[str, str | int]], rows: int
) -> Diagnostic:
    """A column of time that no single format reads; `readings` is the one that comes nearest."""
    help = [
        f"{_format(form)} reads {count:,} of {rows:,} rows; one format has to read all of them"
        for form, count in readings
    ]
    return unusable(span, f"`{name}` holds what is no time", f"such as {example!r}", *help)


def ambiguous_times(
    span: Span, name: str, example: str, readings: Sequence[tuple[str, str | int]]
) -> Diagnostic:
    """A column of time that several formats read, each otherwise."""
    help = [f"{_format(form)} reads {example} as {moment}" for form, moment in readings]
    return unusable(
        span,
        f"the times of `{name}` can be read in {len(readings)} ways",
        f"such as {example!r}",
        *help,
        "times written as 2020-12-31 or 2020-12-31 23:59 are certain",
    )


def rows_out_of_order(span: Span, name: str, before: str, after: str, form: str) -> Diagnostic:
    """Rows whose order in the file is neither that of time nor its reverse."""
    found = Diagnostic(
        "W0604",
        f"the rows do not stand in the order of `{name}`",
        span,
        label=f"{after} stands behind {before}",
    )
    return found.helped(f"they are sorted by it, read as {_format(form)}")


def irregular_times(span: Span, name: str, line: Timeline, missing: str) -> Diagnostic:
    """Times with holes, or with no even step at all."""
    label = f"the usual step is {line.step}: {line.irregularity}"
    found = Diagnostic("W0601", f"the times of `{name}` are not regular", span, label=label)
    help = "windows are of neighbouring rows, however far apart these are"
    if not line.absent or line.step is None or " " in line.step:
        return found.helped(help)
    mend = f"step = {line.step}" + ("  missing = drop" if missing == "error" else "")
    counted = f"{line.absent:,} {plural(line.absent, 'row')}"
    return found.helped(
        f"`{mend}` puts the rows on that grid and leaves no hole; {counted} "
        f"{'is' if line.absent == 1 else 'are'} absent",
        help,
    )


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


def rows_without_group(span: Span, name: str, count: int) -> Diagnostic:
    """Gaps in the column that tells series apart."""
    return unusable(span, f"`{name}` has missing values", f"{count} rows belong to no group")


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
    return Diagnostic("E0504", f"`{name}` is encoded, and is no input", span)


def several_classes(span: Span) -> Diagnostic:
    """More than one class target."""
    return Diagnostic("E0504", "a model has one class target", span, label="this is another")
