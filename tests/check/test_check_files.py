"""Several files as one table: found by a pattern, told apart by `file`."""

import os
from pathlib import Path

import pandas as pd
import pytest

from rnnspec.profile import read_profile
from rnnspec.search.header import digests
from rnnspec.source import Span, apply_edits
from rnnspec.study.data import Table
from rnnspec.study.expressions import Const
from specs import blamed, check, marked, spec, study_of

ROWS = 40


def spec_of(
    source: str = 'csv("data/*.csv", time = t, group = file)', more: str = "inputs = [a]"
) -> str:
    return spec(
        data=f"source = {source} {more} target = a window = 3 "
        "split = chronological(validation = 0.2)"
    )


def write(path: Path, *columns: str, first: int = 0) -> None:
    lines = [",".join(columns)]
    for row in range(first, first + ROWS):
        lines.append(",".join(str(row % 9 if name == "a" else row) for name in columns))
    path.write_text("\n".join(lines) + "\n")
    os.utime(path, (1, 1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    for place, name in enumerate(("north", "south")):
        write(tmp_path / "data" / f"{name}.csv", "t", "a", "b", first=place)
    return tmp_path


def test_each_file_is_a_group_by_its_name(folder: Path) -> None:
    data = study_of(spec_of(more="inputs = all but [b]"), folder).data
    assert (data.rows, data.groups) == (2 * ROWS, 2)
    assert data.inputs == Const(("a",))  # the column that tells the files apart is none of theirs


def test_the_name_of_a_file_is_a_column_as_any_other(folder: Path) -> None:
    for name in ("north", "south"):
        rows = [f"{row},{row},{row % 2}" for row in range(ROWS)]
        (folder / "data" / f"{name}.csv").write_text("\n".join(["t,a,b", *rows]) + "\n")
    more = "inputs = [a, file] encode = [file]"
    source = 'csv("data/*.csv", time = t, group = [file, b])'
    data = study_of(spec_of(source, more), folder).data
    assert data.categories == (("file", ("north", "south")),)
    assert data.groups == 4


def test_files_without_groups_are_one_series(folder: Path) -> None:
    source = 'csv("data/*.csv", time = t)'
    (problem,) = (d for d in check(spec_of(source), folder).diagnostics if d.code == "E0604")
    assert "`group = file` tells series of the same times apart" in problem.help
    for name in ("north", "south"):
        rows = [f"{row},{row},{kind}" for row in range(ROWS) for kind in "xy"]
        (folder / "data" / f"{name}.csv").write_text("\n".join(["t,a,b", *rows]) + "\n")
    grouped = spec_of('csv("data/*.csv", time = t, group = b)')
    (problem,) = (d for d in check(grouped, folder).diagnostics if d.code == "E0604")
    assert "`group = [file, b]` tells series of the same times apart" in problem.help
    write(folder / "data" / "north.csv", "t", "a", "b")
    write(folder / "data" / "south.csv", "t", "a", "b", first=ROWS)
    data = study_of(spec_of(source), folder).data
    assert (data.rows, data.groups) == (2 * ROWS, None)
    assert data.timeline is not None
    assert (data.timeline.first, data.timeline.last) == ("0", str(2 * ROWS - 1))


@pytest.mark.parametrize(
    "text",
    [
        spec_of('csv(«E0601|"data/*.tsv"», time = t, group = file)'),
        spec_of('csv(«E0601|"d*/north.csv"», time = t, group = file)'),
        spec_of('csv("data/north.csv", time = t, group = «E0602|file»)'),
    ],
)
def test_what_names_no_files_is_refused(text: str, folder: Path) -> None:
    text, wanted = marked(text)
    assert blamed(text, folder) == wanted


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        (("t", "a"), "`west.csv` has no column `b`, as `north.csv` has"),
        (("t", "a", "b", "c"), "`west.csv` has a column `c` more than `north.csv`"),
        (("t", "a", "a", "b"), "`west.csv` has a column `a` more than `north.csv`"),
    ],
)
def test_files_have_the_same_columns(columns: tuple[str, ...], why: str, folder: Path) -> None:
    write(folder / "data" / "west.csv", *columns)
    problems = check(spec_of(), folder).diagnostics
    assert [problem.label for problem in problems] == [why]


def test_a_damaged_file_is_named(folder: Path) -> None:
    with (folder / "data" / "south.csv").open("a") as file:
        file.write("1,2,3,4\n")
    (problem,) = check(spec_of(), folder).diagnostics
    assert problem.label == f"`south.csv`: line {ROWS + 2} has 4 cells, the header 3"


def test_columns_may_stand_in_another_order(folder: Path) -> None:
    text = "b,a,t\n" + "".join(f"0,{row},{row}\n" for row in range(ROWS))
    (folder / "data" / "south.csv").write_text(text)
    profile = read_profile(Table("csv", "data/*.csv", several=True), folder, ["b"])
    (column,) = profile.columns
    assert (profile.rows, column.zeros) == (2 * ROWS, ROWS + 1)


def test_files_that_are_called_alike_are_refused(folder: Path) -> None:
    write(folder / "data" / "south.txt", "t", "a", "b")
    (problem,) = check(spec_of('csv("data/*", time = t, group = file)'), folder).diagnostics
    assert problem.label == "`south.csv` and `south.txt` differ in their endings alone"


def test_a_column_called_file_is_not_hidden(folder: Path) -> None:
    for name in ("north", "south"):
        write(folder / "data" / f"{name}.csv", "t", "a", "file")
    (problem,) = check(spec_of(), folder).diagnostics
    assert problem.label == "2 columns have this name"


def test_a_profile_is_kept_until_one_of_the_files_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    source = Table("csv", "data/*.csv", time="t", group="file", several=True)

    def kept() -> int:
        read_profile(source, folder, ["a"])
        return len(list((folder / "cache" / "rnnspec" / "profiles").glob("*")))

    assert [kept(), kept()] == [1, 1]
    write(folder / "data" / "south.csv", "t", "a", "b", first=5)
    os.utime(folder / "data" / "south.csv", (2, 2))
    assert kept() == 2
    write(folder / "data" / "west.csv", "t", "a", "b")
    assert kept() == 3
    assert read_profile(source, folder, ["a"]).groups == 3


def test_a_run_knows_every_file(folder: Path) -> None:
    study = study_of(spec_of(), folder)
    assert list(digests(study, folder)) == ["data/north.csv", "data/south.csv"]


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_other_formats_may_be_of_several_files(form: str, folder: Path) -> None:
    table = pd.DataFrame({"t": range(ROWS), "a": range(ROWS)})
    for name in ("north", "south"):
        if form == "parquet":
            table.to_parquet(folder / "data" / f"{name}.parquet")
        else:
            table.to_json(folder / "data" / f"{name}.jsonl", orient="records", lines=True)
    source = f'{form}("data/*.{form}", time = t, group = file)'
    assert study_of(spec_of(source), folder).data.groups == 2


def test_rows_to_skip_are_told_by_texts(folder: Path) -> None:
    wrong = spec_of('csv("data/*.csv", time = t, group = file, skip_rows = [99])')
    (problem,) = check(wrong, folder).diagnostics
    assert (problem.code, problem.help) == ("E0504", ('write `["99"]`',))
    mended = apply_edits(wrong, Span(0, len(wrong)), problem.edits)
    assert not check(mended, folder).diagnostics
