"""`rnnspec best`."""

from pathlib import Path

import click

from rnnspec import api
from rnnspec.cli.result import result_lines
from rnnspec.cli.spec import Command


@click.command("best", cls=Command)
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--spec", is_flag=True, help="Print best.rnnspec: the spec of this one model.")
def command(run: Path, spec: bool) -> None:
    """Show the best trial of a run, finished or not: its values, and what it is worth."""
    if spec:
        click.echo(api.best_spec(run), nl=False)
        return
    for line in result_lines(api.best(run)):
        click.echo(line)
