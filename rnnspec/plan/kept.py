"""What prediction needs beside a model, as an argument: the content of `preprocessing.json`.

In: a study, what is fitted to a train part. Out: entries over these locals, the hyperparameters
and `trial`, the number of the trial whose model lies beside it (docs/preprocessing-json.md).
"""

from collections.abc import Collection

from rnnspec.plan.arrays import padding_value
from rnnspec.plan.scaling import call, texts
from rnnspec.plan.scoring import target_kind
from rnnspec.plan.tables import encoded_columns, input_options, numeric_columns
from rnnspec.plan.tree import Argument, Entries, Local
from rnnspec.study.data import Table
from rnnspec.study.expressions import Const
from rnnspec.study.study import Study

FORMAT = 1

NONE = Const(None)


def lower_kept(study: Study, fitted: Collection[str]) -> Entries:
    """The content; `fitted` are the names of what `fit` of the data gives.

    `columns` are those of `scaler`, in its order; `inputs` are what the model sees, in its order,
    each of `categories` as its one-hot columns. Of arrays there are none of these. A scaler moves a
    value by (value - centre) / spread; it is null where nothing is scaled.
    """
    data, source = study.data, study.data.source
    entries: dict[str, Argument] = {
        "format": Const(FORMAT),
        "trial": Local("trial"),
        "window": data.window,
        "target_kind": Const(target_kind(study)),
        "target_shape": texts(data.target_shape),
        "classes": NONE if data.classes is None else texts(data.labels),
        "missing": Const(data.missing),
        **{name: _written(name, fitted) for name in ("scaler", "target_scaler")},
    }
    if isinstance(source, Table):
        encoded, categories = encoded_columns(study), dict(data.categories)
        several = len(input_options(study)) > 1
        entries |= {
            "time": _names(source.time),
            "group": _names(source.group),
            **({} if source.step is None else {"step": Const(source.step)}),
            "columns": texts(numeric_columns(study)),
            "categories": Entries(tuple((c, texts(categories[c])) for c in encoded)),
            "inputs": data.inputs if several else texts((*numeric_columns(study), *encoded)),
            "targets": texts(data.targets),
            "horizon": Const(data.horizon),
            **({} if data.lead == 1 else {"lead": Const(data.lead)}),
        }
    elif "scaler" in fitted and (padding := padding_value(study)) is not None:
        entries["padding"] = padding
    return Entries(tuple(entries.items()))


def _written(scaler: str, fitted: Collection[str]) -> Argument:
    return call("write_scaler", scaler) if scaler in fitted else NONE


def _names(told: str | tuple[str, ...] | None) -> Argument:
    return texts(told) if isinstance(told, tuple) else Const(told)
