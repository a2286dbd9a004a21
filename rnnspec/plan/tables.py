"""The data steps of tables: rows in time order, windows of them.

In: a study whose source is a table. Out: procedures. A part is a pair of row numbers
(first, last); the windows of a part have all their targets in it.
"""

from rnnspec.plan.kinds import possible_values
from rnnspec.plan.scaling import assign, call, fit_scaler, has_scaler, texts
from rnnspec.plan.target import class_targets
from rnnspec.plan.tree import (
    Argument,
    Call,
    Each,
    Either,
    Index,
    Items,
    Local,
    Procedure,
    Select,
    Slice,
    Step,
)
from rnnspec.study.data import Table
from rnnspec.study.expressions import Const, Expr, Value
from rnnspec.study.fold import sub
from rnnspec.study.study import Study


def input_options(study: Study) -> tuple[tuple[str, ...], ...]:
    """The lists of input columns that a configuration may use."""
    values = possible_values(study.data.inputs, study.space)
    return tuple(tuple(str(c) for c in value) for value in values if isinstance(value, tuple))


def numeric_columns(study: Study) -> tuple[str, ...]:
    """All input columns that are numbers, each once."""
    names = dict.fromkeys(c for option in input_options(study) for c in option)
    return tuple(name for name in names if name not in study.data.encode)


def encoded_columns(study: Study) -> tuple[str, ...]:
    """All input columns that become one-hot columns, which stand behind the numeric ones."""
    names = dict.fromkeys(c for option in input_options(study) for c in option)
    return tuple(name for name in names if name in study.data.encode)


def lower_read(study: Study) -> Procedure:
    """path -> inputs (rows, numeric columns), hot (one-hot columns), targets, rows and groups."""
    data = study.data
    source = data.source
    assert isinstance(source, Table)
    numeric, encoded = numeric_columns(study), encoded_columns(study)
    steps = [assign("table", _read_file(study, source, (*numeric, *encoded, *data.targets)))]
    results = []
    if source.time is not None:
        told = {} if source.group is None else {"group": Const(source.group)}
        if data.time_format != "ISO8601":
            told["format"] = Const(data.time_format)
        steps.append(assign("table", call("sort_by_time", "table", Const(source.time), **told)))
    if data.missing == "error":
        steps.append(Step((), call("check_complete", "table")))
    else:
        steps.append(assign("gaps", call("count_missing", "table")))
    if numeric:
        steps.append(assign("inputs", call("numbers", "table", texts(numeric))))
        results.append("inputs")
    if encoded:
        steps.append(assign("hot", _one_hot(study, encoded)))
        results.append("hot")
    steps.append(assign("targets", _targets(study)))
    results.append("targets")
    if source.group is not None:
        labels = Index(Local("table"), Const(source.group))
        steps.append(Step(("rows", "groups"), call("gather_groups", labels)))
        results += ["rows", "groups"]
    if data.missing != "error":
        results.append("gaps")
    return Procedure(("path",), tuple(steps), tuple(results))


def _read_file(study: Study, source: Table, columns: tuple[str, ...]) -> Argument:
    more = tuple(c for c in (source.time, source.group) if c is not None)
    wanted = texts(tuple(dict.fromkeys((*more, *columns))))
    keywords: dict[str, Argument] = {}
    if source.separator != ",":
        keywords["separator"] = Const(source.separator)
    if encoded := encoded_columns(study):
        keywords["text"] = texts(encoded)
    return call(f"read_{source.format}", "path", wanted, **keywords)


def _one_hot(study: Study, encoded: tuple[str, ...]) -> Argument:
    categories = dict(study.data.categories)
    blocks = tuple(
        call(
            "one_hot",
            call("class_numbers", Index(Local("table"), Const(column)), texts(categories[column])),
            Const(len(categories[column])),
        )
        for column in encoded
    )
    return blocks[0] if len(blocks) == 1 else call("np.concatenate", Items(blocks), axis=Const(1))


def _targets(study: Study) -> Argument:
    data = study.data
    if data.classes is None:
        return call("numbers", "table", texts(data.targets))
    column = Index(Local("table"), Const(data.targets[0]))
    return call("class_numbers", column, texts(data.labels))


def lower_split(study: Study, held: tuple[str, ...]) -> Procedure:
    """Rows of train, validation and test; with folds: pairs of them, all but test, and test."""
    split, folds = study.data.split, study.search.folds
    count = call("len", "targets")
    shares = (Const(split.validation), Const(split.test))
    names = ("begin" if folds is None else "_", "end")
    bounds = Step(names, call("part_bounds", count, *shares))
    test = assign("test", _part(Local("end"), count))
    if folds is None:
        steps = (
            bounds,
            assign("train", _part(Const(0), Local("begin"))),
            assign("validation", _part(Local("begin"), Local("end"))),
            test,
        )
        return Procedure(held, steps, ("train", "validation", "test"))
    pair = Items((_part(Const(0), Local("first")), _part(Local("first"), Local("last"))))
    each = Each(("first", "last"), call("expanding_folds", "end", Const(folds)), pair)
    steps = (bounds, assign("folds", each), assign("rest", _part(Const(0), Local("end"))), test)
    return Procedure(held, steps, ("folds", "rest", "test"))


def _part(first: Argument, last: Argument) -> Items:
    return Items((first, last))


def lower_fit(study: Study, held: tuple[str, ...]) -> Procedure:
    """Inputs in the scaler's units, with one-hot columns and groups brought together."""
    data = study.data
    steps: list[Step] = []
    results = ["inputs", "targets"]
    if has_scaler(study):
        steps.append(Step(("first", "last"), Local("train")))
        if data.classes is None:
            steps.append(assign("target_scaler", _target_scaler(study)))
            results.append("target_scaler")
        if "inputs" in held:
            fitted = fit_scaler(study, _rows("inputs"), numeric_columns(study))
            steps.append(assign("scaler", fitted))
            steps.append(assign("inputs", call("scale", "inputs", "scaler")))
            results.append("scaler")
    if "hot" in held:
        both = call("np.concatenate", Items((Local("inputs"), Local("hot"))), axis=Const(1))
        steps.append(assign("inputs", both if "inputs" in held else Local("hot")))
    if len(input_options(study)) > 1:
        steps.append(assign("inputs", _chosen(study)))
    if "groups" in held:
        steps += [assign(n, Index(Local(n), Local("rows"))) for n in ("inputs", "targets")]
        results += ["rows", "groups"]
    if data.missing == "forward":
        grouped = "groups" in held
        fill = call("fill_forward_in_groups", "inputs", "groups") if grouped else None
        steps.append(assign("inputs", fill or call("fill_forward", "inputs")))
    return Procedure((*held, "train"), tuple(steps), tuple(results))


def _rows(name: str) -> Slice:
    return Slice(Local(name), Local("first"), Local("last"))


def _target_scaler(study: Study) -> Argument:
    fitted = fit_scaler(study, _rows("targets"), study.data.targets)
    if study.data.horizon == 1 or len(study.data.target_shape) > 1:
        return fitted
    return call("repeat_scaler", fitted, Const(study.data.horizon))


def _chosen(study: Study) -> Argument:
    """The chosen columns of the matrix that holds all of them."""
    places: dict[str, range] = {}
    width = 0
    categories = dict(study.data.categories)
    for column in (*numeric_columns(study), *encoded_columns(study)):
        size = len(categories[column]) if column in categories else 1
        places[column] = range(width, width + size)
        width += size
    options: list[tuple[Value, Argument]] = [
        (option, Items(tuple(Const(i) for column in option for i in places[column])))
        for option in input_options(study)
    ]
    return call("np.take", "inputs", Select(study.data.inputs, tuple(options)), axis=Const(1))


def lower_cut(study: Study, fitted: tuple[str, ...]) -> Procedure:
    """Windows and targets of a part, with the rows at which the windows end."""
    data = study.data
    window, horizon = data.window, Const(data.horizon)
    lengths = [v for v in possible_values(window, study.space) if isinstance(v, int)]
    longest = max(lengths)
    reach: Argument = window
    if len(lengths) > 1:  # what is scored must be the same for every length
        reach = Either(Local("first"), Const(longest), window)
    steps = [
        Step(("first", "last"), Local("part")),
        assign("ends", _ends(reach, horizon, "groups" in fitted)),
        *_without_gaps(study, lengths),
        assign("x", call("cut_windows", "inputs", "ends", window)),
    ]
    if data.missing == "interpolate":
        steps.append(assign("x", call("fill_inside", "x")))
    steps.append(assign("y", _cut_targets(study)))
    if "target_scaler" in fitted:
        steps.append(assign("y", call("scale", "y", "target_scaler")))
    return Procedure((*fitted, "part"), tuple(steps), ("x", "y", "ends"))


def _ends(reach: Argument, horizon: Expr, grouped: bool) -> Call:
    if grouped:
        return call("group_window_ends", "rows", "groups", "first", "last", reach, horizon)
    return call("window_ends", "first", "last", reach, horizon)


def _cut_targets(study: Study) -> Argument:
    data = study.data
    if data.classes is None:
        y = call("cut_targets", "targets", "ends", Const(data.horizon))
        if len(data.target_shape) == 1:
            return y
        return call("np.reshape", y, Items((Const(-1), *(Const(n) for n in data.target_shape))))
    return class_targets(study, Index(Local("targets"), Local("ends")))


def _without_gaps(study: Study, lengths: list[int]) -> list[Step]:
    """Leave out the windows that a missing value makes useless."""
    data = study.data
    if data.missing == "error":
        return []
    ahead = (0, 0) if data.classes is not None else (1, data.horizon)
    steps = [assign("ends", call("keep_known", "ends", "targets", *map(Const, ahead)))]
    first = sub(Const(1), data.window)
    if data.missing == "interpolate":  # a window whose first row is known can be filled
        steps.append(assign("ends", call("keep_known", "ends", "inputs", first, first)))
        return steps + (_for_every_length(lengths) if len(lengths) > 1 else [])
    reach: Argument = first
    if len(lengths) > 1:
        reach = Either(Local("first"), Const(1 - max(lengths)), first)
    return [*steps, assign("ends", call("keep_known", "ends", "inputs", reach, Const(0)))]


def _for_every_length(lengths: list[int]) -> list[Step]:
    """Keep of scored parts what every length of the window can predict."""
    runs: list[list[int]] = []
    for length in sorted(lengths):
        if runs and runs[-1][1] == length - 1:
            runs[-1][1] = length
        else:
            runs.append([length, length])
    kept = [call("keep_known", "ends", "inputs", Const(1 - b), Const(1 - a)) for a, b in runs]
    return [assign("ends", Either(Local("first"), one, Local("ends"))) for one in kept]
