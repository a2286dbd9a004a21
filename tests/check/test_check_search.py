"""Training and search: what suits the target, what excludes each other, first points."""

import pytest

from specs import SEARCH, TRAIN, blamed, codes, marked, spec, study_of

ARRAYS = "source = random(samples = 100, steps = 3, features = 1)\n split = random(test = 0.1)"


def adam(learning_rate: str) -> str:
    return TRAIN.replace("adam", f"Adam({learning_rate})")


@pytest.mark.parametrize(
    "train",
    [
        TRAIN + "\n metrics = [mae, rmse, r2]",
        TRAIN + "\n metrics = [«E0501|accuracy»]",
        TRAIN + "\n metrics = [«E0203|maee»]",
        TRAIN + "\n metrics = «E0301|mae»",
        TRAIN + "\n «E0202|metrics ~ choice([mae], [rmse])»",
        TRAIN + "\n callbacks = [EarlyStopping(monitor = val_mae), TerminateOnNaN()]",
        TRAIN + "\n callbacks = [EarlyStopping(monitor = «E0203|val_maee»)]",
        TRAIN + "\n callbacks = [EarlyStopping(monitor = «E0501|val_accuracy»)]",
        TRAIN + "\n class_weight = «E0504|balanced»",
        TRAIN + "\n class_weight = «E0203|foo»",
        TRAIN.replace("epochs = 2", "epochs = «E0305|0»"),
        TRAIN.replace("epochs = 2", "epochs = «E0301|2.5»"),
        TRAIN.replace("adam", "«E0301|3»"),
        TRAIN.replace("adam", "«E0203|ExponentialDecay»(initial = 0.1, rate = 0.9, every = 1)"),
        adam("«E0305|0»"),
        adam("«E0301|relu»"),
        adam("CosineDecay(initial = 0.1, over = epochs, warmup = 1)"),
        adam("PiecewiseConstant(values = [0.1, 0.01], at = [3])"),
        adam("«E0305|PiecewiseConstant(values = [0.1, 0.01], at = [3, 5])»"),
        adam("ExponentialDecay(«E0204|0.1», 0.9, 2)"),
        adam("«E0308|ExponentialDecay(initial = 0.1, rate = 0.9)»"),
        adam("ExponentialDecay(initial = 0.1, rate = 0.9, every = 1, «E0504|every_steps = 3»)"),
        adam("«E0308|PiecewiseConstant»"),
        TRAIN.replace("adam", "«E0305|Adam(clipnorm = 1, clipvalue = 1)»"),
        adam("CosineDecay(initial = 0.1, over = 3)")
        + "\n callbacks = [«E0504|ReduceLROnPlateau(factor = 0.5)»]",
    ],
)
def test_training(train: str) -> None:
    text, wanted = marked(spec(train=train))
    assert blamed(text) == wanted


OBJECTIVE = SEARCH.replace("minimize(val_mae)", "{}")
ALGORITHM = SEARCH.replace("random", "{}")


@pytest.mark.parametrize(
    "search",
    [
        OBJECTIVE.format("maximize(val_r2)"),
        OBJECTIVE.format("[minimize(val_mae), minimize(parameters)]"),
        OBJECTIVE.format("[minimize(val_mae), minimize(parameters), «E0206|minimize(val_mae)»]"),
        OBJECTIVE.format("«E0308|[]»"),
        OBJECTIVE.format("minimize(«E0501|mae»)"),
        OBJECTIVE.format("minimize(«E0501|val_accuracy»)"),
        OBJECTIVE.format("«E0501|val_loss»"),
        OBJECTIVE.format("«E0501|minimise(val_loss)»"),
        ALGORITHM.format("tpe(startup = 10)"),
        ALGORITHM.format("tpe(startup = «E0305|0»)"),
        ALGORITHM.format("tpe(«E0202|startup ~ int(1, 2)»)"),
        ALGORITHM.format("gp(acquisition = «E0203|foo»)"),
        ALGORITHM.format("«E0502|tpee»"),
        ALGORITHM.format("«E0301|none»"),
        ALGORITHM.format("«E0504|hyperband(max_epochs = 5)»"),
        ALGORITHM.format("hyperband") + "\n «E0504|pruner = median»",
        ALGORITHM.format("hyperband").replace("algorithm", "repeats = 2\n algorithm", 1)
        .replace("algorithm = hyperband", "«E0504|algorithm = hyperband»"),
        SEARCH + "\n pruner = asha(min_epochs = 3, factor = 3)",
        SEARCH + "\n pruner = «E0502|ash»",
        SEARCH + "\n «E0504|pruner = median»\n repeats = 3",
        SEARCH + "\n pruner = median\n repeats = 1",
        OBJECTIVE.format("minimize(parameters)") + "\n «E0504|pruner = median»",
        SEARCH + "\n timeout = 90s",
        SEARCH + "\n timeout = «E0305|0s»",
        SEARCH + "\n timeout = «E0301|30»",
        SEARCH + "\n seed = «E0305|-1»",
        SEARCH + "\n repeats = «E0305|0»",
        SEARCH.replace("trials = 3", "trials = 2 * 3"),
        SEARCH.replace("trials = 3", "trials = «E0305|0»"),
        SEARCH.replace("trials = 3", "«E0202|trials ~ int(1, 2)»"),
    ],
)  # fmt: skip
def test_search(search: str) -> None:
    text, wanted = marked(spec(search=search))
    assert blamed(text) == wanted


def test_a_grid_has_no_values_of_a_continuous_distribution() -> None:
    grid = ALGORITHM.format("grid").replace("trials = 3", "")
    assert codes(spec(search=grid)) == []
    assert codes(spec(search=grid, train=adam("learning_rate ~ uniform(0.1, 0.2)"))) == ["E0502"]


def test_folds_stand_instead_of_a_validation_part() -> None:
    folds = SEARCH + "\n folds = 3"
    assert codes(spec(data=ARRAYS, search=folds)) == []
    assert codes(spec(data=ARRAYS, search=SEARCH)) == ["E0308"]
    assert codes(spec(data=ARRAYS, search=SEARCH + "\n folds = none")) == ["E0308"]
    assert codes(spec(search=folds)) == ["E0504"]
    assert codes(spec(data=ARRAYS, search=folds + "\n pruner = median")) == ["E0504"]
    assert codes(spec(data=ARRAYS, search=SEARCH + "\n folds = 300")) == ["E0603"]
    assert codes(spec(data=ARRAYS, search=SEARCH + "\n folds = 0")) == ["E0305"]
    assert codes(spec(data=ARRAYS.partition("\n")[0], search=SEARCH)) == ["E0308"]


SPACE = "a ~ int(1, 8)\n b ~ choice(relu, tanh)\n c ~ uniform(0, 1)"
MODEL = (
    "GRU(a, activation = b, dropout = c * 0.5)\n repeat d ~ int(1, 3) { GRU(units ~ int(1, 4)) }\n"
    " h ~ choice { x: Dense(units ~ int(1, 3)) y: {} }\n Dense(1)"
)
MEDIANS = {"a": 4, "b": "relu", "c": 0.5, "d": 2, "gru_2[0].units": 2, "gru_2[1].units": 2}


def first_points(start: str, space: str = SPACE) -> list[dict[str, object]]:
    study = study_of(spec(MODEL, space=space, search=f"{SEARCH}\n {start}"))
    return [dict(point.values) for point in study.search.first_points]


def test_first_points_are_complete_and_hold_active_values_alone() -> None:
    rest = {**MEDIANS, "h": "x", "dense_1.units": 2}
    assert first_points("") == []
    assert first_points("start { }") == [rest]
    assert first_points("start { a = 1 + 2 b = tanh }") == [{**rest, "a": 3, "b": "tanh"}]
    assert first_points("start { d = 1 gru_2[2].units = 2 h = y dense_1.units = 3 }") == [
        {**{name: v for name, v in MEDIANS.items() if name != "gru_2[1].units"}, "d": 1, "h": "y"}
    ]
    defaults = SPACE.replace("int(1, 8)", "int(1, 8, default = 6)")
    assert [p["a"] for p in first_points("start { c = 0.1 }\n start { a = 6 }", defaults)] == [6, 6]
    assert [p["c"] for p in first_points("start { c = 0.1 }\n start { a = 6 }", defaults)] == [
        0.5,
        0.1,
    ]


@pytest.mark.parametrize(
    ("space", "start"),
    [
        ("", "start { «E0205|aa» = 3 }"),
        ("", "start { «E0205|gru_2[5].units» = 2 }"),
        ("", "start { a = «E0306|9» }"),
        ("", "start { a = «E0306|3.0» }"),
        ("", "start { b = «E0306|elu» }"),
        ("", "start { h = «E0306|z» }"),
        ("", "start { a = 3 «E0206|a» = 4 }"),
        ("", "start { a = «E0301|c» }"),
        ("require a > 4", "«E0306|start { a = 3 }»"),
        ("require a > 7", "«E0306|start { c = 0.5 }»"),
        ("«E0306|k» ~ int(1, 8, default = 2)\n require k > 4", ""),
    ],
)
def test_first_points_that_cannot_be(space: str, start: str) -> None:
    text, wanted = marked(spec(MODEL, space=f"{SPACE}\n {space}", search=f"{SEARCH}\n {start}"))
    assert blamed(text) == wanted
