"""A test part that is a file of its own: read as the source is, and held against it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from rnnspec.overview import describe_study
from rnnspec.source import Span, apply_edits
from specs import SEARCH, check, spec, study_of

CLASSES = "optimizer = adam  loss = sparse_categorical_crossentropy  epochs = 1"
ACCURACY = "objective = maximize(val_accuracy)  algorithm = random  trials = 1"


def write(folder: Path, name: str, rows: list[str], head: str = "t;v;kind") -> None:
    (folder / name).write_text("\n".join([head, *rows]))


def rows(count: int, kinds: str = "ab") -> list[str]:
    days = [date(2020, 1, 1) + timedelta(n) for n in range(count)]
    return [f"{day:%d/%m/%Y};{n % 9};{kinds[n % len(kinds)]}" for n, day in enumerate(days)]


def text(test: str = 'csv("u.csv")', split: str = "chronological(validation = 0.2)", **more) -> str:
    target = more.pop("target", "v")
    data = f"""source = csv("t.csv", time = t, separator = ";")
  test = {test}
  inputs = [v]
  target = {target}
  window = 5"""
    return spec(data=f"{data}\n  split = {split}" if split else data, **more)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "t.csv", rows(100))
    write(tmp_path, "u.csv", rows(40))
    return tmp_path


def test_a_file_is_read_as_the_source_is_and_shown(folder):
    study = study_of(text(), folder)
    assert study.data.test is not None
    assert (study.data.test.separator, study.data.test.time) == (";", "t")
    assert [part.rows for part in study.data.parts] == [80, 20, 40]
    lines = list(describe_study("t", study))
    assert '  tested by csv("u.csv", separator = ";"), 40 rows' in lines
    assert "  chronological split: train 80, validation 20, test 40 rows" in lines
    folds = study_of(text(split="", search=f"{SEARCH} folds = 3"), folder)
    assert [part.rows for part in folds.data.parts] == [100, 0, 40]


def test_what_is_said_of_the_file_itself_counts(folder):
    write(folder, "u.csv", [row.replace(";", ",") for row in rows(30)], "t,v,kind")
    assert [one.code for one in check(text(), folder).diagnostics] != []
    study = study_of(text('csv("u.csv", separator = ",")'), folder)
    assert [part.rows for part in study.data.parts] == [80, 20, 30]


@pytest.mark.parametrize(
    ("head", "lines", "code", "message"),
    [
        ("t;w;kind", rows(40), "E0602", "there is no column `v`"),
        ("t;v;kind", [f"{row[:11]}x;a" for row in rows(40)], "E0604", "`v` holds text"),
        ("t;v;kind", [*rows(9), "10/01/2020;;a"], "E0604", "`v` has missing values"),
        ("t;v;kind", ["2020-01-05;1;a", *rows(9)], "E0604", "`t` holds what is no time"),
        ("t;v;kind", rows(5), "E0603", "the test part holds no window"),
    ],
)
def test_what_the_file_lacks_is_told_where_it_is_named(folder, head, lines, code, message):
    write(folder, "u.csv", lines, head)
    wrong = text()
    found = check(wrong, folder).diagnostics
    assert [one.code for one in found] == [code]
    assert found[0].message == message
    assert found[0].span.start >= wrong.index("test =")


def test_a_file_that_is_not_there_is_told(folder):
    (found,) = check(text('csv("v.csv")'), folder).diagnostics
    assert (found.code, found.message) == ("E0601", '"v.csv" cannot be read')


@pytest.mark.parametrize(
    ("test", "split", "message"),
    [
        ('csv("u.csv")', "chronological(validation = 0.2, test = 0.2)", "a file of its own"),
        ('npz("u.npz", x = x, y = y)', "chronological(validation = 0.2)", "is a table"),
    ],
)
def test_what_cannot_stand_beside_the_file(folder, test, split, message):
    wrong = text(test, split)
    (found,) = check(wrong, folder).diagnostics
    assert found.code == "E0504"
    assert message in found.message
    if found.edits:
        edited = apply_edits(wrong, Span(0, len(wrong)), found.edits)
        assert not check(edited, folder).diagnostics


def test_a_class_that_training_never_saw_is_told(folder):
    model = "GRU(4)\n Dense(classes, activation = softmax)"
    told = {"model": model, "target": "kind", "train": CLASSES, "search": ACCURACY}
    write(folder, "u.csv", rows(40, kinds="bca"))
    wrong = text(**told)
    found = check(wrong, folder).diagnostics
    assert ("W0602", "the train part lacks a class of `kind`") in [
        (one.code, one.message) for one in found
    ]
    write(folder, "u.csv", rows(40, kinds="aa"))
    assert [one.message for one in check(wrong, folder).diagnostics] == [
        "the test part lacks a class of `kind`"
    ]
    write(folder, "u.csv", rows(40, kinds="12"))
    (found,) = check(wrong, folder).diagnostics
    assert found.message == "`kind` holds other classes than those of the source"
