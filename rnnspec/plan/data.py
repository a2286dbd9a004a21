"""The data steps: from a file to the arrays of a part, as calls of the runtime.

In: a study. Out: the `Data` of a plan. Tables and arrays differ in what a part is: rows
(first, last) of a table, the numbers of samples of arrays. Knows nothing of the model.
"""

from rnnspec.plan import arrays, tables, windows
from rnnspec.plan.scaling import assign, call
from rnnspec.plan.tree import (
    Argument,
    Data,
    Each,
    Items,
    Local,
    Procedure,
    Slice,
    Step,
    reads_values,
)
from rnnspec.study.data import Split, Table
from rnnspec.study.expressions import Const
from rnnspec.study.study import Study


def lower_data(study: Study) -> Data:
    """The procedures of the data."""
    is_table = isinstance(study.data.source, Table)
    room = tables if is_table else arrays
    read = room.lower_read(study)
    fit = room.lower_fit(study, read.results)
    cut = (windows if is_table else arrays).lower_cut(study, fit.results)
    split = _split(study, read.results, is_table=is_table)
    return Data(
        read=read,
        split=split,
        fit=fit,
        cut=cut,
        predict=room.lower_predict(study),
        searched=reads_values(fit) or reads_values(cut),
        has_path=hasattr(study.data.source, "path"),
        has_test=study.data.has_test,
    )


def _split(study: Study, held: tuple[str, ...], *, is_table: bool) -> Procedure:
    """Train, validation and test; with folds: pairs of the first two, all but test, and test."""
    split, folds = study.data.split, study.search.folds
    count = call("len", "targets" if is_table else "order")

    def part(first: Argument | None, last: Argument | None) -> Argument:
        if is_table:
            return Items((first or Const(0), last or count))
        return Slice(Local("order"), first, last)

    begin, end, first, last = map(Local, ("begin", "end", "first", "last"))
    parts: dict[str, Argument] = {"test": part(end, None)}
    if folds is None:
        names = made = ("train", "validation", "test")
        parts |= {"train": part(None, begin), "validation": part(begin, end)}
    else:
        names = ("folds", "rest", "test")
        made = names if is_table else ("rest", "folds", "test")  # Folds of samples cross the rest.
        pairs: Argument = call("crossing_folds", "rest", Const(folds))
        if split.kind == "chronological":
            pair = Items((part(None, first), part(first, last)))
            pairs = Each(("first", "last"), call("expanding_folds", "end", Const(folds)), pair)
        parts |= {"folds": pairs, "rest": part(None, end)}
    steps = (
        *(() if is_table else (assign("order", _order(study)),)),
        *_bounds(split, held, count, "begin" if folds is None else "_"),
        *(assign(name, parts[name]) for name in made),
    )
    return Procedure(held, steps, names)


def _bounds(split: Split, held: tuple[str, ...], count: Argument, begin: str) -> list[Step]:
    """The rows or samples at which validation and test begin, where reading does not tell."""
    if {begin, "end"} - {"_"} <= set(held):
        return []
    function = "counted_bounds" if split.is_counted else "part_bounds"
    count, end = (Local("end"), "_") if "end" in held else (count, "end")
    return [Step((begin, end), call(function, count, *map(Const, split.held)))]


def _order(study: Study) -> Argument:
    seed = Const(study.search.seed)
    match study.data.split.kind:
        case "random":
            return call("shuffled_order", call("len", "targets"), seed)
        case "stratified":
            return call("stratified_order", "targets", seed)
    return call("np.arange", call("len", "targets"))
