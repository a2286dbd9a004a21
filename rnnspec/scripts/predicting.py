"""The part of a script that predicts another file with a model that it has kept.

In: a study with its plan, names for its derived values. Out: printed pieces for `predict.jinja`.
"""

from typing import Any

from rnnspec.plan.scoring import target_kind
from rnnspec.plan.tables import input_options
from rnnspec.plan.tree import Plan, reads_values
from rnnspec.scripts.calls import print_argument, print_steps
from rnnspec.scripts.python import Names, literal
from rnnspec.scripts.symbols import names_read
from rnnspec.study.data import FILE, Npz, Table
from rnnspec.study.study import Study
from rnnspec.values import Value

SCALERS = ("scaler", "target_scaler")
"""What was fitted to a train part, by the names of the plan's locals."""


def predict_context(study: Study, plan: Plan, names: Names) -> dict[str, Any]:
    """The lines that read the file, and what is told of each prediction."""
    procedure, source = plan.data.predict, study.data.source
    is_table = isinstance(source, Table)
    lines = [_given(study), *print_steps(procedure.steps, names)]
    read = names_read([*lines, print_argument(plan.scoring.predicted, names)])
    told: list[Value] = []
    if isinstance(source, Table):
        told = [*source.group_columns]
        told += [] if source.time_name is None else [source.time_name]
    else:  # What is known of the samples is of no use here.
        lines = [line.replace("inputs, truth = ", "inputs, _ = ") for line in lines]
    return {
        "table": is_table,
        "lines": lines,
        "reads_values": reads_values(procedure),
        "lists": is_table and len(input_options(study)) > 1,
        "scalers": [name for name in SCALERS if name in read],
        "rows": "rows[ends]" if "rows" in procedure.results else "ends",
        "told": f"[{', '.join(map(literal, told))}]",
        "row": _row(study),
        "names": _names(study),
    }


def _given(study: Study) -> str:
    """What of the file is read."""
    match study.data.source:
        case Table() as table:
            more = map(literal, table.held((*table.time_columns, *table.group_columns)))
            seen = {name for option in input_options(study) for name in option}
            own = 'kept["inputs"]'
            if not seen <= set(table.held(seen)):  # No file has the column of the files' names.
                own = f"(name for name in {own} if name != {literal(FILE)})"
            return f"columns = [{', '.join([*more, f'*{own}'])}]"
        case Npz(x=x):
            return f"known = {literal(x)}"
    return 'known = "x"'


def _row(study: Study) -> str:
    """What a row of predictions holds."""
    told = {"group": "whose it is", "time": "when it ends"}
    named = [words for name, words in told.items() if getattr(study.data.source, name, None)]
    if study.data.classes is None:
        named.append(f"a column for each target{' and row ahead' * bool(study.data.horizon)}")
    else:
        named.append("what the second class gets" if _is_binary(study) else "what each class gets")
    return ", ".join(named)


def _names(study: Study) -> str:
    """The columns of the predictions."""
    if study.data.classes is not None:
        return 'kept["classes"][1:]' if _is_binary(study) else 'kept["classes"]'
    if study.data.horizon == 0:
        return 'kept["targets"]'
    lead = study.data.lead
    ahead = f'for ahead in range({lead}, kept["horizon"] + {lead})'
    return f'[f"{{name}} +{{ahead}}" {ahead} for name in kept["targets"]]'


def _is_binary(study: Study) -> bool:
    return target_kind(study) == "binary"
