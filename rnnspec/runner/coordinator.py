"""The search: ask an engine, train in a worker, record, tell the engine.

In: a study, the spec's folder, where the run is kept, how it is searched. Out: a RunResult, and
files in the run's folder. It never imports Keras: all training and scoring happens in workers, so
that a crash, a leak or an out-of-memory kill stays with its trial.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from rnnspec.engines.contract import Engine, Exhausted, Unsupported
from rnnspec.engines.table import EngineRow, choose_engine, make_engine
from rnnspec.ledger.folder import write_json
from rnnspec.ledger.ledger import Ledger
from rnnspec.ledger.record import COMPLETE, FAILED, TrialRecord
from rnnspec.runner.events import (
    DataRead,
    EpochEnded,
    OnEvent,
    RunEnded,
    RunStarted,
    TrialEnded,
    TrialStarted,
)
from rnnspec.runner.header import header
from rnnspec.runner.messages import (
    Epoch,
    Failed,
    Keep,
    Refit,
    Reply,
    Request,
    Test,
    Tested,
    Train,
    Trained,
)
from rnnspec.runner.models import ModelStore
from rnnspec.runner.process import Worker, WorkerDied
from rnnspec.runner.ranking import best_of, front_of, losses, score_name
from rnnspec.runner.result import BEST, Conclusion, RunResult, best_json
from rnnspec.source import Span
from rnnspec.study.export import spec_hash
from rnnspec.study.sampling import NothingSatisfies, configuration_hash
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration
from rnnspec.study.study import Study

WORKER_LOG = "worker.log"


class RunFailed(Exception):
    """The run cannot begin or go on; the message says why. Trials that ended stay readable."""


def run_study(
    study: Study,
    folder: Path,
    *,
    name: str,
    out: Path,
    engine: str | None = None,
    algorithm: str | None = None,
    trials: int | None = None,
    seed: int | None = None,
    on_event: OnEvent = lambda _: None,
) -> RunResult:
    """Search the study's space and keep the run in `out`.

    `folder` is the spec's, which data and custom layers are relative to; `name` is recorded.
    `engine`, `algorithm`, `trials` and `seed` override the spec's.

    Raises Unsupported where no engine can, RunExists and LedgerError where `out` cannot be used,
    RunFailed where the run cannot begin or go on. Ctrl-C ends it with `why` interrupted.
    """
    identity = spec_hash(study)
    study = _overridden(study, algorithm, trials, seed)
    _verify_supported(study)
    row = choose_engine(study.search.algorithm.name, engine, len(study.search.objectives))
    proposing = make_engine(
        row,
        study.space,
        study.search.algorithm,
        study.search.seed,
        objectives=len(study.search.objectives),
    )
    ledger = Ledger.create(out, header(study, row, name, identity))
    run = _Run(study, folder, row, proposing, ledger, on_event)
    try:
        return run.search(name, identity)
    finally:
        run.end_worker()
        ledger.close()


def _overridden(study: Study, algorithm: str | None, trials: int | None, seed: int | None) -> Study:
    search = study.search
    if algorithm is not None and algorithm != search.algorithm.name:
        search = replace(search, algorithm=Named(algorithm))
    if trials is not None:
        search = replace(search, trials=trials)
    if seed is not None:
        search = replace(search, seed=seed)
    return replace(study, search=search)


def _verify_supported(study: Study) -> None:
    pruner = study.search.pruner
    if pruner is not None:
        raise Unsupported(pruner.name, "the runner does not stop trials early", ("none",))


@dataclass
class _Run:
    """A search under way."""

    study: Study
    folder: Path
    row: EngineRow
    engine: Engine
    ledger: Ledger
    on_event: OnEvent
    worker: Worker | None = None
    records: list[TrialRecord] = field(default_factory=list)
    by_hash: dict[str, TrialRecord] = field(default_factory=dict)
    why: str = "trials"
    begun: float = field(default_factory=time.monotonic)

    @property
    def models(self) -> ModelStore:
        """Where models are kept."""
        return ModelStore(self.ledger.folder, len(self.study.search.objectives) > 1)

    def search(self, name: str, identity: str) -> RunResult:
        """Carry the search to its end and score what it found."""
        search = self.study.search
        started = RunStarted(
            name=name,
            folder=self.ledger.folder,
            engine=self.row.name,
            algorithm=search.algorithm.name,
            seed=search.seed,
            trials=search.trials,
            timeout=search.timeout,
            objectives=tuple(score_name(objective) for objective in search.objectives),
        )
        self.on_event(started)
        conclusions: tuple[Conclusion, ...] = ()
        try:
            for values in self.configurations():
                self.trial(self.ledger.reserve(), values)
            conclusions = self.concluded()
        except KeyboardInterrupt:
            self.why = "interrupted"
            self.end_worker()
        best = best_of(self.records, search.objectives)
        seconds = time.monotonic() - self.begun
        result = RunResult(
            self.ledger.folder, self.why, tuple(self.records), best, conclusions, seconds
        )
        if best is not None:
            content = best_json(result, self.study.search, name, identity)
            write_json(self.ledger.folder / BEST, content)
        self.on_event(RunEnded(self.why, len(self.records), result.failed, seconds))
        return result

    def configurations(self) -> Iterator[Configuration]:
        """First points, then what the engine proposes, until the search is over."""
        search = self.study.search
        first = [dict(point.values) for point in search.first_points]
        while search.trials is None or len(self.records) < search.trials:
            if search.timeout is not None and time.monotonic() - self.begun >= search.timeout:
                self.why = "timeout"
                return
            if first:
                yield first.pop(0)
                continue
            try:
                yield self.engine.ask(len(self.records) + 1)
            except Exhausted:
                self.why = "exhausted"
                return
            except NothingSatisfies as error:
                raise RunFailed(str(error)) from error

    def trial(self, number: int, values: Configuration) -> None:
        """Run one trial: record it, keep its model where it is among the best, tell the engine."""
        self.on_event(TrialStarted(number, values))
        digest = configuration_hash(values)
        self.ledger.start(number, values, digest)
        earlier = self.by_hash.get(digest)
        place = None
        if earlier is not None:
            record = replace(earlier, number=number, seconds=0.0, same_as=earlier.number)
        else:
            record, place = self.trained(number, values, digest)
            self.by_hash[digest] = record
        objectives = self.study.search.objectives
        before = best_of(self.records, objectives)
        record = self.ledger.end(record)
        self.records.append(record)
        if record.is_complete and not self.study.search.folds:
            self.keep_models(record)
        told = losses(record, objectives) if record.is_complete else None
        self.engine.tell(number, values, told)
        best = best_of(self.records, objectives)
        self.on_event(TrialEnded(record, best, best is not before, place))

    def trained(
        self, number: int, values: Configuration, digest: str
    ) -> tuple[TrialRecord, Span | None]:
        """Train in the worker; a worker that dies is replaced when it is next needed."""
        record = TrialRecord(number, values, digest, FAILED)
        place: Span | None = None
        worker = self.ready_worker()
        begun = time.monotonic()
        try:
            answer = worker.ask(Train(number, values), lambda epoch: self.progress(number, epoch))
        except WorkerDied as error:
            answer = Failed(str(error))
            self.worker = None
        match answer:
            case Trained(measures, epochs, parameters):
                names = [score_name(objective) for objective in self.study.search.objectives]
                scores = {name: measures[name] for name in names}
                record = replace(
                    record,
                    state=COMPLETE,
                    scores=scores,
                    measures=measures,
                    epochs=epochs,
                    parameters=parameters,
                )
            case Failed(reason, where):
                record, place = replace(record, reason=reason), where
        return replace(record, seconds=round(time.monotonic() - begun, 3)), place

    def progress(self, number: int, epoch: Epoch) -> None:
        """Record an epoch, and tell of it."""
        self.ledger.report(number, epoch.epoch, epoch.measures)
        self.on_event(EpochEnded(number, epoch.epoch, epoch.epochs, epoch.logs))

    def ready_worker(self) -> Worker:
        """A living worker that has read the data. Raises RunFailed where it cannot."""
        if self.worker is not None:
            return self.worker
        log = self.ledger.folder / WORKER_LOG
        try:
            self.worker = Worker(log)
            answer = self.worker.begin(self.study, self.folder)
        except OSError as error:
            raise RunFailed(f"cannot start a worker: {error}") from error
        except WorkerDied as error:
            raise RunFailed(f"{error} before it could train; `{log}` may tell more") from error
        if isinstance(answer, Failed):
            raise RunFailed(answer.reason)
        if not self.records and any(answer.gaps.values()):
            self.on_event(DataRead(answer.gaps))
        return self.worker

    def keep_models(self, record: TrialRecord) -> None:
        """Keep the model of the last training where it is among the best, and only those."""
        front = front_of(self.records, self.study.search.objectives)
        if record in front:
            path = self.models.path(record.number)
            self.demand(Keep(path), f"cannot keep the model as `{path}`: ")
            self.models.keep_only(other.number for other in front)

    def demand(self, request: Request, failing: str = "") -> Reply:
        """The worker's answer to what may not fail. Raises RunFailed where it does.

        `failing` begins the message of that.
        """
        try:
            answer = self.ready_worker().ask(request, lambda _: None)
        except WorkerDied as error:
            self.worker = None
            raise RunFailed(str(error)) from error
        if isinstance(answer, Failed):
            raise RunFailed(failing + answer.reason)
        return answer

    def concluded(self) -> tuple[Conclusion, ...]:
        """Score every trial of the front on the test part, once."""
        search = self.study.search
        conclusions = []
        for record in front_of(self.records, search.objectives):
            path = self.models.path(record.number)
            if search.folds:
                epochs = max(round(record.epochs), 1)
                self.demand(Refit(record.number, record.values, epochs, path))
            answer = self.demand(Test(record.values, path))
            assert isinstance(answer, Tested)
            conclusions.append(Conclusion(record, answer.test, answer.naive))
        return tuple(conclusions)

    def end_worker(self) -> None:
        """End the worker now, whatever it is doing."""
        if self.worker is not None:
            self.worker.kill()
            self.worker = None
