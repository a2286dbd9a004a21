"""What `predict` says of the test part scores as the run did, and it goes on beyond the file."""

import csv
import json
import shutil
from datetime import date, timedelta
from math import sqrt
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from rnnspec import api
from rnnspec.cli.main import rnnspec
from rnnspec.pipeline import check_source
from rnnspec.search.coordinator import run_study
from rnnspec.source import Source

pytestmark = pytest.mark.keras

SPEC = """rnnspec 1
data {
  source = csv("days.csv"TOLD)
  inputs INPUTS
  target = TARGET
  split = chronological(validation = 0.2, test = 0.2)
  MORE
}
model { GRU(4) DENSE }
train { optimizer = adam loss = LOSS epochs = 1 batch_size = 16 }
search { objective = OBJECTIVE algorithm = random trials = 1 }
"""
DENSE = "Dense(1)"
SKIES = ("clear", "grey", "dark")
DAYS = 50
TEST = 40
"""The first day of the test part."""

Line = dict[str, str]


def _day(day: int) -> str:
    return (date(2024, 1, 1) + timedelta(day)).isoformat()


def _rows(*towns: str) -> list[Line]:
    """Days in order; with towns, each of them on each day."""
    return [
        {
            "day": _day(day),
            **({"town": town} if town else {}),
            "sky": SKIES[(day // 2 + at) % 3],
            "heat": str(20 + day % 7 + 10 * at),
            "rain": str((day * 5 + at) % 11 / 10),
        }
        for day in range(DAYS)
        for at, town in enumerate(towns or ("",))
    ]


def _write(path: Path, rows: list[Line]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _trained(folder: Path, rows: list[Line], **parts: str) -> Path:
    """A run of one trial, whose data file and spec are gone."""
    _write(folder / "days.csv", rows)
    text = SPEC
    defaults = {"TOLD": ", time = day", "DENSE": DENSE, "LOSS": "mse", "MORE": ""}
    for name, part in {**defaults, "OBJECTIVE": "minimize(val_rmse)", **parts}.items():
        text = text.replace(name, part)
    found = check_source(Source("days.rnnspec", text), folder)
    assert found.study is not None, found.diagnostics
    run_study(found.study, folder, name="days.rnnspec", out=folder / "run")
    (folder / "days.csv").unlink()
    return folder / "run"


def _said(*arguments: object) -> Result:
    return CliRunner().invoke(rnnspec, ["predict", *map(str, arguments)])


def _predicted(run: Path, file: Path) -> list[Line]:
    said = _said(run, file)
    assert said.exit_code == 0, said.output
    return list(csv.DictReader(said.stdout.splitlines()))


def _score(run: Path, measure: str) -> float:
    score: float = json.loads((run / "best.json").read_text("utf-8"))["test"][measure]
    return score


def _errors(lines: list[Line], target: str) -> list[float]:
    return [float(line[f"{target}_predicted"]) - float(line[target]) for line in lines]


def _rmse(errors: list[float]) -> float:
    return sqrt(sum(error * error for error in errors) / len(errors))


def _in_test(lines: list[Line], horizon: int) -> list[Line]:
    """The lines of windows all of whose targets are in the test part."""
    days = [_day(day) for day in range(DAYS)]
    return [line for line in lines if TEST - 1 <= days.index(line["after"]) < DAYS - horizon]


def _as_parquet(file: Path) -> Path:
    found = file.with_suffix(".parquet")
    pd.read_csv(file, parse_dates=["day"]).to_parquet(found)
    return found


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_one_series(format: str, tmp_path: Path) -> None:
    rows = _rows()
    new, midnight = _write(tmp_path / "new.csv", rows), ""
    if format == "parquet":
        new, midnight = _as_parquet(new), " 00:00:00"
        shutil.copy(new, tmp_path / "days.parquet")
    source = f'{format}("days.{format}"'
    parts = {'csv("days.csv"': source, "INPUTS": "= [heat]", "TARGET": "heat"}
    run = _trained(tmp_path, rows, **parts, MORE="window = 5 scale = standard")
    lines = _predicted(run, new)
    assert list(lines[0]) == ["after", "ahead", "day", "heat", "heat_predicted"]
    assert len(lines) == DAYS - 5 + 1
    assert {line["after"][10:] for line in lines} == {midnight}
    assert {line["day"][10:] for line in lines} == {midnight}
    lines = [{**line, **{name: line[name][:10] for name in ("after", "day")}} for line in lines]
    assert _rmse(_errors(_in_test(lines, 1), "heat")) == pytest.approx(_score(run, "rmse"), 1e-6)
    beyond = lines[-1]
    assert (beyond["after"], beyond["day"], beyond["heat"]) == (_day(DAYS - 1), _day(DAYS), "")
    assert 0 < float(beyond["heat_predicted"]) < 50
    told: list[str] = []
    out = tmp_path / f"out.{format}"
    api.predict(run, new, out, last=True, on_doing=told.append)
    doing = ["reading the run and the file", "loading libraries", "reading the file"]
    assert told == [*doing, "predicting 1 case"]
    alone = pd.read_csv(out) if format == "csv" else pd.read_parquet(out)
    assert str(alone["day"][0])[:10] == _day(DAYS)
    assert list(alone["heat_predicted"]) == pytest.approx([float(beyond["heat_predicted"])])


def test_several_inputs_and_steps(tmp_path: Path) -> None:
    inputs = "~ choice([rain, sky, heat], [heat, sky])"
    rows = _rows()
    more = "window ~ choice(3, 4) horizon = 2 encode = [sky] scale = minmax"
    parts = {"INPUTS": inputs, "TARGET": "[heat, rain]", "DENSE": "Dense(4)", "MORE": more}
    run = _trained(tmp_path, rows, **parts)
    lines = _predicted(run, _write(tmp_path / "new.csv", list(reversed(rows))))
    tested = _in_test(lines, 2)
    assert len(tested) == 2 * (DAYS - TEST - 1)
    errors = _errors(tested, "heat") + _errors(tested, "rain")
    assert _rmse(errors) == pytest.approx(_score(run, "rmse"), 1e-6)
    assert [line["ahead"] for line in lines if line["after"] == _day(DAYS - 1)] == ["1", "2"]


@pytest.mark.parametrize("missing", ["drop", "forward", "interpolate"])
def test_groups_with_gaps(missing: str, tmp_path: Path) -> None:
    rows = _rows("north", "south")
    for at in (11, 40, 85, 90):
        rows[at]["rain"] = ""
    more = f"window = 3 missing = {missing} scale = robust"
    parts = {"TOLD": ", time = day, group = town", "INPUTS": "= [rain, heat]", "TARGET": "heat"}
    run = _trained(tmp_path, rows, **parts, MORE=more)
    short = {"day": _day(0), "town": "west", "sky": "grey", "heat": "20", "rain": "0"}
    said = _said(run, _write(tmp_path / "new.csv", [*rows, short]))
    assert said.exit_code == 0, said.output
    assert said.stderr == "no window of 3 rows in `west`: left out\n"
    lines = list(csv.DictReader(said.stdout.splitlines()))
    assert list(lines[0]) == ["town", "after", "ahead", "day", "heat", "heat_predicted"]
    tested = _in_test(lines, 1)
    assert _rmse(_errors(tested, "heat")) == pytest.approx(_score(run, "rmse"), 1e-6)
    beyond = [line for line in lines if line["day"] == _day(DAYS)]
    assert [line["town"] for line in beyond] == ["north", "south"]


@pytest.mark.parametrize(
    ("target", "dense", "loss"),
    [
        ("frost", "Dense(1, activation = sigmoid)", "binary_crossentropy"),
        ("frost", "Dense(1)", "BinaryCrossentropy(from_logits = true)"),
        ("sky", "Dense(3)", "CategoricalCrossentropy(from_logits = true)"),
    ],
)
def test_classes_by_their_labels(target: str, dense: str, loss: str, tmp_path: Path) -> None:
    rows = [{**row, "frost": str(3 + (at % 3 == 0))} for at, row in enumerate(_rows())]
    labels = sorted({row[target] for row in rows})
    parts = {"INPUTS": "= [rain, heat]", "TARGET": target, "DENSE": dense, "LOSS": loss}
    more = "window = 3 scale = standard"
    run = _trained(tmp_path, rows, **parts, OBJECTIVE="maximize(val_accuracy)", MORE=more)
    lines = _predicted(run, _write(tmp_path / "new.csv", rows))
    assert list(lines[0])[:3] == ["day", target, f"{target}_predicted"]
    assert (lines[0]["day"], lines[-1]["day"]) == (_day(2), _day(DAYS - 1))
    shares = [[float(line[f"probability_{label}"]) for label in labels] for line in lines]
    assert [sum(share) for share in shares] == pytest.approx([1.0] * len(lines), abs=1e-5)
    likeliest = [labels[share.index(max(share))] for share in shares]
    assert [line[f"{target}_predicted"] for line in lines] == likeliest
    right = [line[target] == line[f"{target}_predicted"] for line in lines[-(DAYS - TEST) :]]
    assert sum(right) / len(right) == pytest.approx(_score(run, "accuracy"), 1e-6)
    unknown = [{name: row[name] for name in ("day", "rain", "heat")} for row in rows]
    again = _predicted(run, _write(tmp_path / "unknown.csv", unknown))
    assert {line[target] for line in again} == {""}
    assert [line[f"{target}_predicted"] for line in again] == likeliest


ARRAYS = """rnnspec 1
use Halved from "layers.py" as same
data {
  source = npz("arrays.npz", x = waves, y = next)
  split = chronological(validation = 0.2, test = 0.2)
  scale = standard
}
model { Halved() GRU(4) Dense(2) }
train { optimizer = adam loss = mse epochs = 1 batch_size = 16 }
search {
  objective = [minimize(val_rmse), minimize(parameters)]
  algorithm = random
  trials = 1
}
"""
LAYERS = """import keras


@keras.saving.register_keras_serializable()
class Halved(keras.layers.Layer):
    def call(self, x):
        return x / 2

    def compute_output_shape(self, shape):
        return shape
"""


def test_arrays_with_a_layer_of_the_spec(tmp_path: Path) -> None:
    import numpy as np

    waves = np.random.default_rng(1).normal(size=(50, 6, 2))
    after = waves[:, -1] * 3 + 1
    spec = tmp_path / "spec"
    spec.mkdir()
    np.savez(spec / "arrays.npz", waves=waves, next=after)
    (spec / "layers.py").write_text(LAYERS, encoding="utf-8")
    (spec / "waves.rnnspec").write_text(ARRAYS, encoding="utf-8")
    run = tmp_path / "run"
    done = CliRunner().invoke(rnnspec, ["run", str(spec / "waves.rnnspec"), "--out", str(run)])
    assert done.exit_code == 0, done.output
    new = tmp_path / "new.npz"
    shutil.move(spec / "arrays.npz", new)
    shutil.rmtree(spec)
    lines = _predicted(run, new)
    head = ["sample", "next_1", "next_1_predicted", "next_2", "next_2_predicted"]
    assert (list(lines[0]), len(lines), lines[-1]["sample"]) == (head, 50, "50")
    errors = [error for name in ("next_1", "next_2") for error in _errors(lines[40:], name)]
    assert _rmse(errors) == pytest.approx(_score(run, "rmse"), 1e-6)

    np.savez(new, waves=waves[:3])
    out = tmp_path / "out.csv"
    said = _said(run, new, "--trial", 1, "-o", out)
    assert (said.exit_code, said.stdout) == (0, "")
    ran = f"the code of `{run / 'layers.py'}` was run\n"
    assert said.stderr == f"{ran}3 predictions in {out}\n"
    unknown = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [line["next_1"] for line in unknown] == ["", "", ""]
    again = [float(line["next_2_predicted"]) for line in unknown]
    assert again == pytest.approx([float(line["next_2_predicted"]) for line in lines[:3]], 1e-5)


@pytest.mark.parametrize("form", ["one_hot", "steps", "labels"])
def test_targets_of_arrays_that_are_matrices(form: str, tmp_path: Path) -> None:
    import numpy as np

    x = np.random.default_rng(1).random((50, 6, 2))
    high = (x > 0.6).astype(int)
    y = {
        "one_hot": np.eye(3)[high[:, -1].sum(axis=1)],
        "steps": high.sum(axis=2),
        "labels": np.concatenate([high[:, -1], high[:, :1, 0]], axis=1),
    }[form]
    loss, last = {
        "one_hot": ("categorical_crossentropy", "GRU(4) Dense(classes, softmax)"),
        "steps": (
            "sparse_categorical_crossentropy",
            "GRU(4, return_sequences = true) Dense(classes, softmax)",
        ),
        "labels": ("binary_crossentropy", "GRU(4) Dense(classes, sigmoid)"),
    }[form]
    np.savez(tmp_path / "a.npz", x=x, y=y)
    text = f"""rnnspec 1
    data {{
      source = npz("a.npz", x = x, y = y)
      split = chronological(validation = 0.2, test = 0.2)
      scale = standard
    }}
    model {{ {last} }}
    train {{ optimizer = adam loss = {loss} epochs = 1 batch_size = 16 metrics = [f1] }}
    search {{ objective = maximize(val_accuracy) algorithm = random trials = 1 }}
    """
    study = check_source(Source("a.rnnspec", text), tmp_path).study
    assert study is not None
    run_study(study, tmp_path, name="a.rnnspec", out=tmp_path / "run")
    lines = _predicted(tmp_path / "run", tmp_path / "a.npz")
    if form == "labels":
        names = [f"y_{number}" for number in (1, 2, 3)]
        told = [[float(line[f"{name}_predicted"]) > 0.5 for name in names] for line in lines]
        truth = [[int(line[name]) for name in names] for line in lines]
    else:
        told = [line["y_predicted"] for line in lines]
        truth = [line["y"] for line in lines]
        whole = y.argmax(axis=1) if form == "one_hot" else y.ravel()
        assert truth == [str(number) for number in whole]
    right = np.equal(told, truth).reshape(50, -1)
    assert right[40:].mean() == pytest.approx(_score(tmp_path / "run", "accuracy"), 1e-6)
