"""The search: ask a sampler, train in workers, record, tell the sampler.

In: a sampler, a ledger, a pool of workers, bounds. Out: why it ended; all else lies in the
ledger, where each change of a trial's state is durable before the loop goes on. It knows no
library and never imports Keras.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING

from rnnspec.executors.messages import Failed, Keep, Kept, Ready, Trained
from rnnspec.ledger.errors import LedgerError, TrialTaken
from rnnspec.ledger.models import Models
from rnnspec.ledger.record import COMPLETE, FAILED, PRUNED, OpenTrial, TrialRecord
from rnnspec.samplers.contract import Exhausted, Sampler
from rnnspec.search.events import DataRead, EpochEnded, OnEvent, TrialEnded, TrialStarted
from rnnspec.search.ranking import Front, losses, score_names
from rnnspec.search.trials import TrialsTable
from rnnspec.source import Source, Span
from rnnspec.study.sampling import configuration_hash
from rnnspec.study.space import Configuration
from rnnspec.study.study import Study
from rnnspec.workers.pool import Ended, Pool, Progress
from rnnspec.workers.process import WorkerDied

if TYPE_CHECKING:
    from optuna.pruners import BasePruner

    from rnnspec.ledger.ledger import Ledger

ATTEMPTS = 3
"""How often a trial is begun whose worker was ended from outside; then it has failed."""

LOOK = 5.0
"""Seconds between two looks for trials of other coordinators that have died."""


class CannotKeep(Exception):
    """A model cannot be written; the message names the file and why."""


@dataclass
class SearchLoop:
    """A search under way, at its beginning or after a pause.

    `pruner` judges the epochs of watched trainings, failures are told by their places in
    `source`, `max_failures` in a row end it, `spent` are the seconds of earlier sessions.
    """

    study: Study
    sampler: Sampler
    ledger: "Ledger"
    pool: Pool
    pruner: "BasePruner | None"
    on_event: OnEvent
    source: Source | None
    max_failures: int
    spent: float = 0.0
    why: str = "trials"
    begun: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.records = list(self.ledger.records)
        search, space = self.study.search, self.study.space
        self.front = Front(search.objectives, self.records)
        self.models = Models(self.ledger.folder, len(search.objectives) > 1)
        self._names = score_names(search.objectives)
        self._by_hash: dict[str, TrialRecord] = {}
        for record in self.records:
            self._by_hash.setdefault(record.hash, record)
        self._running: dict[int, TrialRecord] = {}
        self._twins: dict[str, list[TrialRecord]] = {}
        self._stopped: set[int] = set()
        self._first_begun: set[str] = set()
        self._has_read = bool(self.records)
        self._failures = 0
        self._opened: list[OpenTrial] = []
        self._first = [dict(point.values) for point in search.first_points]
        self._next_look = 0.0
        for record in self.front.trials:
            self.models.publish(record.number)  # The last session may have ended just before.
        names = [hyperparameter.name for hyperparameter in space.hyperparameters]
        self._table = TrialsTable(self.ledger.folder, self._names, names)
        self._table.begin(self.records)

    @property
    def seconds(self) -> float:
        """The seconds that the search has taken, in all its sessions."""
        return self.spent + time.monotonic() - self.begun

    def run(self) -> str:
        """Search until a bound is met: why it ended. Trials that are under way end first.

        Raises LedgerError, NoWorker, NothingSatisfies, CannotKeep. After KeyboardInterrupt the
        trials that were under way are open in the ledger.
        """
        while self._fill():
            for heard in self.pool.wait(LOOK if self.ledger.is_shared else None):
                match heard:
                    case Ready(gaps=gaps):
                        if not self._has_read and any(gaps.values()):
                            self.on_event(DataRead(gaps))
                        self._has_read = True
                    case Progress():
                        self._progressed(heard)
                    case Ended():
                        self._ended(heard)
        self._learn_of_others()  # The last of them may have ended since we looked.
        return self.why

    def _fill(self) -> bool:
        """Give every idle worker something to do: whether anything is under way, here or elsewhere.

        Other coordinators' trials are waited for: they count, and may have to be taken over.
        """
        while self.pool.has_room and not self._is_over():
            proposal = self._propose()
            if proposal is None:
                break
            self._begin(*proposal)
        return self.pool.is_training or (self.why == "trials" and self.ledger.is_at_work_elsewhere)

    def _is_over(self) -> bool:
        timeout = self.study.search.timeout
        if timeout is not None and self.seconds >= timeout:
            self.why = "timeout"
        elif self._failures >= self.max_failures:
            self.why = "failures"
        return self.why != "trials"

    def _propose(self) -> tuple[int, Configuration] | None:
        """What a coordinator left behind, else a new trial; None where nothing is to begin."""
        self._look_around()
        if self._opened:
            trial = self._opened.pop(0)
            number, values = trial.number, trial.values
        elif (reserved := self._reserved()) is not None:
            number, values = reserved, None
        else:
            return None
        try:
            return number, self._chosen(number) if values is None else values
        except Exhausted:
            self.ledger.withdraw(number)
            self.why = "exhausted"
            return None

    def _look_around(self) -> None:
        """Learn what other coordinators have recorded; take over what dead ones were at."""
        self._learn_of_others()
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK if self.ledger.is_shared else inf
        self._opened += self.ledger.take_over()
        self._opened.sort(key=lambda trial: trial.values is None)  # What has none may find none.

    def _learn_of_others(self) -> None:
        for record in self.ledger.refresh() if self.ledger.is_shared else ():
            self._learn(record)

    def _reserved(self) -> int | None:
        """A number for a new trial; None where there are enough."""
        trials = self.study.search.trials
        if trials is not None and self.ledger.count >= trials:
            return None
        number = self.ledger.reserve()
        if trials is not None and self.ledger.is_shared and self.ledger.rank(number) > trials:
            self.ledger.withdraw(number)  # Another coordinator took the last one just before.
            return None
        return number

    def _chosen(self, number: int) -> Configuration:
        """The first points that nobody has begun, then the sampler's own. Raises Exhausted.

        One that a spec names twice is two trials, as it is in a script.
        """
        while self._first:
            values = self._first.pop(0)
            digest = configuration_hash(values)
            if digest in self._first_begun or digest not in self.ledger.begun:
                self._first_begun.add(digest)
                return values
        return self.sampler.ask(number)

    def _begin(self, number: int, values: Configuration) -> None:
        """Begin a trial; what was tried, or is being tried, is not trained again."""
        digest = configuration_hash(values)
        self.ledger.start(number, values, digest)
        self.on_event(TrialStarted(number, values))
        trial = TrialRecord(number, values, digest, FAILED)
        if digest in self._by_hash:
            self._record(_repeated(self._by_hash[digest], number))
        elif digest in self._twins:
            self._twins[digest].append(trial)
        else:
            self._twins[digest] = []
            self._running[number] = trial
            self.pool.submit(number, values)

    def _progressed(self, heard: Progress) -> None:
        """Record an epoch, and end a training that is not worth the next one."""
        number, epoch = heard.number, heard.epoch
        told = (epoch.epoch, epoch.epochs, epoch.logs, epoch.objective)
        self.on_event(EpochEnded(number, *told))
        self.ledger.report(number, epoch.epoch, {**self._unscaled(epoch.logs), **epoch.measures})
        if epoch.measures:
            stop = (
                self.pruner is not None
                and epoch.epoch < epoch.epochs
                and self.ledger.is_hopeless(number, self.pruner)
            )
            if stop:
                self._stopped.add(number)
            self.pool.judge(number, stop)

    def _ended(self, heard: Ended) -> None:
        """Record a trial and those that repeat it; its model is kept where it is among the best."""
        number, answer = heard.number, heard.answer
        trial = self._running[number]
        if isinstance(answer, Failed) and answer.was_ended and self._tries_again(trial):
            return
        record, place = self._judged(trial, heard)
        problem: CannotKeep | None = None
        if self.front.would_hold(record) and not self.study.search.folds:
            try:
                self._keep(record)
            except WorkerDied as error:
                if self._tries_again(trial):
                    return
                record = replace(trial, reason=str(error), seconds=heard.seconds)
            except CannotKeep as error:
                problem = error  # The trial is worth keeping all the same.
        self.pool.release(number)
        del self._running[number]
        self._record(record, place)
        for twin in self._twins.pop(trial.hash):
            self._record(_repeated(record, twin.number))
        if problem is not None:
            raise problem

    def _tries_again(self, trial: TrialRecord) -> bool:
        """Train a configuration again whose process was ended from outside, if not too often."""
        if self.ledger.attempts(trial.number) >= ATTEMPTS:
            return False
        self.pool.release(trial.number)
        self._stopped.discard(trial.number)
        self.ledger.start(trial.number, trial.values, trial.hash)
        self.pool.submit(trial.number, trial.values)
        return True

    def _judged(self, trial: TrialRecord, heard: Ended) -> tuple[TrialRecord, Span | None]:
        """What became of a training, and where in the spec a failure lies."""
        trial = replace(trial, seconds=heard.seconds)
        match heard.answer:
            case Failed(reason, place):
                return replace(trial, reason=reason), place
            case Trained(measures, epochs, parameters, spread, epoch_kept=epoch_kept):
                record = replace(
                    trial,
                    state=PRUNED if trial.number in self._stopped else COMPLETE,
                    scores={name: measures[name] for name in self._names},
                    measures=measures,
                    spread=spread,
                    epochs=epochs,
                    epoch_kept=epoch_kept,
                    parameters=parameters,
                )
                return record, None

    def _keep(self, record: TrialRecord) -> None:
        """Write the model of a training, before its trial is recorded."""
        answer = self.pool.ask(Keep(), record.number)
        if isinstance(answer, Failed):
            path = self.models.draft(record.number)
            raise CannotKeep(f"cannot keep the model as `{path}`: {answer.reason}")
        assert isinstance(answer, Kept)
        try:
            self.models.write(record.number, answer.model.network, answer.model.preprocessing)
        except LedgerError as error:
            raise CannotKeep(str(error)) from error

    def _record(self, record: TrialRecord, place: Span | None = None) -> None:
        """Make a trial's end durable, let go of models that it has beaten, tell the sampler."""
        if place is not None and self.source is not None:
            line, column = self.source.position(place.start)
            record = replace(record, place=f"{line}:{column}")
        try:
            record = self.ledger.end(record)
        except TrialTaken:  # Another coordinator took this one for dead; the trial is its own now.
            return
        improved = self._learn(record)
        self._failures = self._failures + 1 if record.state == FAILED else 0
        self.on_event(TrialEnded(record, self.front.best, improved))

    def _learn(self, record: TrialRecord) -> bool:
        """Take in a trial that ended here or elsewhere; whether it is the best so far."""
        self.records.append(record)
        self._table.add(record)
        self._by_hash.setdefault(record.hash, record)
        if self.front.add(record):
            self.models.publish(record.number)
            self.models.keep_only([trial.number for trial in self.front.trials])
        told = losses(record, self.study.search.objectives) if record.scores else None
        self.sampler.tell(record.number, record.values, told)
        return self.front.best is record

    def _unscaled(self, logs: Mapping[str, float]) -> dict[str, float]:
        """Keras's numbers, but for those that are objectives: these are in training's units."""
        own = self._names
        return {name: x for name, x in logs.items() if name == "val_loss" or name not in own}


def _repeated(earlier: TrialRecord, number: int) -> TrialRecord:
    """The record of a trial whose configuration was tried before."""
    return replace(earlier, number=number, seconds=0.0, same_as=earlier.same_as or earlier.number)
