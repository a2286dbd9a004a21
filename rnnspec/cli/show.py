"""`rnnspec show`."""

import click

from rnnspec import api
from rnnspec.cli.spec import Command, load_spec


@click.command("show", cls=Command)
@click.argument("spec", metavar="SPEC")
def command(spec: str) -> None:
    """Show what a spec means: its space, its network, its data and its search.

    Shapes and numbers of parameters are given from the least to the greatest over the space.
    """
    for line in api.show(load_spec(spec)):
        click.echo(line)
