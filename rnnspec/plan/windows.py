"""Windows of tables: what of rows is shown to a model, and what it is to say.

In: a study whose source is a table. Out: steps that cut. The windows of a part have all their
targets in it. Windows that would be far larger than the table are cut batch by batch, when a model
asks for them: the arrays of a part are then lazy ones.
"""

from collections.abc import Callable
from typing import TypeAlias

from rnnspec.plan.kinds import possible_values
from rnnspec.plan.memory import by_batch
from rnnspec.plan.scaling import assign, call, in_target_shape
from rnnspec.plan.scoring import class_targets
from rnnspec.plan.tree import (
    Argument,
    Call,
    Either,
    Function,
    Index,
    Items,
    Local,
    Procedure,
    Select,
    Step,
)
from rnnspec.study.expressions import Const, Expr
from rnnspec.study.fold import add, sub
from rnnspec.study.study import Study
from rnnspec.values import Value

LONGEST = "What is scored leaves room for the longest window: it is the same for every length."

INPUTS = Local("inputs")

Making: TypeAlias = Callable[[Argument], Argument]
"""What is made of an argument."""


def lower_cut(study: Study, fitted: tuple[str, ...]) -> Procedure:
    """Windows and targets of a part, with the rows at which the windows end."""
    ahead = study.data.ahead
    known = call("keep_known", "ends", "targets", Const(ahead[0]), Const(ahead[-1]))
    scaled: list[Making] = []
    if "target_scaler" in fitted:
        scaled.append(lambda y: call("scale", y, "target_scaler"))
    steps = [
        Step(("first", "last"), Local("part")),
        *cut_inputs(
            study,
            Const(study.data.horizon),
            grouped="groups" in fitted,
            known=known,
            seen=Either(Local("first"), Local("every"), Local("inputs"))
            if "every" in fitted
            else Local("inputs"),
            stride=study.data.stride,
        ),
        *_cut(study, "y", lambda ends: _targets(study, ends), *scaled),
    ]
    results = ["x", "y", "ends"]
    if study.data.weight is not None:
        last = call("np.add", "ends", Const(ahead[-1])) if ahead[-1] else Local("ends")
        steps.append(assign("sample_weight", Index(Local("weights"), last)))
        results.append("sample_weight")
    return Procedure((*fitted, "part"), tuple(steps), tuple(results))


def _cut(study: Study, name: str, cut: Making, *further: Making) -> list[Step]:
    """Assign what is cut at `ends` and then changed, at once or batch by batch."""
    if not by_batch(study):
        changed = (assign(name, change(Local(name))) for change in further)
        return [assign(name, cut(Local("ends"))), *changed]
    value = cut(Local("batch"))
    for change in further:
        value = change(value)
    return [assign(name, call("LazyArray", Function(("batch",), value), "ends"))]


def _targets(study: Study, ends: Argument) -> Argument:
    data = study.data
    row = call("np.add", ends, Const(data.lead)) if data.horizon and data.classes else ends
    last_rows = Index(Local("targets"), row)
    if data.classes is not None:
        return class_targets(study, last_rows)
    before = call("np.add", ends, Const(data.lead - 1)) if data.lead > 1 else ends
    ahead = call("cut_targets", "targets", before, Const(data.horizon))
    return in_target_shape(study, ahead if data.horizon else last_rows)


def cut_inputs(
    study: Study,
    horizon: Expr,
    *,
    grouped: bool,
    known: Argument | None = None,
    seen: Argument = INPUTS,
    stride: int = 1,
) -> list[Step]:
    """(inputs, first, last) -> ends and x: the windows whose targets lie in these rows.

    Left out are windows that a missing value makes useless; `known` are the ends whose targets
    are not missing, `seen` the inputs of which nothing may be. Of a part that trains every one so
    many is kept, the `stride`.
    """
    window, missing = study.data.window, study.data.missing
    lengths = [v for v in possible_values(window, study.space) if isinstance(v, int)]
    steps: list[Step] = []
    between = 0 if known is None else study.data.lead - 1
    reach: Argument = add(window, Const(between))
    if known is None:  # of a new file, every window is cut
        lengths = []
    if len(lengths) > 1:
        longest = Either(Local("first"), Const(max(lengths) + between), reach)
        steps, reach = [Step(("reach",), longest, LONGEST)], Local("reach")
    steps.append(assign("ends", _ends(reach, horizon, grouped)))
    if between:
        note = f"Rows from a window to its targets: {between}."
        steps.append(Step(("ends",), call("np.subtract", "ends", Const(between)), note))
    if missing != "error":
        steps += [] if known is None else [assign("ends", known)]
        steps += _without_gaps(study, lengths, seen)
    if stride > 1:
        groups = Local("groups") if grouped else call("np.zeros", call("len", "inputs"))
        kept = call("keep_every", "ends", groups, Const(stride))
        steps.append(assign("ends", Either(Local("first"), Local("ends"), kept)))
    fills: list[Making] = []
    if missing == "interpolate":
        if (held := _one_hot_places(study)) is not None:
            fills.append(lambda x: call("hold_columns", x, held))
        fills.append(lambda x: call("fill_inside", x))
    cut = _cut(study, "x", lambda ends: call("cut_windows", "inputs", ends, window), *fills)
    return [*steps, *cut]


def _one_hot_places(study: Study) -> Argument | None:
    """Where one-hot columns stand in what the model sees; None where there are none."""
    categories = dict(study.data.categories)
    lists = [v for v in possible_values(study.data.inputs, study.space) if isinstance(v, tuple)]
    options: list[tuple[Value, Argument]] = []
    for names in lists:
        # One list stands with its one-hot columns last; of several, each in its own order.
        order = names if len(lists) > 1 else sorted(names, key=lambda name: name in categories)
        widths = [(name, len(categories.get(str(name), ("",)))) for name in order]
        hot = [name in categories for name, width in widths for _ in range(width)]
        options.append((names, Items(tuple(Const(n) for n, is_hot in enumerate(hot) if is_hot))))
    if not categories:
        return None
    return options[0][1] if len(options) == 1 else Select(study.data.inputs, tuple(options))


def _ends(reach: Argument, horizon: Expr, grouped: bool) -> Call:
    if grouped:
        return call("group_window_ends", "rows", "groups", "first", "last", reach, horizon)
    return call("window_ends", "first", "last", reach, horizon)


def _without_gaps(study: Study, lengths: list[int], seen: Argument) -> list[Step]:
    """Leave out the windows that a missing input makes useless."""
    first = sub(Const(1), study.data.window)
    if study.data.missing == "interpolate":  # a window whose first row is known can be filled
        kept = assign("ends", call("keep_known", "ends", seen, first, first))
        return [kept, *(_for_every_length(lengths, seen) if len(lengths) > 1 else [])]
    reach: Argument = first
    if len(lengths) > 1:
        reach = Either(Local("first"), Const(1 - max(lengths)), first)
    return [assign("ends", call("keep_known", "ends", seen, reach, Const(0)))]


def _for_every_length(lengths: list[int], seen: Argument) -> list[Step]:
    """Keep of scored parts what every length of the window can predict."""
    runs: list[list[int]] = []
    for length in sorted(lengths):
        if runs and runs[-1][1] == length - 1:
            runs[-1][1] = length
        else:
            runs.append([length, length])
    kept = [call("keep_known", "ends", seen, Const(1 - b), Const(1 - a)) for a, b in runs]
    return [assign("ends", Either(Local("first"), one, Local("ends"))) for one in kept]
