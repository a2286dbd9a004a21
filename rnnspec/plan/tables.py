"""The data steps of tables: rows in time order, windows of them.

In: a study whose source is a table. Out: procedures that read, split and fit, and the one that
makes a new file what a kept model sees. A part is a pair of row numbers (first, last).
"""

from collections.abc import Callable

from rnnspec.plan.kinds import possible_values
from rnnspec.plan.memory import by_batch
from rnnspec.plan.scaling import assign, call, fit_scaler, has_scaler, texts
from rnnspec.plan.tree import Argument, Each, Index, Items, Local, Procedure, Select, Slice, Step
from rnnspec.plan.windows import cut_inputs
from rnnspec.study.data import Table
from rnnspec.study.expressions import Const
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
    """path -> inputs (rows, numeric columns), hot (one-hot columns), targets, rows and groups.

    Where samples are weighted, also the weights of rows.
    """
    data = study.data
    source = data.source
    assert isinstance(source, Table)
    numeric, encoded = numeric_columns(study), encoded_columns(study)
    more = (*source.time_columns, *source.group_columns)
    weight = () if data.weight is None else (data.weight,)
    columns = texts(source.held((*more, *numeric, *encoded, *data.targets, *weight)))
    steps = _sorted_table(study, source, columns)
    bounds = _divided(study, source)
    steps += bounds
    if data.test is not None:
        steps += _sorted_table(study, data.test, columns, "test_table", "test_path")
        steps.append(Step(("table", "end"), call("put_behind", "table", "test_table")))
    results = []
    if data.missing == "error":
        steps.append(Step((), call("check_complete", "table")))
    else:
        seen = texts(tuple(dict.fromkeys((*numeric, *encoded, *data.targets))))
        steps.append(assign("gaps", call("count_missing", Index(Local("table"), seen))))
    if numeric:
        steps.append(assign("inputs", call("numbers", "table", texts(numeric))))
        results.append("inputs")
    if encoded:
        steps.append(assign("hot", _one_hot(study, encoded)))
        results.append("hot")
    steps.append(assign("targets", _targets(study)))
    results.append("targets")
    if weight:
        steps.append(assign("weights", call("np.ravel", call("numbers", "table", texts(weight)))))
        results.append("weights")
    if data.is_grouped:
        steps.append(Step(("rows", "groups"), call("gather_groups", _labels(study, source))))
        results += ["rows", "groups"]
    if bounds and study.search.folds is None:
        results.append("begin")
    if bounds or data.test is not None:
        results.append("end")
    if data.missing != "error":
        results.append("gaps")
    given = ("path",) if data.test is None else ("path", "test_path")
    return Procedure(given, tuple(steps), tuple(results))


def _labels(study: Study, source: Table) -> Argument:
    """What tells the rows of groups apart, and those of a file from those of another."""
    if source.group is None:
        return call("keep_apart", call("np.zeros", call("len", "table")), "end")
    labels = Index(Local("table"), Const(source.group_name))
    return labels if study.data.test is None else call("keep_apart", labels, "end")


def _divided(study: Study, source: Table) -> list[Step]:
    """The table with its parts behind one another, where its rows tell where these begin."""
    split = study.data.split
    if not split.reads_rows(grouped=source.group is not None):
        return []
    begin = "begin" if study.search.folds is None else "_"
    end = "end" if study.data.test is None else "_"
    part_after_part = Step(("table", begin, end), call("part_after_part", "table", "parts"))
    if split.kind == "groups":
        labels = Index(Local("table"), Const(source.group_name))
        marked = call("mark_groups", labels, *map(Const, split.held))
        return [assign("parts", marked), part_after_part]
    told: dict[str, Argument] = {}
    if any(isinstance(held, str) for held in split.held):
        told["time"] = Const(source.time_name)
        if study.data.time_format != "ISO8601":
            told["format"] = Const(study.data.time_format)
    if source.group is not None and split.is_counted:
        told["group"] = Const(source.group_name)
    marked = call("mark_in_time", "table", *map(Const, split.held), **told)
    return [assign("parts", marked), part_after_part]


def _sorted_table(
    study: Study, source: Table, columns: Argument, table: str = "table", path: str = "path"
) -> list[Step]:
    """The table with these columns, in the order of its times, regular where it is to be."""
    keywords: dict[str, Argument] = {
        name: texts(told) if isinstance(told, tuple) else Const(told)
        for name, told in source.options.items()
    }
    if text := source.held((*encoded_columns(study), *source.time_text)):
        keywords["text"] = texts(text)
    read = f"read_{source.format}" if study.data.plain or source.format != "csv" else "read_table"
    if source.several:
        each = Each(("file",), Local("files"), call(read, "file", columns, **keywords))
        steps = [
            assign("files", call("find_files", path)),
            assign(table, call("join_files", "files", each)),
        ]
    else:
        steps = [assign(table, call(read, path, columns, **keywords))]
    if len(source.time_columns) > 1:
        steps.append(assign(table, call("join_times", table, texts(source.time_columns))))
    if study.data.intervals:
        steps.append(assign(table, call("begin_intervals", table, Const(source.time_name))))
    if len(source.group_columns) > 1:
        steps.append(assign(table, call("join_groups", table, texts(source.group_columns))))
    if source.time_name is not None:
        told = {} if source.group is None else {"group": Const(source.group_name)}
        if study.data.time_format != "ISO8601":
            told["format"] = Const(study.data.time_format)
        if source.duplicates != "error":
            given = (Const(source.time_name), Const(source.duplicates))
            steps.append(assign(table, call("merge_repeats", table, *given, **told)))
        steps.append(assign(table, call("sort_by_time", table, Const(source.time_name), **told)))
        if source.step is not None:
            given = (Const(source.time_name), Const(source.step))
            steps.append(assign(table, call("put_on_grid", table, *given, **told)))
    return steps


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


EVERY = "What is scored misses nothing of any list of inputs: it is the same for all of them."


def lower_fit(study: Study, held: tuple[str, ...]) -> Procedure:
    """Inputs in the scaler's units, with one-hot columns and groups brought together."""
    data = study.data
    steps: list[Step] = []
    by_row = ["inputs", "targets", *(["weights"] if "weights" in held else [])]
    results = [*by_row]
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
        if data.missing != "error":
            steps.append(Step(("every",), Local("inputs"), EVERY))
            by_row.append("every")
            results.append("every")
        steps.append(assign("inputs", _chosen(study)))
    if "groups" in held:
        steps += [assign(name, Index(Local(name), Local("rows"))) for name in by_row]
        results += ["rows", "groups"]
    for name in ("inputs", *(["every"] if "every" in by_row else [])):
        steps += _filled_forward(study, name, grouped="groups" in held)
    steps += _narrow(study)
    return Procedure((*held, "train"), tuple(steps), tuple(results))


def _filled_forward(study: Study, name: str, *, grouped: bool) -> list[Step]:
    if study.data.missing != "forward":
        return []
    fill = call("fill_forward_in_groups", name, "groups") if grouped else None
    return [assign(name, fill or call("fill_forward", name))]


def _narrow(study: Study) -> list[Step]:
    """Turn the inputs once into what each batch is cut of."""
    narrow = call("np.asarray", "inputs", dtype=Const("float32"))
    return [assign("inputs", narrow)] if by_batch(study) else []


def _rows(name: str) -> Slice:
    return Slice(Local(name), Local("first"), Local("last"))


def _target_scaler(study: Study) -> Argument:
    fitted = fit_scaler(study, _rows("targets"), study.data.targets)
    if study.data.horizon <= 1 or len(study.data.target_shape) > 1:
        return fitted
    return call("repeat_scaler", fitted, Const(study.data.horizon))


def _chosen(study: Study) -> Argument:
    """The chosen columns of the matrix that holds all of them."""
    every = (*numeric_columns(study), *encoded_columns(study))
    options = ((option, _places(study, every, option)) for option in input_options(study))
    return call("np.take", "inputs", Select(study.data.inputs, tuple(options)), axis=Const(1))


def _places(study: Study, held: tuple[str, ...], wanted: tuple[str, ...]) -> Items:
    """Where columns stand in the matrix of those that are held; one-hot ones are several there."""
    places: dict[str, range] = {}
    width = 0
    categories = dict(study.data.categories)
    for column in held:
        size = len(categories[column]) if column in categories else 1
        places[column] = range(width, width + size)
        width += size
    return Items(tuple(Const(i) for column in wanted for i in places[column]))


def lower_predict(study: Study) -> Procedure:
    """(path, columns, scaler) -> x, the rows at which its windows end, the table and its groups.

    `columns` are those of the file to read: of time, of group, what the model sees, targets that
    are known. Every window is cut that lacks nothing, or can be filled.
    """
    data, source = study.data, study.data.source
    assert isinstance(source, Table)
    grouped = source.group is not None
    steps = _sorted_table(study, source, Local("columns"))
    if data.missing == "error":
        columns = _for_each_option(study, texts)
        steps.append(Step((), call("check_complete", Index(Local("table"), columns))))
    inputs = _for_each_option(study, lambda option: _seen(study, option))
    steps.append(assign("inputs", inputs))
    if grouped:
        labels = Index(Local("table"), Const(source.group_name))
        steps.append(Step(("rows", "groups"), call("gather_groups", labels)))
        steps.append(assign("inputs", Index(Local("inputs"), Local("rows"))))
    steps += [
        *_filled_forward(study, "inputs", grouped=grouped),
        *_narrow(study),
        Step(("first", "last"), Items((Const(0), call("len", "table")))),
        *cut_inputs(study, Const(0), grouped=grouped),
    ]
    results = ("x", "ends", "table", *(("rows", "groups") if grouped else ()))
    scaled = has_scaler(study) and numeric_columns(study)
    given = ("path", "columns", *(("scaler",) if scaled else ()))
    return Procedure(given, tuple(steps), results)


def _for_each_option(study: Study, make: Callable[[tuple[str, ...]], Argument]) -> Argument:
    """What is made of the columns that the model sees, which may be searched."""
    options = input_options(study)
    if len(options) == 1:
        return make((*numeric_columns(study), *encoded_columns(study)))
    return Select(study.data.inputs, tuple((option, make(option)) for option in options))


def _seen(study: Study, columns: tuple[str, ...]) -> Argument:
    """The columns in this order, in the units of training; the file may have no others."""
    encoded = tuple(column for column in columns if column in study.data.encode)
    numeric = tuple(column for column in columns if column not in encoded)
    blocks: list[Argument] = []
    if numeric:
        values = call("numbers", "table", texts(numeric))
        if has_scaler(study):
            values = call("scale", values, _part_of_scaler(study, numeric))
        blocks.append(values)
    if encoded:
        blocks.append(_one_hot(study, encoded))
    if len(blocks) == 1:
        return blocks[0]
    both = call("np.concatenate", Items(tuple(blocks)), axis=Const(1))
    held = (*numeric, *encoded)
    if held == columns:
        return both
    return call("np.take", both, _places(study, held, columns), axis=Const(1))


def _part_of_scaler(study: Study, columns: tuple[str, ...]) -> Argument:
    every = numeric_columns(study)
    if columns == every:
        return Local("scaler")
    places = Items(tuple(Const(every.index(column)) for column in columns))
    return call("np.take", "scaler", places, axis=Const(1))
