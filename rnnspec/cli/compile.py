"""`rnnspec compile`."""

from pathlib import Path

import click

from rnnspec import api
from rnnspec.cli.spec import Command, load_spec, refuse


@click.command("compile", cls=Command)
@click.argument("spec", metavar="SPEC")
@click.option("--target", required=True, help="See `rnnspec targets`; or ir, the study as JSON.")
@click.option("--algorithm", help="Instead of the spec's.")
@click.option(
    "--strict", is_flag=True, help="Refuse distributions that the target does not draw exactly."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The script to write; standard output where not given.",
)
def command(
    spec: str, target: str, algorithm: str | None, strict: bool, output: Path | None
) -> None:
    """Turn a spec into a standalone script that runs without rnnspec.

    What the target's library cannot say is refused with the line of the spec. What it draws less
    than exactly stands in the script's first lines.
    """
    text = api.compile(load_spec(spec), target, algorithm=algorithm, strict=strict, output=output)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_bytes(text.encode())
    except OSError as error:
        refuse(f"`{output}` cannot be written: {(error.strerror or str(error)).lower()}")
