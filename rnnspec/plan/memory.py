"""What windows hold: whether all are cut at once, or batch by batch.

In: a study with the rows of its table. Out: bytes, and the one decision that rests on them. Where
every batch is cut when it is asked for, the arrays of a part are lazy.
"""

from rnnspec.plan.kinds import possible_values
from rnnspec.plan.tree import Argument, Local, Slice
from rnnspec.runtime.bounds import counted_bounds
from rnnspec.study.data import Table
from rnnspec.study.expressions import Expr
from rnnspec.study.study import Study

LARGE = 2**28
"""Windows of fewer bytes are cut beforehand."""

MANY = 8
"""So are those that are less than so many times as large as the rows that they are cut of."""

NUMBER = 4
"""The bytes of a number that a model gets."""


def window_bytes(study: Study) -> int:
    """The bytes of all windows, where these are as long and as wide as they may become."""
    return _count(study) * _largest(study.data.window, study) * _width(study) * NUMBER


def by_batch(study: Study) -> bool:
    """Whether windows are cut by the batch: all at once would be many times the table."""
    if not isinstance(study.data.source, Table):
        return False
    size = window_bytes(study)
    return size > LARGE and size > MANY * study.data.rows * _width(study) * NUMBER


def _count(study: Study) -> int:
    """How many windows there are, about one a row; those that train may be thinned.

    Of parts that begin at a time nothing is known here: a study that was recorded says no more.
    """
    data = study.data
    held = [0.0 if isinstance(part, str) else part for part in data.split.held]
    train = 0 if held != [*data.split.held] else counted_bounds(data.rows, *held)[0]
    return train // data.stride + data.rows - train


def _width(study: Study) -> int:
    return 0 if study.data.features is None else _largest(study.data.features, study)


def _largest(expr: Expr, study: Study) -> int:
    values = possible_values(expr, study.space)
    return max(value for value in values if isinstance(value, int))


def whole(study: Study, name: str) -> Argument:
    """A local of `cut` as an array that is in memory."""
    return Slice(Local(name), None, None) if by_batch(study) else Local(name)
