"""Tables as people have them: each is read as it was meant, by what checks and by what trains."""

import bz2
import gzip
import lzma
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import numpy as np
import pyarrow as pa
import pytest

from rnnspec.api import compile as compile_spec
from rnnspec.executors.interpreter import Interpreter
from rnnspec.pipeline import check_source
from rnnspec.plan.lower import lower_plan
from rnnspec.runtime import encode, formats, missing, tables, texts
from rnnspec.source import Source
from rnnspec.spec import load
from rnnspec.study.evaluate import Scope
from rnnspec.study.study import Study

OBJECTS = {
    **vars(tables),
    **vars(formats),
    **vars(texts),
    **vars(missing),
    **vars(encode),
    "np": np,
}

SPEC = """rnnspec 1
data {{
  source = csv("{file}"{told})
  inputs = {inputs}
  target = {target}
  window = 2
  split = chronological(validation = 0.3)
  missing = drop
}}
model {{ GRU(4)  Dense(1) }}
train {{ optimizer = adam  loss = mse  epochs = 1 }}
search {{ objective = minimize(val_loss)  algorithm = random  trials = 1 }}
"""

NONE = float("nan")
DAYS = [f"{day:02}" for day in range(1, 25)]


class Case(NamedTuple):
    """A file, the arguments that tell how it is written, and the first values of its columns."""

    content: str | bytes
    told: str
    first: tuple[tuple[float, ...], ...]
    inputs: str = "[y]"
    file: str = "table.csv"


def rows(head: str, row: str, count: int = 24) -> str:
    """A table of so many rows; in one, {d} is the day, {n} its number, {m} a number below 9."""
    body = (row.format(d=f"{n + 1:02}", n=n + 1, m=n % 9) for n in range(count))
    return "\n".join([*([head] if head else []), *body, ""])


PLAIN = rows("t,y", "2021-01-{d},{n}.5")


def zipped(content: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("inside.csv", content)
    return file.getvalue()


CASES = {
    "semicolons": Case(
        rows("t;y", "2021-01-{d};{n}.5"), ', time = t, separator = ";"', ((1.5,), (2.5,))
    ),
    "decimal comma": Case(
        rows("t;y;;", "2021-01-{d};{n},5;;"),
        ', time = t, separator = ";", decimal = ","',
        ((1.5,), (2.5,)),
    ),
    "decimal comma, grouped by points": Case(
        rows("t;y", "2021-01-{d};1.{n:03}.000,25"),
        ', time = t, separator = ";", decimal = ",", thousands = "."',
        ((1001000.25,), (1002000.25,)),
    ),
    "grouped by commas, quoted": Case(
        rows("t,y", '2021-01-{d},"{n},234"'), ', time = t, thousands = ","', ((1234,), (2234,))
    ),
    "grouped by blanks": Case(
        rows("t;y", "2021-01-{d};{n}\u00a0234.5"),
        ', time = t, separator = ";", thousands = " "',
        ((1234.5,), (2234.5,)),
    ),
    "signs of money": Case(
        rows("t,y", "2021-01-{d},$1{n}.25"), ', time = t, ignore = "$"', ((11.25,), (12.25,))
    ),
    "per cent": Case(
        rows("t,y", "2021-01-{d},-{n}.5%"), ', time = t, ignore = "%"', ((-1.5,), (-2.5,))
    ),
    "euros": Case(
        rows("t;y", "2021-01-{d};{n},5 €"),
        ', time = t, separator = ";", decimal = ",", ignore = "€"',
        ((1.5,), (2.5,)),
    ),
    "missing by a text and by a number": Case(
        rows("t,y", "2021-01-{d},{n}.5").replace(",1.5", ",?").replace(",2.5", ",-200.0"),
        ', time = t, missing_values = ["?", -200]',
        ((NONE,), (NONE,), (3.5,)),
    ),
    "missing by a number under a decimal comma": Case(
        rows("t;y", "2021-01-{d};{n},5").replace(";1,5", ";-200").replace(";2,5", ";-200,0"),
        ', time = t, separator = ";", decimal = ",", missing_values = -200',
        ((NONE,), (NONE,), (3.5,)),
    ),
    "date and time in two columns": Case(
        rows("Date;Time;y", "16/12/2006;17:{d}:00;{n}"),
        ', time = [Date, Time], separator = ";"',
        ((1,), (2,)),
    ),
    "hours and minutes behind points": Case(
        rows("Date;Time;y", "16/12/2006;17.00.{d};{n}"),
        ', time = [Date, Time], separator = ";"',
        ((1,), (2,)),
    ),
    "year, month, day and hour": Case(
        rows("year,month,day,hour,y", "2010,1,1,{d},{n}", 23),
        ', time = [year, month, day, hour], date_format = "%Y %m %d %H"',
        ((1,), (2,)),
    ),
    "days that may be months": Case(
        rows("t,y", "{d}/01/2000,{n}", 12),
        ', time = t, date_format = "%d/%m/%Y"',
        ((1,), (2,)),
    ),
    "months that may be days": Case(
        rows("t,y", "{d}/01/2000,{n}", 12),
        ', time = t, date_format = "%m/%d/%Y"',
        ((1,), (2,)),
    ),
    "days as whole numbers": Case(
        rows("t,y", "202101{d},{n}"), ', time = t, date_format = "%Y%m%d"', ((1,), (2,))
    ),
    "iso by its name": Case(PLAIN, ", time = t, date_format = iso", ((1.5,), (2.5,))),
    "comments": Case(
        "# of 2021, made by hand\n" + PLAIN + "# end\n", ', time = t, comment = "#"', ((1.5,),)
    ),
    "a comment's sign inside a cell": Case(
        rows("t,y,#", "2021-01-{d},{n},a#b"), ', time = t, comment = "#"', ((1,), (2,))
    ),
    "no header": Case(
        rows("", "2021-01-{d},{n}.5"), ", time = c1, header = false", ((1.5,), (2.5,)), "[c2]"
    ),
    "blanks, no header": Case(
        rows("", "1 {d}  64{n}.5 0.{n}  ").lstrip(),
        ', separator = " ", header = false',
        ((641.5, 0.1), (642.5, 0.2)),
        "[c3, c4]",
    ),
    "aligned by blanks": Case(
        rows("   t    y", "  {d}  {n}.5"), ', time = t, separator = " "', ((1.5,), (2.5,))
    ),
    "single blanks with an empty cell": Case(
        rows("t x y", "{d} 7 {n}").replace("01 7 1", "01  1"),
        ', time = t, separator = " "',
        ((NONE, 1), (7, 2)),
        "[x, y]",
    ),
    "latin letters": Case(
        rows("t,Größe,y", "2021-01-{d},5,{n}").encode("cp1252"),
        ", time = t, encoding = cp1252",
        ((5, 1), (5, 2)),
        '["Größe", y]',
    ),
    "UTF-16": Case(PLAIN.encode("utf-16"), ", time = t", ((1.5,), (2.5,))),
    "UTF-16 without its mark": Case(
        PLAIN.encode("utf-16-le"), ', time = t, encoding = "utf-16-le"', ((1.5,), (2.5,))
    ),
    "UTF-8 with its mark": Case(PLAIN.encode("utf-8-sig"), ", time = t", ((1.5,), (2.5,))),
    "a line that tells the separator": Case(
        "sep=;\r\n" + rows("t;y", "2021-01-{d};{n}.5"), ", time = t", ((1.5,), (2.5,))
    ),
    "blanks around names and cells": Case(
        rows(" t , y ", " 2021-01-{d} , {n}.5 "), ", time = t", ((1.5,), (2.5,))
    ),
    "a name with its blank": Case(
        rows(" t,y", "2021-01-{d},{n}"), ', time = " t"', ((1,), (2,))
    ),
    **{
        ending: Case(pack(PLAIN.encode()), ", time = t", ((1.5,), (2.5,)), file=f"table{ending}")
        for ending, pack in {
            ".csv.gz": gzip.compress,
            ".csv.bz2": bz2.compress,
            ".csv.xz": lzma.compress,
            ".csv.zst": lambda content: pa.compress(content, "zstd", asbytes=True),
            ".zip": lambda content: zipped(content.decode()),
        }.items()
    },
}  # fmt: skip


def written(case: Case, folder: Path) -> str:
    """The file, and a spec that reads it."""
    content = case.content.encode() if isinstance(case.content, str) else case.content
    (folder / case.file).write_bytes(content)
    target = case.inputs.strip("[]").split(", ")[-1]
    return SPEC.format(file=case.file, told=case.told, inputs=case.inputs, target=target)


def loaded(study: Study, path: Path) -> np.ndarray:
    """The inputs as training reads them."""
    interpreter = Interpreter(Scope.of(study.space, {}).evaluate, OBJECTS)
    return interpreter.knowing(path=path).run(lower_plan(study).data.read)["inputs"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_is_read_as_it_was_meant(tmp_path, case):
    text = written(case, tmp_path)
    checked = check_source(Source("field.rnnspec", text), tmp_path)
    assert checked.study is not None, checked.diagnostics
    found = loaded(checked.study, tmp_path / case.file)
    np.testing.assert_array_equal(found[: len(case.first)], case.first)
    assert len(found) == checked.study.data.rows


def test_two_readings_of_one_file_are_two_orders(tmp_path):
    (tmp_path / "t.csv").write_text(rows("t,y", "{d}/01/2000,{n}", 12))
    lines = []
    for form in ("%d/%m/%Y", "%m/%d/%Y"):
        told = f', time = t, date_format = "{form}"'
        text = SPEC.format(file="t.csv", told=told, inputs="[y]", target="y")
        study = check_source(Source("field.rnnspec", text), tmp_path).study
        assert study is not None
        lines.append(study.data.timeline)
    assert [(line.first, line.last, line.step) for line in lines] == [
        ("2000-01-01", "2000-01-12", "1d"),
        ("2000-01-01", "2000-12-01", "month"),
    ]


def test_a_script_reads_it_so_too_and_a_plain_file_as_ever(tmp_path):
    case = CASES["missing by a text and by a number"]
    (tmp_path / "field.rnnspec").write_text(written(case, tmp_path))
    script = compile_spec(load(tmp_path / "field.rnnspec"), "hyperopt")
    assert 'missing_values=["?", -200]' in script
    assert "def read_table(" in script
    assert "def read_csv(" not in script
    (tmp_path / "field.rnnspec").write_text(written(CASES["UTF-8 with its mark"], tmp_path))
    script = compile_spec(load(tmp_path / "field.rnnspec"), "hyperopt")
    assert "def read_csv(" in script
    assert "read_table" not in script


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ('decimal = ";"', "E0301"),
        ('thousands = ",,"', "E0301"),
        ("encoding = nothing", "E0301"),
        ("encoding = hex", "E0301"),
        ('date_format = "%Q"', "E0301"),
        ("missing_values = [true]", "E0301"),
        ('separator = ";", thousands = "."', "E0504"),
    ],
)
def test_what_no_file_can_be_written_by_is_refused(tmp_path, told, code):
    (tmp_path / "table.csv").write_text(PLAIN)
    text = SPEC.format(file="table.csv", told=f", time = t, {told}", inputs="[y]", target="y")
    checked = check_source(Source("field.rnnspec", text), tmp_path)
    assert [one.code for one in checked.diagnostics] == [code]
