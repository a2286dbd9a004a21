"""Profiles of Parquet files, and of scikit-learn's digits."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from rnnspec.profile import Unreadable, read_profile
from rnnspec.study.data import Sklearn, Table, Timeline


def test_a_parquet_file_has_the_profile_of_the_same_csv_file(tmp_path):
    table = pd.DataFrame(
        {
            "t": ["2020-01-02", "2020-01-01", "2020-01-03"],
            "a": [1.5, np.nan, 2.0],
            "b": [3, 1, 2],
            "c": ["x", None, "y"],
            "d": [True, False, True],
        }
    )
    table.to_csv(tmp_path / "t.csv", index=False)
    table.to_parquet(tmp_path / "t.parquet")
    names = list("abcd")
    csv = read_profile(Table("csv", "t.csv", time="t"), tmp_path, names)
    assert read_profile(Table("parquet", "t.parquet", time="t"), tmp_path, names) == csv


@pytest.mark.parametrize("kind", [date, datetime])
def test_parquet_holds_times_as_such(tmp_path, kind):
    times = [kind(2020, 1, day) for day in (2, 1, 3)]
    pd.DataFrame({"t": times, "a": [1, 2, 3]}).to_parquet(tmp_path / "t.parquet")
    found = read_profile(Table("parquet", "t.parquet", time="t"), tmp_path, ["a"])
    assert found.times is not None
    assert found.times.unreadable is None
    assert found.times.line == Timeline("2020-01-01", "2020-01-03", "1d", True)


def test_what_is_no_parquet_file_is_refused(tmp_path):
    (tmp_path / "t.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(Unreadable, match="no Parquet file"):
        read_profile(Table("parquet", "t.parquet"), tmp_path, ["a"])


def test_the_digits_are_what_scikit_learn_ships(tmp_path):
    from sklearn.datasets import load_digits

    digits = load_digits()
    x, y = read_profile(Sklearn("digits"), tmp_path).arrays
    assert x.shape == digits.images.shape
    assert y.shape == digits.target.shape
    assert y.distinct == tuple(np.unique(digits.target))
