"""`rnnspec report`."""

from pathlib import Path

import click

from rnnspec import api
from rnnspec.cli.spec import Command


@click.command("report", cls=Command)
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="The file to write; RUN/report.html."
)
@click.option("--storage", metavar="URL", help="The run's database, where its URL has a password.")
def command(run: Path, out: Path | None, storage: str | None) -> None:
    """Write what a run found as one page that needs no network.

    RUN is the run's folder; it may be under way.
    """
    click.echo(f"written to {api.report(run, out, storage=storage)}")
