"""Tables of other formats than text: what is read of them, and that a database is only read."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import feather
from test_field_tables import loaded

from rnnspec.api import compile as compile_spec
from rnnspec.pipeline import check_source
from rnnspec.source import Source
from rnnspec.spec import load

ROWS = [(f"{day:02}.01.2021", day + 0.5) for day in range(1, 25)]
TABLE = pa.table({"when": [when for when, _ in ROWS], "load": [load for _, load in ROWS]})
QUERY = ', query = "select \\"when\\", load from hours order by load desc"'

SPEC = """rnnspec 1
data {{
  source = {form}("table.{form}"{told}, time = when, date_format = "%d.%m.%Y")
  inputs = [load]
  target = load
  window = 2
  split = chronological(validation = 0.3)
}}
model {{ GRU(4)  Dense(1) }}
train {{ optimizer = adam  loss = mse  epochs = 1 }}
search {{ objective = minimize(val_loss)  algorithm = random  trials = 1 }}
"""


def write_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute('create table hours ("when" text, load real)')
        database.executemany("insert into hours values (?, ?)", ROWS)
        database.commit()


def write_lines(path: Path) -> None:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in TABLE.to_pylist()))


def write_sheet(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("hours")
    for row in [("when", "load"), *ROWS]:
        sheet.append(row)
    book.save(path)


WRITERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "parquet": ("", lambda path: pq.write_table(TABLE, path)),
    "feather": ("", lambda path: feather.write_feather(TABLE, str(path))),
    "jsonl": ("", write_lines),
    "excel": (', sheet = "hours"', write_sheet),
    "sqlite": (QUERY, write_database),
}


@pytest.mark.parametrize("form", WRITERS)
def test_each_format_is_read_by_check_by_training_and_by_a_script(tmp_path, form):
    told, write = WRITERS[form]
    write(tmp_path / f"table.{form}")
    text = SPEC.format(form=form, told=told)
    study = check_source(Source("field.rnnspec", text), tmp_path).study
    assert study is not None
    found = loaded(study, tmp_path / f"table.{form}")
    np.testing.assert_array_equal(found[:, 0], [load for _, load in ROWS])
    assert study.data.timeline.step == "1d"
    (tmp_path / "field.rnnspec").write_text(text)
    assert f"def read_{form}(" in compile_spec(load(tmp_path / "field.rnnspec"), "optuna")


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("delete from hours", "not authorized"),
        ("attach 'other.db' as other", "not authorized"),
        ("pragma user_version = 7", "not authorized"),
        ("select heat from hours", "no such column"),
        ("selec", "syntax error"),
        ("", "no column"),
    ],
)
def test_a_query_can_do_nothing_but_select(tmp_path, query, why):
    write_database(tmp_path / "table.sqlite")
    before = (tmp_path / "table.sqlite").read_bytes()
    text = SPEC.format(form="sqlite", told=f', query = "{query}"')
    found = check_source(Source("field.rnnspec", text), tmp_path).diagnostics
    assert why in found[0].label + found[0].message
    assert {one.code for one in found} <= {"E0601", "E0602"}
    assert (tmp_path / "table.sqlite").read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["table.sqlite"]


@pytest.mark.parametrize("form", WRITERS)
def test_a_file_of_another_format_is_told(tmp_path, form):
    (tmp_path / f"table.{form}").write_bytes(b"when;load\n" + b"\xff" * 200)
    text = SPEC.format(form=form, told=WRITERS[form][0])
    (found,) = check_source(Source("field.rnnspec", text), tmp_path).diagnostics
    assert found.code == "E0601"
    assert "\n" not in found.label
