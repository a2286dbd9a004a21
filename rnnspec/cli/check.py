"""`rnnspec check`."""

import json

import click

from rnnspec import api
from rnnspec.cli.main import PROBLEMS
from rnnspec.cli.spec import Command, count_words, named, print_diagnostics
from rnnspec.diagnostics.draw import render_json


@click.command("check", cls=Command)
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
    checked = [api.check(*named(spec)) for spec in specs]
    if form == "json":
        found = [render_json(told, one.source) for one in checked for told in one.diagnostics]
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        for one in checked:
            print_diagnostics(one.source, one.diagnostics)
            words = count_words(one.diagnostics) or "no problems"
            click.echo(f"{one.source.name}: {words}", err=one.study is None)
    if any(one.study is None for one in checked):
        raise SystemExit(PROBLEMS)
