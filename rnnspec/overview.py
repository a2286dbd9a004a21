"""What `rnnspec show` says of a study: the space, the network, the data, the search.

In: a study. Out: lines of text. It prints what the proof knows, and computes nothing itself.
"""

from collections.abc import Collection, Iterator, Sequence

from rnnspec.catalog import LAYERS, LayerRow
from rnnspec.catalog.layers import custom_row
from rnnspec.catalog.measures import render_named, render_objective
from rnnspec.plan.memory import LARGE, by_batch, window_bytes
from rnnspec.proof.costs import Costs, Extremes, LayerCost, known_ends, parameters
from rnnspec.proof.prove import Prover
from rnnspec.study.count import count
from rnnspec.study.data import Data, Npz, Random, Sklearn, Table, Timeline
from rnnspec.study.expressions import FALSE, TRUE, Apply, Const, Expr, Make, Pick
from rnnspec.study.model import Layer
from rnnspec.study.search import Search
from rnnspec.study.space import Space
from rnnspec.study.study import Study
from rnnspec.study.words import render_expression, render_point
from rnnspec.words import count as count_in_words
from rnnspec.words import listed, plural, render_value

TIMES = " × "

MOST_NAMED = 12
"""Groups of a part that are named."""


def describe_study(name: str, study: Study) -> Iterator[str]:
    """A page about a study, section by section."""
    yield name
    yield ""
    yield from _space(study.space)
    yield ""
    yield from _network(study)
    yield ""
    prover = Prover(study.space)
    yield from _data(study.data, prover)
    yield from _memory(study)
    yield from _training(study, prover)
    yield from _search(study.search)


def _table(rows: Sequence[Sequence[str]], right: int | None = None) -> Iterator[str]:
    """Rows in columns, two spaces apart; the column `right` is aligned to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if i == right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield ("  " + "  ".join(cells)).rstrip()


def _space(space: Space) -> Iterator[str]:
    number = len(space.hyperparameters)
    found = count(space)
    if found.number is None:
        size = "infinitely many configurations"
    else:
        what = plural(found.number, "configuration")
        size = f"{'' if found.exact else 'at most '}{found.number:,} distinct {what}"
    yield f"space: {number} {plural(number, 'hyperparameter')}, {size}"
    rows = []
    for hyperparameter in space.hyperparameters:
        condition = hyperparameter.condition
        where = "" if condition == TRUE else f"where {render_expression(condition)}"
        rows.append((hyperparameter.name, hyperparameter.words(), where))
    yield from _table(rows)
    for derived in space.derived:
        yield f"  {derived.name} = {render_expression(derived.value)}"
    for constraint in space.constraints:
        yield f"  require {constraint.text or render_expression(constraint.condition)}"


def _network(study: Study) -> Iterator[str]:
    custom = {layer.name: layer for layer in study.custom}

    def row(name: str) -> LayerRow | None:
        return custom_row(custom[name]) if name in custom else LAYERS.get(name)

    prover = Prover(study.space)
    costs = parameters(prover, study.model, study.data, row)
    yield f"network: {_total(costs)}"
    rows = [("input", _input(study.data, prover), "", "")]
    for layer in costs.layers:
        where = _where(prover.root.remaining(layer.path))
        rows.append((_title(layer), _shapes(layer), _range(layer.count), where))
    yield from _table(rows, right=2)


def _total(costs: Costs) -> str:
    if costs.total is None:
        return "an unknown number of parameters, since a layer of the spec's own has some"
    total = costs.total
    words = "" if total.exact else "between bounds of "
    return f"{words}{_range(total)} parameters"


def _range(found: Extremes | None) -> str:
    if found is None:
        return "?"
    if found.least == found.greatest:
        return f"{found.least:,}"
    return f"{found.least:,} to {found.greatest:,}"


def _size(found: Extremes) -> str:
    return str(found.least) if found.least == found.greatest else f"{found.least}..{found.greatest}"


def _shapes(layer: LayerCost) -> str:
    return " or ".join(TIMES.join(_size(size) for size in shape) for shape in layer.shapes)


def _input(data: Data, prover: Prover) -> str:
    sizes = [data.window] if data.features is None else [data.window, data.features]
    return TIMES.join(_spread(size, prover) for size in sizes)


def _title(layer: LayerCost) -> str:
    node = layer.node
    if not isinstance(node, Layer):
        return "residual: Dense, where widths differ"
    kind = render_expression(node.kind)
    if node.inner is not None:
        kind = f"{kind}({render_expression(node.inner.kind)})"
    match node.bidirectional:
        case Const(True):
            kind = f"Bidirectional({kind})"
        case condition if condition != FALSE:
            kind = f"{kind}, both ways where {render_expression(condition)}"
    return f"{layer.owner}: {kind}"


def _where(path: Expr) -> str:
    """The condition in words, without the options that the chosen one rules out."""
    parts = _conjuncts(path)
    chosen = {p.operands[0] for p in parts if isinstance(p, Apply) and p.operator == "=="}
    kept = [p for p in parts if not _is_ruled_out(p, chosen)]
    return f"where {' and '.join(map(render_expression, kept))}" if kept else ""


def _conjuncts(path: Expr) -> list[Expr]:
    match path:
        case Const(True):
            return []
        case Apply("and", (left, right)):
            return [*_conjuncts(left), *_conjuncts(right)]
    return [path]


def _is_ruled_out(part: Expr, chosen: Collection[Expr]) -> bool:
    match part:
        case Apply("not", (Apply("==", (of, _)),)):
            return of in chosen
    return False


def _data(data: Data, prover: Prover) -> Iterator[str]:
    match data.source:
        case Table() as table:
            source = f"{_table_in_words(table)}, {data.rows:,} rows"
        case Npz(path, x, y):
            source = f'npz("{path}"), {x} and {y}, {data.rows:,} samples'
        case Sklearn(name):
            source = f"sklearn({name}), {data.rows:,} samples"
        case Random():
            source = f"random, {data.rows:,} samples"
    yield f"data: {source}"
    if data.test is not None:
        yield f"  tested by {_table_in_words(data.test)}, {data.parts[2].rows:,} rows"
    if isinstance(data.source, Table) and data.groups is not None:
        series = count_in_words(data.groups, "group")
        names = " and ".join(data.source.group_columns)
        what = "combination of values" if len(data.source.group_columns) > 1 else "value"
        yield f"  {series}, one for each {what} of {names}"
    if data.timeline is not None:
        yield f"  {_times(data.timeline)}"
    yield f"  {_windows(data, prover)}"
    yield from _parts(data)
    lost = [
        f"{name} {whole:,} of {every:,}" for name, whole, every in data.windows if whole < every
    ]
    if lost:
        yield f"  windows that gaps leave: {', '.join(lost)}"
    kinds = [scaler.kind for _, scaler in data.scale]
    if kinds != ["none"]:
        yield f"  scale: {' or '.join(kinds)}, fitted on train alone"
    if data.stride > 1:
        yield f"  of the windows that train, one in {data.stride}"
    if data.weight is not None:
        yield f"  weights: {data.weight} of the last target"
    if data.season > 1:
        yield f"  a season of {data.season} rows, for the naive forecast"
    if data.missing != "error":
        yield f"  missing values: {data.missing}"


def _table_in_words(table: Table) -> str:
    told = "".join(f", {n} = {render_value(v)}" for n, v in table.options.items())
    return f'{table.format}("{table.path}"{told})'


def _parts(data: Data) -> Iterator[str]:
    """How large the parts are, and when those begin that are held back."""
    what = "rows" if isinstance(data.source, Table) else "samples"
    parts = [part for part in data.parts if part.rows]
    sizes = ", ".join(f"{part.name} {part.rows:,}" for part in parts)
    yield f"  {data.split.kind} split: {sizes} {what}"
    begins = [f"{part.name} at {part.begins}" for part in parts[1:] if part.begins is not None]
    if begins and data.split.kind != "groups":
        yield f"  times at which parts begin: {', '.join(begins)}"
    for part in parts[1:]:
        if part.groups:
            yield f"  groups that are held back for {part.name}: {listed(part.groups, MOST_NAMED)}"


def _memory(study: Study) -> Iterator[str]:
    """The memory of all windows, of the longest and widest, where that is much."""
    if isinstance(study.data.source, Table) and (size := window_bytes(study)) > LARGE:
        lazy = by_batch(study)
        how = "would take {}, so each batch cuts its own" if lazy else "take {} of memory"
        yield f"  all windows at once {how.format(f'{size / 2**30:,.1f} GiB')}"


def _times(line: Timeline) -> str:
    """The first and the last time, and the usual step."""
    if line.step is None:
        return f"one time, {line.first}"
    absent = f", {line.absent:,} {plural(line.absent, 'row')} absent" if line.absent else ""
    step = (
        f"step {line.step}{absent}"
        if line.regular
        else f"step usually {line.step}, {line.irregularity}"
    )
    return f"times {line.first} to {line.last}, {step}"


_FORMS = {"one_hot": "classes, one-hot,", "steps": "classes, one a step,"}


def _windows(data: Data, prover: Prover) -> str:
    target = ", ".join(data.targets) or "y"
    if data.classes is not None:
        where = f" in {_ahead(data)}" if data.horizon else ""
        kind = f"{data.classes} {_FORMS.get(data.target_form, 'classes')} of {target}{where}"
    elif data.target_form == "labels":
        kind = f"{data.target_shape[0]} labels of {target}, each 0 or 1"
    elif data.targets and not data.horizon:
        kind = f"{target} of their last row"
    elif data.targets:
        kind = f"{_ahead(data)} of {target}"
    else:
        kind = f"{target}, {TIMES.join(map(str, data.target_shape)) or 'a number'} a sample"
    if not isinstance(data.source, Table):
        return f"each sample predicts {kind}"
    inputs = _names(data.inputs)
    return f"windows of {_spread(data.window, prover)} rows of {inputs} predict {kind}"


def _ahead(data: Data) -> str:
    """The rows that are predicted, in words."""
    first, last = data.ahead[0], data.ahead[-1]
    if first == 1:
        return "the next row" if last == 1 else f"the next {last} rows"
    return f"the row {first} ahead" if first == last else f"the rows {first} to {last} ahead"


def _names(inputs: Expr) -> str:
    match inputs:
        case Const(tuple() as names):
            return ", ".join(map(str, names))
    return "the inputs that are chosen"


def _spread(expr: Expr, prover: Prover) -> str:
    """A number, or the least and the greatest that it can be."""
    found = known_ends(prover.root, expr)
    return "?" if found is None else _size(found)


def _training(study: Study, prover: Prover) -> Iterator[str]:
    train = study.train
    yield f"train: {_objects(train.optimizer)}, {_objects(train.loss)}"
    epochs, batch_size = (_spread(e, prover) for e in (train.epochs, train.batch_size))
    yield f"  {epochs} {'epoch' if epochs == '1' else 'epochs'}, batches of {batch_size}"
    if train.callbacks:
        yield f"  {', '.join(map(_objects, train.callbacks))}"


def _objects(expr: Expr) -> str:
    """An object, or those of which one is chosen."""
    match expr:
        case Pick(_, options):
            return " or ".join(_objects(option) for _, option in options)
        case Make(kind, ()):
            return kind
    return render_expression(expr)


def _search(search: Search) -> Iterator[str]:
    objectives = ", ".join(map(render_objective, search.objectives))
    yield f"search: {objectives}"
    said = [render_named(search.algorithm)]
    if search.trials is not None:
        said.append(count_in_words(search.trials, "trial"))
    if search.timeout is not None:
        said.append(f"at most {search.timeout:g} s")
    said.append(f"seed {search.seed}")
    if search.folds is not None:
        said.append(f"{search.folds} folds")
    if search.repeats > 1:
        said.append(f"{search.repeats} trainings a trial")
    if search.pruner is not None:
        said.append(f"pruner {render_named(search.pruner)}")
    yield f"  {', '.join(said)}"
    for point in search.first_points:
        yield f"  first: {render_point(dict(point.values))}"
