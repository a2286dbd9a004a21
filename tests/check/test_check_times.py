"""What is said of a column of time: its first, its last, its step; what cannot be read."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from rnnspec.overview import describe_study
from rnnspec.runtime.tables import merge_repeats, read_csv
from rnnspec.source import Span, apply_edits
from specs import check, spec, study_of

DATA = """source = csv("t.csv", time = when)
  inputs = [v]
  target = v
  window = 2
  split = chronological(validation = 0.2)"""


def write(folder: Path, times: list[str]) -> str:
    rows = "".join(f"{time},{number % 9}\n" for number, time in enumerate(times))
    (folder / "t.csv").write_text(f"when,v\n{rows}")
    return spec(data=DATA)


def days(format: str, count: int) -> list[str]:
    return [f"{date(2015, 1, 1) + timedelta(n):{format}}" for n in range(count)]


def test_show_says_the_first_time_the_last_and_the_step(tmp_path):
    study = study_of(write(tmp_path, days("%d/%m/%Y", 40)), tmp_path)
    assert study.data.time_format == "%d/%m/%Y"
    lines = list(describe_study("t", study))
    assert "  times 2015-01-01 to 2015-02-09, step 1d" in lines
    holed = days("%Y-%m-%d", 40)
    del holed[20]
    lines = list(describe_study("t", study_of(write(tmp_path, holed), tmp_path)))
    hole = "2015-01-22 follows 2015-01-20"
    assert f"  times 2015-01-01 to 2015-02-09, step usually 1d, {hole}" in lines


def test_show_tells_the_groups_and_their_number(tmp_path):
    rows = "".join(f"{n % 3},{day},{n}\n" for n, day in enumerate(days("%Y-%m-%d", 60)))
    (tmp_path / "t.csv").write_text(f"shop,when,v\n{rows}")
    data = DATA.replace("time = when", "time = when, group = shop")
    text = spec(data=data)
    for _ in range(2):  # As it is read, and as it is kept.
        lines = list(describe_study("t", study_of(text, tmp_path)))
        assert "  3 groups, one for each value of shop" in lines


def test_two_readings_are_refused_and_shown(tmp_path):
    (found,) = check(write(tmp_path, days("%d/%m/%Y", 12)), tmp_path).diagnostics
    assert found.code == "E0604"
    help = " ".join(map(str, found.help))
    assert '`date_format = "%d/%m/%Y"` in the source reads 02/01/2015 as 2015-01-02' in help
    assert '`date_format = "%m/%d/%Y"` in the source reads 02/01/2015 as 2015-02-01' in help


def test_holes_are_a_warning_that_names_the_first_and_how_many(tmp_path):
    holed = [day for n, day in enumerate(days("%Y-%m-%d", 60)) if n not in (20, 40, 41)]
    (found,) = check(write(tmp_path, holed), tmp_path).diagnostics
    assert found.code == "W0601"
    assert found.label.endswith("1d: 2015-01-22 follows 2015-01-20, the first of 2 holes")
    weekdays = [f"{day:%Y-%m-%d}" for day in pd.bdate_range("2015-01-01", periods=60)]
    assert not check(write(tmp_path, weekdays), tmp_path).diagnostics
    del weekdays[30]
    (found,) = check(write(tmp_path, weekdays), tmp_path).diagnostics
    assert found.code == "W0601"
    tenths = [f"{n / 10}" for n in range(50)]
    assert not check(write(tmp_path, tenths), tmp_path).diagnostics


def test_the_hole_of_a_group_is_told_with_its_group(tmp_path):
    times = days("%Y-%m-%d", 40)
    rows = [f"{t},{g},{n % 9}" for g in "ab" for n, t in enumerate(times) if (g, n) != ("b", 20)]
    (tmp_path / "t.csv").write_text("\n".join(["when,g,v", *rows]))
    grouped = DATA.replace("time = when", "time = when, group = g")
    (found,) = check(spec(data=grouped), tmp_path).diagnostics
    assert found.label.endswith("2015-01-22 follows 2015-01-20 of b")


@pytest.mark.parametrize(
    ("step", "season"),
    [("5min", 288), ("1h", 24), ("12h", 2), ("day", 7), ("month", 12), ("year", None)],
)
def test_the_usual_season_of_a_step_is_named(tmp_path, step, season):
    index = {"month": "MS", "year": "YS", "day": "D"}.get(step, step)
    moments = pd.date_range("2015-01-01", periods=600, freq=index)
    if step == "year":
        moments = moments[:100]
    text = write(tmp_path, [f"{one:%Y-%m-%d %H:%M}" for one in moments])
    text = text.replace("inputs =", f"step = {step} inputs =")
    found = check(text, tmp_path).diagnostics
    assert [one.code for one in found] == (["W0603"] if season else [])
    for one in found:
        assert one.help[0].startswith(f"`season = {season}` ")
    assert not check(text.replace("inputs =", "season = 1 inputs ="), tmp_path).diagnostics


@pytest.mark.parametrize(
    ("keep", "values"), [("first", "0 1 2"), ("last", "0 1 3"), ("mean", "0 1 2.5")]
)
def test_duplicates_say_what_becomes_of_rows_of_one_time(tmp_path, keep, values):
    times = days("%Y-%m-%d", 40)
    text = write(tmp_path, [*times[:3], *times[2:]])
    (found,) = check(text, tmp_path).diagnostics
    assert (found.code, found.label) == ("E0604", "2015-01-03 stands twice")
    edited = apply_edits(text, Span(0, len(text)), found.edits)
    assert "duplicates = first" in edited
    assert not check(edited, tmp_path).diagnostics
    text = text.replace("inputs =", f"duplicates = {keep} inputs =")
    study = study_of(text, tmp_path)
    assert study.data.rows == 40
    table = merge_repeats(read_csv(tmp_path / "t.csv", ["when", "v"]), "when", keep)
    assert table["when"].tolist() == times
    assert table["v"].tolist()[:3] == [float(one) for one in values.split()]
    (found,) = check(text.replace(", time = when", ""), tmp_path).diagnostics
    assert found.code == "E0504"


def test_a_mean_of_duplicates_is_taken_within_a_group_and_leaves_texts():
    table = pd.DataFrame(
        {"t": [2, 1, 2, 2], "g": list("aaab"), "v": [1, 5, 3, 7], "w": list("wxyz")}
    )
    found = merge_repeats(table, "t", "mean", "g")
    assert found.to_numpy().tolist() == [[2, "a", 2, "w"], [1, "a", 5, "x"], [2, "b", 7, "z"]]


def test_classes_are_numbers_without_a_mean(tmp_path):
    """Of classes 0 and 2 it would be a class 1 that no row has."""
    rows = [f"{day},{kind}" for day in days("%Y-%m-%d", 40) for kind in (0, 2)]
    (tmp_path / "t.csv").write_text("\n".join(["when,v", *rows]))
    model, loss = "GRU(4)\n Dense(classes, activation = softmax)", "sparse_categorical_crossentropy"
    data = DATA + "\n  duplicates = mean"
    text = spec(data=data, model=model).replace("mse", loss)
    (found,) = (one for one in check(text, tmp_path).diagnostics if "mean" in one.message)
    assert (found.code, text[found.span.start : found.span.end]) == ("E0504", "mean")
    edited = apply_edits(text, Span(0, len(text)), found.edits)
    assert "duplicates = first" in edited
    (tmp_path / "t.csv").write_text("\n".join(["when,v", *(f"{row}x" for row in rows)]))
    for sound in (edited, text):  # a word is that of the first row
        assert not any("mean" in one.message for one in check(sound, tmp_path).diagnostics)


def test_a_step_puts_rows_on_a_grid_and_missing_decides_about_absent_ones(tmp_path):
    holed = [day for n, day in enumerate(days("%Y-%m-%d", 60)) if n not in (20, 40, 41)]
    text = write(tmp_path, holed)
    (warned,) = check(text, tmp_path).diagnostics
    assert warned.help[0].startswith("`step = 1d  missing = drop` ")
    assert warned.help[0].endswith("3 rows are absent")
    found = check(text.replace("inputs =", "step = day inputs ="), tmp_path).diagnostics
    assert [one.code for one in found] == ["E0604", "E0604"]
    assert found[0].label == "3 values are missing, 3 of them in rows that are absent"
    text = text.replace("inputs =", "step = 1d season = 7 missing = drop inputs =")
    assert not check(text, tmp_path).diagnostics
    study = study_of(text, tmp_path)
    assert study.data.rows == 60
    lines = list(describe_study("t", study))
    assert "  times 2015-01-01 to 2015-03-01, step 1d, 3 rows absent" in lines


@pytest.mark.parametrize(
    ("step", "code", "words"),
    [
        ("2d", "E0604", "2015-01-02 is off it"),
        ("1s", "E0604", "5,097,601 rows, of which 60 are there"),
        ("month", "E0604", "2015-01-02 is off it"),
        ("1", "E0604", "it is a number"),
        ("0h", "E0305", "it is 0h"),
        ("often", "E0301", "a bare word"),
        ('"1h"', "E0301", "text"),
    ],
)
def test_a_step_that_does_not_fit_is_refused(tmp_path, step, code, words):
    text = write(tmp_path, days("%Y-%m-%d", 60)).replace("inputs =", f"step = {step} inputs =")
    (found,) = check(text, tmp_path).diagnostics
    assert found.code == code
    assert words in f"{found.label} {found.message}"
    assert text[found.span.start : found.span.end] == step


def test_a_step_needs_a_time_and_is_of_the_kind_of_the_times(tmp_path):
    text = write(tmp_path, [str(n) for n in range(0, 80, 2)])
    (found,) = check(text.replace("inputs =", "step = 1h inputs ="), tmp_path).diagnostics
    assert (found.code, found.message) == ("E0604", "the times of `when` are numbers")
    assert not check(text.replace("inputs =", "step = 2 inputs ="), tmp_path).diagnostics
    text = text.replace("inputs =", "step = 2 inputs =").replace(", time = when", "")
    (found,) = check(text, tmp_path).diagnostics
    assert found.code == "E0504"


def test_a_scrambled_file_is_a_warning_and_a_reversed_one_is_none(tmp_path):
    times = days("%Y-%m-%d", 40)
    (found,) = check(write(tmp_path, [*times[20:], *times[:20]]), tmp_path).diagnostics
    assert (found.code, found.label) == ("W0604", "2015-01-01 stands behind 2015-02-09")
    assert not check(write(tmp_path, times[::-1]), tmp_path).diagnostics


def test_dates_of_json_are_the_text_that_stands_there(tmp_path):
    """Alone, with a format, and before a time of day in another column."""
    rows = [
        f'{{"when": "2015-02-{1 + n // 2:02}", "hour": "{n % 2 * 12:02}:00", "v": {n}}}'
        for n in range(40)
    ]
    (tmp_path / "t.jsonl").write_text("\n".join(rows))
    joined = DATA.replace("csv", "jsonl").replace("= when", "= [when, hour]")
    timeline = study_of(spec(data=joined), tmp_path).data.timeline
    assert timeline is not None
    assert (timeline.step, timeline.regular) == ("12h", True)
    (tmp_path / "t.jsonl").write_text("\n".join(rows[::2]))
    told = joined.replace("[when, hour]", 'when, date_format = "%Y-%m-%d"')
    timeline = study_of(spec(data=told), tmp_path).data.timeline
    assert timeline is not None
    assert (timeline.first, timeline.step) == ("2015-02-01", "1d")
