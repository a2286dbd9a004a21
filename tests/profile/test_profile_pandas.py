"""Rows and names of any CSV file are those that pandas reads; what it refuses is refused."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rnnspec.profile import Profile, ProfileError, read_profile
from rnnspec.runtime.tables import numbers, read_csv
from rnnspec.study.data import Table

CELLS = st.sampled_from(
    [
        *("0", "1", "-7", "+3", "007", "12345678901", "1.5", "-.5", "5.", "1e5", "2E-3", "0.0"),
        *("", "NA", "NaN", "nan", "null", "N/A", "None", "#N/A", "-nan", "<NA>", "n/a"),
        *("NAN", "na", "none", "inf", "-inf", "Infinity", "1_000", "0x10", "1e", "١", "--1"),
        *("True", "false", "a", "b c", '"x, y"', '"1"', '"NA"', '""', '"q""q"', '"l\nl"'),
        *(" 1", "1 ", " ", "é", "1.0", "1e400", "12 3", "9223372036854775807", "TRUE"),
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


def profile_of(text: str, columns: Sequence[str]) -> Profile:
    with TemporaryDirectory() as folder:
        (Path(folder) / "t.csv").write_bytes(text.encode())
        return read_profile(Table("csv", "t.csv"), Path(folder), columns)


def read(text: str, columns: Sequence[str] = (), **options: object) -> pd.DataFrame:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(text.encode())
        return read_csv(path, columns) if columns else pd.read_csv(path, **options)


@settings(deadline=None)
@given(tables())
@example(("a\n1\n\n2\n", 1))
@example(("a,b\n1,2\n3\n", 2))
def test_profiles_of_random_tables(table):
    text, width = table
    names = list("abcd"[:width])
    found = profile_of(text, names)
    loaded, raw = read(text, names), read(text, dtype=str)
    assert list(found.names) == names
    assert found.rows == len(raw)
    for column in found.columns:
        there = raw[column.name].notna()
        assert column.missing == (~there).sum(), column
        assert column.leading == (there.to_numpy().argmax() if there.any() else len(raw)), column
        if column.kind == "none":
            assert not there.any()
        elif column.strange is not None:
            with pytest.raises(ValueError, match="where a number should be"):
                numbers(loaded, [column.name])
        else:
            values = numbers(loaded, [column.name])[there.to_numpy(), 0]
            assert np.isfinite(values).all()
            if column.kind == "int" and column.integers is not None:
                assert sorted(set(values)) == [float(value) for value in column.integers]
        if column.texts is not None:
            assert list(column.texts) == sorted(column.texts), "classes are numbered in this order"


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "a,b\n1,2\n1,2,3\n", 'a,b\n1,"2\n', "a,b\n1,2\n\n1,2,3,4\n"],
)
def test_what_pandas_refuses_is_refused(text):
    with pytest.raises((ValueError, pd.errors.ParserError)):
        read(text)
    with pytest.raises(ProfileError):
        profile_of(text, ["a"])


def test_an_unclosed_quote_inside_a_cell_is_a_sign_like_any_other():
    text = 'a,b\n5" pipe,2\nx,3\n'
    assert profile_of(text, ["a"]).by_name["a"].texts == tuple(sorted(read(text)["a"]))
