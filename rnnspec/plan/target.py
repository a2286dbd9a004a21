"""What kind of target the loss judges, and class numbers as that kind wants them.

In: a study. Out: `regression`, `binary`, `sparse` or `categorical`; arguments for the targets.
"""

from rnnspec.catalog import LOSSES
from rnnspec.plan.scaling import call
from rnnspec.plan.tree import Argument
from rnnspec.study.expressions import Const, Make, walk
from rnnspec.study.study import Study


def target_kind(study: Study) -> str:
    """`regression`, `binary`, `sparse` or `categorical`, as the loss wants it."""
    made = (part.kind for part in walk(study.train.loss) if isinstance(part, Make))
    return next(LOSSES[kind].suits[0] for kind in made if kind in LOSSES)


def class_targets(study: Study, numbers: Argument) -> Argument:
    """Class numbers as the loss wants them: one-hot for a categorical one."""
    if target_kind(study) == "categorical":
        return call("one_hot", numbers, Const(study.data.classes))
    return numbers
