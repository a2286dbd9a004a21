"""A training whose windows are cut by the batch is the training of all windows at once."""

from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import pytest
from examples import checked, script
from running import run_here

from rnnspec.executors import messages
from rnnspec.executors.keras.executor import KerasExecutor
from rnnspec.pipeline import check_source
from rnnspec.plan import memory
from rnnspec.runtime.batches import Batches
from rnnspec.runtime.windows import LazyArray
from rnnspec.source import Source
from rnnspec.study.study import Study

pytestmark = pytest.mark.keras

FORECAST = """inputs = [a, b] target = a window = 4 horizon = 2 scale = standard
  split = chronological(validation = 0.25, test = 0.25)"""
CLASSES = """inputs = [a, b] target = kind window = 4
  split = chronological(validation = 0.25, test = 0.25)"""
WEIGHED = f"{FORECAST} weight = b"
CROSSENTROPY = "sparse_categorical_crossentropy(from_logits = true)"


def study_of(folder: Path, data: str, loss: str, more: str = "") -> Study:
    """All samples of an epoch are one batch: their order makes no difference."""
    rows = [f"{t},{(t * 7) % 11},{(t * 5) % 13},{'xyz'[t % 3]},{int(t > 16)}" for t in range(60)]
    (folder / "series.csv").write_text("t,a,b,kind,later\n" + "\n".join(rows))
    text = f"""rnnspec 1
    data {{ source = csv("series.csv", time = t) {data} }}
    model {{ GRU(3) Dense({"3" if data == CLASSES else "2"}) }}
    train {{ optimizer = adam loss = {loss} epochs = 2 batch_size = 1000 {more}
      callbacks = [EarlyStopping(patience = 2, restore_best_weights = true)] }}
    search {{ objective = minimize(val_loss) algorithm = random trials = 1 seed = 3 }}"""
    return checked(check_source(Source("series.rnnspec", text), folder))


@pytest.fixture
def by_batch() -> Iterator[pytest.MonkeyPatch]:
    """Every window is cut by the batch, be there ever so few; undone when the test says so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "LARGE", 0)
        patch.setattr(memory, "MANY", 0)
        yield patch


def scores(study: Study, folder: Path) -> list[dict[str, float]]:
    """What a training measures on validation and on test, and what learned nothing measures."""
    executor = KerasExecutor(study, folder, lambda _: None)
    trained = executor(messages.Train(1, {}))
    assert isinstance(trained, messages.Trained)
    tested = executor.test(messages.Test(1, {}, executor.keep().model.network))
    return [dict(found) for found in (trained.measures, tested.test, tested.naive)]


@pytest.mark.parametrize(
    ("data", "loss", "more"),
    [
        (FORECAST, "mse", ""),
        (CLASSES, CROSSENTROPY, "class_weight = balanced"),
        (WEIGHED, "mse", ""),
    ],
    ids=["forecast", "classes", "weighed"],
)
def test_the_scores_are_those_of_windows_that_are_cut_beforehand(
    tmp_path: Path, by_batch: pytest.MonkeyPatch, data: str, loss: str, more: str
) -> None:
    study = study_of(tmp_path, data, loss, more)
    lazy = scores(study, tmp_path)
    by_batch.undo()
    for found, expected in zip(lazy, scores(study, tmp_path), strict=True):
        assert found == pytest.approx(expected, rel=1e-4)


def test_every_epoch_has_all_samples_in_an_order_that_the_seed_decides() -> None:
    ends = np.arange(10, 21)
    x = LazyArray(lambda ends: ends[:, None], ends)
    orders = []
    for seed in (1, 1, 2):
        keras.utils.set_random_seed(seed)
        batches = Batches([x], 4, shuffled=True)
        assert len(batches) == 3
        for _ in range(2):
            batches.on_epoch_begin()
            orders.append(np.concatenate([batch[:, 0] for (batch,) in batches]).tolist())
    assert all(sorted(order) == ends.tolist() for order in orders)
    assert orders[:2] == orders[2:4]
    assert len(set(map(tuple, orders))) == 4
    assert [batch[0, 0] for (batch,) in Batches([x], 4)] == [10, 14, 18]


def test_a_sample_of_weight_0_teaches_nothing(tmp_path: Path) -> None:
    """Windows that end before row 16: rows that no other window holds make no difference."""
    study = study_of(tmp_path, f"{FORECAST} weight = later".replace("scale = standard", ""), "mse")
    one, *_ = scores(study, tmp_path)
    path = tmp_path / "series.csv"
    head, *rows = path.read_text().splitlines()
    other = [
        ",".join([t, "9", b, *rest]) for t, _, b, *rest in (row.split(",") for row in rows[:12])
    ]
    path.write_text("\n".join([head, *other, *rows[12:]]))
    assert scores(study, tmp_path)[0] == pytest.approx(one)
    even = study_of(tmp_path, FORECAST.replace("scale = standard", ""), "mse")
    assert scores(even, tmp_path)[0] != pytest.approx(one)


def test_scripts_cut_the_same_batches(tmp_path: Path, by_batch: pytest.MonkeyPatch) -> None:
    study = study_of(tmp_path, WEIGHED, "mse")
    measured, tested, naive = scores(study, tmp_path)
    for target in ("hyperopt", "sklearn_random"):
        text = script(study, "series.rnnspec", "series.csv", target)
        assert "fit_model" not in text
        _, best = run_here(text, tmp_path)
        assert best["objective"]["val_loss"] == pytest.approx(measured["val_loss"], rel=1e-4)
        assert best["test"]["mae"] == pytest.approx(tested["mae"], rel=1e-4)
        assert best["naive"]["mae"] == pytest.approx(naive["mae"], rel=1e-4)
