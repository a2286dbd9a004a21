"""`rnnspec check`."""

import click

from rnnspec.cli.main import PROBLEMS
from rnnspec.cli.spec import check_named, count_words, diagnostics_as_json, print_diagnostics


@click.command("check")
@click.argument("specs", nargs=-1, required=True, metavar="SPEC...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Messages for people on standard error, or JSON for programs on standard output.",
)
def command(specs: tuple[str, ...], form: str) -> None:
    """Prove that every point of a spec's space can be built.

    Prints every problem with its place, its reason and, where possible, its mend. Exits with 0
    where there are none, with 1 where there are. `-` reads standard input.
    """
    checked = [check_named(spec) for spec in specs]
    if form == "json":
        click.echo(diagnostics_as_json(checked))
    else:
        for one in checked:
            print_diagnostics(one)
            name = one.source.name
            words = count_words(one.diagnostics)
            if one.study is None:
                click.echo(f"{name}: {words}", err=True)
            else:
                click.echo(f"{name}: no problems" if not words else f"{name}: {words}")
    if any(one.study is None for one in checked):
        raise SystemExit(PROBLEMS)
