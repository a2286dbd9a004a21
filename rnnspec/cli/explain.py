"""`rnnspec explain`."""

import click

from rnnspec.diagnostics import TABLE, nearest, render_explanation


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain a code such as E0304, with a wrong and a right example; without one, list them."""
    if code is None:
        for row in TABLE.values():
            click.echo(f"{row.code}  {row.title}")
        return
    known = code.upper()
    if known not in TABLE:
        found = nearest(known, TABLE)
        hint = f" The nearest is `{found}`." if found else " `rnnspec explain` lists them."
        raise click.UsageError(f"There is no code `{code}`.{hint}")
    click.echo(render_explanation(known))
