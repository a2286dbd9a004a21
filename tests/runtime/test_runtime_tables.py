"""Tables: columns, order in time, refusals of one line; and arrays from npz files."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rnnspec.runtime.datasets import random_arrays, read_digits, read_npz
from rnnspec.runtime.encode import class_numbers
from rnnspec.runtime.tables import join_groups, numbers, read_csv, read_parquet, sort_by_time

DATA = Path(__file__).parents[1] / "data"


def write(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(call, *arguments) -> str:
    with pytest.raises(ValueError, match=r"\S") as caught:
        call(*arguments)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_rows_come_in_the_order_of_their_time(tmp_path):
    path = write(tmp_path, "day,value\n2020-01-03,3\n2020-01-01,1\n2020-01-02,2\n")
    table = sort_by_time(read_csv(path, ["day", "value"]), "day")
    assert numbers(table, ["value"]).tolist() == [[1], [2], [3]]


def test_times_are_compared_as_times_and_numbers_as_numbers(tmp_path):
    path = write(tmp_path, "t,when,value\n10,2/1/2020,1\n9,10/1/2020,2\n100,1/31/2020,3\n")
    table = read_csv(path, ["t", "when", "value"])
    assert numbers(sort_by_time(table, "t"), ["value"]).ravel().tolist() == [2, 1, 3]
    assert numbers(sort_by_time(table, "when", format="%m/%d/%Y"), ["value"]).ravel().tolist() == [
        3,
        1,
        2,
    ]


def test_times_of_different_zones_are_ordered_by_the_moment(tmp_path):
    path = write(tmp_path, "t,value\n2020-10-25T02:30:00+02:00,1\n2020-10-25T02:10:00+01:00,2\n")
    table = sort_by_time(read_csv(path, ["t", "value"]), "t")
    assert numbers(table, ["value"]).ravel().tolist() == [1, 2]


def test_only_the_named_columns_are_read_once_each(tmp_path):
    path = write(tmp_path, "a;b;c\n1;2;x\n3;4;y\n")
    table = read_csv(path, ["a", "c", "a"], separator=";")
    assert sorted(table.columns) == ["a", "c"]


def test_text_columns_stay_text(tmp_path):
    path = write(tmp_path, "station,value\n01,1\n1,2\n")
    table = read_csv(path, ["station", "value"], text=["station"])
    assert table["station"].tolist() == ["01", "1"]


def test_a_missing_column_a_wrong_number_and_infinity_are_refused(tmp_path):
    path = write(tmp_path, "a,b\n1,x\n2,inf\n,3\n")
    assert "nope" in refusal(read_csv, path, ["a", "nope"])
    table = read_csv(path, ["a", "b"])
    assert refusal(numbers, table, ["a", "b"]) == ("column `b` holds 'x' where a number should be")
    assert "inf" in refusal(numbers, table.iloc[1:], ["b"])
    assert np.isnan(numbers(table, ["a"])[2, 0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("t,v\n2020-01-01,1\n2020-01-01,2\n", "holds '2020-01-01' twice"),
        ("t,v\n2020-01-01,1\nsoon,2\n", "holds 'soon' where a time should be"),
        ("t,v\n2020-01-01,1\n,2\n", "where a time should be"),
    ],
)
def test_a_time_that_repeats_or_does_not_parse_is_refused(tmp_path, text, words):
    table = read_csv(write(tmp_path, text), ["t", "v"])
    assert words in refusal(sort_by_time, table, "t")


def test_groups_may_share_a_time_but_not_repeat_it(tmp_path):
    path = write(tmp_path, "t,g,v\n2,a,1\n1,a,2\n1,b,3\n2,b,4\n")
    table = sort_by_time(read_csv(path, ["t", "g", "v"]), "t", "g")
    assert table["v"].tolist() == [2, 3, 1, 4]
    again = pd.concat([table, table.iloc[:1]], ignore_index=True)
    assert "holds '1' twice" in refusal(sort_by_time, again, "t", "g")


def test_groups_of_several_columns_never_run_together(tmp_path):
    path = write(tmp_path, "g,h,v\na b,c,1\na,b c,2\na b,c,3\n,c,4\n")
    table = join_groups(read_csv(path, ["g", "h", "v"]), ["g", "h"])
    assert table["g h"].tolist() == [("a b", "c"), ("a", "b c"), ("a b", "c"), None]


def test_parquet_reads_as_csv_does(tmp_path):
    table = pd.DataFrame({"t": [2, 1], "v": pd.array([1, None], dtype="Int64"), "w": [0, 0]})
    table.to_parquet(tmp_path / "table.parquet")
    read = sort_by_time(read_parquet(tmp_path / "table.parquet", ["t", "v"]), "t")
    values = numbers(read, ["v"])
    assert np.isnan(values[0, 0])
    assert values[1, 0] == 1


@pytest.mark.parametrize("kind", [pa.float16(), pa.decimal128(3, 1)], ids=str)
def test_a_parquet_file_may_hold_classes_as_any_kind_of_number(tmp_path, kind):
    column = pa.array([3.0, 1.0, None, 3.0]).cast(kind)
    pq.write_table(pa.table({"k": column}), tmp_path / "table.parquet")
    read = read_parquet(tmp_path / "table.parquet", ["k"])["k"]
    np.testing.assert_array_equal(class_numbers(read, [1, 3]), [1, 0, np.nan, 1])


def test_the_stored_index_of_a_parquet_file_is_a_column(tmp_path):
    times = pd.date_range("2020-10-25", periods=3, freq="h", tz="Europe/Berlin", name="t")
    pd.DataFrame({"v": [1, 2, 3]}, index=times).iloc[::-1].to_parquet(tmp_path / "table.parquet")
    table = sort_by_time(read_parquet(tmp_path / "table.parquet", ["t", "v"]), "t")
    assert table["t"].tolist() == times.tolist()
    assert numbers(table, ["v"]).ravel().tolist() == [1, 2, 3]


def test_values_of_a_parquet_file_are_text_where_that_is_asked_for(tmp_path):
    table = pd.DataFrame({"i": pd.array([7, None], "Int64"), "b": [True, None], "f": [0.5, None]})
    table["d"] = pd.to_datetime(["2020-01-02", None]).date
    table["c"] = pd.Categorical([3, None])
    table.to_parquet(tmp_path / "table.parquet")
    read = read_parquet(tmp_path / "table.parquet", list("ibfdc"), text=list("ibfdc"))
    assert read.iloc[0].tolist() == ["7", "True", "0.5", "2020-01-02", "3"]
    assert read.iloc[1].isna().all()


def test_columns_that_hold_lists_or_are_not_there_are_refused(tmp_path):
    pd.DataFrame({"l": [[1, 2]], "v": [1]}).to_parquet(tmp_path / "table.parquet")
    assert "`l` holds values of the type list" in refusal(
        read_parquet, tmp_path / "table.parquet", ["l", "v"]
    )
    assert "no column `w`" in refusal(read_parquet, tmp_path / "table.parquet", ["w"])


def test_truths_are_numbers_and_moments_are_none(tmp_path):
    text = "t,b,g\n2020-01-01,True,TRUE\n2020-01-02,False,\n"
    table = read_csv(write(tmp_path, text), ["t", "b", "g"])
    assert numbers(table, ["b", "g"])[0].tolist() == [1, 1]
    assert np.isnan(numbers(table, ["g"])[1, 0])
    table["t"] = pd.to_datetime(table["t"])
    assert "where a number should be" in refusal(numbers, table, ["t"])


def test_a_row_that_is_too_long_shifts_no_column(tmp_path):
    assert read_csv(write(tmp_path, "a,b\n1,2,9\n3,4,5\n"), ["b"])["b"].tolist() == [2, 4]


def test_real_series_read_in_full():
    months = sort_by_time(read_csv(DATA / "monthly-sunspots.csv", ["Month", "Sunspots"]), "Month")
    assert months["Month"].iloc[[0, -1]].tolist() == ["1749-01", "1983-12"]
    air = read_csv(DATA / "pollution.csv", ["pm2.5", "cbwd"], text=["cbwd"])
    assert numbers(air, ["pm2.5"]).shape == (43_824, 1)
    assert np.isnan(numbers(air, ["pm2.5"])).sum() == 2_067
    assert "holds 'NW'" in refusal(numbers, air, ["cbwd"])


def test_npz_arrays_are_read_and_objects_are_not(tmp_path):
    path = tmp_path / "arrays.npz"
    np.savez(path, x=np.zeros((3, 2, 1)), y=np.ones(3), z=np.ones(2), o=np.array([{}, {}, {}]))
    x, y = read_npz(path, "x", "y")
    assert x.shape == (3, 2, 1)
    assert y.tolist() == [1, 1, 1]
    assert "objects" in refusal(read_npz, path, "x", "o")
    assert "no array `w`; it has ['o', 'x', 'y', 'z']" in refusal(read_npz, path, "x", "w")
    assert "3 samples and `z` has 2" in refusal(read_npz, path, "x", "z")


def test_random_arrays_come_from_their_seed_alone():
    x, y = random_arrays(5, 4, 3, seed=7)
    assert (x.shape, y.shape, x.dtype) == ((5, 4, 3), (5, 1), np.float32)
    np.testing.assert_array_equal(x, random_arrays(5, 4, 3, seed=7)[0])
    assert (x != random_arrays(5, 4, 3, seed=8)[0]).any()


def test_digits_are_sequences_of_rows():
    x, y = read_digits()
    assert x.shape == (1797, 8, 8)
    assert sorted(set(y.tolist())) == list(range(10))
