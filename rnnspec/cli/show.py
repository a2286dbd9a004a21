"""`rnnspec show`."""

import click

from rnnspec.cli.spec import load_spec
from rnnspec.overview import describe_study


@click.command("show")
@click.argument("spec", metavar="SPEC")
def command(spec: str) -> None:
    """Show what a spec means: its space, its network, its data and its search.

    Shapes and numbers of parameters are given from the least to the greatest over the space.
    """
    loaded = load_spec(spec)
    for line in describe_study(loaded.source.name, loaded.study):
        click.echo(line)
