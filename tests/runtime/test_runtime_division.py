"""The division of a table: no row is lost or in two parts, and no held-back group in two."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnspec.runtime.bounds import counted_bounds, part_bounds
from rnnspec.runtime.division import (
    keep_apart,
    mark_groups,
    mark_in_time,
    part_after_part,
    put_behind,
    read_moment,
)

percent = st.integers(0, 49).map(lambda n: n / 100)
held = st.one_of(percent, st.integers(1, 40))


@given(rows=st.integers(1, 10_000), validation=percent, test=percent)
def test_shares_are_cut_alike_wherever_they_are_cut(rows, validation, test):
    bounds = part_bounds(rows, validation, test)
    assert counted_bounds(rows, validation, test) == bounds
    table = pd.DataFrame({"a": np.arange(min(rows, 500))})
    _, _, end = part_after_part(table, mark_in_time(table, 1, test))
    assert end == part_bounds(len(table), 0, test)[1]


@given(
    groups=st.lists(st.sampled_from("abc"), min_size=1, max_size=120),
    validation=held,
    test=st.one_of(held, st.integers(0, 120).map(str)),
)
def test_parts_stand_behind_one_another_in_each_group(groups, validation, test):
    """Whatever is held back of a group is its end, and the rows of a part stay in order."""
    table = pd.DataFrame({"t": np.arange(len(groups)), "g": groups})
    parts = mark_in_time(table, validation, test, time="t", group="g")
    for _, own in pd.Series(parts).groupby(groups):
        assert own.is_monotonic_increasing
        if isinstance(test, int):
            assert (own == 2).sum() == min(test, len(own))
    found, begin, end = part_after_part(table, parts)
    assert sorted(found["t"]) == list(range(len(groups)))
    assert all(part["t"].is_monotonic_increasing for part in (found[:begin], found[end:]))
    if isinstance(test, str):
        assert (found["t"][end:] >= int(test)).all()
        assert (found["t"][:end] < int(test)).all()


@given(labels=st.lists(st.integers(0, 9), min_size=1), validation=held, test=held)
def test_a_group_is_of_one_part_in_whatever_order_its_rows_come(labels, validation, test):
    series = pd.Series(labels)
    parts = mark_groups(series, validation, test)
    part_of = dict(zip(labels, parts, strict=True))
    assert [part_of[label] for label in labels] == parts.tolist()
    turned = mark_groups(series[::-1], validation, test)
    assert turned.tolist() == parts[::-1].tolist()
    begin, end = counted_bounds(len(part_of), validation, test)
    held_back = np.bincount(list(part_of.values()), minlength=3)
    assert held_back.tolist() == [begin, end - begin, len(part_of) - end]


def test_groups_of_two_files_are_never_the_same():
    one, two = (pd.DataFrame({"g": list(labels)}) for labels in ("aab", "abb"))
    table, begin = put_behind(one, two)
    assert keep_apart(table["g"], begin).tolist() == [0, 0, 1, 2, 3, 3]
    assert keep_apart(np.zeros(6), begin).tolist() == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize(
    ("text", "format", "found"),
    [
        ("01/07/2023", "%d/%m/%Y", "2023-07-01"),
        ("2023-07", "%d/%m/%Y", "2023-07-01"),
        ("2023-07-01T02:00+02:00", "ISO8601", "2023-07-01"),
        ("07/2023", "ISO8601", None),
    ],
)
def test_a_time_is_read_as_the_times_are_written_or_as_iso(text, format, found):
    times = pd.Series(pd.to_datetime(["2020-01-01"], utc=True))
    moment = read_moment(text, times, format)
    assert moment == pd.Timestamp(found, tz="UTC") if found else pd.isna(moment)
