"""Scripts that run to their end, shrunken: few samples, one epoch, few trials."""

import ast
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from examples import VALID, example, script, small
from forked import run_forked

from rnnspec.scripts.table import TARGETS
from rnnspec.study.expressions import Const
from rnnspec.study.sampling import active_values, satisfies
from rnnspec.study.study import Study

pytestmark = pytest.mark.keras

WHOLE = """
  GRU(width)
  repeat depth ~ int(0, 2, default = 1) as i {
    deep: GRU(units ~ int(2, 8, step = 2, default = 4))
  }
  head ~ choice(default = wide) {
    plain: {}
    wide: { Dense(units ~ choice(2, 4), activation = relu) }
  }
  Dense(1)
"""

RATE = ("loguniform(1e-4, 1e-2, default = 1e-3)", "choice(1e-4, 1e-3, default = 1e-3)")
"""What most targets draw, and what a grid alone can list."""


def run(text: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What a script says, run as `__main__` where Keras has been imported already."""
    file = folder / "search.py"
    file.write_text(text, encoding="utf-8")
    return run_forked(file, "--out", folder / "out", *options)


def run_alone(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a script says, run by a new interpreter."""
    file = folder / "search.py"
    file.write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, file, "--out", folder / "out"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        timeout=300,
    )


def trials_of(output: str) -> list[dict[str, Any]]:
    """The values of the trials that were trained, in order."""
    return [
        ast.literal_eval(v) for v in re.findall(r"^trial \d+: \S+ \S+  (\{.*\})$", output, re.M)
    ]


def best_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "out" / "best.json").read_text("utf-8"))
    assert (folder / "out" / "best.keras").exists()
    return found


def one_epoch(study: Study) -> Study:
    return replace(study, train=replace(study.train, epochs=Const(1)))


@pytest.mark.parametrize("target", TARGETS)
def test_a_search_ends_with_its_best(target: str, tmp_path: Path) -> None:
    study = small(
        "width ~ quniform(4, 16, 4, default = 8) require width <= 12",
        WHOLE,
        f"Adam(learning_rate ~ {RATE[set(TARGETS[target].algorithms) == {'grid'}]})",
        search="start { width = 4 depth = 2 head = plain }",
    )
    study = replace(study, search=replace(study.search, trials=5))
    text = script(study, target=target)
    done = run_alone(text, tmp_path) if target == "hyperopt" else run(text, tmp_path)
    assert done.returncode == 0, done.stderr
    tried, best = trials_of(done.stdout), best_of(tmp_path)
    wanted = [dict(point.values) for point in study.search.first_points]
    assert tried[: len(wanted)] == wanted
    for values in tried:
        assert active_values(study.space, values) == values
        assert satisfies(study.space, values)
    assert list(best) == [
        *("format", "spec", "spec_hash", "values", "objective", "test", "naive"),
        *("trials", "failed", "seconds", "versions"),
    ]
    assert (best["format"], best["trials"], best["failed"]) == (1, 5, 0)
    assert best["values"] in tried
    for name, value in best["values"].items():
        assert type(value) is type(study.space.by_name[name].distribution.coerce(value))
    assert set(best["objective"]) == {"val_mae"}
    assert set(best["test"]) == set(best["naive"]) == {"mae"}
    assert {"python", "keras", "numpy", *TARGETS[target].libraries} < set(best["versions"])


def test_the_same_seed_finds_the_same(tmp_path: Path) -> None:
    text = script(small("width ~ int(2, 8)", "GRU(width) Dense(1)"))
    outputs = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        assert run(text, tmp_path / name, "--seed", "3", "--trials", "1").returncode == 0
        found = best_of(tmp_path / name)
        outputs.append([found["values"], found["objective"], found["test"]])
    assert outputs[0] == outputs[1]


def test_a_table_with_another_file(tmp_path: Path) -> None:
    lines = (VALID / "../../data/daily-min-temperatures.csv").read_text("utf-8").splitlines()
    data = tmp_path / "few.csv"
    data.write_text("\n".join(lines[:300]), encoding="utf-8")
    study = one_epoch(example("per_layer"))
    done = run(script(study, data="nowhere.csv"), tmp_path, "--data", str(data), "--trials", "2")
    assert done.returncode == 0, done.stderr
    best = best_of(tmp_path)
    assert set(best["objective"]) == {"val_mae"}
    assert best["values"]["width_last"] <= best["values"]["width_first"]
    assert {"numpy", "pandas"} < set(best["versions"])
    rows = (tmp_path / "out" / "trials.csv").read_text("utf-8").splitlines()
    assert rows[0] == "number,state,val_mae," + ",".join(
        h.name for h in study.space.hyperparameters
    )
    assert [row.split(",")[:2] for row in rows[1:]] == [["1", "complete"], ["2", "complete"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "bad.csv: is empty"),
        ("Date,T\n2024-01-01,1\n", "bad.csv: has no column `Temp`; it has ['Date', 'T']"),
        ("Date,Temp\n2024-01-01,x\n", "bad.csv: column `Temp` holds 'x' where a number should be"),
    ],
)
def test_data_of_no_use_is_told_in_one_line(content: str, said: str, tmp_path: Path) -> None:
    data = tmp_path / "bad.csv"
    data.write_text(content, encoding="utf-8")
    done = run(script(example("per_layer"), data="nowhere.csv"), tmp_path, "--data", str(data))
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].endswith(said)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["tokens", "lstm_hyperband"])
def test_arrays_from_a_file(name: str, tmp_path: Path) -> None:
    study = one_epoch(example(name))
    path = os.path.relpath(VALID / study.data.source.path, tmp_path)
    done = run(script(study, data=path), tmp_path, "--trials", "2")
    assert done.returncode == 0, done.stderr
    assert best_of(tmp_path)["trials"] == 2


def test_folds_and_repeats(tmp_path: Path) -> None:
    study = small(
        "width ~ int(2, 8)",
        "GRU(width) Dense(1)",
        search="folds = 2 repeats = 2",
        split="test = 0.2",
    )
    done = run(script(study), tmp_path, "--trials", "1")
    assert done.returncode == 0, done.stderr
    assert set(best_of(tmp_path)["test"]) == {"mae"}


def test_a_trial_that_fails_does_not_end_the_search(tmp_path: Path) -> None:
    study = small(optimizer="SGD(learning_rate ~ choice(1e-3, 1e38))", algorithm="random")
    study = replace(study, search=replace(study.search, trials=5))
    done = run(script(study), tmp_path)
    assert done.returncode == 0, done.stderr
    best = best_of(tmp_path)
    assert 0 < best["failed"] < best["trials"] == 5
    assert best["values"] == {"learning_rate": 1e-3}


def test_why_a_trial_failed_is_kept_whole(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(
        "import keras\n\n\nclass Broken(keras.layers.Layer):\n"
        "    def call(self, x):\n        raise TypeError('what went wrong')\n"
    )
    study = small(
        model="Broken() GRU(4) Dense(1)", uses='use Broken from "mine.py" as same', folder=tmp_path
    )
    done = run(script(study), tmp_path, "--trials", "1")
    assert done.returncode == 1
    assert "trial 1 failed: " in done.stdout
    log = (tmp_path / "out" / "failures.log").read_text("utf-8")
    assert "Traceback (most recent call last)" in log
    assert "what went wrong" in log
    assert (tmp_path / "out" / "trials.csv").read_text("utf-8").splitlines()[1:] == ["1,failed,"]


def test_a_search_in_which_all_fails_says_so(tmp_path: Path) -> None:
    study = small(optimizer="SGD(learning_rate = 1e38)", algorithm="random")
    done = run(script(study), tmp_path)
    assert done.returncode == 1
    assert "none of 3 trials succeeded" in done.stderr
    # What was tried is kept, and why it failed; there is no model.
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"trials.csv"}


def test_layers_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(
        "import keras\n\n\nclass Times(keras.layers.Layer):\n"
        "    def __init__(self, factor, **arguments):\n"
        "        super().__init__(**arguments)\n        self.factor = factor\n\n"
        "    def call(self, x):\n        return self.factor * x\n"
    )
    study = small(
        model="Times(factor ~ choice(1, 2)) GRU(4) Dense(1)",
        uses='use Times from "mine.py" as same',
        folder=tmp_path,
    )
    done = run(script(study), tmp_path, "--trials", "2")
    assert done.returncode == 0, done.stderr
    assert best_of(tmp_path)["failed"] == 0
