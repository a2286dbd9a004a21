"""`rnnspec report`."""

from pathlib import Path

import click

from rnnspec.cli.spec import Refused


@click.command("report")
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="The file to write; RUN/report.html."
)
@click.option("--storage", metavar="URL", help="The run's database, where its URL has a password.")
def command(run: Path, out: Path | None, storage: str | None) -> None:
    """Write what a run found as one page that needs no network.

    RUN is the run's folder; it may be under way.
    """
    from rnnspec.ledger.errors import LedgerError
    from rnnspec.report.page import write_report
    from rnnspec.study.export import UnknownSchema

    try:
        click.echo(f"written to {write_report(run, out, storage=storage)}")
    except LedgerError as error:
        raise Refused(str(error)) from error
    except UnknownSchema as error:
        raise Refused(f"`{run}` was written by another version of rnnspec") from error
