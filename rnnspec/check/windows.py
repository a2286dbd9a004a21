"""Whether every part holds a window, for every length that it may have, or a sample of arrays.

In: the window, the horizon, the split, the folds, the number of rows or samples. Reports E0603 at
`window` where a shorter one would do, else at `split`.
"""

from collections.abc import Iterator

from rnnspec.check.context import Context
from rnnspec.check.counts import value_ends
from rnnspec.check.settings import Settings
from rnnspec.diagnostics import data as say
from rnnspec.runtime.bounds import expanding_folds, part_bounds
from rnnspec.source import Span
from rnnspec.study.data import Split
from rnnspec.study.expressions import Expr


def windows_in_part(begin: int, end: int, window: int, horizon: int) -> int:
    """How many windows have all their targets in rows [begin, end) and their inputs from row 0.

    A window whose last input is row t predicts rows t + 1 to t + horizon; a class target
    (horizon 0) is that of row t.
    """
    first = max(begin - (1 if horizon else 0), window - 1)
    last = end - 1 - horizon
    return max(0, last - first + 1)


def _parts(rows: int, split: Split, folds: int | None) -> Iterator[tuple[str, int, int]]:
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
    for name, begin, end in _parts(samples, split, folds):
        if begin >= end:
            context.report(say.no_sample(span, name, samples))
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
    for name, begin, end in _parts(rows, split, folds):
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
        context.report(say.no_window(span, name, found, *help))
        return


def _longest_that_fits(begin: int, end: int, horizon: int) -> int:
    return max(w for w in range(1, end + 1) if windows_in_part(begin, end, w, horizon))
