"""What hyperparameters are called: the names that results, scripts and plots use."""

from pathlib import Path

import pytest

from specs import SEARCH, TRAIN, blamed, check, codes, marked, names_of, spec, study_of

UNITS = "units ~ int(4, 8)"


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (f"GRU({UNITS})\n Dense(1)", ["gru.units"]),
        (f"encoder: GRU({UNITS})\n Dense(1)", ["encoder.units"]),
        (f"GRU({UNITS})\n GRU({UNITS})\n Dense(1)", ["gru_1.units", "gru_2.units"]),
        (f"a: GRU(8)\n GRU({UNITS})\n Dense(1)", ["gru.units"]),
        (f"SimpleRNN({UNITS})\n Dense(1)", ["simple_rnn.units"]),
        (f"Bidirectional(LSTM({UNITS}))\n Dense(1)", ["lstm.units"]),
        (f"repeat 2 {{ GRU({UNITS}) }}\n Dense(1)", ["gru[0].units", "gru[1].units"]),
        (
            f"repeat 2 {{ repeat 2 {{ GRU({UNITS}) }} }}\n Dense(1)",
            ["gru[0][0].units", "gru[0][1].units", "gru[1][0].units", "gru[1][1].units"],
        ),
        (
            "GRU(4, kernel_regularizer = L2(l2 ~ loguniform(1e-6, 1e-3)))\n Dense(1)",
            ["gru.kernel_regularizer.l2"],
        ),
        (
            f"repeat depth ~ int(1, 2) {{ GRU({UNITS}) }}\n Dense(1)",
            ["depth", "gru[0].units", "gru[1].units"],
        ),
        (f"head ~ choice {{ a: GRU({UNITS}) b: GRU(4) }}\n Dense(1)", ["head", "gru_1.units"]),
    ],
)
def test_names_of_layers_arguments(model: str, names: list[str]) -> None:
    assert names_of(spec(model)) == names


def test_block_calls_put_their_owner_in_front() -> None:
    block = "block tower(width) {\n GRU(width)\n Dropout(rate ~ uniform(0, 0.5))\n}"
    model = f"tower(8)\n repeat 2 {{ tower({UNITS.replace('units', 'width')}) }}\n Dense(1)"
    assert names_of(spec(model, before=block)) == [
        "tower_1.dropout.rate",
        "tower_2[0].dropout.rate",
        "tower_2[1].dropout.rate",
        "tower_2[0].width",
        "tower_2[1].width",
    ]


def test_counts_inside_blocks_belong_to_the_call() -> None:
    block = "block tower() {\n repeat depth ~ int(1, 2) { GRU(8) }\n GRU(depth * 4)\n}"
    assert names_of(spec("tower()\n tower()\n Dense(1)", before=block)) == [
        "tower_1.depth",
        "tower_2.depth",
    ]


@pytest.mark.parametrize(
    ("train", "space", "names"),
    [
        ("Adam(learning_rate ~ loguniform(1e-4, 1e-2))", "", ["learning_rate"]),
        (
            "Adam(learning_rate ~ loguniform(1e-4, 1e-2))",
            "learning_rate ~ int(4, 8)",
            ["learning_rate", "adam.learning_rate"],
        ),
        (
            "Adam(learning_rate = ExponentialDecay(initial ~ loguniform(1e-4, 1e-2), "
            "rate ~ uniform(0.8, 0.9), every = 2))",
            "",
            ["initial", "rate"],
        ),
    ],
)
def test_names_of_training_arguments(train: str, space: str, names: list[str]) -> None:
    text = spec(
        f"GRU({'learning_rate' if space else 4})\n Dense(1)",
        space=space,
        train=f"optimizer = {train}\n loss = mse\n epochs = 2",
    )
    assert names_of(text) == names


def test_two_options_of_a_kind_are_numbered() -> None:
    one = "Adam(learning_rate ~ loguniform(1e-4, 1e-2))"
    train = f"optimizer ~ choice({one}, {one}, SGD(0.01))\n loss = mse\n epochs = 2"
    study = study_of(spec(train=train))
    assert [h.name for h in study.space.hyperparameters] == [
        "optimizer",
        "adam_1.learning_rate",
        "adam_2.learning_rate",
    ]
    assert study.space.by_name["optimizer"].distribution.options == ("Adam_1", "Adam_2", "SGD")  # type: ignore[union-attr]


def test_labels_name_options_only() -> None:
    adam = "Adam(learning_rate ~ loguniform(1e-4, 1e-2))"
    train = f"optimizer ~ choice(a: {adam}, b: SGD(0.01), default = a)"
    study = study_of(spec(train=f"{train}\n loss = mse\n epochs = 2"))
    assert study.space.by_name["optimizer"].distribution.options == ("a", "b")  # type: ignore[union-attr]
    assert study.space.by_name["optimizer"].default == "a"
    assert "learning_rate" in study.space.by_name


@pytest.mark.parametrize(
    "name", ["lambda", "np", "model", "trial", "values", "keras", "self", "print", "data", "train"]
)
def test_python_words_are_free_to_take(name: str) -> None:
    text = spec(f"GRU({name})\n Dense(1)", space=f"{name} ~ int(4, 8)")
    assert names_of(text) == [name]


BLAMED = [
    spec("GRU(8)\n Dense(1)", space="a ~ int(1, 2)\n «E0206|a» ~ int(1, 2)"),
    spec("a: GRU(8)\n «E0206|a»: GRU(8)\n Dense(1)"),
    spec("repeat «E0206|a» ~ int(1, 2) { GRU(4) }\n Dense(1)", space="a ~ int(1, 2)"),
    spec("GRU(8)\n Dense(1)", space="«E0208|GRU» ~ int(1, 2)"),
    spec("repeat 2 as «E0208|tanh» { GRU(8) }\n Dense(1)"),
    spec("GRU(a)\n Dense(1)", space="«E0205|a» = b + 1\n b = c\n c = a"),
    spec("GRU(8)\n «E0203|Dens»(1)"),
    spec("GRU(8, activation = «E0203|tanhh»)\n Dense(1)"),
    spec("GRU(8, activation = «E0203|mse»)\n Dense(1)"),
    spec("GRU(«E0205|unitz»)\n Dense(1)"),
    spec("GRU(8, «E0204|stateful» = true)\n Dense(1)"),
    spec("GRU(8, «E0204|name» = x)\n Dense(1)"),
    spec("«E0308|GRU()»\n Dense(1)"),
    spec("GRU(8, «E0206|units = 4»)\n Dense(1)"),
    spec("repeat depth ~ int(1, 2) as i { GRU(8) }\n GRU(«E0205|i»)\n Dense(1)"),
    spec("GRU(units ~ «E0207|norml»(1, 2))\n Dense(1)"),
    spec("GRU(units ~ «E0207|32»)\n Dense(1)"),
    spec("GRU(units = «E0301|int(8, 64)»)\n Dense(1)"),
]


@pytest.mark.parametrize("text", BLAMED)
def test_names_that_cannot_stand(text: str) -> None:
    text, wanted = marked(text)
    assert blamed(text) == wanted


def test_a_name_that_may_be_inactive_is_refused_with_a_point() -> None:
    text = spec(
        "when wide { repeat inner ~ int(1, 3) { GRU(8) } }\n GRU(inner)\n Dense(1)",
        space="wide ~ choice(true, false)",
    )
    (problem,) = check(text).diagnostics
    assert problem.code == "E0205"
    assert "wide = false" in problem.message


def test_what_nobody_reads_is_left_out_with_a_warning() -> None:
    text = spec(space="unused ~ int(1, 2)")
    assert codes(text) == ["W0205"]
    assert names_of(text) == []


def test_a_searched_kind_takes_what_every_kind_takes() -> None:
    cells = "cell ~ choice(LSTM, GRU, SimpleRNN)"
    assert codes(spec("cell(units = 8)\n Dense(1)", space=cells)) == []
    assert codes(spec("cell(8, unit_forget_bias = true)\n Dense(1)", space=cells)) == ["E0204"]


def test_an_algorithm_and_an_objective_have_their_own_codes() -> None:
    search = SEARCH.replace("random", "randm")
    assert codes(spec(search=search)) == ["E0502"]
    assert codes(spec(search=SEARCH.replace("val_mae", "val_accuracy"))) == ["E0501"]
    assert codes(spec(train=TRAIN.replace("mse", "crossentropy"))) == ["E0203"]


def test_kinds_of_layers_may_be_labelled() -> None:
    study = study_of(spec("kind(8)\n Dense(1)", space="kind ~ choice(small: GRU, big: LSTM)"))
    assert study.space.by_name["kind"].distribution.options == ("small", "big")  # type: ignore[union-attr]


def test_a_layer_of_the_specs_own_goes_by_its_name_in_snake_case(tmp_path: Path) -> None:
    source = "class SoftGate:\n    def __init__(self, strength=1.0):\n        pass\n"
    (tmp_path / "layers.py").write_text(source)
    text = spec(
        "GRU(8)\n SoftGate(strength ~ uniform(0, 1))\n Dense(1)",
        before='use SoftGate from "layers.py" as same',
    )
    study = study_of(text, tmp_path)
    assert [h.name for h in study.space.hyperparameters] == ["soft_gate.strength"]
