"""Runs of every kind, written into a ledger at once: nothing is trained."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from math import log10
from pathlib import Path

import numpy as np

from rnnspec.catalog.measures import measure_name
from rnnspec.distributions.choice import Choice
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.uniform import Uniform
from rnnspec.ledger.ledger import Ledger
from rnnspec.ledger.record import COMPLETE, FAILED, PRUNED, TrialRecord
from rnnspec.samplers.table import choose_sampler
from rnnspec.search.header import header
from rnnspec.search.ranking import Front
from rnnspec.search.result import Conclusion, conclusions_to_json
from rnnspec.study.data import Data, Random, Split, Table
from rnnspec.study.export import spec_hash
from rnnspec.study.expressions import Const, Make, Ref
from rnnspec.study.model import Layer
from rnnspec.study.sampling import configuration_hash, sample
from rnnspec.study.search import Named, Objective, Search
from rnnspec.study.space import Hyperparameter, Space
from rnnspec.study.study import Study
from rnnspec.study.training import Training
from rnnspec.values import Value

MAE = Objective("val_MeanAbsoluteError")
SIZE = Objective("parameters")
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)> $\\frac{ & \u00e9\u5b57 `x`'

UNITS = Hyperparameter("gru.units", Lattice(4, 64, 4))
RATE = Hyperparameter("learning_rate", Uniform(1e-4, 1e-1, log=True))
CELL = Hyperparameter("cell", Choice(("GRU", "LSTM", "SimpleRNN")))
DROPOUT = Hyperparameter("dropout.rate", Uniform(0.0, 0.5), condition=Ref("deep"))
DEEP = Hyperparameter("deep", Choice((True, False)))
ALL = (UNITS, RATE, CELL, DEEP, DROPOUT)


def a_study(
    *hyperparameters: Hyperparameter,
    objectives: tuple[Objective, ...] = (MAE,),
    algorithm: str = "random",
    trials: int = 20,
    data: Data | None = None,
) -> Study:
    """A study that is never built: its space and its search are what counts."""
    return Study(
        data=data or Data(source=Random(60, 4, 2), split=Split("chronological", 0.25, 0.25)),
        space=Space(hyperparameters),
        model=(Layer(Const("Dense"), (("units", Const(1)),), owner="dense"),),
        train=Training(Make("Adam"), Make("MeanSquaredError"), Const(5), Const(16)),
        search=Search(objectives, Named(algorithm), trials, seed=3),
    )


SERIES = Data(
    source=Table("csv", "data.csv"),
    split=Split("chronological", 0.25, 0.25),
    inputs=Const(("load",)),
    targets=("load",),
    window=Const(8),
    horizon=3,
    season=1,
    target_shape=(3,),
)


def a_trial(study: Study, number: int, values: Mapping[str, Value] | None = None) -> TrialRecord:
    """A complete trial whose score depends on its values."""
    values = sample(study.space, 3, number) if values is None else values
    rate, units = values.get("learning_rate", 1e-3), values.get("gru.units", 16)
    assert isinstance(rate, float)
    assert isinstance(units, int)
    score = abs(log10(rate) + 3) + abs(units - 32) / 32 + (number * 7 % 5) / 20 + 0.1
    found = {"val_mae": score, "parameters": float(units * units)}
    names = [measure_name(objective.measure) for objective in study.search.objectives]
    return TrialRecord(
        number,
        values,
        configuration_hash(values),
        COMPLETE,
        scores={name: found[name] for name in names},
        measures=found,
        epochs=5,
        parameters=units * units,
        seconds=1.5,
    )


def failing(record: TrialRecord, reason: str, place: str | None = "12:3") -> TrialRecord:
    """The same, failed."""
    return replace(record, state=FAILED, scores={}, measures={}, reason=reason, place=place)


def pruned(record: TrialRecord) -> TrialRecord:
    """The same, stopped early."""
    return replace(record, state=PRUNED, epochs=2)


def write_run(
    folder: Path,
    study: Study,
    records: Iterable[TrialRecord],
    *,
    spec: str = "load.rnnspec",
    text: str = "rnnspec 1\n",
    ended: str | None = "trials",
    concluded: bool = True,
) -> Path:
    """A run's folder with these trials, each of which reported five epochs."""
    several = len(study.search.objectives)
    row = choose_sampler(study.search.algorithm.name, None, several)
    content = header(study, folder, row, spec, text, spec_hash(study))
    with closing(Ledger.create(folder, content)) as ledger:
        for record in records:
            assert ledger.reserve() == record.number
            ledger.start(record.number, record.values, record.hash)
            for epoch in range(1, 6 if record.scores else 1):
                score = record.measures["val_mae"]
                scores = {"loss": score + 2 / epoch, "val_loss": score + 1 / epoch}
                ledger.report(record.number, epoch, scores)
            ledger.end(record)
        if ended is not None:
            front = Front(study.search.objectives, ledger.records).trials if concluded else ()
            found = [Conclusion(r, {"mae": r.measures["val_mae"]}, {"mae": 1.0}) for r in front]
            told = conclusions_to_json(found)
            ledger.note({"ended": ended, "seconds": 93.0, "conclusions": told, "overtaken": []})
    return folder


def write_series(
    folder: Path, trial: int, cases: int = 300, groups: int = 0, columns: int = 1
) -> None:
    """A forecast of a series three rows ahead, hour by hour where it is of several groups."""
    time = np.arange(cases)[:, None] + np.arange(1, 4)
    truth = np.sin(time / 9)
    naive = np.repeat(np.sin(np.arange(cases) / 9)[:, None], 3, axis=1)
    hours = np.datetime64("2024-02-20", "us") + time * np.timedelta64(1, "h")
    names = np.array([f"district {n}" for n in np.arange(cases) * groups // cases])
    more = {"times": hours, "groups": names} if groups else {}
    np.savez(
        folder / "forecast.npz",
        trial=trial,
        truth=truth.repeat(columns, axis=1),
        predicted=truth.repeat(columns, axis=1) + 0.05,
        naive=naive.repeat(columns, axis=1),
        ends=np.arange(cases),
        **more,
    )


def write_samples(folder: Path, trial: int) -> None:
    """A forecast of numbers that have no order."""
    truth = np.linspace(-1, 1, 60)[:, None]
    np.savez(
        folder / "forecast.npz", trial=trial, truth=truth, predicted=truth / 2, naive=0 * truth
    )


def write_classes(folder: Path, trial: int, classes: int) -> None:
    """A forecast of classes that takes the last one for the first."""
    truth = np.arange(10 * classes) % classes
    predicted = np.where(truth == classes - 1, 0, truth)
    naive = np.zeros_like(truth)
    np.savez(folder / "forecast.npz", trial=trial, truth=truth, predicted=predicted, naive=naive)
