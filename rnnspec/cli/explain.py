"""`rnnspec explain`."""

import click

from rnnspec import api
from rnnspec.cli.spec import Command


@click.command("explain", cls=Command)
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain a code such as E0304, with a wrong and a right example; without one, list them."""
    click.echo(api.explain(code))
