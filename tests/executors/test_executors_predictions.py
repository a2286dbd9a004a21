"""What a plan finds in a file, and the table that is written of it; no network is asked."""

import builtins
import csv
import importlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rnnspec.executors.interpreter import Interpreter
from rnnspec.executors.messages import Predict, Predicted, SavedModel
from rnnspec.executors.predictions import (
    Unpredictable,
    find_cases,
    verify_cases,
    write_predictions,
)
from rnnspec.pipeline import check_source
from rnnspec.plan.lower import lower_plan
from rnnspec.predict.predictable import predictable
from rnnspec.source import Source
from rnnspec.study.data import Npz
from rnnspec.study.evaluate import Scope

SPEC = """rnnspec 1
data {{ {data} split = chronological(validation = 0.2) }}
model {{ GRU(4) Dense(1) }}
train {{ optimizer = adam loss = mse epochs = 1 }}
search {{ objective = minimize(val_loss) algorithm = random trials = 2 }}
"""
FILES = ("files", "tables", "grid", "encode", "missing", "windows")


def predicted(folder: Path, data: str, file: str) -> tuple[list[dict[str, str]], Predicted]:
    """The table and the answer for a file, where a model says 0.5 of everything."""
    study = check_source(Source("t.rnnspec", SPEC.format(data=data)), folder).study
    assert study is not None
    fitted: dict[str, Any] = {
        "inputs": list(study.data.inputs.value),  # type: ignore[attr-defined]
        "targets": list(study.data.targets),
        "categories": {},
        "window": study.data.window.value,  # type: ignore[attr-defined]
        "missing": study.data.missing,
    }
    source, known, _ = predictable(study, fitted, folder / file)
    model = SavedModel(b"", fitted)
    task = Predict(study, folder, {}, model, source, known, folder / "out.csv")
    objects = {"np": np, **vars(builtins)}
    for name in FILES:
        objects |= vars(importlib.import_module(f"rnnspec.runtime.{name}"))
    interpreter = Interpreter(Scope.of(study.space, {}).evaluate, objects)
    study = replace(study, data=replace(study.data, source=source))
    cases = find_cases(task, lower_plan(study).data.predict, interpreter)
    answer = write_predictions(task, cases, np.full((len(cases["x"]), 1), 0.5))
    with task.out.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines)), answer


def write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(["t,store,product,a", *lines]) + "\n", encoding="utf-8")


def test_each_combination_of_several_columns_is_a_group(tmp_path: Path) -> None:
    rows = [
        f"{t},{store},{product},{t + 100 * store}"
        for t in range(20)
        for store in (1, 2)
        for product in ('"x, y"', "x")
    ]
    write(tmp_path / "t.csv", rows)
    write(tmp_path / "new.csv", [*rows, "0,3,x,1"])
    source = 'source = csv("t.csv", time = t, group = [store, product])'
    told = f"{source} inputs = [a] target = a window = 4"
    lines, answer = predicted(tmp_path, told, "new.csv")
    assert list(lines[0]) == ["store", "product", "after", "ahead", "t", "a", "a_predicted"]
    assert len(lines) == 4 * (20 - 3)
    groups = [(line["store"], line["product"]) for line in lines if not line["t"]]
    assert groups == [("1", "x"), ("1", "x, y"), ("2", "x"), ("2", "x, y")]
    assert all(
        line["a"] == str(int(line["t"]) + 100 * int(line["store"])) for line in lines if line["t"]
    )
    assert answer.short == ("3, x",)


def test_rows_of_a_grid_are_of_their_combination(tmp_path: Path) -> None:
    rows = [f"{t},{store},x,{t}" for t in range(20) for store in (1, 2) if (t, store) != (7, 2)]
    write(tmp_path / "t.csv", rows)
    source = 'source = csv("t.csv", time = t, group = [store, product]) step = 1 missing = forward'
    lines, _ = predicted(tmp_path, f"{source} inputs = [a] target = a window = 4", "t.csv")
    filled = [line for line in lines if line["t"] == "7"]
    assert [(line["store"], line["product"], line["a"]) for line in filled] == [
        ("1", "x", "7"),
        ("2", "x", ""),
    ]


def test_one_file_or_several_are_predicted_by_what_they_are_called(tmp_path: Path) -> None:
    rows = [f"{t},1,x,{t}" for t in range(20)]
    for name in ("north", "south", "new"):
        write(tmp_path / f"{name}.csv", rows)
    told = "inputs = [a] target = a window = 4"
    several = f'source = csv("*th.csv", time = t, group = file) {told}'
    lines, _ = predicted(tmp_path, several, "new.csv")
    assert [line["file"] for line in lines] == ["new"] * 17
    lines, _ = predicted(tmp_path, several, "n*.csv")
    assert [line["file"] for line in lines] == ["new"] * 17 + ["north"] * 17
    one = f'source = csv("north.csv", time = t) duplicates = first {told}'
    lines, _ = predicted(tmp_path, one, "*th.csv")
    assert len(lines) == 17


def test_a_row_that_a_lead_tells_is_predicted(tmp_path: Path) -> None:
    rows = [f"{t},{store},x,{t}" for t in range(30) for store in (1, 2)]
    write(tmp_path / "t.csv", rows)
    source = 'source = csv("t.csv", time = t, group = store)'
    told = f"{source} inputs = [a] target = a window = 4 lead = 6"
    lines, _ = predicted(tmp_path, told, "t.csv")
    assert len(lines) == 2 * (30 - 3)
    assert {line["ahead"] for line in lines} == {"6"}
    assert all(int(line["a"]) == int(line["after"]) + 6 for line in lines if line["a"])
    assert len([line for line in lines if not line["a"]]) == 2 * 6


@pytest.mark.parametrize(
    ("x", "words", "told"),
    [
        (
            [[1, 8], [2, 9]],
            9,
            "it holds 9 in step 2 of sample 2; the model knows the numbers 0 to 8",
        ),
        ([[-1, 0]], 9, "it holds -1 in step 1 of sample 1"),
        ([[0.5, 0.0]], 9, "it holds 0.5 in step 1 of sample 1"),
        ([[[1.0], [1e39]]], None, "it holds a number too large"),
    ],
)
def test_what_no_model_takes_is_told(
    x: list[Any], words: int | None, told: str, tmp_path: Path
) -> None:
    model, source = SavedModel(b"", {}), Npz("new.npz", "x", "y")
    write(tmp_path / "t.csv", [f"{t},1,x,{t}" for t in range(20)])
    data = 'source = csv("t.csv", time = t) inputs = [a] target = a window = 4'
    study = check_source(Source("t.rnnspec", SPEC.format(data=data)), tmp_path).study
    assert study is not None
    task = Predict(study, tmp_path, {}, model, source, (), tmp_path / "out.csv")
    with pytest.raises(Unpredictable, match=rf"^`new\.npz`: {told}") as raised:
        verify_cases(task, np.array(x), words)
    assert raised.value.code == "E0604"
    verify_cases(task, np.array([[0.0, 3.0]]), words)
