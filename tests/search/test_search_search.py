"""One search with everything that can happen to a trial, looked at from all sides."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from studies import GRU_PLACE, RATE, gru_study

from rnnspec.ledger.folder import read_header
from rnnspec.ledger.ledger import read_trials
from rnnspec.ledger.record import TrialRecord
from rnnspec.search.coordinator import run_study
from rnnspec.search.events import EpochEnded, Event, RunEnded, RunStarted, TrialEnded, TrialStarted
from rnnspec.search.overrides import Overrides
from rnnspec.search.result import RunResult
from rnnspec.source import Source
from rnnspec.study.export import spec_hash
from rnnspec.study.expressions import Const
from rnnspec.study.model import CustomLayer, Layer
from rnnspec.study.study import Study

pytestmark = pytest.mark.keras

LAYERS = """
import keras

class Twice(keras.layers.Layer):
    def call(self, inputs):
        return 2 * inputs
"""
SOURCE = Source("gru.rnnspec", "\n\n\n".rjust(GRU_PLACE.start - 1) + "  GRU(units)" + " " * 20)
GOOD = {"gru.units": 4, RATE: 0.01}
DIVERGING = {"gru.units": 4, RATE: 1e30}
IMPOSSIBLE = {"gru.units": -4, RATE: 0.01}


def _study(trials: int, *first: dict[str, int | float]) -> Study:
    """A GRU with a custom layer behind it."""
    return gru_study(
        trials=trials,
        first=first,
        extra=(Layer(Const("Twice"), owner="twice"),),
        custom=(CustomLayer("Twice", "layers.py", "same"),),
    )


@dataclass(frozen=True)
class Ran:
    """A finished run and what was told of it."""

    result: RunResult
    events: list[Event]
    folder: Path

    @property
    def records(self) -> list[TrialRecord]:
        """The trials as they lie on disk."""
        return read_trials(self.folder)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A good trial, the same again, one that diverges, one that cannot be built, two drawn."""
    beside = tmp_path_factory.mktemp("spec")
    (beside / "layers.py").write_text(LAYERS)
    folder = tmp_path_factory.mktemp("runs") / "gru"
    events: list[Event] = []
    result = run_study(
        _study(6, GOOD, GOOD, DIVERGING, IMPOSSIBLE),
        beside,
        name="gru.rnnspec",
        out=folder,
        source=SOURCE,
        on_event=events.append,
    )
    return Ran(result, events, folder)


def test_every_trial_is_on_disk(ran: Ran) -> None:
    # Of a loss that is no number, equal curves are not equal.
    assert list(map(repr, ran.records)) == list(map(repr, ran.result.records))
    assert [record.number for record in ran.records] == [1, 2, 3, 4, 5, 6]
    assert ran.result.why == "trials"


def test_first_points_come_first(ran: Ran) -> None:
    values = [dict(record.values) for record in ran.records]
    assert values[:4] == [GOOD, GOOD, DIVERGING, IMPOSSIBLE]
    assert all(4 <= v["gru.units"] <= 16 and 1e-4 <= v[RATE] <= 1e-2 for v in values[4:])


def test_a_configuration_is_trained_once(ran: Ran) -> None:
    first, again, *_ = ran.records
    assert again.same_as == 1
    assert again.scores == first.scores
    trained = {event.number for event in ran.events if isinstance(event, EpochEnded)}
    assert trained == {1, 3, 5, 6}


def test_a_divergence_is_a_failed_trial(ran: Ran) -> None:
    failed = ran.records[2]
    assert not failed.is_complete
    assert failed.reason is not None
    assert failed.reason.startswith("the loss became ")


def test_a_layer_that_cannot_be_built_is_named(ran: Ran) -> None:
    failed = ran.records[3]
    assert not failed.is_complete
    assert failed.reason is not None
    assert "units" in failed.reason
    places = {e.record.number: e.record.place for e in ran.events if isinstance(e, TrialEnded)}
    assert places[4] == "4:2"


def test_the_best_is_the_least_error(ran: Ran) -> None:
    complete = [record for record in ran.records if record.is_complete]
    assert ran.result.failed == 2
    assert ran.result.best is not None
    assert ran.result.best.scores["val_mae"] == min(r.scores["val_mae"] for r in complete)


def test_events_tell_the_run(ran: Ran) -> None:
    assert isinstance(ran.events[0], RunStarted)
    assert isinstance(ran.events[-1], RunEnded)
    assert ran.events[-1].failed == 2
    first = [event for event in ran.events[1:] if getattr(event, "number", None) == 1]
    assert isinstance(first[0], TrialStarted)
    epochs = [event for event in first if isinstance(event, EpochEnded)]
    assert [event.epoch for event in epochs] == [1, 2]
    assert all(event.logs.keys() == {"loss", "val_loss"} for event in epochs)
    # The weights of the last epoch are those that are kept.
    assert epochs[1].objective == pytest.approx(ran.records[0].scores["val_mae"], rel=1e-5)
    assert epochs[0].objective != epochs[1].objective


def test_the_header_tells_what_the_run_is(ran: Ran) -> None:
    header = read_header(ran.folder)
    assert header["spec"] == "gru.rnnspec"
    assert len(header["spec_hash"]) == 64
    assert header["seed"] == 7
    assert header["algorithm"] == "random"
    assert header["versions"]["keras"]
    assert header["study"]


def test_best_json_has_the_versioned_format(ran: Ran) -> None:
    best = json.loads((ran.folder / "best.json").read_text())
    assert ran.result.best is not None
    assert best["format"] == 1
    assert best["values"] == dict(ran.result.best.values)
    assert best["objective"] == dict(ran.result.best.scores)
    assert best["trials"] == 6
    assert best["failed"] == 2
    assert set(best["test"]) == {"mae"}
    assert set(best["naive"]) == {"mae"}


def test_the_best_model_scores_what_was_said(ran: Ran) -> None:
    import keras
    import numpy as np

    from rnnspec.runtime.datasets import random_arrays

    twice = {"Twice": type("Twice", (keras.layers.Layer,), {"call": lambda _, x: 2 * x})}
    model = keras.models.load_model(ran.folder / "best.keras", custom_objects=twice)
    x, y = random_arrays(samples=60, steps=4, features=2, seed=7)

    def error(part: slice) -> float:
        return float(np.abs(model.predict(x[part], verbose=0) - y[part]).mean())

    assert ran.result.best is not None
    assert error(slice(30, 45)) == pytest.approx(ran.result.best.scores["val_mae"], abs=1e-6)
    (conclusion,) = ran.result.conclusions
    assert error(slice(45, 60)) == pytest.approx(conclusion.test["mae"], abs=1e-6)
    naive = float(np.abs(y[:30].mean() - y[45:]).mean())
    assert conclusion.naive["mae"] == pytest.approx(naive, abs=1e-6)
    beaten = conclusion.test["mae"] < naive
    assert conclusion.beats_naive(gru_study().search.objectives) is beaten


def test_what_prediction_needs_lies_beside_the_model(ran: Ran) -> None:
    needed = json.loads((ran.folder / "preprocessing.json").read_text())
    assert needed["window"] == 4
    assert needed["scaler"] is None
    assert needed["target_shape"] == [1]


def test_no_draft_is_left_behind(ran: Ran) -> None:
    assert sorted(path.name for path in ran.folder.iterdir()) == [
        ".lock",
        "best.json",
        "best.keras",
        "forecast.npz",
        "journal.log",
        "preprocessing.json",
        "run.json",
        "trials.csv",
        "worker.log",
    ]


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The first trial of `ran` by another sampler, after nothing but itself; then one drawn."""
    beside = tmp_path_factory.mktemp("spec")
    (beside / "layers.py").write_text(LAYERS)
    folder = tmp_path_factory.mktemp("runs") / "gru"
    result = run_study(
        _study(3, GOOD),
        beside,
        name="gru.rnnspec",
        out=folder,
        overrides=Overrides(engine="hyperopt", algorithm="tpe", trials=2),
    )
    return Ran(result, [], folder)


def test_seed_and_number_alone_decide_a_score(ran: Ran, other: Ran) -> None:
    assert other.records[0].scores == ran.records[0].scores


def test_overrides_are_recorded_beside_the_hash_of_the_spec(other: Ran) -> None:
    header = read_header(other.folder)
    assert header["spec_hash"] == spec_hash(_study(3, GOOD))
    assert (header["engine"], header["algorithm"]) == ("hyperopt", "tpe")
    assert len(other.records) == 2
