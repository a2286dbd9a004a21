"""What a split says: parts that begin at a time or are so many rows, and what parts nothing."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from rnnspec.overview import describe_study
from rnnspec.source import Span, apply_edits
from specs import SEARCH, check, spec, study_of

DAYS = [date(2020, 1, 1) + timedelta(n) for n in range(200)]


def write(folder: Path, form: str = "%Y-%m-%d") -> None:
    rows = [f"{day:{form}},{n % 9},{'ab'[n % 2]}" for n, day in enumerate(DAYS)]
    (folder / "t.csv").write_text("\n".join(["when,v,g", *rows]))


def text(split: str, source: str = ", time = when", **more: str) -> str:
    data = f"""source = csv("t.csv"{source})
  inputs = [v]
  target = v
  window = 7
  split = {split}"""
    return spec(data=data, **more)


def parts(split: str, folder: Path, source: str = ", time = when", **more: str) -> list[int]:
    return [part.rows for part in study_of(text(split, source, **more), folder).data.parts]


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d/%m/%Y"])
@pytest.mark.parametrize(
    ("split", "sizes"),
    [
        ('validation = "2020-04-10", test = "2020-05-20"', [100, 40, 60]),
        ('test = "2020-05-20 00:00", validation = "2020-04"', [91, 49, 60]),
        ("validation = 40, test = 60", [100, 40, 60]),
        ('validation = 40, test = "2020-05-20"', [100, 40, 60]),
        ('validation = 0.2, test = "2020-05-20"', [100, 40, 60]),
        ("validation = 0.2, test = 60", [100, 40, 60]),
        ('validation = "2020-04-10", test = 0.3', [100, 40, 60]),
        ('validation = "2020-04-10"', [100, 100, 0]),
    ],
)
def test_a_part_begins_at_a_time_or_is_so_many_rows(tmp_path, form, split, sizes):
    write(tmp_path, form)
    assert parts(f"chronological({split})", tmp_path) == sizes


def test_a_time_is_read_as_those_of_the_data_are(tmp_path):
    write(tmp_path, "%d/%m/%Y")
    split = 'chronological(validation = "10/04/2020", test = "20/05/2020")'
    assert parts(split, tmp_path) == [100, 40, 60]
    lines = list(describe_study("t", study_of(text(split), tmp_path)))
    assert "  chronological split: train 100, validation 40, test 60 rows" in lines
    began = "validation at 2020-04-10, test at 2020-05-20"
    assert f"  times at which parts begin: {began}" in lines


def test_times_that_are_numbers_are_written_as_text(tmp_path):
    rows = [f"{1900 + n},{n}" for n in range(100)]
    (tmp_path / "t.csv").write_text("\n".join(["when,v", *rows]))
    assert parts('chronological(validation = "1960", test = "1980.5")', tmp_path) == [60, 21, 19]


def test_rows_are_of_each_group_and_a_time_is_that_of_all(tmp_path):
    rows = [f"{DAYS[n]},{n},a" for n in range(120)] + [f"{DAYS[n]},{n},b" for n in range(20, 80)]
    (tmp_path / "t.csv").write_text("\n".join(["when,v,g", *rows]))
    grouped = ", time = when, group = g"
    counted = "chronological(validation = 10, test = 15)"
    assert parts(counted, tmp_path, grouped) == [130, 20, 30]
    assert parts(f'chronological(validation = 5, test = "{DAYS[70]}")', tmp_path, grouped) == [
        *(110, 10, 60),
    ]
    unordered = study_of(text(counted, ", group = g"), tmp_path)
    assert [(part.rows, part.begins) for part in unordered.data.parts] == [
        *((130, None), (20, None), (30, None)),
    ]


def test_folds_leave_the_test_part_where_it_is(tmp_path):
    write(tmp_path)
    search = "objective = minimize(val_mae) algorithm = random trials = 3 folds = 3"
    for held in ('"2020-05-20"', "60", "0.3"):
        assert parts(f"chronological(test = {held})", tmp_path, search=search) == [140, 0, 60]


@pytest.mark.parametrize(
    ("split", "found"),
    [
        ('validation = "2020-04-10", test = "2021-01-01"', "its last is 2020-07-18"),
        ('validation = "2019-04-10", test = "2020-05-20"', "its first is 2020-01-01"),
        ('validation = "2020-05-20", test = "2020-04-10"', "that begins at 2020-04-10"),
        ('validation = "2020-04-10", test = "2020-04-10"', "that begins at 2020-04-10"),
        ('validation = "2020-04-10", test = "in May"', '"in May" is none'),
        ('validation = "now"', '"now" is none'),
        ('test = 40, validation = "2022-01-01"', "that begins at 2020-06-09"),
    ],
)
def test_a_time_that_parts_nothing_is_told_with_times_that_do(tmp_path, split, found):
    write(tmp_path)
    wrong = text(f"chronological({split})")
    (problem,) = check(wrong, tmp_path).diagnostics
    assert problem.code == "E0305"
    assert problem.label == found
    edited = apply_edits(wrong, Span(0, len(wrong)), problem.edits)
    assert not check(edited, tmp_path).diagnostics, edited


@pytest.mark.parametrize(
    ("split", "source", "code"),
    [
        ('chronological(validation = "2020-04-10")', "", "E0504"),
        ("chronological(validation = 1.5)", ", time = when", "E0305"),
        ("chronological(validation = -3)", ", time = when", "E0305"),
        ("chronological(validation = 200)", ", time = when", "E0603"),
        ("chronological(validation = 150, test = 50)", ", time = when", "E0603"),
        ("chronological(validation = 0.2, test = 2)", ", time = when, group = g", ""),
    ],
)
def test_parts_that_hold_nothing_and_values_that_are_no_part(tmp_path, split, source, code):
    write(tmp_path)
    found = [problem.code for problem in check(text(split, source), tmp_path).diagnostics]
    assert found == ([code] if code else [])


def test_arrays_are_parted_by_samples_and_never_by_times(tmp_path):
    rng = np.random.default_rng(0)
    np.savez(tmp_path / "a.npz", x=rng.normal(size=(60, 5, 2)), y=rng.normal(size=(60, 1)))
    data = 'source = npz("a.npz", x = x, y = y)\n  split = {}'
    for kind in ("chronological", "random"):
        study = study_of(spec(data=data.format(f"{kind}(validation = 10, test = 0.1)")), tmp_path)
        assert [part.rows for part in study.data.parts] == [44, 10, 6]
    for kind, code in (("chronological", "E0504"), ("random", "E0301")):
        wrong = spec(data=data.format(f'{kind}(validation = "2020-04-10")'))
        (problem,) = check(wrong, tmp_path).diagnostics
        assert problem.code == code
        if problem.edits:
            edited = apply_edits(wrong, Span(0, len(wrong)), problem.edits)
            assert not check(edited, tmp_path).diagnostics


def test_a_part_of_groups_that_are_too_short_holds_no_window(tmp_path):
    write(tmp_path)
    rows = [f"{DAYS[n]},{n},{n // 5}" for n in range(200)]
    (tmp_path / "t.csv").write_text("\n".join(["when,v,g", *rows]))
    wrong = text("chronological(validation = 1, test = 1)", ", time = when, group = g")
    (problem,) = check(wrong, tmp_path).diagnostics
    assert (problem.code, problem.label) == (
        "E0603",
        "no window of 7 rows and 1 ahead lies in one group",
    )
    assert problem.help == ("at most 2 rows fit",), "of five, one validates and one tests"
    assert not check(wrong.replace("window = 7", "window = 2"), tmp_path).diagnostics


def ahead(**settings: str) -> str:
    model, data = "GRU(4)\n Dense(horizon)", "chronological(validation = 20, test = 20)"
    more = " ".join(f"{name} = {value}" for name, value in settings.items())
    return text(data, model=model).replace("window = 7", more)


def test_a_part_needs_the_rows_between_a_window_and_what_it_predicts(tmp_path):
    write(tmp_path)
    assert not check(ahead(window="60", lead="72", horizon="2"), tmp_path).diagnostics
    (problem,) = check(ahead(window="100", lead="72", horizon="2"), tmp_path).diagnostics
    assert (problem.code, problem.help) == ("E0603", ("at most 87 rows fit",))
    assert problem.label == "it has 160 of 200 rows, a window needs 100 and 73 ahead"
    assert not check(ahead(window="87", lead="72", horizon="2"), tmp_path).diagnostics
    (problem,) = check(ahead(window="88", lead="72", horizon="2"), tmp_path).diagnostics
    assert problem.code == "E0603"
    lines = list(describe_study("t", study_of(ahead(window="7", lead="72", horizon="2"), tmp_path)))
    assert "  windows of 7 rows of v predict the rows 72 to 73 ahead of v" in lines


@pytest.mark.parametrize("name", ["lead", "season"])
def test_what_belongs_to_the_last_row_has_no_lead_and_no_season(tmp_path, name):
    write(tmp_path)
    wrong = ahead(window="7", horizon="0", **{name: "3"}).replace("[v]", "[g]  encode = [g]")
    (problem,) = check(wrong.replace("Dense(horizon)", "Dense(1)"), tmp_path).diagnostics
    assert problem.code == "E0504"
    assert "`horizon = 0`" in problem.message
    assert problem.help == (f"leave `{name}` out",)
    (edit,) = problem.edits
    assert wrong[edit.span.start : edit.span.end] == f"{name} = 3"


def test_a_class_may_be_that_of_a_row_ahead(tmp_path):
    write(tmp_path)
    train = "optimizer = adam  loss = sparse_categorical_crossentropy  epochs = 1"
    search = "objective = maximize(val_accuracy)  algorithm = random  trials = 1"
    model, split = "GRU(4)\n Dense(classes, activation = softmax)", "chronological(validation = 40)"
    told = text(split, model=model, train=train, search=search).replace("target = v", "target = g")
    lines = list(describe_study("t", study_of(told, tmp_path)))
    assert "  windows of 7 rows of v predict 2 classes of g" in lines
    lines = list(describe_study("t", study_of(told.replace("window", "lead = 3 window"), tmp_path)))
    assert "  windows of 7 rows of v predict 2 classes of g in the row 3 ahead" in lines


def groups_of(folder: Path, count: int, rows: int = 30) -> None:
    lines = [f"{DAYS[n]},{n},g{group}" for n in range(rows) for group in range(count)]
    (folder / "t.csv").write_text("\n".join(["when,v,g", *lines]))


GROUPED = ", time = when, group = g"


@pytest.mark.parametrize(
    ("split", "count", "held"),
    [
        ("validation = 0.2, test = 0.2", 10, (6, 2, 2)),
        ("validation = 3, test = 1", 10, (6, 3, 1)),
        ("test = 0.5, validation = 1", 4, (1, 1, 2)),
    ],
)
def test_whole_groups_are_held_back_and_named(tmp_path, split, count, held):
    groups_of(tmp_path, count)
    study = study_of(text(f"groups({split})", GROUPED), tmp_path)
    parts = study.data.parts
    assert [len(part.groups) for part in parts] == list(held)
    assert [part.rows for part in parts] == [30 * groups for groups in held]
    assert sorted(name for part in parts for name in part.groups) == [
        f"g{group}" for group in range(count)
    ]
    named = ", ".join(f"`{name}`" for name in parts[2].groups)
    assert f"  groups that are held back for test: {named}" in describe_study("t", study)
    seeded = text(f"groups({split})", GROUPED, search=f"{SEARCH} seed = 7")
    assert study_of(seeded, tmp_path).data.parts == parts, "whatever the seed of the search is"


@pytest.mark.parametrize(
    ("split", "source", "code", "found"),
    [
        ("validation = 1, test = 1", GROUPED, "E0603", "there are 2 in all"),
        ("validation = 1, test = 5", GROUPED, "E0603", "there are 2 in all"),
        ("validation = 0.2", ", time = when", "E0504", ""),
        ('validation = "2020-02-01"', GROUPED, "E0301", 'this is "2020-02-01"'),
    ],
)
def test_too_few_groups_or_none_are_told(tmp_path, split, source, code, found):
    groups_of(tmp_path, 2)
    problem = next(
        one
        for one in check(text(f"groups({split})", source), tmp_path).diagnostics
        if one.code != "E0604"
    )
    assert (problem.code, problem.label) == (code, found)


def test_groups_that_suffice_are_named_as_a_way_out(tmp_path):
    groups_of(tmp_path, 3)
    wrong = text("groups(validation = 1, test = 2)", GROUPED)
    (problem,) = check(wrong, tmp_path).diagnostics
    assert problem.code == "E0603"
    edited = apply_edits(wrong, Span(0, len(wrong)), problem.edits)
    assert "groups(validation = 1, test = 1)" in edited
    assert not check(edited, tmp_path).diagnostics


def test_folds_hold_back_no_groups(tmp_path):
    groups_of(tmp_path, 5)
    wrong = text("groups(test = 1)", GROUPED, search=f"{SEARCH} folds = 3")
    assert [one.code for one in check(wrong, tmp_path).diagnostics] == ["E0504"]


def test_a_day_without_quotes_is_told_and_mended(tmp_path):
    """It is arithmetic, 2020 - 1 - 11: the part would be of so many rows."""
    write(tmp_path)
    wrong = text(f"chronological(validation = {DAYS[150]}, test = 20)")
    (problem,) = check(wrong, tmp_path).diagnostics
    assert (problem.code, problem.help) == ("E0301", (f'`"{DAYS[150]}"` is a time',))
    mended = apply_edits(wrong, Span(0, len(wrong)), problem.edits)
    assert f'validation = "{DAYS[150]}"' in mended
    assert not check(mended, tmp_path).diagnostics


@pytest.mark.parametrize("split", ["validation = 0.2, test = 0.2", 'validation = "60", test = 20'])
def test_a_part_that_is_nowhere_as_what_trains_is_told(tmp_path: Path, split: str) -> None:
    """Only where that is certain: one value of it within those that train is enough."""
    rows = [f"{t},{t % 7 if t < 60 else t}" for t in range(100)]
    (tmp_path / "t.csv").write_text("\n".join(["t,a", *rows]))
    data = f"""source = csv("t.csv", time = t) inputs = [a] target = a window = 3
      split = chronological({split})"""
    (told,) = [one for one in check(spec(data=data), tmp_path).diagnostics if one.code == "W0602"]
    assert told.message == "`a` is nowhere in the validation part as it is where it trains"
    assert told.label == "it is 60 to 79 there, and 0 to 6 in the train part"
    rows[70] = "70,3"
    (tmp_path / "t.csv").write_text("\n".join(["t,a", *rows]))
    (told,) = [one for one in check(spec(data=data), tmp_path).diagnostics if one.code == "W0602"]
    assert "nowhere in the test part" in told.message
