"""The grid of a regular series: what is absent becomes a row that misses everything."""

import numpy as np
import pandas as pd
import pytest

from rnnspec.runtime.grid import put_on_grid
from rnnspec.runtime.tables import parse_times, sort_by_time


def times(cells: list[object], step: str | float, format: str = "ISO8601") -> list[object]:
    table = pd.DataFrame({"t": cells, "v": range(len(cells))})
    return put_on_grid(table, "t", step, format=format)["t"].tolist()


@pytest.mark.parametrize(
    ("cells", "step", "format", "absent"),
    [
        ([1, 2, 5], 1, "ISO8601", [3, 4]),
        ([0.1, 0.2, 0.3, 0.5], 0.1, "ISO8601", [0.4]),
        (["2020-01-01 00:00", "2020-01-01 00:10"], "5min", "ISO8601", ["2020-01-01 00:05"]),
        (["2020-01-01T00:00Z", "2020-01-01T02:00Z"], "1h", "ISO8601", ["2020-01-01T01:00:00Z"]),
        (["2020-01-01", "2020-01-02"], "12h", "ISO8601", ["2020-01-01 12:00:00"]),
        (["30/12/2019", "01/01/2020"], "1d", "%d/%m/%Y", ["31/12/2019"]),
        (["2020-01-31", "2020-02-29", "2020-04-30"], "month", "ISO8601", ["2020-03-31"]),
        (["2020-01-28", "2021-01-28"], "quarter", "ISO8601", None),
        (["2020-02", "2022-02"], "year", "ISO8601", ["2021-02"]),
        (["2020-10-25T00:00+02:00", "2020-10-25T02:00+01:00"], "1h", "ISO8601", None),
    ],
)
def test_absent_rows_are_added_in_their_place_and_written_as_the_others(
    cells, step, format, absent
):
    found = times(cells, step, format)
    assert [found[0], found[-1]] == [cells[0], cells[-1]]
    if absent is not None:
        added = [time for time in found if time not in cells]
        assert added == pytest.approx(absent) if isinstance(step, float) else added == absent
    else:
        assert len(found) == (5 if step == "quarter" else 4)
    assert parse_times(pd.Series(found), format).is_monotonic_increasing


def test_moments_of_a_zone_keep_it():
    moments = pd.Series(pd.to_datetime(["2020-01-01", "2020-01-03"])).dt.tz_localize("Asia/Tokyo")
    table = put_on_grid(pd.DataFrame({"t": moments, "v": [1, 2]}), "t", "1d")
    assert table["t"].dtype == moments.dtype
    assert table["t"].iloc[1] == pd.Timestamp("2020-01-02", tz="Asia/Tokyo")


def test_each_group_has_its_own_grid_and_nothing_else_is_known_of_what_is_added():
    table = pd.DataFrame(
        {"t": [1, 2, 5, 2, 4], "g": list("aaabb"), "v": [1, 2, 3, 4, 5], "w": list("vwxyz")}
    )
    found = put_on_grid(sort_by_time(table, "t", "g"), "t", 1, "g")
    assert found["t"].tolist() == [1, 2, 2, 3, 3, 4, 4, 5]
    added = found[found["v"].isna()]
    assert added[["t", "g"]].to_numpy().tolist() == [[3, "a"], [3, "b"], [4, "a"]]
    assert added["w"].isna().all()
    assert found[found["v"].notna()]["v"].tolist() == [1, 2, 4, 5, 3]


def test_a_table_without_holes_is_what_it_was():
    table = pd.DataFrame({"t": ["2020-01-01", "2020-01-02"], "v": [1, 2]})
    pd.testing.assert_frame_equal(put_on_grid(table, "t", "1d"), table)


def test_what_is_on_no_grid_is_refused():
    with pytest.raises(ValueError, match=r"`t` holds '2020-01-04', which is off the grid of 2d"):
        times(["2020-01-01", "2020-01-03", "2020-01-04"], "2d")
    with pytest.raises(ValueError, match="off the grid of month"):
        times(["2020-01-31", "2020-02-28"], "month")
    with pytest.raises(ValueError, match=r"the grid of 1s has 172801 rows, 2 are there"):
        times(["2020-01-01", "2020-01-03"], "1s")
    assert np.isnan(put_on_grid(pd.DataFrame({"t": [0, 2], "v": [1, 1]}), "t", 1)["v"]).sum() == 1
