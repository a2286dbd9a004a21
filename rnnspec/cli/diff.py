"""`rnnspec diff`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rnnspec.cli.spec import Refused, load_spec
from rnnspec.study.data import Npz, Table
from rnnspec.study.study import Study

if TYPE_CHECKING:
    from rnnspec.diff.belongs import Belonging
    from rnnspec.diff.compare import Change
    from rnnspec.ledger.record import TrialRecord


@dataclass(frozen=True)
class Side:
    """A spec with its folder, or a run with the trials that have ended."""

    name: str
    study: Study
    folder: Path | None = None
    trials: "Sequence[TrialRecord] | None" = None


@dataclass(frozen=True)
class Fate:
    """What becomes of the trials of a run: the reason by number for those that are set aside."""

    run: str
    trials: int
    set_aside: dict[int, str]


@click.command("diff")
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Lines for people, or JSON for programs.",
)
def command(old: str, new: str, form: str) -> None:
    """Tell what changes from A to B: specs, or folders of runs.

    Where A or else B is a run, also how many of its trials belong to the other one: those that it
    would build, train and score in the very same way.
    """
    from rnnspec.diff.belongs import Belonging
    from rnnspec.diff.compare import compare_studies

    before, after = _told_from_one_place(_load(old), _load(new))
    changes = compare_studies(before.study, after.study)
    fate = None
    if before.trials is not None:
        fate = _fate(before, Belonging(before.study, after.study))
    elif after.trials is not None:
        fate = _fate(after, Belonging(after.study, before.study))
    if form == "json":
        click.echo(_as_json(changes, fate))
        return
    for line in _in_words(changes, fate):
        click.echo(line)


def _load(path: str) -> Side:
    folder = Path(path)
    if not folder.is_dir():
        loaded = load_spec(path)
        return Side(path, loaded.study, loaded.folder.resolve())

    from rnnspec.ledger.errors import LedgerError
    from rnnspec.ledger.folder import read_header, recorded_study
    from rnnspec.ledger.ledger import read_trials
    from rnnspec.study.export import UnknownSchema

    try:
        study = recorded_study(read_header(folder))
        return Side(path, study, trials=read_trials(folder))
    except LedgerError as error:
        raise Refused(str(error)) from error
    except (KeyError, UnknownSchema) as error:
        raise Refused(f"`{path}` was written by another version of rnnspec") from error


def _told_from_one_place(old: Side, new: Side) -> tuple[Side, Side]:
    """Both, with the paths of data told from the root where two specs lie in two folders."""
    if None in (old.folder, new.folder) or old.folder == new.folder:
        return old, new
    return _told_from_root(old), _told_from_root(new)


def _told_from_root(side: Side) -> Side:
    source = side.study.data.source
    if side.folder is None or not isinstance(source, Table | Npz):
        return side
    source = replace(source, path=normpath(side.folder / source.path))
    study = side.study
    return replace(side, study=replace(study, data=replace(study.data, source=source)))


def _fate(run: Side, belonging: "Belonging") -> Fate:
    from rnnspec.diff.belongs import SetAside

    set_aside: dict[int, str] = {}
    trials = run.trials or ()
    for trial in trials:
        match belonging.of(trial.values):
            case SetAside(reason):
                set_aside[trial.number] = reason
    return Fate(run.name, len(trials), set_aside)


def _in_words(changes: "Sequence[Change]", fate: Fate | None) -> Iterator[str]:
    from rnnspec.diff.compare import render_change

    yield from (render_change(change) for change in changes)
    if not changes:
        yield "no changes"
    if fate is None:
        return
    belong = fate.trials - len(fate.set_aside)
    yield f"{belong} of {fate.trials} trials of {fate.run} belong to the other"
    reasons = Counter(fate.set_aside.values())
    yield from (f"  {number} set aside: {reason}" for reason, number in reasons.most_common())


def _as_json(changes: "Sequence[Change]", fate: Fate | None) -> str:
    import json

    told = [
        {
            "section": change.section,
            "kind": change.kind,
            "name": change.name,
            "before": change.before,
            "after": change.after,
        }
        for change in changes
    ]
    trials = None
    if fate is not None:
        trials = {
            "run": fate.run,
            "belong": fate.trials - len(fate.set_aside),
            "set_aside": [{"number": n, "reason": why} for n, why in fate.set_aside.items()],
        }
    return json.dumps({"changes": told, "trials": trials}, indent=2, ensure_ascii=False)
