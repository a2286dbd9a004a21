"""`rnnspec sample`."""

import json

import click

from rnnspec import api
from rnnspec.cli.spec import Command, load_spec


@click.command("sample", cls=Command)
@click.argument("spec", metavar="SPEC")
@click.option("-n", "count", type=click.IntRange(0), default=10, help="How many; 10.")
@click.option("--seed", type=click.IntRange(0), default=None, help="The spec's own by default.")
def command(spec: str, count: int, seed: int | None) -> None:
    """Draw configurations with the reference sampler, one JSON object a line.

    Each holds the active hyperparameters by their names. The same seed draws the same.
    """
    for configuration in api.sample(load_spec(spec), count, seed):
        click.echo(json.dumps(configuration, ensure_ascii=False))
