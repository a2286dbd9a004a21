"""Arguments as Keras takes them: what a spec writes is what can be built."""

from pathlib import Path

import pytest

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.lattice import Lattice
from rnnspec.study.expressions import Apply, Const, Make
from rnnspec.study.model import Layer
from specs import TRAIN, blamed, codes, marked, spec, study_of


def sgd(arguments: str, space: str = "") -> str:
    return spec(space=space, train=TRAIN.replace("adam", f"SGD({arguments})"))


def test_whole_numbers_become_floats_where_keras_takes_nothing_else() -> None:
    study = study_of(sgd("learning_rate = 1, momentum ~ choice(0, 0.9)"))
    assert isinstance(study.train.optimizer, Make)
    assert dict(study.train.optimizer.arguments)["learning_rate"] == Const(1.0)
    assert study.space.by_name["momentum"].distribution == Choice((0.0, 0.9))


def test_a_shared_whole_number_is_a_float_at_its_place() -> None:
    study = study_of(sgd("momentum = m", "m ~ choice(0, 0.9)"))
    assert isinstance(study.train.optimizer, Make)
    assert study.space.by_name["m"].distribution == Choice((0, 0.9))
    momentum = dict(study.train.optimizer.arguments)["momentum"]
    assert isinstance(momentum, Apply)
    assert momentum.operator == "*"


def test_units_stay_whole() -> None:
    study = study_of(spec("GRU(units ~ quniform(4, 8, 4))\n Dense(1)"))
    assert study.space.by_name["gru.units"].distribution == Lattice(4, 8, 4)


def test_a_word_that_keras_has_no_string_for_becomes_a_call() -> None:
    layer = study_of(spec("GRU(8, kernel_initializer = constant)\n Dense(1)")).model[0]
    assert isinstance(layer, Layer)
    assert dict(layer.arguments)["kernel_initializer"] == Make("Constant")


def test_a_layer_goes_by_its_own_name_whatever_it_is_called() -> None:
    layer = study_of(spec("AvgPool1D(2)\n GRU(8)\n Dense(1)")).model[0]
    assert isinstance(layer, Layer)
    assert (layer.kind, layer.owner) == (Const("AveragePooling1D"), "average_pooling1d")


BLAMED = [
    spec("GRU(8, bias_initializer = «E0305|orthogonal»)\n Dense(1)"),
    spec("Conv1D(4, «E0305|[3, 3]»)\n GRU(4)\n Dense(1)"),
    spec("«E0305|GRU(4, go_backwards = true, bidirectional = true)»\n Dense(1)"),
    spec("Bidirectional(«E0301|Dense(4)»)\n GRU(4)\n Dense(1)"),
]


@pytest.mark.parametrize("text", BLAMED)
def test_what_keras_would_refuse_is_refused(text: str) -> None:
    text, wanted = marked(text)
    assert blamed(text) == wanted


@pytest.mark.parametrize(
    ("arguments", "code"),
    [("", "E0308"), (", every = 2, every_steps = 4", "E0504"), (", every = 2", None)],
)
def test_a_schedule_counts_epochs_or_steps(arguments: str, code: str | None) -> None:
    schedule = f"learning_rate = ExponentialDecay(initial = 0.1, rate = 0.9{arguments})"
    assert codes(sgd(schedule)) == ([code] if code else [])


SERIES = """source = csv("series.csv")
  inputs = [y]
  target = y
  window = {window}
  split = chronological(validation = 0.25)"""


@pytest.mark.parametrize(
    ("distribution", "window", "found"),
    [("int(1, 3)", "w * 2", []), ("uniform(1, 3)", "int(w * 2)", ["E0301"])],
)
def test_a_window_may_be_computed_from_values_that_can_be_listed(
    tmp_path: Path, distribution: str, window: str, found: list[str]
) -> None:
    (tmp_path / "series.csv").write_text("y\n" + "".join(f"{i % 9}\n" for i in range(40)))
    text = spec(space=f"w ~ {distribution}", data=SERIES.format(window=window))
    assert codes(text, tmp_path) == found
    if not found:
        assert [h.name for h in study_of(text, tmp_path).space.hyperparameters] == ["w"]


@pytest.mark.parametrize(
    ("season", "loss", "group", "found"),
    [
        ("12", "mse", "", []),
        ("0", "mse", "", ["E0305"]),
        ("12", "sparse_categorical_crossentropy", "", ["E0504"]),
        ("12", "mse", ", group = g", []),
    ],
)
def test_a_season_is_for_numeric_series(
    tmp_path: Path, season: str, loss: str, group: str, found: list[str]
) -> None:
    rows = "".join(f"{i % 2},1\n" for i in range(40))
    (tmp_path / "series.csv").write_text(f"y,g\n{rows}")
    data = SERIES.format(window="4") + f"\n  season = {season}"
    data = data.replace('"series.csv")', f'"series.csv"{group})')
    search = "objective = minimize(val_loss)\n  algorithm = random\n  trials = 3"
    outputs = 1 if loss == "mse" else 2
    text = spec(
        f"GRU(4)\n  Dense({outputs})",
        data=data,
        train=TRAIN.replace("mse", loss),
        search=search,
    )
    assert codes(text, tmp_path) == found
    if not found:
        assert study_of(text, tmp_path).data.season == 12
