"""The data steps of a plan, carried out on small files: parts, windows, scaling, classes."""

import importlib
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from carrying import SPEC, TABLE, Carried, carried

from rnnspec.pipeline import check_source
from rnnspec.source import Source


def test_windows_stand_before_their_targets(series: Path) -> None:
    data = carried(series, f"{TABLE} inputs = [a, b] target = a window = 3 horizon = 2", units="2")
    found = data.arrays(data.parts["train"])
    assert found["x"].shape[1:] == (3, 2)
    assert found["x"][0].tolist() == [[0, 1000], [1, 999], [2, 998]]
    assert found["y"][0].tolist() == [3, 4]
    assert found["y"].max() == 69  # rows 70 to 89 validate
    validation = data.arrays(data.parts["validation"])["y"]
    assert (validation.min(), validation.max()) == (70, 89)
    assert data.arrays(data.parts["test"])["y"].max() == 99


@pytest.mark.parametrize("missing", ["drop", "forward", "interpolate"])
def test_no_target_is_nearer_or_farther_than_the_horizon_on_a_grid(
    series: Path, missing: str
) -> None:
    """Rows 20 to 27 and 50 are absent: `drop` leaves out what spans them, the others fill it."""
    lines = (series / "series.csv").read_text().splitlines()
    gone = {*range(20, 28), 50}
    there = [line for line in lines[1:] if int(line.split(",")[0]) not in gone]
    (series / "series.csv").write_text("\n".join([lines[0], *there]))
    spec = f"{TABLE} step = 1 missing = {missing} inputs = [a] target = a window = 4 horizon = 2"
    data = carried(series, spec, units="2")
    assert data.study.data.rows == 100
    ends = [t for t in range(3, 68) if not gone & {t + 1, t + 2}]
    needed = {"drop": range(-3, 1), "forward": (), "interpolate": (-3,)}[missing]
    ends = [t for t in ends if not any(t + row in gone for row in needed)]
    found = data.arrays(data.parts["train"])
    assert found["y"].tolist() == [[t + 1, t + 2] for t in ends]
    if missing == "drop":
        assert found["x"][:, :, 0].tolist() == [[t - 3, t - 2, t - 1, t] for t in ends]


@pytest.mark.parametrize("inputs", ["= [a, kind]", "~ choice([kind, a], [a])"])
def test_a_class_that_is_missing_is_the_last_known_one(series: Path, inputs: str) -> None:
    lines = (series / "series.csv").read_text().splitlines()
    there = [line.rpartition(",")[0] + "," if line.startswith("21,") else line for line in lines]
    (series / "series.csv").write_text("\n".join(there))
    spec = f"{TABLE} inputs {inputs} target = a window = 4 missing = interpolate encode = [kind]"
    values = {} if "=" in inputs else {"inputs": ("kind", "a")}
    found = carried(series, spec, values).arrays((0, 70))
    window = found["x"][found["x"][:, 0].max(axis=1) == 19][0]
    hot = window[:, :2] if values else window[:, 1:]
    assert hot.tolist() == [[0, 1], [1, 0], [1, 0], [1, 0]]  # 19, 20, 21 as 20, 22
    assert sorted(window[2])[-1] == 21


def test_the_naive_forecast_knows_no_more_than_the_model(series: Path) -> None:
    base = f"{TABLE} target = a window = 3 horizon = 2"
    for inputs, more, expected in (
        ("= [a, b]", "", [[69, 69], [70, 70]]),
        ("~ choice([a, b], [b])", "", [[69, 69], [70, 70]]),
        ("= [b]", "", [[36, 37], [36, 37]]),  # of rows 3 to 68, and of rows 4 to 69
        ("= [b]", "season = 10", [[60, 61], [61, 62]]),
    ):
        values = {"inputs": ("b",)} if "~" in inputs else {}
        scale = "scale = standard"
        data = carried(series, f"{base} inputs {inputs} {more} {scale}", values, units="2")
        _, baseline = data.judged(data.parts["validation"])
        assert baseline[:2] == pytest.approx(np.array(expected), abs=0.51 if more == "" else 1e-4)


@pytest.mark.parametrize("group", ["", ", group = kind"])
def test_numbers_of_the_last_row_are_predicted_at_no_horizon(series: Path, group: str) -> None:
    table = TABLE.replace("time = t", f"time = t{group}")
    spec = f"{table} inputs = [a] target = b window = 3 horizon = 0 scale = standard"
    data = carried(series, spec)
    truth, naive = data.judged(data.parts["validation"])
    assert sorted(truth[:, 0].round(3).tolist()) == [float(1000 - row) for row in range(89, 69, -1)]
    train = data.arrays(data.parts["train"])
    last = train["x"][:, -1, 0] * train["scaler"][1] + train["scaler"][0]
    found = train["y"][:, 0] * train["target_scaler"][1] + train["target_scaler"][0]
    assert (last + found).round(2).tolist() == [1000] * len(last)
    assert naive[:, 0] == pytest.approx(found.mean())


def test_rows_of_one_time_are_one_row(series: Path) -> None:
    with (series / "series.csv").open("a") as file:
        file.write("\n7,17,3,odd")
    spec = f"{TABLE} duplicates = mean inputs = [a] target = a window = 3"
    data = carried(series, spec)
    assert data.study.data.rows == 100
    assert data.arrays(data.parts["train"])["x"][5, :, 0].tolist() == [5, 6, 12]


@pytest.mark.parametrize("group", ["", ", group = kind"])
def test_a_stride_thins_the_windows_that_train_and_no_others(series: Path, group: str) -> None:
    base = f"{TABLE.replace('time = t', f'time = t{group}')} inputs = [a] target = a window = 3"
    every = carried(series, base)
    some = carried(series, f"{base} stride = 4")
    whole = every.arrays(every.parts["train"])["y"][:, 0].tolist()
    kept = some.arrays(some.parts["train"])["y"][:, 0].tolist()
    if group:
        kinds = [[y for y in whole if y % 2 == odd] for odd in (0, 1)]
        assert kept == [*kinds[0][::4], *kinds[1][::4]]
    else:
        assert kept == whole[::4]
    for part in ("validation", "test"):
        x = [data.arrays(data.parts[part])["x"].tolist() for data in (every, some)]
        assert x[0] == x[1]


@pytest.mark.parametrize("group", ["", ", group = kind"])
@pytest.mark.parametrize(("ahead", "last"), [("horizon = 2 lead = 3", 4), ("horizon = 0", 0)])
def test_a_window_weighs_what_the_row_of_its_last_target_does(
    series: Path, group: str, ahead: str, last: int
) -> None:
    """`a` is the number of the row; `b`, from which a weight is taken, is 1000 less it."""
    base = f"{TABLE.replace('time = t', f'time = t{group}')} inputs = [a] target = b window = 3"
    data = carried(series, f"{base} {ahead} weight = b", units="2" if last else "1")
    for part in ("train", "validation"):
        found = data.arrays(data.parts[part])
        rows = found["x"][:, -1, 0] + last * (2 if group else 1)
        assert (1000 - found["sample_weight"]).tolist() == rows.tolist()


def test_every_length_of_a_window_is_scored_on_the_same_targets(series: Path) -> None:
    spec = f"{TABLE} inputs = [a] target = a window ~ choice(2, 5, 9)"
    scored, trained = [], []
    for window in (2, 5, 9):
        data = carried(series, spec, {"window": window})
        scored.append(data.arrays(data.parts["validation"])["y"].tolist())
        trained.append(len(data.arrays(data.parts["train"])["y"]))
        assert data.arrays(data.parts["validation"])["x"].shape[1] == window
    assert scored[0] == scored[1] == scored[2]
    assert trained == [68, 65, 61]


@pytest.mark.parametrize("missing", ["drop", "interpolate", "forward"])
def test_gaps_leave_every_length_the_same_targets(series: Path, missing: str) -> None:
    lines = (series / "series.csv").read_text().splitlines()
    gappy = [
        line if line.split(",")[0] not in ("72", "80", "81") else _without_a(line) for line in lines
    ]
    (series / "series.csv").write_text("\n".join(gappy))
    spec = f"{TABLE} inputs = [a, b] target = b window ~ choice(2, 4) missing = {missing}"
    scored = []
    for window in (2, 4):
        data = carried(series, spec, {"window": window})
        found = data.arrays(data.parts["validation"])
        assert np.isfinite(found["x"]).all()
        scored.append(found["y"].tolist())
    assert scored[0] == scored[1]
    assert len(scored[0]) == {"drop": 11, "interpolate": 14, "forward": 20}[missing]


def _without_a(line: str) -> str:
    time, _, *rest = line.split(",")
    return ",".join([time, "", *rest])


def test_scalers_know_the_train_part_alone(series: Path) -> None:
    data = carried(series, f"{TABLE} inputs = [a, b] target = b window = 3 scale = minmax")
    found = data.arrays(data.parts["train"])
    assert (found["x"].min(), found["x"].max()) == (0, 1)
    assert data.arrays(data.parts["validation"])["x"][..., 0].max() > 1
    truth, naive = data.judged(data.parts["validation"])
    assert truth[0, 0] == pytest.approx(1000 - 70)
    assert naive[0, 0] == 1000 - 69


def test_given_bounds_belong_to_their_columns(series: Path) -> None:
    spec = f"{TABLE} inputs = [a, b] target = b window = 3 scale = minmax(b = [0, 2000])"
    found = (data := carried(series, spec)).arrays(data.parts["train"])
    assert found["x"][0, 0].tolist() == [0, 0.5]
    assert found["y"][0, 0] == pytest.approx((1000 - 3) / 2000)


def test_several_targets_are_wide_step_first(series: Path) -> None:
    spec = f"{TABLE} inputs = [a, b] target = [a, b] window = 3 horizon = 2 scale = standard"
    data = carried(series, spec, units="4")
    truth, naive = data.judged(data.parts["test"])
    assert truth[0].tolist() == pytest.approx([90, 910, 91, 909], rel=1e-5)
    assert naive[0].tolist() == [89, 911, 89, 911]


def test_searched_inputs_choose_columns(series: Path) -> None:
    spec = f"{TABLE} inputs ~ choice([a], [b, a], [kind, b]) target = b window = 2 encode = [kind]"
    widths = {("a",): [0], ("b", "a"): [1000, 0], ("kind", "b"): [1, 0, 1000]}
    for columns, first in widths.items():
        data = carried(series, spec, {"inputs": columns})
        assert data.arrays(data.parts["train"])["x"][0, 0].tolist() == first, columns


def test_a_class_is_that_of_the_windows_last_row(series: Path) -> None:
    spec = f"{TABLE} inputs = [a] target = kind window = 3 horizon = 0"
    sparse = carried(series, spec, loss="sparse_categorical_crossentropy", units="2")
    found = sparse.arrays(sparse.parts["train"])
    assert found["x"][0, -1, 0] == 2
    assert found["y"][:3].tolist() == [0, 1, 0]  # even, odd, even
    whole = carried(series, spec, loss="categorical_crossentropy", units="2")
    assert whole.arrays(whole.parts["train"])["y"][0].tolist() == [1, 0]
    binary = carried(series, spec, loss="binary_crossentropy")
    _, majority = binary.judged(binary.parts["test"])
    assert majority.shape[1:] == (1,)
    assert set(np.unique(majority)) <= {0, 1}


def test_windows_stay_inside_their_group(tmp_path: Path) -> None:
    rows = [f"{t},{g},{(t if g == 'x' else 1000 + t)}" for t in range(40) for g in "xy"]
    (tmp_path / "groups.csv").write_text("t,g,a\n" + "\n".join(rows))
    data = carried(
        tmp_path,
        'source = csv("groups.csv", time = t, group = g) inputs = [a] target = a window = 4 '
        "split = chronological(validation = 0.2, test = 0.2) scale = standard",
    )
    for part in ("train", "validation", "test"):
        found = data.arrays(data.parts[part])
        centre, spread = found["target_scaler"]
        steps = found["x"][..., 0] * spread + centre
        ahead = found["y"][:, 0] * spread + centre
        assert np.allclose(np.diff(steps, axis=1), 1, atol=1e-2)
        assert np.allclose(ahead - steps[:, -1], 1, atol=1e-2)


def test_rows_of_several_files_stay_with_theirs(tmp_path: Path) -> None:
    for name, base in (("x", 0), ("y.2", 1000)):
        rows = [f"{t},{base + t}" for t in range(40)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["t,a", *rows]))
    (tmp_path / ".z.csv").write_text("not a table of these")
    data = carried(
        tmp_path,
        'source = csv("*.csv", time = t, group = file) inputs = [a, file] target = a window = 4 '
        "split = chronological(validation = 0.2, test = 0.2) encode = [file]",
    )
    found = data.arrays(data.parts["train"])
    steps, of_y = found["x"][..., 0], found["x"][..., 2]
    assert ((steps >= 1000) == (of_y == 1)).all()
    assert (np.diff(steps, axis=1) == 1).all()


def test_folds_expand_in_time(series: Path) -> None:
    data = carried(
        series,
        'source = csv("series.csv", time = t) split = chronological(test = 0.2) inputs = [a] '
        "target = a window = 3 scale = standard",
        search="folds = 3",
    )
    assert [list(map(list, fold)) for fold in data.parts["folds"]] == [
        [[0, 20], [20, 40]],
        [[0, 40], [40, 60]],
        [[0, 60], [60, 80]],
    ]
    train, validation = data.parts["folds"][0]
    centre, _ = data.arrays(validation, train)["target_scaler"]
    assert centre[0] == pytest.approx(9.5)
    assert list(data.parts["rest"]) == [0, 80]


@pytest.mark.parametrize("value", [0.0, -1.5])
@pytest.mark.parametrize("kind", ["standard", "minmax", "robust"])
def test_padding_under_a_mask_is_not_scaled_and_teaches_no_scaler(
    tmp_path: Path, kind: str, value: float
) -> None:
    """Samples are of 3 to 6 steps around 5, filled up to 6 with what the mask leaves out."""
    rng = np.random.default_rng(0)
    x = rng.normal(5, 1, (200, 6, 2)).astype("float32")
    x[:, :, 1] *= 10
    padding = np.arange(6) >= rng.integers(3, 7, 200)[:, None]
    x[padding] = value
    np.savez(tmp_path / "samples.npz", x=x, y=rng.normal(size=(200, 1)))
    data = f"""source = npz("samples.npz", x = x, y = y) scale = {kind}
      split = chronological(validation = 0.2)"""
    text = SPEC.format(data=data, space="", units="1", loss="mse", search="")
    found = {}
    for layer in ("", f"Masking({value})"):
        checked = check_source(Source("spec", text.replace("GRU", f"{layer} GRU")), tmp_path)
        assert checked.study is not None
        found[layer] = (whole := Carried(checked.study, tmp_path, {})).arrays(whole.parts["train"])
    plain, masked = found.values()
    there = ~padding[:160]
    assert (masked["x"][~there] == value).all()
    fitted = getattr(importlib.import_module("rnnspec.runtime.scalers"), f"fit_{kind}")
    expected = np.array(fitted(x[:160][there].astype("float64")))
    assert np.array(masked["scaler"]) == pytest.approx(expected, rel=1e-5)
    assert np.array(plain["scaler"]) != pytest.approx(expected, rel=1e-2)
    centre, spread = masked["scaler"]
    assert masked["x"][there] * spread + centre == pytest.approx(x[:160][there], rel=1e-4)


def test_arrays_of_samples_are_cut_by_number(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(5, 2, (50, 4, 2)), rng.integers(0, 3, 50)
    np.savez(tmp_path / "samples.npz", x=x, y=y)
    data = carried(
        tmp_path,
        'source = npz("samples.npz", x = x, y = y) scale = standard '
        "split = stratified(validation = 0.2, test = 0.2)",
        loss="sparse_categorical_crossentropy",
        units="3",
    )
    parts = [data.parts[name] for name in ("train", "validation", "test")]
    assert sorted(np.concatenate(parts).tolist()) == list(range(50))
    found = data.arrays(data.parts["train"])
    assert found["x"].mean(axis=(0, 1)) == pytest.approx([0, 0], abs=1e-6)
    assert found["y"].tolist() == y[data.parts["train"]].tolist()


def test_gaps_are_counted_of_what_a_model_sees_and_predicts(series: Path) -> None:
    """A row that a grid adds lacks the columns that tell its time and its group as well."""
    rows = [f"2020-01-{1 + n:02},00:00,{g},x,{n},{n}" for n in range(30) for g in "ab" if n != 7]
    (series / "t.csv").write_text("\n".join(["day,hour,g,h,a,b", *rows]))
    source = 'csv("t.csv", time = [day, hour], group = [g, h])'
    more = "step = 1d missing = drop split = chronological(validation = 0.2)"
    data = carried(series, f"source = {source} inputs = [a] target = a window = 2 {more}")
    assert data.read["gaps"] == {"a": 2}


@pytest.mark.parametrize("missing", ["drop", "forward", "interpolate"])
def test_searched_inputs_are_scored_on_the_same_targets(series: Path, missing: str) -> None:
    """What trains loses the gaps of its own list alone; the windows that are told are these."""
    rows = [f"{t},{t},{'' if t % 9 == 0 or t < 4 else 1000 - t},odd" for t in range(100)]
    (series / "series.csv").write_text("\n".join(["t,a,b,kind", *rows]))
    spec = f"{TABLE} inputs ~ choice([a], [b, a]) target = a window ~ choice(2, 3)"
    ends: dict[str, list[list[int]]] = {}
    for columns, window in product((("a",), ("b", "a")), (2, 3)):
        values = {"inputs": columns, "window": window}
        data = carried(series, f"{spec} missing = {missing}", values)
        for name, part in data.parts.items():
            ends.setdefault(name, []).append(data.arrays(part)["ends"].tolist())
    for name in ("validation", "test"):
        assert all(found == ends[name][0] for found in ends[name]), name
    assert len(ends["train"][0]) > len(ends["train"][2])
    told = {name: kept for name, kept, _ in data.study.data.windows}
    assert told == {"train": len(ends["train"][3]), "validation": len(ends["validation"][0]),
                    "test": len(ends["test"][0])}  # fmt: skip
