"""How a run begins, or goes on: a new folder, an unfinished run, an edited spec, a finished run.

In: a study, what the command line asks for, a folder. Out: an open ledger, and what is to be
searched. Knows no processes.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rnnspec.diff.belongs import Belonging, CarriedOver, SetAside
from rnnspec.diff.compare import compare_studies, render_change
from rnnspec.ledger.folder import is_run, recorded_study
from rnnspec.ledger.record import TrialRecord
from rnnspec.search.events import OnEvent, SpecEdited
from rnnspec.search.ranking import score_names
from rnnspec.study.sampling import configuration_hash
from rnnspec.study.search import Search
from rnnspec.study.space import Configuration
from rnnspec.study.study import Study

if TYPE_CHECKING:
    from rnnspec.ledger.ledger import Ledger

CHOSEN_ONCE = ("backend", "created")
"""What a run keeps from its beginning, whatever the spec or the environment says later."""


def open_run(
    out: Path, study: Study, header: dict[str, Any], storage: str | None, on_event: OnEvent
) -> "Ledger":
    """Begin a run in a folder, or go on with the one that is there.

    `header` is what `run.json` is to say of the study. Where the spec was edited since, the trials
    that still belong are kept and the others set aside. Raises RunBusy, LedgerError.
    """
    from rnnspec.ledger.ledger import Ledger  # With Optuna, which only a run that begins needs.

    if not is_run(out):
        return Ledger.create(out, header, storage=storage)
    ledger = Ledger.open(out, storage=storage)
    try:
        before = recorded_study(out, ledger.header)
        changed = _changed_files(ledger.header, header)
        if _scores_alike(before, study) and not changed:
            ledger.note({name: fact for name, fact in header.items() if name not in CHOSEN_ONCE})
        else:
            on_event(_adopt_edit(ledger, before, study, header, changed))
    except BaseException:
        ledger.close()
        raise
    return ledger


def _scores_alike(before: Study, study: Study) -> bool:
    """Whether nothing has changed but how the search proposes and when it ends."""
    kept = replace(
        before.search,
        algorithm=study.search.algorithm,
        trials=study.search.trials,
        timeout=study.search.timeout,
        pruner=study.search.pruner,
        first_points=study.search.first_points,
    )
    return replace(before, search=kept) == study


def _changed_files(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The paths of data and custom layers whose content is not what it was."""
    old, new = before.get("files", {}), after["files"]
    return [path for path in new if path in old and new[path] != old[path]]


def _adopt_edit(
    ledger: "Ledger", before: Study, study: Study, header: dict[str, Any], changed: list[str]
) -> SpecEdited:
    """Go on with an edited spec: what was tried is kept where it would score the very same.

    Where files have `changed`, nothing would.
    """
    belonging = Belonging(before, study)
    kept: dict[int, TrialRecord] = {}
    stale: set[int] = set()  # What was concluded of these is scored anew.
    reasons: Counter[str] = Counter()
    for record in ledger.records:
        if changed:
            reasons[f"`{changed[0]}` has changed"] += 1
            continue
        match belonging.of(record.values):
            case CarriedOver(values, compares_alike):
                kept[record.number] = _moved(record, values, study.search)
                stale |= set() if compares_alike else {record.number}
            case SetAside(reason):
                reasons[reason] += 1
    records = [replace(r, same_as=r.same_as if r.same_as in kept else None) for r in kept.values()]
    edits = (render_change(change) for change in compare_studies(before, study))
    changes = (*edits, *(f"`{path}`: its content has changed" for path in changed))
    told = ledger.header
    facts = {name: told[name] for name in CHOSEN_ONCE if name in told}
    concluded = told.get("conclusions", [])
    beaten = [entry for entry in concluded if entry["trial"] not in kept]
    ledger.begin_generation({**header, **facts}, records)
    ledger.note(
        {
            "seconds": told.get("seconds", 0.0),
            "conclusions": [e for e in concluded if e["trial"] in kept.keys() - stale],
            "overtaken": [*told.get("overtaken", []), *beaten],
        }
    )
    return SpecEdited(changes, len(kept), dict(reasons.most_common()))


def _moved(record: TrialRecord, values: Configuration, search: Search) -> TrialRecord:
    """A record as the edited spec names it, judged by its objectives."""
    scores = (
        {name: record.measures[name] for name in score_names(search.objectives)}
        if record.scores
        else {}
    )
    return replace(record, values=values, hash=configuration_hash(values), scores=scores)


def is_finished(ledger: "Ledger", search: Search) -> bool:
    """Whether a run has ended, and what is asked for now does not go beyond that."""
    match ledger.header.get("ended"):
        case "trials":
            return search.trials is not None and ledger.count >= search.trials
        case "timeout":
            return search.timeout is not None and ledger.header["seconds"] >= search.timeout
        case "exhausted":
            return True
    return False
