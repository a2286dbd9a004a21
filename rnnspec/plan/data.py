"""The data steps: from a file to the arrays of a part, as calls of the runtime.

In: a study. Out: the `Data` of a plan. Tables and arrays differ in what a part is: rows
(first, last) of a table, the numbers of samples of arrays. Knows nothing of the model.
"""

from rnnspec.plan import arrays, tables, windows
from rnnspec.plan.tree import Data, Procedure, reads_values
from rnnspec.study.data import Table
from rnnspec.study.study import Study


def lower_data(study: Study) -> Data:
    """The procedures of the data."""
    is_table = isinstance(study.data.source, Table)
    room = tables if is_table else arrays
    read = room.lower_read(study)
    fit = room.lower_fit(study, read.results)
    cut = (windows if is_table else arrays).lower_cut(study, fit.results)
    split = room.lower_split(study, read.results)
    return Data(
        read=read,
        split=split,
        fit=fit,
        cut=cut,
        predict=room.lower_predict(study),
        searched=any(_reads_values(procedure) for procedure in (fit, cut)),
        has_path=hasattr(study.data.source, "path"),
        has_test=study.data.split.test > 0,
    )


def _reads_values(procedure: Procedure) -> bool:
    return any(reads_values(step.value) for step in procedure.steps)
