"""Profiles of small files, and a clear reason where there can be none."""

import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

from rnnspec.profile import (
    Array,
    Column,
    NoSuchArray,
    Profile,
    ProfileError,
    Unreadable,
    Unusable,
    read_profile,
)
from rnnspec.study.data import Npz, Random, Table

PRICES = """\
Date,Close,Volume,Market,Closed
2020-01-03,NA,10,N,
2020-01-01,1.5,20,"S, W",
2020-01-02,,30,N,
2020-01-04,2.5,40,N,
"""


@pytest.fixture
def prices(tmp_path: Path) -> Path:
    (tmp_path / "prices.csv").write_text(PRICES, encoding="utf-8")
    return tmp_path


def read(folder: Path, *columns: str, **source: str) -> Profile:
    return read_profile(Table("csv", "prices.csv", **source), folder, columns)


def test_columns_that_were_asked_for(prices):
    found = read(prices, "Close", "Volume", "Market", "Closed", "Missing")
    assert found.rows == 4
    assert found.names == ("Date", "Close", "Volume", "Market", "Closed")
    assert found.by_name == {
        "Close": Column("Close", "float", 2, 1, low=1.5),
        "Volume": Column("Volume", "int", integers=(10, 20, 30, 40), low=10),
        "Market": Column("Market", "text", strange="N", strange_count=4, texts=("N", "S, W")),
        "Closed": Column("Closed", "none", 4, 4, texts=(), integers=()),
    }


def test_columns_that_are_read_as_text_keep_what_is_written(prices):
    found = read_profile(Table("csv", "prices.csv"), prices, ["Volume", "Close"], ["Volume"])
    assert found.by_name["Volume"].texts == ("10", "20", "30", "40")
    assert found.by_name["Close"].texts is None


def test_leading_gaps_are_those_in_the_order_of_time(prices):
    found = read(prices, "Close", time="Date")
    assert found.times is not None
    assert found.times.scrambled == ("2020-01-03", "2020-01-01")
    # In the file the gaps come first; by date 1.5 does.
    assert (found.by_name["Close"].missing, found.by_name["Close"].leading) == (2, 0)


@pytest.mark.parametrize(
    ("rows", "unreadable", "repeated"),
    [
        ("2020-01-01,a\n2020-01-02,a", None, None),
        ("2020-01-01,a\n2020-01-01,b", None, None),
        ("2020-01-01,a\n2020-01-01,a", None, "2020-01-01"),
        ("2020-01-01,a\nsoon,a", "soon", None),
        ("2020-01-01,a\n2020-02-30,a", "2020-02-30", None),
        ("2020-01-01,a\n,a", "", None),
        ("1,a\n1.0,a", None, "1.0"),
        ("1,a\ninf,a", "inf", None),
    ],
)
def test_times_parse_and_do_not_repeat_in_their_group(tmp_path, rows, unreadable, repeated):
    (tmp_path / "prices.csv").write_text(f"t,g\n{rows}\n")
    times = read(tmp_path, time="t", group="g").times
    assert times is not None
    assert (times.unreadable, times.repeated) == (unreadable, repeated)
    assert (times.format is None) == (unreadable is not None)


def test_other_separators_and_windows_line_ends(tmp_path):
    (tmp_path / "prices.csv").write_bytes("\ufeffa;b\r\n1,5;2\r\n\r\n;3\r\n".encode())
    found = read(tmp_path, "a", "b", separator=";")
    assert found.names == ("a", "b")
    assert found.by_name["a"].strange == "1,5"
    assert found.by_name["b"].integers == (2, 3)


def test_infinite_values_are_told(tmp_path):
    (tmp_path / "prices.csv").write_text("a\n1\n-inf\n")
    column = read(tmp_path, "a").by_name["a"]
    assert (column.kind, column.strange, column.integers) == ("float", "-inf", None)


def test_two_columns_of_one_name_matter_only_where_asked_for(tmp_path):
    (tmp_path / "prices.csv").write_text("a,a,b\n1,2,3\n")
    assert read(tmp_path, "b").by_name["b"].integers == (3,)
    with pytest.raises(Unusable, match="2 columns") as caught:
        read(tmp_path, "a")
    assert caught.value.name == "a"


def test_rows_without_a_group_are_counted(tmp_path):
    (tmp_path / "prices.csv").write_text("g,a\nx,1\n,2\nNA,3\n")
    assert read(tmp_path, "a", group="g").ungrouped == 2


def test_a_header_alone_is_a_table_without_rows(tmp_path):
    (tmp_path / "prices.csv").write_text("a,,b\n")
    found = read(tmp_path, "a", time="b")
    assert (found.rows, found.names) == (0, ("a", "Unnamed: 1", "b"))
    assert found.by_name["a"].kind == "none"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b"\n \n", "it is empty"),
        (b"a,b\n1,\xff\n", "byte 6 is not UTF-8"),
        (b"a\n1\0\n", "character 3 is NUL"),
        (b'a,b\n1,"2\n3,4\n', "never closed"),
        (b"a,b\n1,2\n\n1,2,3\n", "line 4 has 3 cells, the header 2"),
        (b'a,b\n1,"x\ny"\n1,2,3\n', "line 4 has 3 cells"),
        (b"a\n" + b"x" * 200_000, "field larger"),
    ],
)
def test_a_file_that_is_no_table(tmp_path, content, why):
    (tmp_path / "prices.csv").write_bytes(content)
    with pytest.raises(Unreadable, match=why):
        read(tmp_path, "a")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("none.csv", "no such file"),
        ("prices.csv/x", "no such file"),
        ("folder", "directory"),
        ("loop", "loop"),
        ("dangling", "no such file"),
        ("pipe", "not a regular file"),
        ("a\0b", "name"),
        ("x" * 5000, "name is too long"),
    ],
)
def test_a_path_that_leads_nowhere(prices, path, why):
    (prices / "folder").mkdir()
    (prices / "loop").symlink_to("loop")
    (prices / "dangling").symlink_to("gone")
    os.mkfifo(prices / "pipe")
    for source in (Table("csv", path), Table("parquet", path), Npz(path, "x", "y")):
        with pytest.raises(Unreadable, match=why):
            read_profile(source, prices, ["a"])


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_arrays(tmp_path, save):
    x = np.arange(24).reshape(4, 6)
    y = np.array([2, 0, 1, 2], dtype=">i2")
    save(tmp_path / "a.npz", x=x, y=y)
    assert read_profile(Npz("a.npz", "x", "y"), tmp_path) == Profile(
        4,
        arrays=(
            Array("x", (4, 6), "int", 0, 23, distinct=tuple(range(24))),
            Array("y", (4,), "int", 0, 2, distinct=(0, 1, 2)),
        ),
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.array([True, False]), Array("x", (2,), "bool", 0, 1, distinct=(0, 1))),
        (np.array(["cold", "warm", "cold"]), Array("x", (3,), "text", distinct=("cold", "warm"))),
        (np.array(["é"], dtype=">U3"), Array("x", (1,), "text", distinct=("é",))),
        (np.array([2**63], "u8"), Array("x", (1,), "int", 2**63, 2**63, distinct=(2**63,))),
        (np.full((2, 3), np.nan, "f4"), Array("x", (2, 3), "float", missing=6)),
        (np.array([[1, np.inf], [-np.inf, 2]]), Array("x", (2, 2), "float", missing=2)),
        (np.array([1, np.nan, 3], "f2"), Array("x", (3,), "float", missing=1)),
        (np.array([1, np.nan, 3], ">f8"), Array("x", (3,), "float", missing=1)),
        (np.zeros((0, 3), "i4"), Array("x", (0, 3), "int", distinct=())),
        (
            np.asfortranarray([[1, 2], [3, 4]]),
            Array("x", (2, 2), "int", 1, 4, distinct=(1, 2, 3, 4)),
        ),
    ],
    ids=str,
)
def test_kinds_of_arrays(tmp_path, values, expected):
    np.savez(tmp_path / "a.npz", x=values, y=np.zeros(len(values)))
    assert read_profile(Npz("a.npz", "x", "y"), tmp_path).arrays[0] == expected


def test_arrays_that_cannot_be_used(tmp_path):
    objects, records = np.array([{}], dtype=object), np.zeros(1, dtype=[("a", "i4")])
    np.savez(tmp_path / "a.npz", x=objects, y=records, z=np.zeros(1, "c16"), t=np.zeros(1, "M8[s]"))
    for name, why in (("x", "unpickled"), ("y", "records"), ("z", "<c16"), ("t", "<M8")):
        with pytest.raises(Unusable, match=why) as caught:
            read_profile(Npz("a.npz", name, name), tmp_path)
        assert caught.value.name == name
    with pytest.raises(NoSuchArray, match="`w`") as missing:
        read_profile(Npz("a.npz", "w", "y"), tmp_path)
    assert missing.value.known == ("x", "y", "z", "t")


def test_damaged_archives(tmp_path):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, x=np.arange(1000), y=np.arange(1000))
    whole = path.read_bytes()
    harmed = [b"", b"no archive", whole[:200], whole[:60] + b"\0" * 200 + whole[260:]]
    for content in harmed:
        path.write_bytes(content)
        with pytest.raises(Unreadable):
            read_profile(Npz("a.npz", "x", "y"), tmp_path)
    magic = b"\x93NUMPY\x01\x00"
    members = [b"text", magic, magic + b"\x02\x00{}", magic + b"\x05\x00[1,2]"]
    short = magic + b"\x36\x00{'descr': '<i8', 'fortran_order': False, 'shape': (3,)}"
    for member in (*members, short):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("x.npy", member)
        with pytest.raises(Unreadable):
            read_profile(Npz("a.npz", "x", "x"), tmp_path)


def test_any_cut_of_an_archive_is_a_profile_error(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=np.arange(3), y=np.arange(3))
    whole = path.read_bytes()
    for at in range(0, len(whole), 5):
        for content in (whole[:at], whole[:at] + b"\xff" + whole[at + 1 :]):
            path.write_bytes(content)
            try:
                read_profile(Npz("a.npz", "x", "y"), tmp_path)
            except ProfileError:
                continue


def test_random_arrays_are_known_by_their_sizes(tmp_path):
    found = read_profile(Random(40, 5, 3), tmp_path)
    assert found.rows == 40
    assert [array.shape for array in found.arrays] == [(40, 5, 3), (40, 1)]
