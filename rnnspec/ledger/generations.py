"""The studies of a run in its storage: one for each generation of its spec.

In: a storage, the run's name, what `run.json` says. Out: the names of Optuna's studies. An edit of
the spec begins a new generation; the earlier ones stay as they are.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count, dropwhile, takewhile
from pathlib import Path
from typing import Any

from optuna.exceptions import DuplicatedStudyError
from optuna.storages import BaseStorage
from optuna.study import StudyDirection
from optuna.trial import FrozenTrial

WHOLE = "spec_hash"
"""The attribute that is written last: a study without it was never finished."""

TOLD = ("spec", "engine", "algorithm", "seed")
"""What of `run.json` a dashboard shows."""

_POLL = 0.05


def run_name(folder: Path) -> str:
    """What a run is called in its storage."""
    return folder.resolve().name


def told_of(name: str, header: Mapping[str, Any]) -> dict[str, Any]:
    """What `run.json` says of a generation that begins now in a study of this name."""
    begun = datetime.now(UTC).isoformat(timespec="milliseconds")
    return {"study": name, "spec_hash": header["spec_hash"], "begun": begun}


def newest_generation(storage: BaseStorage, run: str) -> str | None:
    """The hash of the spec of the newest whole study of a run; None where there is none."""
    hashes = {s.study_name: s.user_attrs.get(WHOLE) for s in storage.get_all_studies()}
    found: str | None = None
    for name in takewhile(hashes.__contains__, _names(run)):
        found = hashes[name] or found
    return found


def enter_generation(
    storage: BaseStorage,
    run: str,
    header: Mapping[str, Any],
    *,
    after: str | None = None,
    trials: Sequence[FrozenTrial] = (),
    patience: float = 0.0,
) -> str:
    """The name of the study of this spec: another coordinator's, else a new one of these trials.

    Its name comes after the one of the generation before. A study that is not whole gets as many
    seconds as `patience` says; what a dead coordinator left unfinished is passed over.
    """
    directions = [StudyDirection[direction.upper()] for direction in header["objectives"].values()]
    names = _names(run)
    if after is not None:
        names = dropwhile(lambda name: name != after, names)
        next(names)
    for name in names:
        try:
            study_id = storage.create_new_study(directions, name)
        except DuplicatedStudyError:
            if _hash_of(storage, name, patience) == header["spec_hash"]:
                return name
            continue
        _fill(storage, study_id, header, trials)
        return name
    raise AssertionError("names do not end")


def _fill(
    storage: BaseStorage, study_id: int, header: Mapping[str, Any], trials: Sequence[FrozenTrial]
) -> None:
    storage.set_study_system_attr(study_id, "study:metric_names", list(header["objectives"]))
    for trial in trials:
        storage.create_new_trial(study_id, trial)
    for key in TOLD:
        if key in header:
            storage.set_study_user_attr(study_id, key, header[key])
    storage.set_study_user_attr(study_id, WHOLE, header["spec_hash"])


def _hash_of(storage: BaseStorage, name: str, patience: float) -> str | None:
    """The hash of a study's spec, waited for where somebody may still be making the study."""
    study_id = storage.get_study_id_from_name(name)
    end = time.monotonic() + patience
    while True:
        found: str | None = storage.get_study_user_attrs(study_id).get(WHOLE)
        if found is not None or time.monotonic() >= end:
            return found
        time.sleep(_POLL)


def _names(run: str) -> Iterator[str]:
    yield run
    yield from (f"{run} ({turn})" for turn in count(2))
