"""`rnnspec runs`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rnnspec.ledger.ledger import Ledger

ENDED = {
    "trials": "finished",
    "exhausted": "finished, every configuration tried",
    "timeout": "finished, time is up",
    "failures": "ended by failures",
    "interrupted": "interrupted",
}
"""How a run stands, by what ended its last session."""


@click.command("runs")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("runs"))
def command(folder: Path) -> None:
    """List the runs in a folder, `runs` where none is named: how each stands, and its best."""
    from rnnspec.ledger.folder import HEADER

    found = sorted(path.parent for path in folder.glob(f"*/{HEADER}"))
    if not found:
        click.echo(f"no runs in `{folder}`")
    for run in found:
        for line in _lines(run):
            click.echo(line)


def _lines(run: Path) -> Iterator[str]:
    """A run in two lines: its name and how it stands, its best trial."""
    from rnnspec.ledger.errors import LedgerError
    from rnnspec.ledger.folder import recorded_study
    from rnnspec.ledger.ledger import Ledger
    from rnnspec.search.ranking import Front
    from rnnspec.words import count, show_scores, show_values

    try:
        ledger = Ledger.read(run)
    except LedgerError as error:
        yield f"{run}: {error}"
        return
    records = ledger.records
    failed = sum(record.state == "failed" for record in records)
    of = f", {failed} failed" if failed else ""
    yield f"{run}: {ledger.header['spec']}, {count(len(records), 'trial')}{of}, {_standing(ledger)}"
    best = Front(recorded_study(ledger.header).search.objectives, records).best
    if best is not None:
        yield f"  trial {best.number}: {show_scores(best.scores)}  {show_values(best.values)}"
    ledger.close()


def _standing(ledger: "Ledger") -> str:
    """Whether a run is under way, ended, or was cut off."""
    from rnnspec.ledger.folder import is_locked

    if is_locked(ledger.folder):
        return "running"
    ended = ENDED.get(ledger.header.get("ended", ""))
    return "cut off" if ended is None else ended
