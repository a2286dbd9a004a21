"""What `check` accepts, loads: every type of column, in every role, of CSV and of Parquet files."""

import builtins
import json
import sqlite3
from contextlib import closing
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import feather

from rnnspec.catalog.data import TABLES
from rnnspec.executors.interpreter import Interpreter
from rnnspec.executors.preparation import Preparation
from rnnspec.pipeline import check_source
from rnnspec.plan.lower import lower_plan
from rnnspec.runtime import bounds, encode, formats, missing, parts, scalers, tables, windows
from rnnspec.source import Source
from rnnspec.study.evaluate import Scope
from rnnspec.study.study import Study

ROWS = 48
OBJECTS: dict[str, Any] = {**vars(builtins), "np": np}
for module in (formats, tables, bounds, encode, missing, parts, scalers, windows):
    OBJECTS |= vars(module)

DAYS = [date(2021, 1, 1) + timedelta(days) for days in range(ROWS)]
MOMENTS = [datetime(2021, 3, 27, 20) + timedelta(hours=hours) for hours in range(ROWS)]
FEW = [place % 3 for place in range(ROWS)]

ARROW = {
    **{f"{t}": pa.array(range(ROWS), t) for t in (pa.int8(), pa.int64(), pa.uint8(), pa.uint64())},
    **{f"few {t}": pa.array(FEW, t) for t in (pa.int16(), pa.int32(), pa.uint16(), pa.uint32())},
    **{
        f"{t}": pa.array(np.linspace(-2, 3, ROWS).astype(t.to_pandas_dtype()))
        for t in (pa.float16(), pa.float32(), pa.float64())
    },
    "whole floats": pa.array([float(one) for one in FEW]),
    "bool": pa.array([one == 1 for one in FEW]),
    "string": pa.array(["abc"[one] for one in FEW]),
    "large string": pa.array(["abc"[one] for one in FEW], pa.large_string()),
    "digits": pa.array([str(one) for one in range(ROWS)]),
    "few digits": pa.array([f"0{one}" for one in FEW]),
    "days as text": pa.array([f"{one:%d/%m/%Y}" for one in DAYS]),
    "moments as text": pa.array([f"{one.isoformat()}+01:00" for one in MOMENTS]),
    "categories": pa.array(["abc"[one] for one in FEW]).dictionary_encode(),
    "whole categories": pa.array(FEW).dictionary_encode(),
    "date32": pa.array(DAYS, pa.date32()),
    "date64": pa.array(DAYS, pa.date64()),
    **{f"{t}": pa.array(MOMENTS, t) for t in map(pa.timestamp, ("s", "ms", "us", "ns"))},
    "utc": pa.array(MOMENTS, pa.timestamp("us", "UTC")),
    "zone": pa.array(MOMENTS, pa.timestamp("ms", "Europe/Berlin")),
    "offset": pa.array(MOMENTS, pa.timestamp("ns", "+05:30")),
    "decimal": pa.array([Decimal(one % 9) / 4 for one in range(ROWS)], pa.decimal128(9, 2)),
    "few decimals": pa.array([Decimal(one) for one in FEW], pa.decimal128(9, 0)),
    "duration": pa.array([timedelta(minutes=one) for one in range(ROWS)]),
    "clock": pa.array([time(one % 24, one) for one in range(ROWS)]),
    "null": pa.nulls(ROWS),
    "infinite": pa.array([1.0, float("inf")] * (ROWS // 2)),
    "constant": pa.array([7] * ROWS),
    "binary": pa.array([b"a", b"\xff"] * (ROWS // 2)),
    "list": pa.array([[one] for one in FEW]),
    "struct": pa.array([{"a": one} for one in FEW]),
}

ROLES = {
    "input": "inputs = [a, v]  target = a",
    "number": "inputs = [a]  target = v",
    "class": "inputs = [a]  target = v",
    "encode": "inputs = [a, v]  target = a  encode = [v]",
    "input and class": "inputs = [a, v]  target = v",
    "encode and class": "inputs = [a, v]  target = v  encode = [v]",
    "encode and number": "inputs = [a, v]  target = v  encode = [v]",
    "time": "inputs = [a]  target = a",
    "group": "inputs = [a]  target = a",
}

SPEC = """rnnspec 1
data {{
  source = {form}("table.{form}"{more})
  {role}
  window = 2
  split = chronological(validation = 0.3)
  missing = {missing}
}}
model {{ GRU(4)  Dense({units}) }}
train {{ optimizer = adam  loss = {loss}  epochs = 1 }}
search {{ objective = minimize({score})  algorithm = random  trials = 1 }}
"""


def write_lines(table: pa.Table, path: Path) -> None:
    """A JSON object a line; what JSON has no form for, as its text."""
    lines = (json.dumps(row, default=str) for row in table.to_pylist())
    path.write_text("\n".join([*lines, ""]))


def write_database(table: pa.Table, path: Path) -> None:
    """A table `t` of a database; what it has no type for, as its text."""
    cells = [
        [v if isinstance(v, None | int | float | bytes | str) else str(v) for v in row.values()]
        for row in table.to_pylist()
    ]
    with closing(sqlite3.connect(path)) as database:
        database.execute("create table t (a, v)")
        database.executemany("insert into t values (?, ?)", cells)
        database.commit()


def write_sheet(table: pa.Table, path: Path) -> None:
    """A sheet; what Excel has no type for, as its text."""
    book = openpyxl.Workbook()
    book.active.append(table.column_names)
    plain = (type(None), int, float, str, date)
    for row in table.to_pylist():
        cells = ((v, getattr(v, "tzinfo", None) is not None) for v in row.values())
        book.active.append([v if isinstance(v, plain) and not z else str(v) for v, z in cells])
    book.save(path)


WRITERS = {
    "excel": write_sheet,
    "parquet": pq.write_table,
    "feather": lambda table, path: feather.write_feather(table, str(path)),
    "jsonl": write_lines,
    "sqlite": write_database,
}


def write(folder: Path, form: str, column: pa.Array) -> None:
    table = pa.table({"a": pa.array(np.arange(ROWS) % 9 / 7), "v": column})
    if form != "csv":
        WRITERS[form](table, folder / f"table.{form}")
        return
    cells = ["" if value is None else str(value) for value in column.to_pylist()]
    frame = pd.DataFrame({"a": np.arange(ROWS) % 9 / 7, "v": cells})
    frame.to_csv(folder / "table.csv", index=False)


def text_of(form: str, role: str, missing: str) -> str:
    """A spec in which the column `v` has the role."""
    is_class = role.endswith("class")
    query = ', query = "select * from t"' if form == "sqlite" else ""
    return SPEC.format(
        form=form,
        more=query + (f", {role} = v" if role in ("time", "group") else ""),
        role=ROLES[role],
        missing=missing,
        units="classes, activation = softmax" if is_class else 1,
        loss="sparse_categorical_crossentropy" if is_class else "mse",
        score="val_loss",
    )


def verify_loads(study: Study, folder: Path) -> None:
    """Read everything, and cut what a trial gets, but where each row may be a group of its own."""
    preparation = Preparation(study, lower_plan(study), folder, OBJECTS)
    if study.data.source.group is None:
        interpreter = Interpreter(Scope.of(study.space, {}).evaluate, OBJECTS)
        (found,) = preparation.for_search(interpreter)
        for part in (found.train, found.scored):
            assert len(part["x"])
            assert np.isfinite(part["x"]).all()
            assert np.isfinite(part["y"]).all()
        times = preparation.labels(found).get("times")
        assert times is None or (len(times) == len(found.scored["x"]) and not pd.isna(times).any())


@pytest.mark.parametrize("gaps", [False, True], ids=["whole", "gaps"])
@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize("kind", ARROW)
def test_what_is_accepted_loads(tmp_path, form, kind, gaps):
    column = ARROW[kind]
    if gaps:
        holes = pa.array([place in (0, 9, 30) for place in range(ROWS)])
        column = pa.array(
            [
                None if hole else one
                for hole, one in zip(holes.to_pylist(), column.to_pylist(), strict=True)
            ],
            column.type,
        )
    write(tmp_path, form, column)
    for role in ROLES:
        text = text_of(form, role, "drop" if gaps else "error")
        checked = check_source(Source(f"{role}.rnnspec", text), tmp_path)
        if checked.study is None:
            codes = {problem.code for problem in checked.diagnostics if problem.is_error}
            assert codes <= {"E0601", "E0603", "E0604"}, (role, checked.diagnostics)
        else:
            verify_loads(checked.study, tmp_path)


ACCEPTED = {
    ("bool", "input"),
    ("bool", "class"),
    ("few int32", "encode"),
    ("few int32", "class"),
    ("whole floats", "class"),
    ("categories", "encode"),
    ("decimal", "number"),
    ("few digits", "class"),
    ("days as text", "time"),
    ("date32", "time"),
    ("zone", "time"),
    ("uint8", "time"),
    ("string", "group"),
}


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize(("kind", "role"), sorted(ACCEPTED))
def test_what_people_have_is_accepted(tmp_path, form, kind, role):
    write(tmp_path, form, ARROW[kind])
    text = text_of(form, role, "error")
    checked = check_source(Source("loads.rnnspec", text), tmp_path)
    assert [problem.message for problem in checked.diagnostics] == []
