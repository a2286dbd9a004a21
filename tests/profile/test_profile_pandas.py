"""The facts of a CSV file are what pandas makes of it, which reads it when it is used."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rnnspec.profile import DataFacts, FactsError, read_facts
from rnnspec.profile.times import describe_times
from rnnspec.study.data import Table

CELLS = st.sampled_from(
    [
        *("0", "1", "-7", "+3", "007", "12345678901", "1.5", "-.5", "5.", "1e5", "2E-3", "0.0"),
        *("", "NA", "NaN", "nan", "null", "N/A", "None", "#N/A", "-nan", "<NA>", "n/a"),
        *("NAN", "na", "none", "inf", "-inf", "Infinity", "1_000", "0x10", "1e", "١", "--1"),
        *("True", "false", "a", "b c", '"x, y"', '"1"', '"NA"', '""', '"q""q"', '"l\nl"'),
        *(" 1", "1 ", " ", "é", "1.0", "1e400", "12 3", "9223372036854775807"),
    ]
)
NUMBERS = st.sampled_from(["0", "1", "2", "-3", "", "NA", "0.5", "1e3"])
INTEGERS = st.sampled_from(["0", "1", "2", "-3", "10"])


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, int]:
    """A CSV file's text, and its number of columns."""
    width = draw(st.integers(1, 4))
    columns = [draw(st.sampled_from([CELLS, CELLS, NUMBERS, INTEGERS])) for _ in range(width)]
    lines = [",".join("abcd"[:width])]
    for _ in range(draw(st.integers(0, 6))):
        cells = [draw(column) for column in columns]
        lines.append(",".join(cells[: draw(st.sampled_from([width, width, width, 1]))]))
        if draw(st.integers(0, 5)) == 0:
            lines.append(draw(st.sampled_from(["", " "])))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    start = draw(st.sampled_from(["", "\ufeff"]))
    return start + end.join(lines) + draw(st.sampled_from(["", end])), width


def facts_of(text: str, columns: Sequence[str], **source: str) -> DataFacts:
    with TemporaryDirectory() as folder:
        (Path(folder) / "t.csv").write_bytes(text.encode())
        return read_facts(Table("csv", "t.csv", **source), Path(folder), columns)


def pandas_of(text: str, **options: object) -> pd.DataFrame:
    with TemporaryDirectory() as folder:
        (Path(folder) / "t.csv").write_bytes(text.encode())
        return pd.read_csv(Path(folder) / "t.csv", **options)


@given(tables())
@example(("a\n1\n\n2\n", 1))
@example(("a,b\n1,2\n3\n", 2))
def test_facts_of_random_tables(table):
    text, width = table
    names = list("abcd"[:width])
    found = facts_of(text, names)
    read, raw = pandas_of(text), pandas_of(text, dtype=str)
    assert list(found.names) == list(read.columns)
    assert found.rows == len(read)
    for column in found.columns:
        there = read[column.name].notna()
        assert column.missing == (~there).sum(), column
        assert column.leading == (there.to_numpy().argmax() if there.any() else len(read)), column
        assert column.texts == tuple(sorted(set(raw[column.name].dropna()))), column
        values = read[column.name][there]
        if not there.any():
            assert column.kind == "none"
        elif values.dtype == bool or set(map(type, values)) == {bool}:
            assert column.kind == "bool"
        elif pd.api.types.is_numeric_dtype(values.dtype):
            assert column.kind in ("int", "float")
            if there.all():
                assert column.kind == ("int" if values.dtype == np.int64 else "float")
            assert (column.strange is None) == np.isfinite(values).all()
            assert column.constant == (values.nunique() == 1)
            if column.integers is not None:
                assert list(column.integers) == sorted(set(values))
        else:
            assert column.kind == "text"
            assert column.strange in set(raw[column.name])


DATES = st.sampled_from(
    [
        *("2020-01-01", "2020-01-02", "2020-02-30", "1981-12-31", "2020-1-2", "0001-01-01"),
        *("2020-01", "2020-02", "2020-13", "2020-01-01 10:00", "2020-01-01 10:00:30"),
        *("2020-01-01T10:00", "2020-01-01T25:00", "2020-01-01T10:00:00Z", "2020/01/02"),
        *("01/02/2020", "13/02/2020", "02.01.2020", "Jan 3, 2020", "20200104", "10:30"),
        *("1", "2.5", "2", "today?", "", "NA"),
    ]
)


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(
    st.one_of(
        st.lists(DATES, min_size=1, max_size=4),
        st.lists(st.dates().map(str), min_size=1, max_size=5),
        st.lists(st.datetimes().map(lambda t: t.isoformat(" ", "seconds")), min_size=1),
        st.lists(st.dates().map(lambda d: f"{d:%Y-%m}"), min_size=1),
        st.lists(st.integers(0, 9).map(str), min_size=1),
    )
)
def test_times_are_those_that_pandas_reads(cells):
    times = pandas_of("t,x\n" + "\n".join(f'"{cell}",1' for cell in cells))["t"]
    if not pd.api.types.is_numeric_dtype(times):
        times = pd.to_datetime(times, errors="coerce", utc=True)
    found, order = describe_times("t", cells)
    if times.isna().any():
        assert found.unreadable is not None
        return
    assert found.unreadable is None
    assert found.ordered == times.is_monotonic_increasing
    assert (found.repeated is not None) == times.duplicated().any()
    in_order = times if order is None else times.iloc[order]
    assert in_order.is_monotonic_increasing


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "a,b\n1,2\n1,2,3\n", 'a,b\n1,"2\n', "a,b\n1,2\n\n1,2,3,4\n"],
)
def test_what_pandas_refuses_is_refused(text):
    with pytest.raises((ValueError, pd.errors.ParserError)):
        pandas_of(text)
    with pytest.raises(FactsError):
        facts_of(text, ["a"])


def test_an_unclosed_quote_inside_a_cell_is_a_sign_like_any_other():
    text = 'a,b\n5" pipe,2\nx,3\n'
    assert facts_of(text, ["a"]).by_name["a"].texts == tuple(sorted(pandas_of(text)["a"]))
