"""The step of a series, and what numbers of its last row cannot stand with.

In: the settings of `data`, a source as written. Out: the source with its step; the usual season of
a step is named (W0603) where the naive forecast has none.
"""

from dataclasses import replace

from rnnspec.check.context import Context
from rnnspec.check.held import input_lists
from rnnspec.check.settings import Settings, written_value
from rnnspec.check.sources import Written
from rnnspec.diagnostics import data as say_data
from rnnspec.diagnostics import search as say_search
from rnnspec.diagnostics import values as say_values
from rnnspec.study.data import Data, Table
from rnnspec.syntax import tree
from rnnspec.values import Value
from rnnspec.words import read_duration, render_duration

STEPS = {"day": "1d", "week": "7d", "month": "month", "quarter": "quarter", "year": "year"}
"""Steps in words, and as a study has them."""

SEASONS = {
    "7d": ((52, "a year"),),
    "month": ((12, "a year"),),
    "quarter": ((4, "a year"),),
    "year": (),
}
"""The usual seasons of long steps, in rows."""


def put_on_grid(context: Context, settings: Settings, written: Written) -> Written:
    """The source with the step of its times, where one is given."""
    source, node = written.source, written_value(context, settings, "step")
    assert isinstance(source, Table)
    step: str | int | float
    match node:
        case None:
            return written
        case tree.Duration(seconds) if seconds > 0:
            step = render_duration(seconds)
        case tree.Word(name) if name in STEPS:
            step = STEPS[name]
        case tree.Number(float() | int() as number) if number > 0:
            step = number
        case tree.Duration(_, text) | tree.Number(_, text):
            problem = say_values.out_of_range
            context.report(problem(node.span, "`step`", "longer than 0", f"it is {text}"))
            return written
        case _:
            help = "`15min`, `1h`, `day`, `month`; a number where times are numbers"
            context.refuse(node, "`step`", "a duration", help)
            return written
    if source.time is None:
        message, help = "a `step` needs a column of time", "`time = column` in the source"
        context.report(say_search.cannot_stand(node.span, message, None, help))
        return written
    spans = {**written.spans, "step": node.span}
    return replace(written, source=replace(source, step=step), spans=spans)


def merge_repeats(
    context: Context, settings: Settings, written: Written, duplicates: Value
) -> Written:
    """The source with what becomes of rows of one time."""
    source, setting = written.source, settings.get("duplicates")
    assert isinstance(source, Table)
    if setting is None or duplicates is None:
        return written
    if source.time is None:
        message, help = "`duplicates` need a column of time", "`time = column` in the source"
        context.report(say_search.cannot_stand(setting.value.span, message, None, help))
        return written
    spans = {**written.spans, "duplicates": setting.value.span}
    return replace(written, source=replace(source, duplicates=str(duplicates)), spans=spans)


def name_season(context: Context, settings: Settings, written: Written, data: Data) -> None:
    """Tell the usual season of a step where none is given and the naive forecast has one."""
    source = written.source
    step = source.step if isinstance(source, Table) else None
    usual = _usual_seasons(step) if isinstance(step, str) else ()
    seen = data.horizon and any(
        set(data.targets) <= set(names) for names in input_lists(data.inputs)
    )
    fits = [(rows, what) for rows, what in usual if 2 * rows <= data.rows]
    if fits and seen and not (data.classes is not None or settings.given("season")):
        place = written.place("step")
        context.report(say_data.season_not_given(place, str(step), fits))


def _usual_seasons(step: str) -> tuple[tuple[int, str], ...]:
    """The seasons that series of this step often have, in rows, with what they are."""
    if step in SEASONS:
        return SEASONS[step]
    seconds = read_duration(step)
    return tuple(
        (int(length // seconds), what)
        for length, what in ((86400, "a day"), (7 * 86400, "a week"))
        if length % seconds == 0 and length > seconds
    )


def verify_last_row(context: Context, settings: Settings, data: Data) -> None:
    """Report what numbers of the window's last row cannot stand with: seeing them, a season."""
    setting, season = settings.get("horizon"), settings.get("season")
    assert setting is not None
    seen = [t for t in data.targets if any(t in names for names in input_lists(data.inputs))]
    if seen:
        message = f"`horizon = 0` predicts the last row's `{seen[0]}`, which is among the inputs"
        place, help = setting.value.span, "`horizon = 1` predicts the row after it"
        context.report(say_search.cannot_stand(place, message, None, help))
    elif season is not None:
        message = "a `season` is of rows ahead, and `horizon = 0` predicts none"
        context.report(say_search.left_out("season", season.value.span, season.span, message))
