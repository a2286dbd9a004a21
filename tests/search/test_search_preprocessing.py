"""What lies beside a model is all that a prediction needs: docs/preprocessing-json.md, followed."""

import json
from pathlib import Path

import pytest

from rnnspec.pipeline import check_source
from rnnspec.search.coordinator import run_study
from rnnspec.source import Source

pytestmark = pytest.mark.keras

SPEC = """rnnspec 1
data {
  source = csv("days.csv")
  inputs INPUTS
  target = [heat, rain]
  window = 3
  horizon = 2
  split = chronological(validation = 0.2, test = 0.2)
  encode = [sky]
  scale = standard
}
model { GRU(4) Dense(4) }
train { optimizer = adam loss = mse epochs = 1 batch_size = 16 }
search { objective = minimize(val_mae) algorithm = random trials = 1 }
"""
SKIES = ("clear", "grey", "dark")


def _rows() -> list[dict[str, object]]:
    return [
        {"sky": SKIES[i * i % 3], "heat": 20 + i % 7, "rain": (i * 5) % 11 / 10} for i in range(60)
    ]


@pytest.mark.parametrize(
    "inputs", ["= [sky, rain, heat]", "~ choice([rain, sky, heat], [heat, sky])"]
)
def test_the_score_on_test_follows_from_it(inputs: str, tmp_path: Path) -> None:
    import keras
    import numpy as np

    rows = _rows()
    lines = [",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]
    (tmp_path / "days.csv").write_text("\n".join(lines), encoding="utf-8")
    found = check_source(Source("days.rnnspec", SPEC.replace("INPUTS", inputs)), tmp_path)
    assert found.study is not None, found.diagnostics
    run_study(found.study, tmp_path, name="days", out=tmp_path / "run")
    needed = json.loads((tmp_path / "run" / "preprocessing.json").read_text("utf-8"))
    best = json.loads((tmp_path / "run" / "best.json").read_text("utf-8"))
    assert {"heat", "sky"} <= set(needed["inputs"])

    blocks = []
    for column in needed["inputs"]:
        values = [row[column] for row in rows]
        if column in needed["categories"]:
            blocks += [[value == one for value in values] for one in needed["categories"][column]]
        else:
            place = needed["columns"].index(column)
            centre, spread = (needed["scaler"][name][place] for name in ("centre", "spread"))
            blocks.append([(value - centre) / spread for value in values])
    table = np.array(blocks, "float32").T
    ends = range(48 - 1, 60 - needed["horizon"])
    windows = np.array([table[end - needed["window"] + 1 : end + 1] for end in ends])
    model = keras.models.load_model(tmp_path / "run" / "best.keras")
    scaler = {name: np.array(values) for name, values in needed["target_scaler"].items()}
    predicted = model.predict(windows, verbose=0) * scaler["spread"] + scaler["centre"]
    truth = [
        [rows[end + step][target] for step in (1, 2) for target in needed["targets"]]
        for end in ends
    ]
    assert np.abs(predicted - np.array(truth)).mean() == pytest.approx(best["test"]["mae"], 1e-5)
