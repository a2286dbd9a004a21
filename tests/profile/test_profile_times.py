"""Times are read by one format that fits every row, or it is said which formats would."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnspec.profile import Times
from rnnspec.profile.times import describe_times, possible_formats
from rnnspec.runtime.tables import parse_times
from rnnspec.study.data import Timeline

MONTHS = [date(2003 + n // 12, n % 12 + 1, 1) for n in range(66)]
DAYS = [date(2015, 1, 1) + timedelta(n) for n in range(60)]


def found(cells: list[str], groups: list[str] | None = None, format: str | None = None) -> Times:
    return describe_times(
        "t", pd.Series(cells), None if groups is None else pd.Series(groups), format
    )[0]


@pytest.mark.parametrize(
    ("cells", "format", "line"),
    [
        ([f"{m:%b-%y}" for m in MONTHS], "%b-%y", ("2003-01-01", "2008-06-01", "month")),
        ([f"{m:%m/%Y}" for m in MONTHS], "%m/%Y", ("2003-01-01", "2008-06-01", "month")),
        ([f"{m:%B %Y}" for m in MONTHS], "%B %Y", ("2003-01-01", "2008-06-01", "month")),
        ([f"{m:%Y-%m}" for m in MONTHS], "ISO8601", ("2003-01-01", "2008-06-01", "month")),
        ([f"{d:%d/%m/%Y}" for d in DAYS], "%d/%m/%Y", ("2015-01-01", "2015-03-01", "1d")),
        ([f"{d:%m/%d/%y}" for d in DAYS], "%m/%d/%y", ("2015-01-01", "2015-03-01", "1d")),
        ([f"{d:%b %d, %Y}" for d in DAYS], "%b %d, %Y", ("2015-01-01", "2015-03-01", "1d")),
        ([f"{d:%d.%m.%Y} 06:30" for d in DAYS], "%d.%m.%Y %H:%M", None),
        ([f"{d:%m/%d/%Y}, 6:30:05 PM" for d in DAYS], "%m/%d/%Y, %I:%M:%S %p", None),
        (["01/31/2020 10:00+01:00", "01/31/2020 10:00Z"], "%m/%d/%Y %H:%M%z", None),
        (
            ["2024-05-01 12:00:00", "2024-05-01T12:00:00.250", "2024-05-01T14:00:00.5+02:00"],
            "ISO8601",
            ("2024-05-01 12:00:00", "2024-05-01 12:00:00.500000", "0.25s"),
        ),
        (
            ["2020-10-25T02:30+02:00", "2020-10-25T02:30+01:00"],
            "ISO8601",
            ("2020-10-25 00:30:00 UTC", "2020-10-25 01:30:00 UTC", "1h"),
        ),
        (["01/01/2000", "02/02/2000"], "%d/%m/%Y", None),  # both readings are one
    ],
)
def test_the_one_format_that_reads_every_row(cells, format, line):
    times = found(cells)
    assert (times.format, times.unreadable, times.scrambled) == (format, None, None)
    assert parse_times(pd.Series(cells), format).notna().all()
    if line is not None:
        assert times.line == Timeline(*line, regular=True)


@pytest.mark.parametrize(
    ("cells", "example", "readings"),
    [
        (
            ["05/01/2000", "10/01/2000", "05/02/2000"],
            "05/01/2000",
            (("%d/%m/%Y", "2000-01-05"), ("%m/%d/%Y", "2000-05-01")),
        ),
        (
            [f"{m:%m/%y}" for m in MONTHS],
            "01/03",
            (("%m/%y", "2003-01-01"), ("%y/%m", "2001-03-01")),
        ),
        (
            [f"{date(2012, 1, 1) + timedelta(n):%d.%m.%y}" for n in range(40)],
            "01.01.12",
            (("%d.%m.%y", "2012-01-01"), ("%y.%m.%d", "2001-01-12")),
        ),
    ],
)
def test_two_readings_of_all_rows_are_told(cells, example, readings):
    times = found(cells)
    assert (times.format, times.unreadable, times.readings) == (None, example, readings)


@pytest.mark.parametrize(
    ("cells", "example", "readings"),
    [
        (["2020-01-01", "soon", "2020-01-03"], "soon", (("ISO8601", 2),)),
        (["31/01/2020", "30/01/2020", "01/31/2020"], "01/31/2020", (("%d/%m/%Y", 2),)),
        (["10:30", "11:30"], "10:30", ()),
        (["Q1 2020", "Q2 2020"], "Q1 2020", ()),
        (["2020-01-01", None], "", ()),
    ],
)
def test_no_format_reads_all_rows(cells, example, readings):
    times = found(cells)
    assert (times.format, times.unreadable, times.readings) == (None, example, readings)


def test_a_format_that_is_known_is_the_one_to_read_by():
    cells = ["05/01/2000", "10/01/2000"]
    line = found(cells, format="%m/%d/%Y").line
    assert line is not None
    assert line.first == "2000-05-01"
    assert found(["2000-01-05"], format="%m/%d/%Y").readings == ()


def test_rows_in_order_or_in_its_reverse_are_not_scrambled():
    cells = ["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04"]
    assert found(cells).scrambled is None
    assert found(cells[::-1]).scrambled is None
    assert found([*cells[:2], cells[3], cells[2]]).scrambled == ("2020-01-04", "2020-01-03")
    # Groups may stand one behind the other, or side by side.
    assert found(cells[:2] + cells[:2], ["a", "a", "b", "b"]).scrambled is None
    assert found(sorted(cells[:2] * 2), ["a", "b", "a", "b"]).scrambled is None


@pytest.mark.parametrize(
    ("cells", "step", "regular"),
    [
        ([1, 2, 3], "1", True),
        ([0.5, 0.75, 1.25, 1.5], "0.25", False),
        (["2020-01-31", "2020-02-29", "2020-03-31"], "month", True),
        (["2020-01-01", "2020-04-01", "2020-07-01"], "quarter", True),
        (["2000", "2001", "2002"], "year", True),
        (["2020-01-01", "2020-01-08"], "7d", True),
        (["2020-01-01 10:00", "2020-01-01 10:05", "2020-01-01 10:10", "2020-01-02"], "5min", False),
        (["2020-01-01"], None, True),
    ],
)
def test_the_usual_step(cells, step, regular):
    line = found(cells).line
    assert line is not None
    assert (line.step, line.regular) == (step, regular)


def test_groups_have_their_own_steps():
    cells = ["2020-01-01", "2020-01-01", "2020-01-02", "2020-01-02"]
    line = found(cells, ["a", "b", "a", "b"]).line
    assert line == Timeline("2020-01-01", "2020-01-02", "1d", True)


FORMATS = [
    "%d/%m/%Y",
    "%m-%d-%y",
    "%d. %B %Y",
    "%b %d, %Y %I:%M %p",
    "%Y/%m/%d %H:%M:%S",
    "%d%%%m%%%y",
]


@settings(deadline=None)
@given(
    st.sampled_from(FORMATS),
    st.lists(
        st.datetimes(datetime(1970, 1, 1), datetime(2060, 1, 1)),
        min_size=1,
        max_size=6,
        unique_by=lambda moment: moment.date(),
    ),
)
def test_what_a_format_wrote_is_read_by_it_or_is_told_to_have_several_readings(format, moments):
    cells = [moment.strftime(format) for moment in moments]
    times, written = found(cells), parse_times(pd.Series(cells), format)
    readings = [one for one, _ in times.readings] if times.format is None else [times.format]
    assert any(parse_times(pd.Series(cells), one).equals(written) for one in readings)


def test_signs_of_formats_are_read_as_they_are():
    assert "%d%%%m%%%Y" in set(possible_formats("31%12%2020"))
    assert not list(possible_formats("a b c d"))
