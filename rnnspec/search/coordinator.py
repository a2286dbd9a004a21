"""A run from its beginning, or from where it stopped, to its result.

In: a study, the spec's folder, where the run is kept, what the command line asks for. Out: a
RunResult, and files in the run's folder. It never imports Keras: all training and scoring happens
in workers, so that a crash, a leak or an out-of-memory kill stays with its trial.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rnnspec.errors import Refused
from rnnspec.ledger.folder import recorded_study, write_json
from rnnspec.ledger.record import TrialRecord
from rnnspec.samplers.contract import Sampler, Told
from rnnspec.samplers.table import SamplerRow, choose_sampler, make_sampler
from rnnspec.search.conclusion import CannotConclude, conclude
from rnnspec.search.events import OnEvent, RunEnded, RunStarted
from rnnspec.search.header import header
from rnnspec.search.loop import CannotKeep, SearchLoop
from rnnspec.search.opening import is_finished, open_run
from rnnspec.search.overrides import NO_OVERRIDES, Overrides, overridden
from rnnspec.search.pruning import make_pruner
from rnnspec.search.ranking import Front, losses, score_names
from rnnspec.search.result import (
    BEST,
    RunResult,
    best_json,
    conclusions_from_json,
    conclusions_to_json,
)
from rnnspec.source import Source
from rnnspec.study.export import spec_hash
from rnnspec.study.sampling import NothingSatisfies
from rnnspec.study.search import Objective
from rnnspec.study.study import Study
from rnnspec.workers.pool import Pool
from rnnspec.workers.slot import NoWorker
from rnnspec.workers.start import WORKER

if TYPE_CHECKING:
    from rnnspec.ledger.ledger import Ledger


class RunFailed(Refused):
    """The run cannot begin or go on; the message says why. Trials that ended stay readable."""


def run_study(
    study: Study,
    folder: Path,
    *,
    name: str,
    out: Path,
    overrides: Overrides = NO_OVERRIDES,
    source: Source | None = None,
    on_event: OnEvent = lambda _: None,
    program: Path = WORKER,
) -> RunResult:
    """Search the study's space and keep the run in `out`; a run that is there goes on.

    `folder` is the spec's, which data and custom layers are relative to; `name` and the text of
    `source` are recorded, and failures are told by their places in it; `program` is what workers
    run.

    Raises Unsupported where no sampler can, LedgerError where `out` cannot be used (RunBusy where
    another process is at it), RunFailed where the run cannot begin or go on. Ctrl-C ends it with
    `why` interrupted.
    """
    identity = spec_hash(study)
    study = overridden(study, overrides)
    row = choose_sampler(
        study.search.algorithm.name, overrides.engine, len(study.search.objectives)
    )
    _sampler(study, row, [])  # What no sampler can do is refused before anything is written.
    pruner = make_pruner(study.search)
    content = header(study, folder, row, name, "" if source is None else source.text, identity)
    content["folder"] = relpath(folder.resolve(), out.resolve())
    with closing(open_run(out, study, content, overrides.storage, on_event)) as ledger:
        if is_finished(ledger, study.search):
            return finished(ledger)
        ledger.note({"ended": None})
        pool = Pool(
            study,
            folder,
            ledger.folder,
            backend=ledger.header["backend"],
            workers=overrides.workers,
            watched=pruner is not None,
            trial_timeout=overrides.trial_timeout,
            program=program,
        )
        search = SearchLoop(
            study,
            _sampler(study, row, ledger.records),
            ledger,
            pool,
            pruner,
            on_event,
            source,
            overrides.max_failures,
            spent=seconds_spent(ledger.header.get("seconds", 0.0), ledger.records),
        )
        with closing(pool):
            return _searched(search, row, name, identity, overrides.workers)


def seconds_spent(noted: float, records: Iterable[TrialRecord]) -> float:
    """The seconds of earlier sessions: those that were noted, or that their trials took, if more.

    A session that was killed could not note its own. Trials that were trained at the same time
    count once.
    """
    spans = sorted(
        (datetime.fromisoformat(record.begun), datetime.fromisoformat(record.ended))
        for record in records
        if record.begun is not None and record.ended is not None
    )
    total, until = 0.0, datetime.min.replace(tzinfo=UTC)
    for begun, ended in spans:
        total += max((ended - max(begun, until)).total_seconds(), 0.0)
        until = max(until, ended)
    return max(noted, total)


def finished(ledger: "Ledger") -> RunResult:
    """What a run has found in the sessions before."""
    objectives = recorded_study(ledger.folder, ledger.header).search.objectives
    return _result(ledger.folder, "finished", ledger.records, objectives, ledger.header)


def _result(
    folder: Path,
    why: str,
    records: Sequence[TrialRecord],
    objectives: tuple[Objective, ...],
    told: Mapping[str, Any],
) -> RunResult:
    """A run of these trials; `told` is what `run.json` says of it, or soon will."""
    front = Front(objectives, records)
    return RunResult(
        folder=folder,
        why=why,
        records=tuple(records),
        best=front.best,
        conclusions=conclusions_from_json(told.get("conclusions", ()), front.trials),
        objectives=objectives,
        seconds=told.get("seconds", 0.0),
        overtaken=tuple(told.get("overtaken", ())),
    )


def _sampler(study: Study, row: SamplerRow, records: list[TrialRecord]) -> Sampler:
    """A sampler that has learned from the trials that ended, whichever sampler proposed them."""
    search = study.search
    history = [
        Told(r.number, r.values, losses(r, search.objectives) if r.scores else None)
        for r in records
    ]
    number = len(search.objectives)
    return make_sampler(row, study.space, search.algorithm, search.seed, history, number)


def _searched(
    search: SearchLoop, row: SamplerRow, name: str, identity: str, workers: int
) -> RunResult:
    """Carry the search to its end and score what it found."""
    ledger, settings = search.ledger, search.study.search
    search.on_event(
        RunStarted(
            name=name,
            folder=ledger.folder,
            engine=row.name,
            algorithm=settings.algorithm.name,
            seed=settings.seed,
            trials=settings.trials,
            timeout=settings.timeout,
            objectives=score_names(settings.objectives),
            workers=workers,
            done=len(search.records),
            best=search.front.best,
        )
    )
    scored = conclusions_from_json(ledger.header.get("conclusions", ()), search.records)
    try:
        why = search.run()
        folds = settings.folds is not None
        front = search.front.trials
        concluded = conclude(front, search.pool, search.models, folds=folds, earlier=scored)
    except KeyboardInterrupt:
        search.pool.close()
        why = "interrupted"
        concluded = tuple(c for c in scored if c.record in search.front.trials)
    except (NoWorker, CannotKeep, CannotConclude, NothingSatisfies) as error:
        raise RunFailed(str(error)) from error
    now = {c.record.number for c in concluded}
    beaten = conclusions_to_json(c for c in scored if c.record.number not in now)
    told = {
        "ended": why,
        "seconds": search.seconds,
        "conclusions": conclusions_to_json(concluded),
        "overtaken": [*ledger.header.get("overtaken", ()), *beaten],
    }
    result = _result(ledger.folder, why, search.records, settings.objectives, told)
    if result.best is not None:
        write_json(ledger.folder / BEST, best_json(result, settings, name, identity))
    # Last: from here on the run has ended.
    ledger.note({**told, "seconds": round(result.seconds, 1)})
    search.on_event(RunEnded(why, len(result.records), result.failed, result.seconds))
    return result
