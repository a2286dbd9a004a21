"""The record of a run: `run.json` in its folder, and its trials in a storage of Optuna's.

In: a header, and each change of a trial's state. Out: the same, durable when a call returns; the
records again, of a run that was cut off as well; Optuna's study of them. One coordinator writes a
folder. Knows no samplers and no Keras.

A header is plain JSON. The ledger itself reads `study` (as `study_to_json` writes it), `spec_hash`
and `objectives` (`minimize` or `maximize` by the names of the scores), and adds `format`,
`storage`, `coordinator` and `generations` (of which the last one counts).
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import optuna
from optuna.exceptions import UpdateFinishedTrialError
from optuna.pruners import BasePruner
from optuna.trial import FrozenTrial, TrialState

from rnnspec.distributions.contract import Distribution
from rnnspec.ledger.errors import LedgerError, RunExists, TrialTaken
from rnnspec.ledger.folder import (
    FORMAT,
    HEADER,
    make_folder,
    read_header,
    recorded_study,
    sync_folder,
    take_lock,
    write_json,
)
from rnnspec.ledger.forms import BEGUN, damaged
from rnnspec.ledger.generations import enter_generation, newest_generation, run_name, told_of
from rnnspec.ledger.journal import JOURNAL, JournalStore
from rnnspec.ledger.record import OpenTrial, TrialRecord, values_from_json
from rnnspec.ledger.store import Store
from rnnspec.ledger.trials import (
    SET_ASIDE,
    number_of,
    record_of,
    running_trial,
    set_aside_trial,
    trial_of,
    verified,
    write_end,
    write_set_aside,
    write_start,
)
from rnnspec.values import Value

_OWN = ("format", "storage", "coordinator")
"""What the ledger adds to a header and keeps over its generations."""


@dataclass
class _Running:
    """A trial that this coordinator works on."""

    trial_id: int
    attempts: int = 0
    begun: str | None = None
    curves: dict[str, list[float]] = field(default_factory=dict)


class Ledger:
    """An open run. `header` is what `run.json` says."""

    def __init__(
        self, folder: Path, header: Mapping[str, Any], store: Store, held: ExitStack
    ) -> None:
        """Not called from outside: `create`, `open` and `read` make ledgers."""
        self.folder = folder
        self.header = header
        self._store = store
        self._held = held
        self._load()

    @classmethod
    def create(
        cls, folder: Path, header: Mapping[str, Any], *, storage: str | None = None
    ) -> "Ledger":
        """Begin a run in `folder`, made where it is not there; `storage` is a database's URL.

        The run bears the folder's name. In a database that has a run of that name and the same
        spec, this coordinator joins it. Raises RunExists where the folder holds a run, RunBusy
        where another process is making one, LedgerError where it cannot be made.
        """
        make_folder(folder)
        coordinator = uuid4().hex
        with ExitStack() as held:
            held.callback(os.close, take_lock(folder))
            if (folder / HEADER).exists():
                raise RunExists(f"`{folder}` already holds a run")
            (folder / JOURNAL).unlink(missing_ok=True)  # Of a run that never came to be.
            store = _open_store(folder, storage, coordinator)
            held.callback(store.close)
            with store.guard():
                run = run_name(folder)
                if newest_generation(store.storage, run) not in (None, header["spec_hash"]):
                    raise LedgerError(f"`{store.where}` holds a run `{run}` of another spec")
                name = enter_generation(store.storage, run, header, patience=store.patience)
                store.commit()
            sync_folder(folder)
            header = {
                **header,
                **dict(zip(_OWN, (FORMAT, store.where, coordinator), strict=True)),
                "generations": [told_of(name, header)],
            }
            write_json(folder / HEADER, header)
            return cls(folder, header, store, held.pop_all())

    @classmethod
    def open(cls, folder: Path, *, storage: str | None = None) -> "Ledger":
        """Go on with a run. `storage` gives its URL anew, as where that has a password.

        Raises RunBusy where another process writes it, LedgerError where it cannot be read.
        """
        read_header(folder)  # Where there is no run, no lock is left behind.
        with ExitStack() as held:
            held.callback(os.close, take_lock(folder))
            header = read_header(folder)
            store = _open_store(folder, storage or header["storage"], header["coordinator"])
            held.callback(store.close)
            return cls(folder, header, store, held.pop_all())

    @classmethod
    def read(cls, folder: Path, *, storage: str | None = None) -> "Ledger":
        """Look at a run, also while another process writes it. Raises LedgerError."""
        header = read_header(folder)
        with ExitStack() as held:
            store = _open_store(folder, storage or header["storage"])
            held.callback(store.close)
            return cls(folder, header, store, held.pop_all())

    @property
    def records(self) -> list[TrialRecord]:
        """The trials that have ended, by number."""
        return [self._records[number] for number in sorted(self._records)]

    @property
    def count(self) -> int:
        """How many trials there are: ended and under way, of all coordinators."""
        with self._store.guard():
            return _count(self._trials())

    def rank(self, number: int) -> int:
        """How many trials there are up to a number, of all coordinators."""
        with self._store.guard():
            return _count(self._trials()[:number])

    @property
    def begun(self) -> set[str]:
        """The hashes of the configurations that somebody has begun."""
        with self._store.guard():
            return {t.user_attrs["hash"] for t in self._trials() if "hash" in t.user_attrs}

    @property
    def is_shared(self) -> bool:
        """Whether other coordinators may work on this run as well."""
        return self._store.where is not None

    @property
    def is_at_work_elsewhere(self) -> bool:
        """Whether other coordinators, dead or alive, have trials under way."""
        with self._store.guard():
            return bool(self._running_elsewhere())

    @property
    def study(self) -> optuna.Study:
        """Optuna's study of this generation, for pruners, importance and plots."""
        return self._study

    def reserve(self) -> int:
        """A number for the next trial; durable as it begins, for until then nothing can be lost."""
        storage = self._store.storage
        with self._store.guard():
            template = running_trial(self._store.marks)
            trial_id = storage.create_new_trial(self._study_id, template)
            number = number_of(storage.get_trial(trial_id))
            self._store.hold(trial_id)
        self._running[number] = _Running(trial_id)
        return number

    def withdraw(self, number: int) -> None:
        """Give up a number under which nothing began; it stays taken."""
        trial_id = self._running.pop(number).trial_id
        with self._store.guard():
            write_set_aside(self._store.storage, trial_id)
            self._store.commit()
            self._store.release(trial_id)

    def start(self, number: int, values: Mapping[str, Value], hash: str) -> None:
        """A trial that was reserved, or taken over, begins with these values."""
        with self._store.guard():
            self._start(self._running[number], values, hash)
            self._store.commit()

    def attempts(self, number: int) -> int:
        """How often a trial of this coordinator's has begun; see TrialRecord."""
        return self._running[number].attempts

    def report(self, number: int, epoch: int, scores: Mapping[str, float]) -> None:
        """What was measured after an epoch, counted from 1; durable with the next change of state.

        `scores` hold the objectives by their names, and whatever else is to be kept as a curve.
        Optuna is told the first objective: pruners judge by it.
        """
        running = self._running[number]
        for name, score in scores.items():
            running.curves.setdefault(name, []).append(score)
        first = scores.get(self._objectives[0])
        if first is not None:
            with self._store.guard(), suppress(UpdateFinishedTrialError):  # `end` tells of that.
                self._store.storage.set_trial_intermediate_value(running.trial_id, epoch, first)

    def is_hopeless(self, number: int, pruner: BasePruner) -> bool:
        """Whether a pruner would end a trial of this coordinator's after what was reported."""
        with self._store.guard():
            trial = self._store.storage.get_trial(self._running[number].trial_id)
            return pruner.prune(self._study, trial)

    def end(self, record: TrialRecord) -> TrialRecord:
        """A trial has ended; returns the record with what the ledger knows of it.

        Raises TrialTaken, with nothing changed, where another coordinator has taken it over.
        """
        running = self._running[record.number]
        with self._store.guard():
            try:
                record = self._end(running, record)
                self._store.commit()
            except (TrialTaken, UpdateFinishedTrialError):
                del self._running[record.number]
                taken = f"trial {record.number} was taken over by another coordinator"
                raise TrialTaken(taken) from None
            finally:
                self._store.release(running.trial_id)
        del self._running[record.number]
        self._records[record.number] = record
        return record

    def take_over(self) -> list[OpenTrial]:
        """The trials that no living coordinator works on: from now on they are this one's."""
        taken = []
        with self._store.guard():
            for trial in self._store.take_free(self._study_id, self._running_elsewhere()):
                number, attributes = number_of(trial), verified(trial, BEGUN, self._store.name)
                self._store.hold(trial._trial_id)
                cut_off = attributes.get("attempts", 0)  # Its end was not the trial's doing.
                self._running[number] = _Running(trial._trial_id, max(cut_off - 1, 0))
                values = attributes.get("values")
                values = None if values is None else values_from_json(values)
                taken.append(OpenTrial(number, values))
        return taken

    def refresh(self) -> list[TrialRecord]:
        """The records that other coordinators have added since the last time."""
        with self._store.guard():
            new = [t for t in self._trials() if number_of(t) not in self._records]
            told = (record_of(trial, self._objectives, self._store.name) for trial in new)
            found = [record for record in told if record is not None]
        self._records.update({record.number: record for record in found})
        return found

    def begin_generation(self, header: Mapping[str, Any], kept: Iterable[TrialRecord]) -> None:
        """Go on with an edited spec. `kept` are the records that belong to it, with their values
        as it names them: they keep their numbers. Those of the others stay taken.
        """
        belong = {record.number: record for record in kept}
        distributions, objectives = _distributions(self.folder, header), list(header["objectives"])
        with self._store.guard():
            trials = [
                trial_of(belong[number], distributions, objectives)
                if number in belong
                else set_aside_trial()
                for number in range(1, len(self._trials()) + 1)
            ]
            name = enter_generation(
                self._store.storage,
                run_name(self.folder),
                header,
                after=self._study.study_name,
                trials=trials,
                patience=self._store.patience,
            )
            self._store.commit()
        generations = [*self.header["generations"], told_of(name, header)]
        own = {key: self.header[key] for key in _OWN}
        changed = {**header, **own, "generations": generations}
        write_json(self.folder / HEADER, changed)
        self.header = changed
        self._load()

    def note(self, facts: Mapping[str, Any]) -> None:
        """Add facts to what `run.json` says of the run, or put them in the place of others."""
        header = {**self.header, **facts}
        write_json(self.folder / HEADER, header)
        self.header = header

    def close(self) -> None:
        """Let go of the run; its open trials are begun again by who takes them over."""
        self._held.close()

    def _load(self) -> None:
        name = self.header["generations"][-1]["study"]
        try:
            with self._store.guard():
                self._study = optuna.Study(name, self._store.storage)
        except KeyError as error:
            raise LedgerError(f"{self._store.name} holds no study `{name}`") from error
        self._study_id: int = self._study._study_id
        self._objectives = list(self.header["objectives"])
        if len(self._study.directions) != len(self._objectives):
            raise damaged(self._store.name, "directions")
        self._distributions = _distributions(self.folder, self.header)
        self._running: dict[int, _Running] = {}
        self._records: dict[int, TrialRecord] = {}
        """The trials that have ended, as far as they are known here."""
        self.refresh()

    def _trials(self, *states: TrialState) -> list[FrozenTrial]:
        return self._store.storage.get_all_trials(
            self._study_id, deepcopy=False, states=states or None
        )

    def _running_elsewhere(self) -> list[FrozenTrial]:
        ours = {running.trial_id for running in self._running.values()}
        return [t for t in self._trials(TrialState.RUNNING) if t._trial_id not in ours]

    def _start(self, running: _Running, values: Mapping[str, Value], hash: str) -> None:
        running.attempts += 1
        running.begun = _now()
        running.curves = {}
        told = {"hash": hash, "attempts": running.attempts, "begun": running.begun}
        write_start(self._store.storage, running.trial_id, values, self._distributions, told)

    def _end(self, running: _Running, record: TrialRecord) -> TrialRecord:
        trial = self._store.storage.get_trial(running.trial_id)
        if not self._store.is_ours(trial):
            raise TrialTaken(f"trial {record.number} is another coordinator's now")
        if running.begun is None:
            self._start(running, record.values, record.hash)
        record = replace(
            record,
            attempts=running.attempts,
            begun=running.begun,
            ended=_now(),
            curves={name: tuple(curve) for name, curve in running.curves.items()},
        )
        write_end(self._store.storage, trial, record, self._objectives, self._store.marks)
        return record


def read_trials(folder: Path) -> list[TrialRecord]:
    """The trials of a run that have ended, by number. Raises LedgerError."""
    with closing(Ledger.read(folder)) as ledger:
        return ledger.records


def _open_store(folder: Path, url: str | None, coordinator: str | None = None) -> Store:
    """The storage of a run, for a coordinator to write, or for nobody in particular to read."""
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    if url is None:
        return JournalStore(folder, writing=coordinator is not None)
    from rnnspec.ledger.sql import SqlStore

    return SqlStore(url, coordinator)


def _count(trials: Iterable[FrozenTrial]) -> int:
    """How many trials count, ended and under way; some numbers were set aside."""
    return sum(SET_ASIDE not in trial.user_attrs for trial in trials)


def _distributions(folder: Path, header: Mapping[str, Any]) -> dict[str, Distribution]:
    study = recorded_study(folder, header)
    return {h.name: h.distribution for h in study.space.hyperparameters}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
