"""What is said of a table that is not read as it is written: pasted, each help makes it so."""

import gzip
from pathlib import Path

import pytest
from test_field_tables import PLAIN, SPEC, loaded, rows

from rnnspec.pipeline import check_source
from rnnspec.source import Source, Span, apply_edits
from rnnspec.study.study import Study


def text(told: str, inputs: str = "[y]", file: str = "table.csv", more: str = "") -> str:
    target = inputs.strip("[]").split(", ")[-1]
    found = SPEC.format(file=file, told=f", {told}" if told else "", inputs=inputs, target=target)
    return found.replace("  missing = drop\n", f"  missing = drop\n{more}")


def checked(folder: Path, content: str | bytes, spec: str, file: str = "table.csv"):
    written = content if isinstance(content, bytes) else content.encode()
    (folder / file).write_bytes(written)
    return check_source(Source("field.rnnspec", spec), folder)


def mended(folder: Path, spec: str, title: str) -> Study | None:
    """The study where the edit that is called so, of the first problem that has it, is made."""
    problems = check_source(Source("field.rnnspec", spec), folder).diagnostics
    edits = [edit for problem in problems for edit in problem.edits if title in edit.title]
    assert edits, problems
    spec = apply_edits(spec, Span(0, len(spec)), edits[:1])
    return check_source(Source("field.rnnspec", spec), folder).study


MENDED = {
    "another separator": (rows("t;y", "2021-01-{d};{n}.5"), "time = t", 'separator = ";"'),
    "tabulators": (rows("t\ty", "2021-01-{d}\t{n}.5"), "time = t", 'separator = "\\t"'),
    "a separator and decimal commas": (
        rows("t;y", "2021-01-{d};{n},5"),
        'time = t, decimal = ","',
        'separator = ";"',
    ),
    "decimal commas": (
        rows("t;y", "2021-01-{d};{n},25"),
        'time = t, separator = ";"',
        'decimal = ","',
    ),
    "thousands": (
        rows("t;y", "2021-01-{d};{n}.234,5"),
        'time = t, separator = ";"',
        'decimal = ",", thousands = "."',
    ),
    "money": (rows("t,y", "2021-01-{d},$1{n}.25"), "time = t", 'ignore = "$"'),
    "per cent": (rows("t,y", "2021-01-{d},{n}.5%"), "time = t", 'ignore = "%"'),
    "euros": (
        rows("t;y", "2021-01-{d};{n},50 €"),
        'time = t, separator = ";"',
        'decimal = ",", ignore = "€"',
    ),
    "a mark for what is missing": (
        rows("t,y", "2021-01-{d},{n}").replace(",3\n", ",?\n").replace(",5\n", ",?\n"),
        "time = t",
        'missing_values = ["?"]',
    ),
    "another mark": (
        rows("t,y", "2021-01-{d},{n}").replace(",3\n", ",?\n").replace(",5\n", ",-\n"),
        'time = t, missing_values = ["?"]',
        'missing_values = ["?", "-"]',
    ),
    "decimal commas and a mark": (
        rows("t;y", "2021-01-{d};{n},25").replace(";3,25", ";n.v."),
        'time = t, separator = ";"',
        'decimal = ",", missing_values = ["n.v."]',
    ),
    "days or months": (
        rows("t,y", "{d}/01/2000,{n}", 12),
        "time = t",
        'date_format = "%m/%d/%Y"',
    ),
    "a line of units": (
        rows("t,y", "2021-01-{d},{n}").replace("t,y\n", "t,y\ndate,degC\n"),
        "time = t",
        'skip_rows = [date]',
    ),
    "two lines below the header": (
        rows("t,y", "2021-01-{d},{n}").replace("t,y\n", "t,y\nTicker,AAPL\nDate,\n"),
        "time = t",
        'skip_rows = [Ticker, Date]',
    ),
    "the header again": (
        rows("t,y", "2021-01-{d},{n}").replace("2021-01-05", "t,y\n2021-01-05"),
        "time = t",
        'skip_rows = [t]',
    ),
    "a sum at the end": (
        rows("t,y", "2021-01-{d},{n}") + "Total,300\n",
        "time = t",
        'skip_rows = [Total]',
    ),
    "a sum beside other signs": (
        rows("t y", "2021-01-{d}  {n}") + "# of rows\nTotal   300\n",
        'time = t, separator = " ", comment = "#"',
        'skip_rows = [Total]',
    ),
    "cp1252": (
        rows("t,y,Größe", "2021-01-{d},{n},1").encode("cp1252"),
        "time = t",
        "encoding = cp1252",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "told", "title"), MENDED.values(), ids=MENDED)
def test_the_help_works_when_it_is_pasted(tmp_path, content, told, title):
    spec = text(told)
    assert checked(tmp_path, content, spec).study is None
    assert mended(tmp_path, spec, title) is not None


def test_where_cells_stand_that_are_no_numbers(tmp_path):
    content = rows("t,y", "2021-01-{d},{n}").replace(",3\n", ",?\n").replace(",5\n", ",?\n")
    found = checked(tmp_path, content, text("time = t")).diagnostics
    assert {one.label for one in found} == {"'?' in 2 of 24 cells"}
    for row, line in (("date,degC", 2), ("t,y", 14), ("Total,300", 26)):
        lines = PLAIN.splitlines()
        lines.insert(line - 1, row)
        found = checked(tmp_path, "\n".join(lines), text("time = t")).diagnostics
        first, *_ = row.split(",")
        assert f"{first!r} in line {line}" in [one.label for one in found]
        for one in found:
            assert f"in line {line}" in one.label
            assert not any("encode" in help for help in one.help)


def test_rows_that_are_none_leave_values_as_they_are(tmp_path):
    content = PLAIN.replace("\n", "\nunits,degC\n", 1) + '"Total, all",300\n'
    told = 'time = t, skip_rows = ["units", "Total, all"]'
    study = checked(tmp_path, content, text(told)).study
    assert study is not None
    plain = checked(tmp_path, PLAIN, text("time = t"), "plain.csv").study
    assert (study.data.rows, plain) == (len(PLAIN.splitlines()) - 1, None)
    (tmp_path / "table.csv").write_text(content.replace("units", "2021-01-01"))
    (found,) = checked(tmp_path, content, text("time = t, skip_rows = [2]")).diagnostics
    assert found.code == "E0504"


def test_a_bad_cell_of_a_row_of_values_leaves_its_row_alone(tmp_path):
    lines = PLAIN.splitlines()
    lines[5] = lines[5].split(",")[0] + ",broken"
    found = checked(tmp_path, "\n".join(lines), text("time = t")).diagnostics
    assert found
    assert not any("skip_rows" in edit.title for one in found for edit in one.edits)


def test_intervals_are_read_where_they_begin(tmp_path):
    content = rows("t,y", "{d}.01.2021 00:00 - {d}.01.2021 12:00,{n}")
    again = content + "05.01.2021 00:00 - 05.01.2021 12:00,6\n"
    spec = text("time = t").replace("missing = drop", "missing = drop  duplicates = mean")
    for written, row in ((text("time = t"), content), (spec, again)):
        study = checked(tmp_path, row, written).study
        assert study is not None
        assert (study.data.intervals, study.data.time_format) == (True, "%d.%m.%Y %H:%M")
        assert (study.data.timeline.first, study.data.timeline.step) == ("2021-01-01", "1d")
        assert len(loaded(study, tmp_path / "table.csv")) == 24
    iso = rows("t,y", "2021-01-{d}T00:00Z/2021-01-{d}T12:00Z,{n}")
    study = checked(tmp_path, iso, text("time = t")).study
    assert study is not None
    assert (study.data.intervals, study.data.timeline.step) == (True, "1d")
    assert len(loaded(study, tmp_path / "table.csv")) == 24
    ambiguous = rows("t,y", "01/{d}/2021 00:00 - 01/{d}/2021 12:00,{n}", 12)
    assert checked(tmp_path, ambiguous, text("time = t")).study is None
    study = mended(tmp_path, text("time = t"), 'date_format = "%m/%d/%Y %H:%M"')
    assert study is not None
    assert study.data.timeline.step == "1d"


def test_a_table_without_a_header(tmp_path):
    content = rows("", "2021-01-{d},{n}.5")
    found = checked(tmp_path, content, text("time = t")).diagnostics
    assert all("`header = false`" in " ".join(one.help) for one in found)
    assert checked(tmp_path, content, text("time = c1, header = false", "[c2]")).study


def test_a_packed_file_under_a_plain_name(tmp_path):
    (found,) = checked(tmp_path, gzip.compress(PLAIN.encode()), text("time = t")).diagnostics
    assert found.code == "E0601"
    assert "`.gz`" in found.label
    (found,) = checked(tmp_path, b"PAR1" + b"\xff" * 20, text("time = t")).diagnostics
    assert "Parquet" in found.label


def test_a_file_that_is_not_there_names_its_neighbour(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "energy_2020.csv").write_text(PLAIN)
    spec = text("time = t", file="data/energy2020.csv")
    (found,) = check_source(Source("field.rnnspec", spec), tmp_path).diagnostics
    assert found.help == ('the nearest is `"data/energy_2020.csv"`',)
    spec = apply_edits(spec, Span(0, len(spec)), found.edits)
    assert check_source(Source("field.rnnspec", spec), tmp_path).study


def test_names_in_helps_are_quoted_where_they_need_it(tmp_path):
    content = rows("t,CO(GT),y", "2021-01-{d},word{n},{n}")
    found = checked(tmp_path, content, text("time = t", '["CO(GT)", y]')).diagnostics
    assert '`encode = ["CO(GT)"]`' in found[0].help[0]


def test_letters_behind_numbers_are_told_and_not_encoded(tmp_path):
    content = rows("t,y", "2021-01-{d},{n}.5K").replace("2.5K", "2.5M")
    found = checked(tmp_path, content, text("time = t")).diagnostics
    assert all("letters behind a number" in " ".join(one.help) for one in found)


def test_numbers_that_are_encoded_are_a_warning(tmp_path):
    content = rows("t;x;y", "2021-01-{d};{n},5;{m}")
    told = 'time = t, separator = ";"'
    spec = text(told, "[x, y]", more="  encode = [x]\n")
    (found,) = checked(tmp_path, content, spec).diagnostics
    assert found.code == "W0605"
    assert 'decimal = ","' in found.help[0]
    codes = rows("t;x;y", "2021-01-{d};{n};{m}")
    assert not checked(tmp_path, codes, spec).diagnostics


@pytest.mark.parametrize("mark", ["-200", "-999", "9999"])
def test_a_number_for_missing_values_is_a_warning(tmp_path, mark):
    content = rows("t,x,y", "2021-01-{d},{n},{m}").replace(",3,", f",{mark},")
    content = content.replace(",5,", f",{mark}.0,")
    spec = text("time = t", "[x, y]")
    (found,) = checked(tmp_path, content, spec).diagnostics
    assert found.code == "W0605"
    assert f"2 values are {mark}" in found.label
    study = mended(tmp_path, spec, f"missing_values = [{mark}]")
    assert study is not None
    assert study.data.source.missing_values == (int(mark),)


def test_truths_are_numbers_and_yes_and_no_are_not(tmp_path):
    content = rows("t,x,y", "2021-01-{d},True,{m}").replace("02,True", "02,False")
    assert checked(tmp_path, content, text("time = t", "[x, y]")).study
    content = content.replace("True", "yes").replace("False", "no")
    (found,) = checked(tmp_path, content, text("time = t", "[x, y]")).diagnostics
    assert "`encode = [x]`" in found.help[0]
