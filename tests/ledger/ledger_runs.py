"""Runs for the tests of the ledger: headers, values and records that need no training."""

import json
from typing import Any

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.ledger.record import COMPLETE, TrialRecord
from rnnspec.study.data import Data, Random, Split
from rnnspec.study.export import spec_hash as study_hash
from rnnspec.study.export import study_to_json
from rnnspec.study.expressions import Const, Make
from rnnspec.study.sampling import configuration_hash, sample
from rnnspec.study.search import Named, Objective, Search
from rnnspec.study.space import Hyperparameter, Space
from rnnspec.study.study import Study
from rnnspec.study.training import Training

SPACE = Space(
    (
        Hyperparameter("gru.units", Lattice(16, 128, 16)),
        Hyperparameter("learning_rate", Uniform(1e-5, 1e-1, log=True)),
        Hyperparameter("dropout", Lattice(0.0, 0.5, 0.1)),
        Hyperparameter("width", Lattice(8, 64, 8, log=True)),
        Hyperparameter("noise", Normal(0.0, 1.0)),
        Hyperparameter("inputs", Choice((("a", "b"), "a", None))),
        Hyperparameter("wide", Choice((True, False))),
    )
)
"""A distribution of each kind, and values that Optuna has no parameters for."""

RMSE = {"val_rmse": "minimize"}


def header(
    space: Space = SPACE, objectives: dict[str, str] = RMSE, spec_hash: str = "one"
) -> dict[str, Any]:
    """What `run.json` is to say of a run over a space."""
    study = Study(
        data=Data(
            source=Random(samples=60, steps=4, features=2),
            split=Split("chronological", 0.25, 0.25),
            window=Const(4),
            horizon=0,
            rows=60,
            features=Const(2),
            target_shape=(1,),
        ),
        space=space,
        model=(),
        train=Training(
            optimizer=Make("Adam", ()),
            loss=Make("MeanSquaredError"),
            epochs=Const(2),
            batch_size=Const(16),
        ),
        search=Search((Objective("val_RootMeanSquaredError"),), Named("random")),
    )
    return {
        "spec": "sunspots",
        "text": "rnnspec 1\n",
        "spec_hash": spec_hash,
        "seed": 7,
        "algorithm": "random",
        "engine": "rnnspec",
        "objectives": objectives,
        "files": {},
        "backend": "tensorflow",
        "created": "2026-01-01T00:00:00+00:00",
        "versions": {"python": "3.11.0"},
        "study_hash": study_hash(study),
        "study": json.loads(study_to_json(study)),
    }


def record(number: int, space: Space = SPACE, **fields: Any) -> TrialRecord:
    """A complete trial; its values are the reference sampler's for its number."""
    values = sample(space, 7, number)
    score = 1 / number
    given = {"scores": {"val_rmse": score}, "measures": {"val_rmse": score, "val_mae": 0.1}}
    whole = {"state": COMPLETE, "epochs": 3, "parameters": 1281, "seconds": 1.5, **given, **fields}
    return TrialRecord(number, values, configuration_hash(values), **whole)
