"""Arrays as data: their shapes, classes, tokens, parts; nothing in them is unpickled."""

from pathlib import Path

import numpy as np
import pytest

from rnnspec.study.expressions import Const
from specs import blamed, codes, marked, spec, study_of

SPARSE = "sparse_categorical_crossentropy"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("arrays")
    rng = np.random.default_rng(0)
    np.savez(
        path / "a.npz",
        x=rng.random((50, 6, 2)),
        y=rng.random((50, 1)),
        tokens=np.repeat(np.arange(50)[:, None] % 9, 6, axis=1),
        negative=np.full((50, 6), -1),
        c=np.arange(50) % 3,
        words=np.array(["a", "b"] * 25),
        one=np.zeros(50, int),
        three=rng.random((50, 3)),
        steps=rng.random((50, 6, 2)),
        short=rng.random((49, 1)),
        one_hot=np.eye(3)[np.arange(50) % 3],
        by_step=np.arange(300).reshape(50, 6) % 4,
        labels=(np.arange(150).reshape(50, 3) % 4 == 0),
        zeros=np.zeros((50, 1)),
        gaps=np.full((50, 6, 2), np.nan),
        matrices=rng.random((50, 2, 2, 2)),
        objects=np.array([{"a": 1}] * 50, dtype=object),
    )
    (path / "no.npz").write_bytes(b"PK no zip")
    return path


def arrays(
    model: str = "GRU(8)\n Dense(1)",
    x: str = "x",
    y: str = "y",
    loss: str = "mse",
    split: str = "random(validation = 0.2)",
    more: str = "",
    source: str = "",
) -> str:
    source = source or f'npz("a.npz", x = {x}, y = {y})'
    metric = "val_mae" if loss == "mse" else "val_accuracy"
    return spec(
        model,
        data=f"source = {source}\n split = {split}\n {more}",
        train=f"optimizer = adam\n loss = {loss}\n epochs = 2",
        search=f"objective = minimize({metric})\n algorithm = random\n trials = 2",
    )


def classes(y: str, **settings: str) -> str:
    return arrays("GRU(8)\n Dense(classes)", y=y, loss=SPARSE, **settings)


CATEGORICAL = "categorical_crossentropy"
BINARY = "binary_crossentropy"
SEQUENCE = "GRU(8, return_sequences = true)"
SOUND = [
    arrays("GRU(8)\n Dense(classes)", y="one_hot", loss=CATEGORICAL),
    arrays(
        "GRU(8)\n Dense(3)", y="one_hot", loss=CATEGORICAL, split="stratified(validation = 0.2)"
    ),
    arrays(f"{SEQUENCE}\n Dense(classes)", y="by_step", loss=SPARSE),
    arrays("GRU(8)\n Dense(classes)", y="labels", loss=BINARY),
    arrays("GRU(8)\n Dense(3)", y="one_hot", loss=BINARY),
    arrays(),
    arrays("GRU(8)\n Dense(3)", y="three"),
    arrays("GRU(8, return_sequences = true)\n Dense(2)", y="steps"),
    arrays("Embedding(9, 4)\n GRU(3)\n Dense(1)", x="tokens"),
    arrays(split="chronological(validation = 0.2)"),
    arrays(more="scale = standard"),
    classes("c"),
    classes("words"),
    classes("c", split="stratified(validation = 0.2)"),
    classes("", source="sklearn(digits)"),
]


@pytest.mark.parametrize("text", SOUND)
def test_arrays_that_can_be_used(text: str, folder: Path) -> None:
    assert codes(text, folder) == []


REFUSED = [
    arrays("GRU(8)\n Dense(3)", y="«E0604|one_hot»", loss=SPARSE),
    arrays("GRU(8)\n Dense(3)", y="«E0604|labels»", loss=CATEGORICAL),
    arrays("GRU(8)\n Dense(4)", y="«E0604|by_step»", loss=CATEGORICAL),
    arrays("GRU(8)\n Dense(6)", y="«E0604|by_step»", loss=BINARY),
    arrays("GRU(8)\n «E0402|Dense(2)»", y="one_hot", loss=CATEGORICAL),
    arrays("GRU(8)\n «E0402|Dense(4)»", y="by_step", loss=SPARSE),
    arrays(f"{SEQUENCE}\n «E0402|Dense(3)»", y="by_step", loss=SPARSE),
    arrays("GRU(8)\n «E0402|Dense(1)»", y="labels", loss=BINARY),
    arrays(
        "GRU(8)\n Dense(3)",
        y="labels",
        loss=BINARY,
        split="«E0504|stratified(validation = 0.2)»",
    ),
    arrays(
        f"{SEQUENCE}\n Dense(4)",
        y="by_step",
        loss=SPARSE,
    ).replace("epochs = 2", "epochs = 2\n class_weight = «E0504|balanced»"),
    arrays(y="«W0602|zeros»"),
    arrays(source='npz(«E0601|"nope.npz"», x = x, y = y)'),
    arrays(source='npz(«E0601|"no.npz"», x = x, y = y)'),
    arrays(source="sklearn(«E0203|iris»)"),
    arrays(source="random(samples = «E0305|-1», steps = 3, features = 1)"),
    arrays(source="random(samples = 10, steps = «E0301|2.5», features = 1)"),
    arrays(
        source="random(samples = 1, steps = 3, features = 1)",
        split="random(validation = 0.2)",
    ).replace("split = random(validation = 0.2)", "«E0603|split = random(validation = 0.2)»"),
    arrays(x="«E0602|z»"),
    arrays(y="«E0602|z»"),
    arrays(x="«E0604|objects»"),
    arrays(y="«E0604|objects»"),
    arrays(x="«E0604|gaps»"),
    arrays(x="«E0604|matrices»"),
    arrays(x="«E0604|negative»"),
    arrays(y="«E0604|short»"),
    arrays(y="«E0604|words»"),
    arrays("GRU(8)\n «E0402|Dense(1)»", y="three"),
    arrays("GRU(8)\n «E0402|Dense(2)»", y="steps"),
    arrays("«E0401|GRU(8)»\n Dense(1)", x="tokens"),
    arrays("Embedding(«E0305|5», 4)\n GRU(3)\n Dense(1)", x="tokens"),
    arrays("Embedding(«E0305|n», 4)\n GRU(3)\n Dense(1)", x="tokens").replace(
        "model {", "space { n ~ int(8, 12) }\nmodel {"
    ),
    arrays(split="«E0504|stratified(validation = 0.2)»"),
    arrays(more="«E0202|inputs» = [x]"),
    arrays(more="«E0202|window» = 3\n «E0202|horizon» = 1"),
    arrays(more="scale = minmax(«E0204|x» = [0, 1])"),
    classes("«E0604|one»"),
]


@pytest.mark.parametrize("text", REFUSED)
def test_arrays_that_cannot_be_used(text: str, folder: Path) -> None:
    text, wanted = marked(text)
    assert blamed(text, folder) == wanted


def test_arrays_tell_their_own_shapes(folder: Path) -> None:
    data = study_of(arrays("GRU(8, return_sequences = true)\n Dense(2)", y="steps"), folder).data
    assert (data.window, data.features, data.target_shape) == (Const(6), Const(2), (6, 2))
    data = study_of(classes("words"), folder).data
    assert (data.classes, data.labels, data.target_shape) == (2, ("a", "b"), ())


@pytest.mark.parametrize(
    ("y", "loss", "form", "labels", "shape"),
    [
        ("one_hot", CATEGORICAL, "one_hot", (0, 1, 2), ()),
        ("one_hot", BINARY, "labels", (), (3,)),
        ("by_step", SPARSE, "steps", (0, 1, 2, 3), (6,)),
        ("c", SPARSE, "values", (0, 1, 2), ()),
    ],
)
def test_what_a_matrix_of_targets_means_is_told_by_the_loss(
    y: str, loss: str, form: str, labels: tuple[int, ...], shape: tuple[int, ...], folder: Path
) -> None:
    model = f"{SEQUENCE}\n Dense(classes)" if form == "steps" else "GRU(8)\n Dense(classes)"
    data = study_of(arrays(model, y=y, loss=loss), folder).data
    assert (data.target_form, data.labels, data.target_shape) == (form, labels, shape)
