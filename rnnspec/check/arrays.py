"""What arrays must hold for the loss that judges them.

In: a source of arrays, the kind of target that the loss tells, a reader of profiles. Out: the data
with its shapes and classes. What a matrix of targets means follows from the loss: to a sparse one
it has a class for each step, to a categorical one it is one-hot, to a binary one each column is a
label by itself. Problems of the file are reported at `x` and `y` (E0602, E0604).
"""

from dataclasses import replace

from rnnspec.check.columns import NO_SPLIT, ProfileReader, read, sound_classes
from rnnspec.check.context import Context
from rnnspec.check.settings import Settings, head
from rnnspec.check.sources import Written
from rnnspec.check.train import TargetKind
from rnnspec.diagnostics import data as say
from rnnspec.diagnostics import search as say_search
from rnnspec.profile import Array
from rnnspec.study.data import Data
from rnnspec.study.expressions import Const
from rnnspec.syntax import tree


def check_arrays(
    context: Context, written: Written, target: TargetKind, reader: ProfileReader
) -> Data | None:
    """The data of a source of arrays: its shapes, its classes."""
    found = read(context, written, reader)
    if found is None:
        return None
    x, y = found.arrays
    if not _verify_x(context, written, x) or not _verify_y(context, written, x, y):
        return None
    data = Data(
        written.source,
        NO_SPLIT,
        window=Const(x.shape[1]),
        horizon=0,
        rows=found.rows,
        features=Const(x.shape[2]) if len(x.shape) == 3 else None,
        target_shape=y.shape[1:],
    )
    if target.is_class:
        return _with_classes(context, written, data, y, target)
    place = written.place("y")
    if y.kind == "text" and target.suits is not None:
        context.report(say.text_target(place, y.name, str((y.distinct or ("",))[0])))
        return None
    if y.constant is not None and target.suits is not None:
        context.report(say.constant_target(place, y.name, y.constant))
    return data


def _with_classes(
    context: Context, written: Written, data: Data, y: Array, target: TargetKind
) -> Data | None:
    """The data with the classes of its target, or with its labels."""
    place, wide = written.place("y"), len(y.shape) == 2 and y.shape[1] > 1
    if wide and target.suits == "binary" and y.ones is not None:
        return replace(data, target_form="labels")
    if wide and target.suits == "categorical" and y.ones == (1, 1):
        classes = tuple(range(y.shape[1]))
        return replace(
            data, target_form="one_hot", classes=len(classes), labels=classes, target_shape=()
        )
    steps = wide and target.suits == "sparse" and data.window == Const(y.shape[1])
    if y.distinct is None or not (steps or (len(y.shape) <= 2 and not wide)):
        label, helps = f"its shape is {y.shape}, its values are {y.kind}", _forms(y, data)
        context.report(say.unusable(place, f"`{y.name}` is no class target", label, *helps))
        return None
    labels = sound_classes(context, y.distinct, place, target)
    if not labels:
        return None
    form, shape = ("steps", y.shape[1:]) if steps else (data.target_form, ())
    return replace(data, target_form=form, classes=len(labels), labels=labels, target_shape=shape)


def _forms(y: Array, data: Data) -> tuple[str, ...]:
    """What the target could be: what it is by its values under another loss, else every form."""
    if y.ones == (1, 1):
        return ("each row has a single 1: `categorical_crossentropy` takes it as one-hot",)
    if y.ones is not None:
        few, many = y.ones
        told = f"its rows have {few} to {many} ones"
        return (f"{told}: `binary_crossentropy` takes each column as a label by itself",)
    if y.distinct is not None and tuple(map(Const, y.shape[1:])) == (data.window,):
        return ("`sparse_categorical_crossentropy` takes it as a class for each step",)
    return ("a class target is one whole number, or one word, a sample",)


def verify_one_class(context: Context, data: Data, data_block: Settings, train: Settings) -> None:
    """Report what needs one class a sample, where there are several."""
    if data.target_form not in ("steps", "labels"):
        return
    several = "a class for each step" if data.target_form == "steps" else "several labels"
    weight, split = train.get("class_weight"), data_block.get("split")
    if split is not None and data.split.kind == "stratified":
        message = f"a stratified split needs one class a sample, and the target has {several}"
        problem = say_search.cannot_stand(split.value.span, message, None)
        context.report(problem.mended("random", head(split.value)))
    if weight is not None and weight.value != tree.Constant(None, weight.value.span):
        message = f"`class_weight` needs one class a sample, and the target has {several}"
        context.report(say_search.cannot_stand(weight.value.span, message, None))


def _verify_x(context: Context, written: Written, x: Array) -> bool:
    place = written.place("x")
    integers = len(x.shape) == 2 and x.kind == "int"
    if (len(x.shape) != 3 and not integers) or x.kind == "text" or 0 in x.shape:
        label = f"its shape is {x.shape}, its values are {x.kind}"
        help = "samples × steps × features, or whole numbers samples × steps for an `Embedding`"
        context.report(say.unusable(place, f"`{x.name}` holds no sequences", label, help))
        return False
    if x.missing:
        context.report(say.missing_values(place, x.name, x.missing, 0))
        return False
    if integers and x.low is not None and x.low < 0:
        label = f"its smallest is {x.low}"
        context.report(say.unusable(place, f"`{x.name}` holds negative numbers", label))
        return False
    context.largest_token = x.high if integers else None
    return True


def _verify_y(context: Context, written: Written, x: Array, y: Array) -> bool:
    place = written.place("y")
    if not y.shape or y.shape[0] != x.shape[0] or 0 in y.shape:
        label = f"`{x.name}` has {x.shape[0]} samples, `{y.name}` has {(y.shape or (0,))[0]}"
        context.report(say.unusable(place, "samples and targets do not pair", label))
        return False
    if y.missing:
        context.report(say.missing_values(place, y.name, y.missing, 0))
        return False
    return True
