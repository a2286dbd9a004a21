"""The concrete program: the same for the same calls, whatever names and choices led to them."""

from pathlib import Path
from typing import Any

import pytest

from rnnspec.executors.interpreter import Interpreter
from rnnspec.pipeline import check_source
from rnnspec.plan.lower import lower_plan
from rnnspec.plan.resolve import canonical_program, resolve_program
from rnnspec.source import Source
from rnnspec.spec import check
from rnnspec.study.evaluate import ExpressionError, Scope
from rnnspec.study.sampling import sample
from rnnspec.study.study import Study

ROOT = Path(__file__).parent.parent.parent
SPECS = sorted(
    [*(ROOT / "specs").glob("*.rnnspec"), *ROOT.glob("tests/conformance/valid/*.rnnspec")]
)

SPEC = """rnnspec 1
data {
  source = random(samples = 200, steps = 10, features = 2)
  split  = random(validation = 0.2)
}
model {
  GRU(units ~ int(4, 64), dropout = 0.1)
  Dense(1)
}
train {
  optimizer  = Adam(learning_rate ~ loguniform(1e-4, 1e-1))
  loss       = mse
  epochs     = 2
  batch_size = 16
  callbacks  = [EarlyStopping(patience = 3)]
}
search { objective = minimize(val_mae)  algorithm = random  trials = 3  seed = 1 }
"""
VALUES = {"gru.units": 8, "learning_rate": 0.01}


def _study(text: str, folder: Path = ROOT / "specs") -> Study:
    checked = check_source(Source("test.rnnspec", text), folder)
    assert checked.study is not None, [d.message for d in checked.diagnostics]
    return checked.study


def _program(old: str, new: str, **values: Any) -> str:
    """The program of the spec with one of its parts written otherwise."""
    assert old in SPEC
    return canonical_program(resolve_program(_study(SPEC.replace(old, new)), {**VALUES, **values}))


HERE = canonical_program(resolve_program(_study(SPEC), VALUES))


class _Recorded:
    """Stands for whatever a plan names; a call of it is what the resolved program tells."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __getitem__(self, name: str) -> "_Recorded":
        return _Recorded(name)

    def __getattr__(self, name: str) -> "_Recorded":
        return _Recorded(f"{self.path}.{name}")

    def __call__(self, *positional: Any, **keywords: Any) -> dict[str, Any]:
        return {"call": [{"path": [self.path]}, list(positional), keywords]}


@pytest.mark.parametrize("path", SPECS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_training_is_what_the_executor_calls(path: Path) -> None:
    """The plan of the whole space, walked for a configuration, makes the very same calls."""
    study = check(path).study
    assert study is not None
    plan = lower_plan(study)
    for index in range(3):
        values = sample(study.space, 0, index)
        evaluate = Scope.of(study.space, values).evaluate
        # One step an epoch: what counts steps is then the number of epochs.
        executor = Interpreter(
            evaluate, _Recorded(""), {"steps_per_epoch": 1, "train_y": {"local": ["train_y"]}}
        )
        training = {
            "optimizer": executor.argument(plan.model.optimizer),
            "loss": executor.argument(plan.model.loss),
            "monitored": [executor.argument(metric) for metric in plan.model.metrics],
            "epochs": executor.value(plan.fit.epochs),
            "batch_size": executor.value(plan.fit.batch_size),
            "callbacks": [executor.argument(callback) for callback in plan.fit.callbacks],
            "class_weight": executor.argument(plan.fit.class_weight),
        }
        told = resolve_program(study, values)["training"]
        assert canonical_program(_counted(told)) == canonical_program(training)


def _counted(told: Any) -> Any:
    match told:
        case {"steps": [epochs, _]}:
            return epochs
        case dict():
            return {name: _counted(value) for name, value in told.items()}
        case list():
            return [_counted(item) for item in told]
    return told


@pytest.mark.parametrize("path", SPECS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_nothing_is_left_open_and_the_hash_tells_programs_apart(path: Path) -> None:
    """Of four draws those with equal programs are those with equal values."""
    study = check(path).study
    assert study is not None
    drawn = [sample(study.space, 1, index) for index in range(4)]
    texts = [canonical_program(resolve_program(study, values)) for values in drawn]
    assert len(set(texts)) == len({str(values) for values in drawn})
    for hyperparameter in study.space.hyperparameters:
        if "." in hyperparameter.name:
            assert not any(hyperparameter.name in text for text in texts)


RATE = "Adam(learning_rate ~ loguniform(1e-4, 1e-1))"
HEAD = "  head ~ choice { plain: Dense(1)\n  wide: { Dense(width ~ int(1, 9))  Dense(1) } }"


@pytest.mark.parametrize(
    ("old", "new", "values"),
    [
        pytest.param("GRU(units", "reader: GRU(units", {"reader.units": 8}, id="label"),
        pytest.param("units ~ int(4, 64)", "units = 2 ** 3", {}, id="fixed"),
        pytest.param("4, 64)", "8, 32, step = 8, default = 16)", {}, id="distribution"),
        pytest.param("  Dense(1)", HEAD.replace("width", "units"), {"head": "plain"}, id="branch"),
        pytest.param("  Dense(1)", "  repeat n ~ int(1, 3) { Dense(1) }", {"n": 1}, id="repeat"),
        pytest.param("  Dense(1)", "  when 2 > 1 { Dense(1) }", {}, id="when"),
        pytest.param(
            f"= {RATE}", f"~ choice(a: {RATE}, b: SGD(0.1))", {"optimizer": "a"}, id="choice"
        ),
        pytest.param("trials = 3", "trials = 9", {}, id="trials"),
        pytest.param("algorithm = random", "algorithm = tpe", {}, id="algorithm"),
    ],
)
def test_how_it_was_written_does_not_matter(old: str, new: str, values: dict[str, Any]) -> None:
    """Names, distributions and choices are ways to say the same program."""
    assert _program(old, new, **values) == HERE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dropout = 0.1", "dropout = 0.2"),
        ("  Dense(1)", "  Dense(1, activation = tanh)"),
        ("  Dense(1)", "  residual { Dense(2) }\n  Dense(1)"),
        ("  Dense(1)", "  parallel(merge = add) { a: Dense(2)\n b: Dense(2) }\n  Dense(1)"),
        ("GRU(", "LSTM("),
        ("loss       = mse", "loss       = mae"),
        ("epochs     = 2", "epochs     = 3"),
        ("batch_size = 16", "batch_size = 32"),
        ("patience = 3", "patience = 4"),
        ("samples = 200", "samples = 300"),
        ("validation = 0.2", "validation = 0.3"),
        ("random(validation", "chronological(validation"),
        ("seed = 1", "seed = 2"),  # the split is random
        ("seed = 1", "seed = 1  repeats = 2"),
        ("batch_size = 16", "batch_size = 16\n  metrics = [rmse]"),
    ],
)
def test_what_is_done_otherwise_matters(old: str, new: str) -> None:
    """Whatever changes data, model, training or scores changes the hash."""
    hashes = {HERE}
    values = {"gru.units": 8, "lstm.units": 8}
    hashes.add(_program(old, new, **values))
    assert len(hashes) == 2


def test_values_matter_with_their_types() -> None:
    """1 and 1.0, and the next float, are other arguments."""
    rates = (0.01, 0.010000000000000002, 1, 1.0)
    assert len({_program("GRU", "GRU", learning_rate=rate) for rate in rates}) == 4


def test_paths_are_told_from_one_place() -> None:
    """A spec in another folder that names the same file does the same."""
    path = ROOT / "specs" / "gru_single.rnnspec"
    text = path.read_text(encoding="utf-8")
    here = _study(text)
    there = _study(text.replace('"data/', '"../specs/data/'), ROOT / "tests")
    values = sample(here.space, 0, 0)
    one, other = resolve_program(here, values, "specs"), resolve_program(there, values, "tests")
    assert one["data"]["source"]["path"].startswith("specs/data/")
    assert canonical_program(one) == canonical_program(other)


def test_a_searched_scaler_and_searched_columns_read_no_more_than_fixed_ones() -> None:
    """What another option would read or fit is no part of the program."""
    text = (ROOT / "specs" / "pollution.rnnspec").read_text(encoding="utf-8")
    study = _study(text)
    values = sample(study.space, 0, 0)
    before = canonical_program(resolve_program(study, values))
    lines = {line.split()[0]: line for line in text.splitlines() if line.strip()}
    name = "inputs"
    written = lines[name].split("=", 1)[1].strip()
    first = written.strip("[]").split(",")[0]
    searched = text.replace(lines[name], f"  {name} ~ choice({written}, [{first}])")
    study = _study(searched)
    chosen = next(o for o in study.space.by_name[name].distribution.values() if len(o) > 1)  # type: ignore[arg-type]
    assert canonical_program(resolve_program(study, {**values, name: chosen})) == before


TABLE = """rnnspec 1
data {{
  source  = csv("data/beijing_pollution.csv")
  inputs  = [TEMP]
  target  = TEMP
  window  {window}
  split   = chronological(validation = 0.2, test = 0.1)
  missing = {missing}
}}
model {{ GRU(4)  Dense(1) }}
train {{ optimizer = adam  loss = mse  epochs = 1 }}
search {{ objective = minimize(val_mae)  algorithm = random  trials = 3 }}
"""


@pytest.mark.parametrize(
    ("missing", "others", "same"),
    [
        ("error", "4", True),  # longest and all others are scored on every row of a part
        ("forward", "4", True),  # 8 is the longest anyway
        ("forward", "24", False),
        ("interpolate", "4", False),
    ],
)
def test_the_other_lengths_of_a_window_count_where_they_decide_what_is_scored(
    missing: str, others: str, same: bool
) -> None:
    """Targets that some length cannot predict are scored for none."""

    texts = (TABLE.format(window=w, missing=missing) for w in ("= 8", f"~ choice(8, {others})"))
    one, other = (resolve_program(_study(text), {"window": 8}) for text in texts)
    assert (canonical_program(one) == canonical_program(other)) is same


def test_a_missing_value_is_told() -> None:
    """A program needs every active value."""
    with pytest.raises(ExpressionError, match=r"`gru\.units` is not active"):
        resolve_program(_study(SPEC), {"learning_rate": 0.01})
