"""Facts that only the libraries can confirm: Parquet files, and scikit-learn's digits."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from rnnspec.profile import Unreadable, read_facts
from rnnspec.study.data import Sklearn, Table

pytestmark = pytest.mark.keras


def test_a_parquet_file_has_the_facts_of_the_same_csv_file(tmp_path):
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
    csv = read_facts(Table("csv", "t.csv", time="t"), tmp_path, names)
    assert read_facts(Table("parquet", "t.parquet", time="t"), tmp_path, names) == csv


@pytest.mark.parametrize("kind", [date, datetime])
def test_parquet_holds_times_as_such(tmp_path, kind):
    times = [kind(2020, 1, day) for day in (2, 1, 3)]
    pd.DataFrame({"t": times, "a": [1, 2, 3]}).to_parquet(tmp_path / "t.parquet")
    found = read_facts(Table("parquet", "t.parquet", time="t"), tmp_path, ["a"])
    assert found.times is not None
    assert (found.times.unreadable, found.times.ordered) == (None, False)


def test_what_is_no_parquet_file_is_refused(tmp_path):
    (tmp_path / "t.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(Unreadable, match="no Parquet file"):
        read_facts(Table("parquet", "t.parquet"), tmp_path, ["a"])


def test_the_digits_are_what_scikit_learn_ships(tmp_path):
    from sklearn.datasets import load_digits

    digits = load_digits()
    x, y = read_facts(Sklearn("digits"), tmp_path).arrays
    assert x.shape == digits.images.shape
    assert y.shape == digits.target.shape
    assert y.distinct == tuple(np.unique(digits.target))
