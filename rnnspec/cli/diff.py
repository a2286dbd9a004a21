"""`rnnspec diff`."""

import json
from pathlib import Path

import click

from rnnspec import api
from rnnspec.cli.spec import Command, load_spec


@click.command("diff", cls=Command)
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
    sides = [Path(path) if Path(path).is_dir() else load_spec(path) for path in (old, new)]
    difference = api.diff(*sides)
    run = old if isinstance(sides[0], Path) else new
    if form == "json":
        click.echo(json.dumps(_as_json(difference, run), indent=2, ensure_ascii=False))
        return
    for line in difference.lines(run):
        click.echo(line)


def _as_json(difference: "api.Difference", run: str) -> dict[str, object]:
    trials = None
    if difference.trials is not None:
        trials = {
            "run": run,
            "belong": difference.trials - len(difference.set_aside),
            "set_aside": [{"number": n, "reason": why} for n, why in difference.set_aside.items()],
        }
    return {"changes": [vars(change) for change in difference.changes], "trials": trials}
