"""How a table is divided and which rows are predicted, carried out on small files."""

from pathlib import Path

import numpy as np
import pytest
from carrying import TABLE, carried


def test_parts_that_begin_at_a_time_or_are_rows_of_each_group(series: Path) -> None:
    """Of the odd rows and of the even ones the last five are tested, wherever these lie in time."""
    source = 'source = csv("series.csv", time = t, group = kind) inputs = [a] target = a window = 3'
    lines = (series / "series.csv").read_text().splitlines()
    late = [line for line in lines if not line.endswith("odd") or int(line.split(",")[0]) < 60]
    (series / "series.csv").write_text("\n".join(late))
    data = carried(
        series, f"{source} scale = minmax split = chronological(validation = 4, test = 5)"
    )
    found = {name: data.arrays(data.parts[name]) for name in ("train", "validation", "test")}
    truth = {name: data.judged(data.parts[name])[0][:, 0] for name in found}
    assert truth["test"].round(3).tolist() == [*range(90, 99, 2), *range(51, 60, 2)]
    assert truth["validation"].round(3).tolist() == [*range(82, 89, 2), *range(43, 50, 2)]
    assert truth["train"].max() == pytest.approx(80)
    low, spread = found["train"]["scaler"]
    assert (low[0], spread[0]) == (0, 80)  # The scaler knows the rows that train alone.
    steps = found["validation"]["x"][:, :, 0] * spread + low
    assert np.diff(steps, axis=1) == pytest.approx(
        2, abs=1e-4
    )  # Windows look back into the part before.

    timed = carried(series, f'{source} split = chronological(validation = "40", test = "55")')
    ends = {name: timed.judged(timed.parts[name])[0][:, 0].tolist() for name in found}
    assert ends["train"] == [*range(6, 40, 2), *range(7, 40, 2)]
    assert ends["validation"] == [*range(40, 55, 2), *range(41, 55, 2)]
    assert ends["test"] == [*range(56, 99, 2), 55, 57, 59]


@pytest.mark.parametrize("group", ["", ", group = kind"])
@pytest.mark.parametrize("missing", ["error", "drop"])
def test_rows_from_a_lead_on_are_predicted(series: Path, group: str, missing: str) -> None:
    """No target of a part lies in another, and none of its own is lost for being far ahead."""
    table = TABLE.replace("time = t", f"time = t{group}")
    spec = f"{table} inputs = [a] target = a window ~ choice(2, 3) lead = 5 horizon = 2"
    data = carried(series, f"{spec} season = 4 missing = {missing}", {"window": 3}, units="2")
    step = 2 if group else 1
    for part, (first, last) in {
        "train": (0, 70),
        "validation": (70, 90),
        "test": (90, 100),
    }.items():
        found, (truth, naive) = data.arrays(data.parts[part]), data.judged(data.parts[part])
        begins = found["x"][:, -1, 0]
        assert truth.tolist() == [[t + 5 * step, t + 6 * step] for t in begins]
        seasons = [[max(t - back * step, t % step) for back in (3, 2)] for t in begins]
        assert naive.tolist() == seasons
        earliest = max(first, 7 * step) if first == 0 else first
        expected = range(earliest, last - step)
        assert sorted(truth[:, 0]) == list(expected)


def test_the_last_value_is_the_naive_forecast_of_any_lead(series: Path) -> None:
    data = carried(series, f"{TABLE} inputs = [a] target = a window = 3 lead = 9")
    truth, naive = data.judged(data.parts["test"])
    assert (truth - naive).tolist() == [[9]] * 10


def test_no_row_of_a_group_that_is_held_back_trains(tmp_path: Path) -> None:
    rows = [f"{t},g{group},{100 * group + t}" for t in range(12) for group in range(10)]
    (tmp_path / "t.csv").write_text("\n".join(["t,g,a", *rows]))
    source = 'source = csv("t.csv", time = t, group = g) inputs = [a] target = a window = 4'
    data = carried(tmp_path, f"{source} split = groups(validation = 2, test = 0.3)")
    found = {name: data.arrays(data.parts[name]) for name in ("train", "validation", "test")}
    groups = {
        name: {int(y) // 100 for y in part["y"][:, 0]} | {int(x) // 100 for x in part["x"].ravel()}
        for name, part in found.items()
    }
    assert [len(groups[name]) for name in groups] == [5, 2, 3]
    assert len(set().union(*groups.values())) == 10
    assert [len(part["y"]) for part in found.values()] == [40, 16, 24]


@pytest.mark.parametrize("group", ["", ", group = kind"])
@pytest.mark.parametrize(
    ("split", "sizes"),
    [
        ("chronological(validation = 0.2)", [80, 20]),
        ("chronological(validation = 20)", [80, 20]),
        ('chronological(validation = "80")', [80, 20]),
        ("folds", [100]),
    ],
)
def test_a_file_that_tests_shares_no_window_with_the_source(
    series: Path, group: str, split: str, sizes: list[int]
) -> None:
    """Its times are those of the training rows: nothing but the file tells its rows apart."""
    rows = [f"{t},{500 + t},0,{'odd' if t % 2 else 'even'}" for t in range(30)]
    (series / "u.csv").write_text("\n".join(["t,a,b,kind", *rows]))
    if group and split == "chronological(validation = 20)":
        split = "chronological(validation = 10)"
    folds = split == "folds"
    data = carried(
        series,
        f'source = csv("series.csv", time = t{group}) test = csv("u.csv") inputs = [a] target = a '
        f"window = 4 season = 3 missing = drop {'' if folds else f'split = {split}'}",
        search="folds = 3" if folds else "",
    )
    step = 2 if group else 1
    train = data.parts["rest"] if folds else data.parts["train"]
    found = data.arrays(data.parts["test"], train)
    assert sorted(found["y"][:, 0]) == [500 + t for t in range(4 * step, 30)]
    assert (found["x"][:, -1, 0] == found["y"][:, 0] - step).all()
    known = data.executor.knowing(**found)
    naive = np.asarray(known.argument(data.plan.scoring.baseline))[:, 0]
    assert naive.tolist() == [max(y - 3 * step, 500 + y % step) for y in found["y"][:, 0]]
    parts = [train] if folds else [train, data.parts["validation"]]
    assert [last - first for first, last in parts] == sizes
    for part in parts:
        cut = data.arrays(part, train)
        assert cut["y"].max() < 100
        assert (np.diff(cut["x"][..., 0], axis=1) == step).all()


@pytest.mark.parametrize("group", ["", ", group = kind"])
def test_a_class_of_a_lead_is_that_of_the_row_so_far_ahead(series: Path, group: str) -> None:
    lines = (series / "series.csv").read_text().splitlines()
    thirds = [f"{line},{'xyz'[int(line.split(',')[0]) // 10 % 3]}" for line in lines[1:]]
    (series / "series.csv").write_text("\n".join([f"{lines[0]},third", *thirds]))
    table = TABLE.replace("time = t", f"time = t{group}")
    spec = f"{table} inputs = [a] target = third window = 3 lead = 4"
    data = carried(series, spec, loss="sparse_categorical_crossentropy", units="3")
    step = 2 if group else 1
    for part, (first, last) in {
        "train": (0, 70),
        "validation": (70, 90),
        "test": (90, 100),
    }.items():
        found = data.arrays(data.parts[part])
        rows = found["x"][:, -1, 0] + 4 * step
        assert found["y"].tolist() == [row // 10 % 3 for row in rows]
        assert sorted(rows) == [*range(max(first, 6 * step), last)]
