"""`rnnspec run`."""

import gc
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from rnnspec import api
from rnnspec.cli.duration import DURATION
from rnnspec.cli.main import INTERRUPTED
from rnnspec.cli.result import result_lines
from rnnspec.cli.spec import Command, load_spec, print_diagnostics, refuse
from rnnspec.watch.observers import OBSERVERS
from rnnspec.words import count

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., None]")


def _observed(command: Function) -> Function:
    """The options of the observers: each alone, or with an argument where one may follow."""
    for row in reversed(OBSERVERS):
        command = click.option(
            f"--{row.name}",
            metavar=row.argument and f"[{row.argument}]",
            is_flag=row.argument is None,
            flag_value="",
            help=row.help,
        )(command)
    return command


@click.command("run", cls=Command)
@click.argument("spec", metavar="SPEC")
@click.option("--engine", help=f"The library that proposes: {', '.join(api.ENGINES)}.")
@click.option("--algorithm", help="Instead of the spec's.")
@click.option("--trials", type=click.IntRange(1), help="In all, instead of the spec's.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="Instead of the spec's.")
@click.option("--timeout", type=DURATION, help="For the whole search: 90s, 30min, 2h.")
@click.option("--trial-timeout", type=DURATION, help="For one trial; it has then failed.")
@click.option("--max-failures", type=click.IntRange(1), help="So many in a row end the search; 20.")
@click.option("--workers", type=click.IntRange(1), default=1, help="Processes that train; 1.")
@click.option("--storage", metavar="URL", help="A database for several machines, of SQLAlchemy.")
@click.option(
    "--events", type=click.Choice(["json"]), help="Print what happens, one JSON object a line."
)
@click.option("--out", type=click.Path(path_type=Path), help="The folder of the run; runs/NAME.")
@click.option("--fresh", is_flag=True, help="Begin anew, in the next free folder beside it.")
@_observed
def command(
    spec: str,
    events: str | None,
    out: Path | None,
    fresh: bool,
    **overridden: "int | float | str | None",
) -> None:
    """Search: train trial after trial in worker processes, and keep the best model.

    Every trial is on disk as it ends. The same command goes on with a run that was cut off, and so
    does the folder of the run in the place of SPEC; more --trials add to one that has ended. At
    the end the folder holds best.keras with what prediction needs beside it, best.json with the
    best values and scores, and report.html.
    """
    from rnnspec.watch.event_lines import EventLines
    from rnnspec.watch.observers import Watchers, make_observers
    from rnnspec.watch.progress import ProgressDisplay

    gc.enable()  # A search lives long, unlike the other commands.
    asked = {name: x for name, x in overridden.items() if x is not None}
    observed = {row.name: str(asked.pop(row.name)) for row in OBSERVERS if row.name in asked}
    if api.is_run(spec):
        loaded, before = api.recorded(Path(spec))
        print_diagnostics(loaded.source, loaded.warnings)
        out = out or Path(spec)
    else:
        loaded, before = load_spec(spec), api.Overrides()
    overrides = replace(before, **asked)  # type: ignore[arg-type]
    display = EventLines() if events else ProgressDisplay(sys.stderr.isatty())
    watchers = Watchers(display, make_observers(observed))
    try:
        folder = out if out is not None else Path("runs") / loaded.name
        result = api.run(loaded, folder, overrides, watchers, fresh=fresh)
    finally:
        watchers.close()
    if not events:
        _print(result, loaded)
    api.report(result.folder, storage=overrides.storage)
    if result.why == "interrupted":
        raise SystemExit(INTERRUPTED)
    if result.best is None:
        refuse("every trial failed; `trials.csv` holds the reasons")


def _print(result: "api.RunResult", spec: api.Spec) -> None:
    """What the run found, and where it stands, on standard output."""
    if result.why == "finished":
        done = count(len(result.records), "trial")
        click.echo(f"finished before, with {done}: `--trials` adds more, `--fresh` begins another")
    if result.best is not None:
        for line in result_lines(result):
            click.echo(line)
    if result.why == "interrupted":
        if result.best is not None and not result.conclusions and spec.study.data.split.test:
            click.echo("interrupted: the test part was not scored")
        click.echo("the same command goes on from here")
