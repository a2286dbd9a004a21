"""`rnnspec best`."""

from pathlib import Path

import click

from rnnspec.cli.spec import Refused


@click.command("best")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--spec", is_flag=True, help="Print best.rnnspec: the spec of this one model.")
def command(run: Path, spec: bool) -> None:
    """Show the best trial of a run, finished or not: its values, and what it is worth."""
    from rnnspec.cli.run import BEST_SPEC, result_lines
    from rnnspec.ledger.errors import LedgerError
    from rnnspec.ledger.folder import recorded_study
    from rnnspec.ledger.ledger import Ledger
    from rnnspec.search.coordinator import finished

    if spec:
        path = run / BEST_SPEC
        if not path.is_file():
            raise Refused(f"`{path}` is not there: it is written when a session of the run ends")
        click.echo(path.read_text("utf-8"), nl=False)
        return
    try:
        ledger = Ledger.read(run)
    except LedgerError as error:
        raise Refused(str(error)) from error
    result = finished(ledger)
    if result.best is None:
        raise Refused(f"no trial of `{run}` has succeeded")
    for line in result_lines(result, recorded_study(ledger.header).search.objectives):
        click.echo(line)
    ledger.close()
