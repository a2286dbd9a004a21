"""The data block: tables, arrays, parts, classes, scaling, and what is searched of it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from rnnspec.study.data import Scaler
from rnnspec.study.expressions import Const, Pick
from specs import blamed, check, codes, marked, spec, study_of

ROWS = 60
CLASSES = "sparse_categorical_crossentropy"
COLUMNS = {
    "x": [f"{(i * 37 % 101) / 10}" for i in range(ROWS)],
    "y": [f"{(i * 53 % 97) / 10}" for i in range(ROWS)],
    "colour": ["red", "blue", "green"] * (ROWS // 3),
    "kind": ["0", "1", "2"] * (ROWS // 3),
    "flag": ["0", "1"] * (ROWS // 2),
    "same": ["1"] * ROWS,
    "half": [f"{i % 9}.5" for i in range(ROWS)],
    "day": [str(date(2020, 1, 1) + timedelta(i)) for i in range(ROWS)],
    "once": ["2020-01-01"] * ROWS,
    "series": ["a", "b"] * (ROWS // 2),
    "empty": [""] * ROWS,
    "gaps": ["" if i in (0, 5) else str(i % 9) for i in range(ROWS)],
    "dirty": ["abc" if i == 3 else str(i) for i in range(ROWS)],
    "below": [str(i - 1) for i in range(ROWS)],
    "nothing": ["0"] * ROWS,
    "endless": ["inf" if i == 3 else str(i) for i in range(ROWS)],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data")
    lines = [",".join(COLUMNS), *(",".join(row) for row in zip(*COLUMNS.values(), strict=True))]
    (path / "t.csv").write_text("\n".join(lines) + "\n")
    return path


def table(
    model: str = "GRU(8)\n Dense(1)",
    loss: str = "mse",
    search: str = "objective = minimize(val_loss)\n algorithm = random\n trials = 3",
    **settings: str,
) -> str:
    """A spec over the table; a setting that begins with `~` is searched, an empty one left out."""
    block = {
        "source": 'csv("t.csv")',
        "inputs": "[x]",
        "target": "y",
        "window": "5",
        "split": "chronological(validation = 0.2, test = 0.1)",
        **settings,
    }
    written = (f"{n} {v}" if v.startswith("~") else f"{n} = {v}" for n, v in block.items() if v)
    train = f"optimizer = adam\n loss = {loss}\n epochs = 2"
    return spec(model, data="\n ".join(written), train=train, search=search)


def classes(target: str, width: str = "classes", **settings: str) -> str:
    """A classification over the table."""
    search = "objective = maximize(val_accuracy)\n algorithm = random\n trials = 3"
    model = f"GRU(8)\n Dense({width}, activation = softmax)"
    return table(model, **{"loss": CLASSES, "search": search, "target": target, **settings})


SOUND = [
    table(),
    table(source='csv("t.csv", time = day)'),
    table(source='csv("t.csv", group = series)'),
    table(source='csv("t.csv", group = [series, colour])'),
    table(source='csv("t.csv", time = once, group = [day, series])', window="1", horizon="0"),
    table(inputs='["x", y]'),
    table(inputs="x"),
    table(inputs="[x, colour]", encode="[colour]"),
    table(horizon="0"),
    table(stride="4"),
    table(weight="half"),
    table(weight="flag", horizon="2", model="GRU(8)\n Dense(2)"),
    classes("colour", weight="x"),
    table(horizon="0", target="[y, half]", model="GRU(8)\n Dense(2)"),
    table("GRU(features)\n Dense(horizon)", horizon="3", inputs="[x, y]"),
    table(window="~ int(2, 14, default = 3)"),
    table(inputs="[gaps]", missing="interpolate"),
    table(target="gaps", missing="drop"),
    table(scale="minmax(x = [0, 1], y = [0, 2])"),
    classes("colour"),
    classes("kind", horizon="0"),
    classes("kind", loss="categorical_crossentropy"),
    classes("flag", "1", loss="binary_crossentropy"),
]


@pytest.mark.parametrize("text", SOUND)
def test_tables_that_can_be_used(text: str, folder: Path) -> None:
    assert codes(text, folder) == []


REFUSED = [
    table(inputs="").replace("data {", "«E0308|data» {"),
    table(target="", window="").replace("data {", "«E0308|data» {"),
    table(split="").replace("data {", "«E0308|data» {"),
    table(source="«E0203|csvv»(1)"),
    table(source='«E0301|"t.csv"»'),
    table(source='csv(«E0601|"nope.csv"»)'),
    table(source='csv(«E0601|"."»)'),
    table(source='csv("t.csv", «E0204|tme» = day)'),
    table(source='csv("t.csv", time = «E0602|when»)'),
    table(source='csv("t.csv", time = «E0604|colour»)'),
    table(source='csv("t.csv", time = «E0604|once»)'),
    table(source='csv("t.csv", group = «E0602|g»)'),
    table(source='csv("t.csv", group = [series, «E0602|g»])'),
    table(source='csv("t.csv", time = [day, «E0602|g»])'),
    table(source='csv("t.csv", group = [series, «E0307|series»])'),
    table(source='csv("t.csv", group = «E0308|[]»)'),
    table(source='csv("t.csv", group = «E0604|[series, gaps]»)'),
    table(source='csv("t.csv", time = once, group = [«E0602|dai», series])'),
    table(split="«E0504|random(validation = 0.2)»"),
    table(split="«E0305|chronological(validation = 0.5, test = 0.5)»"),
    table(split="chronological(validation = «E0305|-0.1»)"),
    table(split="«E0301|chronological»"),
    table(split="~ choice(1, 2)").replace("split ~ choice(1, 2)", "«E0202|split ~ choice(1, 2)»"),
    table(inputs="[«E0602|z»]"),
    table(inputs="[x, «E0307|x»]"),
    table(inputs="[«E0301|3»]"),
    table(inputs="«E0308|[]»"),
    table(inputs="[«E0604|colour»]"),
    table(inputs="[«E0604|empty»]"),
    table(inputs="[«E0604|gaps»]"),
    table(inputs="[«E0604|dirty»]"),
    table(inputs="[«E0604|endless»]"),
    table(inputs="[x]", encode="[«E0504|colour»]"),
    table(inputs="~ choice([x], [x, «E0602|z»])"),
    table(inputs="~ choice([x], [x, «E0307|x»])"),
    table(inputs="~ «E0301|int(1, 3)»"),
    table(target="«E0602|z»"),
    table(target="«E0604|colour»"),
    table(target="«E0604|empty»"),
    table(missing="«E0203|foo»"),
    table(window="«E0305|0»"),
    table(window="«E0301|2.5»"),
    table(window="«E0603|50»"),
    table(window="~ «E0603|choice(2, 300)»"),
    table(window="«E0205|features»"),
    table(horizon="«E0305|-1»"),
    table(stride="«E0305|0»"),
    table(weight="«E0602|weights»"),
    table(weight="«E0604|colour»"),
    table(weight="«E0604|gaps»", missing="drop"),
    table(weight="«E0604|empty»"),
    table(weight="«E0604|below»"),
    table(weight="«E0604|nothing»"),
    table(weight="«E0301|3»"),
    classes("colour", weight="x", loss=f"{CLASSES}\n class_weight = «E0504|balanced»"),
    table("GRU(8)\n «E0402|Dense(1)»", horizon="3"),
    table(scale="«E0203|minmaxx»"),
    table(scale="standard(«E0204|x» = [0, 1])"),
    table(scale="minmax(«E0602|z» = [0, 1])"),
    table(scale="minmax(x = «E0302|[1, 0]»)"),
    table(scale="minmax(x = «E0305|[0, 10 ** 400]»)"),
    table(scale="minmax(x = [0, 1], «E0206|x» = [0, 2])"),
    table(scale="~ choice(minmax, «E0307|minmax»)").replace("val_loss", "val_mae"),
    table(widow="3").replace("widow", "«E0202|widow»"),
    table(window="", widow="3").replace("widow", "«E0202|widow»"),
    classes("«E0604|same»", "5"),
    classes("«E0604|half»", "5"),
    classes("kind", "2").replace(
        "Dense(2, activation = softmax)", "«E0402|Dense(2, activation = softmax)»"
    ),
    classes("«E0402|kind»", "1", loss="binary_crossentropy"),
    classes("kind", horizon="«E0504|1»"),
    classes("[kind, «E0504|flag»]", "3"),
]


@pytest.mark.parametrize("text", REFUSED)
def test_tables_that_cannot_be_used(text: str, folder: Path) -> None:
    text, wanted = marked(text)
    assert blamed(text, folder) == wanted


def test_features_count_the_columns_of_encoded_text(folder: Path) -> None:
    data = study_of(table(inputs="[x, colour]", encode="[colour]"), folder).data
    assert data.features == Const(4)
    assert data.categories == (("colour", ("blue", "green", "red")),)


def test_searched_inputs_are_lists_by_value_or_label(folder: Path) -> None:
    data = study_of(table(inputs="~ choice(x, [x, y])"), folder).data
    assert isinstance(data.inputs, Pick)
    assert data.inputs.options == (("x", Const(("x",))), (("x", "y"), Const(("x", "y"))))
    data = study_of(table(inputs="~ choice(a: [x], b: [x, y], default = b)"), folder).data
    assert isinstance(data.features, Pick)
    assert data.features.options == (("a", Const(1)), ("b", Const(2)))


def test_searched_scalers_are_chosen_by_kind_or_label(folder: Path) -> None:
    def scalers(choice: str) -> tuple[object, ...]:
        text = table(scale=choice).replace("val_loss", "val_mae")
        return study_of(text, folder).data.scale

    assert scalers("~ choice(minmax, none)") == (
        ("minmax", Scaler("minmax")),
        ("none", Scaler("none")),
    )
    first, second = Scaler("minmax", (("x", (0.0, 1.0)),)), Scaler("minmax", (("x", (0.0, 2.0)),))
    both = "minmax(x = [0, 1]), minmax(x = [0, 2])"
    assert scalers(f"~ choice({both})") == (("minmax_1", first), ("minmax_2", second))
    labelled = "~ choice(a: minmax(x = [0, 1]), b: minmax(x = [0, 2]), default = b)"
    assert scalers(labelled) == (("a", first), ("b", second))
    assert codes(table(scale="~ choice(minmax, none)"), folder) == ["E0504"]


def test_the_targets_stand_as_the_model_gives_them(folder: Path) -> None:
    flat = table("GRU(8)\n Dense(6)", target="[x, y]", horizon="3")
    assert study_of(flat, folder).data.target_shape == (6,)
    steps = "GRU(8)\n RepeatVector(3)\n GRU(4, return_sequences = true)\n Dense(2)"
    text = table(steps, target="[x, y]", horizon="3")
    assert study_of(text, folder).data.target_shape == (3, 2)
    either = f"h ~ choice {{ a: {{ GRU(8) Dense(6) }} b: {{ {steps} }} }}"
    (problem,) = check(table(either, target="[x, y]", horizon="3"), folder).diagnostics
    assert (problem.code, problem.label) == ("E0402", "this gives (3, 2) for h = b")


def test_every_part_of_every_fold_holds_a_window(folder: Path) -> None:
    def folds(count: int, **settings: str) -> list[str]:
        search = "objective = minimize(val_mae)\n algorithm = random\n trials = 3"
        text = table(split="", search=f"{search}\n folds = {count}", **settings)
        return codes(text, folder)

    assert folds(5) == []
    assert folds(11, window="4") == []
    assert folds(11, window="5") == ["E0603"]
    assert folds(5, horizon="8", model="GRU(8)\n Dense(8)", window="1") == []
    assert folds(5, horizon="11", model="GRU(8)\n Dense(11)", window="1") == ["E0603"]


def test_a_number_of_the_last_row_is_not_seen_and_has_no_season(folder: Path) -> None:
    """What the model would be shown needs no model."""
    seen = table(horizon="0", inputs="~ choice([x], [x, y])")
    (found,) = check(seen, folder).diagnostics
    assert found.code == "E0504"
    assert seen[found.span.start : found.span.end] == "0"
    assert codes(table(horizon="0", season="7"), folder) == ["E0504"]
