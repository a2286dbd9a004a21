"""`rnnspec predict`."""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from rnnspec.cli.spec import Refused


@click.command("predict")
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Instead of printing it.")
@click.option("--trial", type=click.IntRange(1), help="Of a front, instead of the best.")
def command(run: Path, file: Path, output: Path | None, trial: int | None) -> None:
    """Predict a data file with the best model of a run, beyond its last row as well.

    FILE is of the kind that the run was trained on: the same columns, or the same arrays. What is
    printed is a CSV table, in the target's own units.
    """
    from rnnspec.cli.predictable import predictable
    from rnnspec.ledger.errors import LedgerError
    from rnnspec.ledger.ledger import Ledger
    from rnnspec.predict.prediction import CannotPredict, kept_model, predict_file

    try:
        ledger = Ledger.read(run)
        try:
            model = kept_model(ledger, trial)
        finally:
            ledger.close()
        source, known = predictable(model.study, model.saved.preprocessing, file)
        with TemporaryDirectory() as folder:
            table = Path(folder) / "predictions.csv"
            told = predict_file(model, source, known, table, Path(folder) / "worker.log")
            if output is not None:
                shutil.copyfile(table, output)
            else:
                with table.open(encoding="utf-8") as lines:
                    shutil.copyfileobj(lines, sys.stdout)
    except (LedgerError, CannotPredict) as error:
        raise Refused(str(error)) from error
    if told.short:
        names = ", ".join(f"`{name}`" for name in told.short[:3])
        more = f" and {len(told.short) - 3} more" if len(told.short) > 3 else ""
        window = model.saved.preprocessing["window"]
        click.echo(f"no window of {window} rows in {names}{more}: left out", err=True)
    if output is not None:
        click.echo(f"{told.rows:,} predictions in {output}", err=True)
