"""Predicting a data file with a model that a run has kept: what is asked of a worker.

In: a run's ledger, a data file as a source. Out: the model that is meant, and a table written by
a worker that is started for it. The run's folder is all that is needed. Imports no Keras.
"""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from rnnspec.errors import ArgumentError, Refused
from rnnspec.executors.messages import ENDINGS, Doing, Failed, Predict, Predicted, SavedModel
from rnnspec.ledger.folder import recorded_study
from rnnspec.ledger.forms import PREPROCESSING, PREPROCESSING_OF_TABLE, verify
from rnnspec.ledger.ledger import Ledger
from rnnspec.ledger.models import PREPROCESSING as FITTED
from rnnspec.ledger.models import Models
from rnnspec.predict.predictable import predictable
from rnnspec.predict.times import read_begin, steps_of
from rnnspec.search.header import digest
from rnnspec.search.ranking import Front
from rnnspec.study.data import Table, Timeline
from rnnspec.study.expressions import Value
from rnnspec.study.study import Study
from rnnspec.workers.devices import environments
from rnnspec.workers.process import Worker, WorkerDied


class CannotPredict(Refused):
    """There is no model to predict with, or it cannot predict the file; the message says why."""


@dataclass(frozen=True)
class Prediction:
    """How many predictions there are; the groups `short` have less rows than a `window`.

    `uneven` are the file's times where they are not regular, so that rows ahead are of no even
    step. `code` are the files of layers whose code was run.
    """

    rows: int
    short: tuple[str, ...]
    window: int
    uneven: Timeline | None = None
    code: tuple[Path, ...] = ()


def predict(
    run: Path,
    file: Path,
    out: Path,
    trial: int | None = None,
    *,
    last: bool = False,
    begin: str | None = None,
    trust: bool = False,
    on_doing: Callable[[str], object] = lambda _: None,
) -> Prediction:
    """Write the predictions of the best model of a run, or that of a trial, for a data file.

    They are those that follow the `last` row of each group alone, and of rows from a time on, the
    `begin`, where that is asked for. Code that lies in the run's folder is run where it is what the
    model was trained with, or where there is `trust`. `on_doing` is told what is being done, in
    words. Raises Refused.
    """
    _verify_out(out, file)
    on_doing("reading the run and the file")
    with closing(Ledger.read(run)) as ledger:
        study = recorded_study(ledger.folder, ledger.header)
        values, model = _kept_model(ledger, study, trial)
        code = _layers(ledger, study, trust=trust)
    source, known, profile = predictable(study, model.preprocessing, file)
    # The file may be written otherwise than the one of training, and larger.
    if isinstance(source, Table):
        data = replace(study.data, source=source, plain=profile.plain)
        study = replace(study, data=replace(data, rows=profile.rows, stride=1))
    asked = Predict(study, ledger.folder, values, model, source, known, Path(), last=last)
    if isinstance(source, Table):
        asked = replace(asked, steps=steps_of(source, profile.times))
        if begin is not None:
            moment = read_begin(begin, profile.times, study.data.time_format)
            asked = replace(asked, begin=moment)
    elif last or begin is not None:
        raise ArgumentError("samples of arrays have no time and no last row")
    with TemporaryDirectory() as folder:
        table = Path(folder) / f"predictions{out.suffix.lower()}"
        asked = replace(asked, out=table)
        on_doing("loading libraries")
        log = Path(folder) / "worker.log"
        told = _answer(asked, ledger.header["backend"], log, on_doing)
        copyfile(table, out)
    line = profile.times.line if profile.times else None
    uneven = None if line is None or line.regular else line
    return Prediction(told.rows, told.short, model.preprocessing["window"], uneven, code)


def _verify_out(out: Path, file: Path) -> None:
    """Refuse a file that cannot be written, before anything is predicted. Raises ArgumentError."""
    if out.suffix.lower() not in ENDINGS:
        raise ArgumentError(f"`{out}`: a table is written as `.csv` or as `.parquet`")
    if not out.parent.is_dir():
        raise ArgumentError(f"`{out}`: there is no folder `{out.parent}`")
    if out.is_dir():
        raise ArgumentError(f"`{out}` is a folder")
    if out.exists() and file.exists() and out.samefile(file):
        raise ArgumentError(f"`{out}` is the file that is predicted")


def _layers(ledger: Ledger, study: Study, *, trust: bool) -> tuple[Path, ...]:
    """The files of custom layers, whose code will be run. Raises CannotPredict."""
    paths = dict.fromkeys(layer.path for layer in study.custom)
    for path in paths:
        file = ledger.folder / path
        if not trust and digest(file) not in (None, ledger.header["files"].get(path)):
            raise CannotPredict(
                f"`{file}` is not the code that the model was trained with; `--trust` runs it"
            )
    return tuple(ledger.folder / path for path in paths)


def _kept_model(
    ledger: Ledger, study: Study, trial: int | None
) -> tuple[Mapping[str, Value], SavedModel]:
    """The values and the model of a trial, of the best one where none is named.

    Raises CannotPredict, LedgerError.
    """
    front = Front(study.search.objectives, ledger.records)
    if front.best is None:
        raise CannotPredict(f"no trial of `{ledger.folder}` has succeeded")
    number = front.best.number if trial is None else trial
    models = Models(ledger.folder, len(study.search.objectives) > 1)
    if not models.is_kept(number):
        kept = [trial.number for trial in front.trials if models.is_kept(trial.number)]
        there = f"; there is that of trial {', '.join(map(str, kept))}" if kept else ""
        raise CannotPredict(f"the model of trial {number} is not kept in `{ledger.folder}`{there}")
    values = next(record.values for record in ledger.records if record.number == number)
    network, beside = models.read(number)
    form = PREPROCESSING_OF_TABLE if isinstance(study.data.source, Table) else PREPROCESSING
    verify(beside, form, f"`{models.path(number).with_name(FITTED)}`")
    return values, SavedModel(network, beside)


def _answer(
    asked: Predict, backend: str, log: Path, on_doing: Callable[[str], object]
) -> Predicted:
    """Have a worker of its own predict the file by a backend; `log` takes what it prints.

    Raises CannotPredict.
    """
    worker = Worker(log, {**environments(1)[0], "KERAS_BACKEND": backend})
    try:
        worker.send(asked)
        while isinstance(answer := worker.receive(), Doing):
            on_doing(answer.what)
    except WorkerDied as error:
        raise CannotPredict(str(error)) from error
    finally:
        worker.kill()
    if isinstance(answer, Failed):
        raise CannotPredict(answer.reason, code=answer.code)
    assert isinstance(answer, Predicted)
    return answer
