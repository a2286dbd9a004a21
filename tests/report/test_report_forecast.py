"""What a forecast tells, by hand: origins, what was known, residuals by time, error by group."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from html_tree import parse_page

from rnnspec.report.class_pictures import of_classes
from rnnspec.report.course import Course
from rnnspec.report.forecast import Forecast, read_forecast
from rnnspec.report.forecast_pictures import by_step, from_origins, one_after_the_other
from rnnspec.report.picture import Picture
from rnnspec.report.residual_pictures import by_group, residuals

HOURS = np.datetime64("2024-03-01T00", "us") + np.arange(60) * np.timedelta64(1, "h")


def ahead(values: np.ndarray, cases: int, horizon: int) -> np.ndarray:
    """Of so many cases one after the other, what the rows ahead hold."""
    return values[np.arange(cases)[:, None] + np.arange(1, horizon + 1)]


def hourly(off: list[float], horizon: int = 2) -> Forecast:
    """Truths that count up, of which each case is so much off; the naive forecast by one more."""
    truth = ahead(np.arange(60.0), len(off), horizon)
    errors = np.array(off)[:, None]
    naive = truth + np.abs(errors) + 1
    times = ahead(HOURS, len(off), horizon)
    return Forecast(truth, truth + errors, naive, np.arange(len(off)), times)


def rows(picture: Picture) -> list[list[str]]:
    """The numbers below a picture."""
    return [[str(cell) for cell in row] for row in picture.numbers.rows]


def test_origins_are_the_worst_the_median_the_best_and_the_last() -> None:
    found = hourly([3, -1, 7, 2, -9, 4]).origins()
    assert found == {4: ["worst"], 0: ["median"], 1: ["best"], 5: ["last"]}


def test_an_origin_that_is_two_of_them_stands_once() -> None:
    assert hourly([1, 2, 3]).origins() == {2: ["worst", "last"], 1: ["median"], 0: ["best"]}
    assert hourly([5]).origins() == {0: ["worst", "median", "best", "last"]}


def test_the_last_origin_of_groups_is_the_latest() -> None:
    first, second = hourly([1, 2, 3, 4]), hourly([1, 2])
    both = {
        name: np.concatenate([getattr(first, name), getattr(second, name)])
        for name in ("truth", "predicted", "naive", "times")
    }
    found = Forecast(**both, ends=np.array([5, 6, 7, 8, 20, 21]), groups=np.array(list("aaaabb")))
    assert [case for case, names in found.origins().items() if "last" in names] == [3]
    assert found.before(5, 10) == [4]
    assert found.before(4, 30) == []
    assert found.before(3, 2) == [1, 2]


def test_what_is_known_before_a_case_ends_with_its_window() -> None:
    """A truth three rows ahead of another case is known when that case is three rows back."""
    found = replace(hourly([1] * 8), lead=3)
    assert found.before(6, 2) == [2, 3]


def test_a_column_of_several_is_every_other_number() -> None:
    truth = np.arange(12.0).reshape(2, 6)  # three rows ahead of two columns
    found = Forecast(truth, truth + 1, truth).of_column(1, 2)
    assert found.truth.tolist() == [[1, 3, 5], [7, 9, 11]]
    assert found.residuals.tolist() == [[1, 1, 1], [1, 1, 1]]


def test_hours_and_weekdays_are_those_of_the_truths() -> None:
    found = hourly([0, 0, 0])
    assert found.hours().tolist() == [[1, 2], [2, 3], [3, 4]]
    assert found.weekdays() is None, "all of them are a Friday"
    days = found.times.astype("M8[D]") + np.arange(3)[:, None]
    daily = replace(found, times=days)
    assert daily.hours() is None
    assert daily.weekdays().tolist() == [[4, 4], [5, 5], [6, 6]]


@pytest.mark.parametrize(
    "times",
    [
        None,
        np.arange(6.0).reshape(3, 2),
        ahead(np.arange("2024-01", "2024-06", dtype="M8[M]").astype("M8[us]"), 3, 2),
    ],
    ids=["none", "numbers", "months"],
)
def test_where_time_tells_no_hour_and_no_weekday_none_are_drawn(times) -> None:
    found = replace(hourly([1, 2, 3]), times=None if times is None else times)
    drawn = residuals(found, "load")
    assert [picture.title for picture in drawn] == ["Residuals of load by truth"]


def test_the_residuals_of_each_hour_are_told() -> None:
    """Of every hour there are two truths; at 03:00 the model says ten too little."""
    found = hourly([0.0] * 48, horizon=1)
    wrong = found.hours() == 3
    found = replace(found, predicted=found.truth + np.where(wrong, -10, 0.5))
    _, by_hour, by_day = residuals(found, "load")
    assert by_hour.title == "Residuals of load by hour of the day"
    told = {row[0]: row[1:] for row in rows(by_hour)}
    assert told["03:00"] == ["2", "-10", "10", "1"]
    assert told["04:00"] == ["2", "0.5", "0.5", "1"]
    assert len(told) == 24
    assert "largest at 03:00 (10)" in by_hour.said
    assert [row[0] for row in rows(by_day)] == ["Friday", "Saturday", "Sunday"]


def test_residuals_by_truth_are_told_from_low_to_high() -> None:
    truth = np.arange(10.0)[:, None]
    (found,) = residuals(Forecast(truth, truth * 0.5, truth), "y")
    assert "lowest 20% of the truths -0.25, of the highest -4.25" in found.said
    assert rows(found)[0] == ["0 to 1", "2", "-0.25", "0.25"]


def test_whole_horizons_stand_beside_the_truth_and_what_was_known() -> None:
    pictures = from_origins(hourly([3, -1, 7, 2, -9, 4]), "load", "when")
    assert [picture.title for picture in pictures] == [
        *("Worst forecast of load", "Median forecast of load"),
        *("Best forecast of load", "Last forecast of load"),
    ]
    worst, *_, last = pictures
    assert rows(worst) == [
        ["2024-03-01 05:00", "5", "-4", "15"],
        ["2024-03-01 06:00", "6", "-3", "16"],
    ]
    assert worst.numbers.head == ("when", "truth", "model", "naive")
    said = worst.said.replace("\N{WORD JOINER}", "").replace("\N{NO-BREAK SPACE}", " ")
    assert "`load` from 2024-03-01 05:00 to 2024-03-01 06:00: the mean absolute error is 9" in said
    assert "Of 6 origins it is the last one." in last.said
    (picture,) = parse_page(worst.svg).find("svg")
    labels = [text.text for text in picture.find("text")]
    assert {"when, 2024-03-01", "load", "truth", "naive", "model"} <= set(labels)


def test_without_times_rows_are_counted_from_the_last_known_one() -> None:
    worst, *_ = from_origins(replace(hourly([3, -1, 7]), times=None), "load", "time")
    assert worst.numbers.head[0] == "rows ahead"
    assert [row[0] for row in rows(worst)] == ["1", "2"]


def test_the_error_of_each_group_is_told_worst_first() -> None:
    found = replace(hourly([1, 1, 5, 5, 2, 2]), groups=np.array(list("aabbcc")))
    (picture,) = by_group(found, "load")
    assert rows(picture) == [["b", "2", "5", "6"], ["c", "2", "2", "3"], ["a", "2", "1", "2"]]
    assert "in 3 of 3 groups" in picture.said
    line = one_after_the_other(found, "load", "when", 2)
    assert "all 2 of 2 cases of `c`" in line.said
    assert by_group(replace(found, groups=np.array(["a"] * 6)), "load") == []


def test_many_groups_do_not_make_the_page_long() -> None:
    cases = 5000
    truth = np.zeros((cases, 1))
    groups = np.array([f"g{n}" for n in range(cases)])
    found = Forecast(
        truth, truth + np.arange(cases)[:, None], truth, np.arange(cases), None, groups
    )
    (picture,) = by_group(found, "load")
    assert rows(picture)[0][0] == "g4999"
    assert len(rows(picture)) == 200
    assert "The 20 worst are drawn." in picture.said


def test_a_line_stops_where_rows_were_left_out() -> None:
    found = hourly([1] * 6)
    whole = one_after_the_other(found, "load", "when", 2)
    broken = one_after_the_other(
        replace(found, ends=np.array([0, 1, 2, 7, 8, 9])), "load", "when", 2
    )
    moves = [len(re.findall(r"M ", picture.svg)) for picture in (whole, broken)]
    assert moves[1] == moves[0] + 3, "each of three lines begins once more"


def test_the_error_by_rows_ahead_is_that_of_each_step() -> None:
    found = hourly([2, 2])
    found = replace(found, predicted=found.truth + np.array([1, 3]))
    assert rows(by_step(found, "load")) == [["1", "1", "3"], ["2", "3", "3"]]


def test_rows_of_a_lead_are_counted_from_it_and_what_lies_between_is_not_known() -> None:
    found = replace(hourly([2, 2, 2, 9]), times=None, lead=2)
    assert [row[0] for row in rows(by_step(found, "load"))] == ["2", "3"]
    assert found.before(3, 2) == [0, 1]
    worst, *_ = from_origins(found, "load", "time")
    assert [row[0] for row in rows(worst)] == ["2", "3"]
    assert "`load` 2 rows ahead" in one_after_the_other(found, "load", "time", 2).said


def test_recall_and_precision_are_told_by_class() -> None:
    truth, predicted = np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 1, 1])
    confusion, shares = of_classes(Forecast(truth, predicted, truth * 0), ("a", "b", "c"), 3)
    assert rows(confusion)[0] == ["a", "2", "1", "0"]
    assert rows(shares) == [
        ["a", "3", "2", "2", "66.7%", "100.0%"],
        ["b", "2", "2", "4", "100.0%", "50.0%"],
        ["c", "1", "0", "0", "0.0%", ""],
    ]
    assert "`c` is told worst: 0 of 1 case." in shares.said


@pytest.mark.parametrize(
    ("places", "label", "first"),
    [
        (HOURS[:5], "t, 2024-03-01", "2024-03-01 00:00"),
        (HOURS, "t, 2024", "2024-03-01 00:00"),
        (np.array(["2023-12-31", "2024-01-01"], "M8[us]"), "t, 2023 to 2024", "2023-12-31"),
        (np.array([1950.125, 1950.25]), "t", "1950.125"),
        (np.array([1_700_000_001, 1_700_000_002]), "t", "1700000001"),
    ],
    ids=["day", "year", "years", "numbers", "whole numbers"],
)
def test_places_are_told_as_finely_as_they_are(places, label, first) -> None:
    course = Course("t", places)
    assert course.label == label
    assert str(course.cells()[0]) == first


def test_files_of_earlier_versions_and_damaged_ones_are_read(tmp_path: Path) -> None:
    path = tmp_path / "forecast.npz"
    parts = {name: np.ones((3, 2)) for name in ("truth", "predicted", "naive")}
    np.savez(path, trial=4, **parts, ends=np.arange(3))
    found = read_forecast(path, 4)
    assert found is not None
    assert (found.times, found.groups) == (None, None)
    assert read_forecast(path, 5) is None
    content = path.read_bytes()
    for damaged in (b"", content[: len(content) // 2], b"no archive"):
        path.write_bytes(damaged)
        assert read_forecast(path, 4) is None
    assert read_forecast(tmp_path / "none.npz", 4) is None
