"""`rnnspec sample`."""

import click

from rnnspec.cli.spec import Refused, load_spec


@click.command("sample")
@click.argument("spec", metavar="SPEC")
@click.option("-n", "count", type=click.IntRange(0), default=10, help="How many; 10.")
@click.option("--seed", type=click.IntRange(0), default=None, help="The spec's own by default.")
def command(spec: str, count: int, seed: int | None) -> None:
    """Draw configurations with the reference sampler, one JSON object a line.

    Each holds the active hyperparameters by their names. The same seed draws the same.
    """
    import json

    from rnnspec.study.sampling import NothingSatisfies, sample

    study = load_spec(spec).study
    seed = study.search.seed if seed is None else seed
    try:
        for index in range(count):
            click.echo(json.dumps(sample(study.space, seed, index), ensure_ascii=False))
    except NothingSatisfies as error:
        raise Refused(str(error)) from error
