"""`rnnspec runs`."""

from pathlib import Path

import click

from rnnspec import api
from rnnspec.cli.spec import Command
from rnnspec.words import count, show_scores, show_values

ENDED = {
    "trials": "finished",
    "exhausted": "finished, every configuration tried",
    "timeout": "finished, time is up",
    "failures": "ended by failures",
    "interrupted": "interrupted",
}
"""How a run stands, by what ended its last session."""


@click.command("runs", cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), default=Path("runs"))
def command(folder: Path) -> None:
    """List the runs in a folder, `runs` where none is named: how each stands, and its best."""
    found = api.runs(folder)
    if not found:
        click.echo(f"no runs in `{folder}`")
    for run in found:
        click.echo(f"{run.folder}: {run.problem or _standing(run)}")
        if run.best is not None:
            scores, values = show_scores(run.best.scores), show_values(run.best.values)
            click.echo(f"  trial {run.best.number}: {scores}  {values}")


def _standing(run: "api.RunState") -> str:
    """Its spec and trials, and whether it is under way, ended, or was cut off."""
    ended = "running" if run.is_running else ENDED.get(run.ended or "", "cut off")
    failed = f", {run.failed} failed" if run.failed else ""
    return f"{run.spec}, {count(run.trials, 'trial')}{failed}, {ended}"
