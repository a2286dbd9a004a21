"""Predicting a data file with a model that a run has kept: what is asked of a worker.

In: a run's ledger, a data file as a source. Out: the model that is meant, and a table written by
a worker that is started for it. The run's folder is all that is needed. Imports no Keras.
"""

import json
from pathlib import Path

from rnnspec.executors.messages import Failed, KeptModel, Predict, Predicted
from rnnspec.ledger.folder import recorded_study
from rnnspec.ledger.ledger import Ledger
from rnnspec.ledger.models import PREPROCESSING, Models
from rnnspec.search.ranking import Front
from rnnspec.study.data import Npz, Table
from rnnspec.workers.devices import environments
from rnnspec.workers.process import Worker, WorkerDied


class CannotPredict(Exception):
    """There is no model to predict with, or it cannot predict the file; the message says why."""


def kept_model(ledger: Ledger, number: int | None = None) -> KeptModel:
    """The model of a trial, of the best one where none is named. Raises CannotPredict."""
    study = recorded_study(ledger.header)
    front = Front(study.search.objectives, ledger.records)
    if front.best is None:
        raise CannotPredict(f"no trial of `{ledger.folder}` has succeeded")
    number = front.best.number if number is None else number
    models = Models(ledger.folder, len(study.search.objectives) > 1)
    if not models.is_kept(number):
        kept = [trial.number for trial in front.trials if models.is_kept(trial.number)]
        there = f"; there is that of trial {', '.join(map(str, kept))}" if kept else ""
        raise CannotPredict(f"the model of trial {number} is not kept in `{ledger.folder}`{there}")
    path = models.path(number)
    return KeptModel(
        study,
        ledger.folder,
        path,
        next(record.values for record in ledger.records if record.number == number),
        json.loads(path.with_name(PREPROCESSING).read_text("utf-8")),
        ledger.header["backend"],
    )


def predict_file(
    model: KeptModel, source: Table | Npz, known: tuple[str, ...], out: Path, log: Path
) -> Predicted:
    """Have a worker of its own predict the file; `log` takes what it prints.

    Raises CannotPredict.
    """
    environment = {**environments(1)[0], "KERAS_BACKEND": model.backend}
    worker = Worker(log, environment)
    try:
        worker.send(Predict(model, source, known, out))
        answer = worker.receive()
    except WorkerDied as error:
        raise CannotPredict(str(error)) from error
    finally:
        worker.kill()
    if isinstance(answer, Failed):
        raise CannotPredict(answer.reason)
    assert isinstance(answer, Predicted)
    return answer
