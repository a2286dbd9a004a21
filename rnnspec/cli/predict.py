"""`rnnspec predict`."""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from rnnspec import api
from rnnspec.cli.spec import Command
from rnnspec.words import listed


@click.command("predict", cls=Command)
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Instead of printing it.")
@click.option("--trial", type=click.IntRange(1), help="Of a front, instead of the best.")
def command(run: Path, file: Path, output: Path | None, trial: int | None) -> None:
    """Predict a data file with the best model of a run, beyond its last row as well.

    FILE is of the kind that the run was trained on: the same columns, or the same arrays. What is
    printed is a CSV table, in the target's own units.
    """
    with TemporaryDirectory() as folder:
        table = output or Path(folder) / "predictions.csv"
        told = api.predict(run, file, table, trial=trial)
        if output is None:
            with table.open(encoding="utf-8") as lines:
                shutil.copyfileobj(lines, sys.stdout)
    if told.short:
        names = listed(told.short, 3)
        click.echo(f"no window of {told.window} rows in {names}: left out", err=True)
    if output is not None:
        click.echo(f"{told.rows:,} predictions in {output}", err=True)
