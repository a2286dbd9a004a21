"""The commands about runs: `run`, `runs`, `best`, `report`, `predict`."""

import gc
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from rnnspec import api
from rnnspec.cli.command import (
    PATH,
    Command,
    Function,
    is_quiet,
    is_terminal,
    load_spec,
    print_diagnostics,
    refuse,
    say,
)
from rnnspec.cli.main import INTERRUPTED
from rnnspec.watch.event_lines import EventLines
from rnnspec.watch.observers import OBSERVERS, Silence, Watchers, make_observers
from rnnspec.watch.progress import ProgressDisplay
from rnnspec.words import SECONDS, count, listed, show_scores, show_values

MOST_WORKERS = 1_000
"""More processes than a machine has room for."""

ENDED = {
    "trials": "finished",
    "exhausted": "finished, every configuration tried",
    "timeout": "finished, time is up",
    "failures": "ended by failures",
    "interrupted": "interrupted",
}
"""How a run stands, by what ended its last session."""


def duration(text: str) -> float:
    """The seconds of a duration as a spec writes it: `90s`, `30min`, `2h`, `1d`."""
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(s|min|h|d)", text)
    if found is None or float(found[1]) == 0:
        why = f"`{text}` is no duration; expected something like `90s`, `30min` or `2h`"
        raise click.BadParameter(why)
    return float(found[1]) * SECONDS[found[2]]


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
@click.option("--timeout", type=duration, help="For the whole search: 90s, 30min, 2h.")
@click.option("--trial-timeout", type=duration, help="For one trial; it has then failed.")
@click.option("--max-failures", type=click.IntRange(1), help="So many in a row end the search; 20.")
@click.option(
    "--workers", type=click.IntRange(1, MOST_WORKERS), default=1, help="Processes that train; 1."
)
@click.option("--storage", metavar="URL", help="A database for several machines, of SQLAlchemy.")
@click.option(
    "--events", type=click.Choice(["json"]), help="Print what happens, one JSON object a line."
)
@click.option("--out", type=PATH, help="The folder of the run; runs/NAME.")
@click.option("--fresh", is_flag=True, help="Begin anew, in the next free folder beside it.")
@_observed
def run(
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
    gc.enable()  # A search lives long, unlike the other commands.
    asked = {name: x for name, x in overridden.items() if x is not None}
    observed = {row.name: str(asked.pop(row.name)) for row in OBSERVERS if row.name in asked}
    if api.is_run(Path(spec)):
        loaded, before = api.recorded(Path(spec))
        print_diagnostics(loaded.source, loaded.warnings)
        out = out or Path(spec)
    else:
        loaded, before = load_spec(spec), api.Overrides()
    overrides = replace(before, **asked)  # type: ignore[arg-type]
    shown = Silence() if is_quiet() else ProgressDisplay(sys.stderr.isatty())
    display = EventLines() if events else shown
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
        if result.best is not None and not result.conclusions and spec.study.data.has_test:
            click.echo("interrupted: the test part was not scored")
        click.echo("the same command goes on from here")


@click.command("runs", cls=Command)
@click.argument("folder", type=PATH, default=Path("runs"))
def runs(folder: Path) -> None:
    """List the runs in a folder, `runs` where none is named: how each stands, and its best."""
    found = api.runs(folder)
    if not found:
        click.echo(f"no runs in `{folder}`")
    for run in found:
        click.echo(f"{run.folder}: {run.problem or _standing(run)}")
        if run.best is not None:
            scores, values = show_scores(run.best.scores), show_values(run.best.values)
            click.echo(f"  trial {run.best.number}: {scores}  {values}")


def _standing(run: "api.RunState") -> str:
    """Its spec and trials, and whether it is under way, ended, or was cut off."""
    ended = "running" if run.is_running else ENDED.get(run.ended or "", "cut off")
    failed = f", {run.failed} failed" if run.failed else ""
    return f"{run.spec}, {count(run.trials, 'trial')}{failed}, {ended}"


@click.command("best", cls=Command)
@click.argument("run", type=PATH)
@click.option("--spec", is_flag=True, help="Print best.rnnspec: the spec of this one model.")
def best(run: Path, spec: bool) -> None:
    """Show the best trial of a run, finished or not: its values, and what it is worth."""
    if spec:
        click.echo(api.best_spec(run), nl=False)
        return
    for line in result_lines(api.best(run)):
        click.echo(line)


def result_lines(result: "api.RunResult") -> Iterator[str]:
    """The best trial of a run that has one, the front, and what they are worth."""
    assert result.best is not None
    by = f" by {next(iter(result.best.scores))}" if len(result.objectives) > 1 else ""
    yield f"best{by}: trial {result.best.number}, {show_scores(result.best.scores)}"
    if result.best.values:
        yield f"  {show_values(result.best.values)}"
    several = len(result.conclusions) > 1
    naive = result.conclusions[0].naive if several else {}
    # All of a front are measured against the same forecast, unless they differ in their windows.
    shared = several and all(conclusion.naive == naive for conclusion in result.conclusions)
    for conclusion in result.conclusions:
        who = f"trial {conclusion.record.number}: " if several else ""
        if several:
            yield f"  {who}{show_scores(conclusion.record.scores)}"
        if conclusion.test:
            yield f"  {who}on the test part: {show_scores(conclusion.test)}"
        if conclusion.naive and not shared:
            yield f"  {who}a forecast that learned nothing: {show_scores(conclusion.naive)}"
        if conclusion.beats_naive(result.objectives) is False:
            yield f"  {who}the model does not beat the forecast that learned nothing"
    if shared and naive:
        yield f"  a forecast that learned nothing: {show_scores(naive)}"
    yield f"kept in {result.folder}"


@click.command("report", cls=Command)
@click.argument("run", metavar="RUN", type=PATH)
@click.option("-o", "--out", type=PATH, help="The file to write; RUN/report.html.")
@click.option("--storage", metavar="URL", help="The run's database, where its URL has a password.")
def report(run: Path, out: Path | None, storage: str | None) -> None:
    """Write what a run found as one page that needs no network.

    RUN is the run's folder; it may be under way.
    """
    click.echo(f"written to {api.report(run, out, storage=storage)}")


@click.command("predict", cls=Command)
@click.argument("run", metavar="RUN", type=PATH)
@click.argument("file", metavar="FILE", type=PATH)
@click.option("-o", "--output", type=PATH, help="A .csv or .parquet file instead of printing it.")
@click.option("--last", is_flag=True, help="What follows the last row, of each group, alone.")
@click.option("--from", "begin", metavar="TIME", help="Rows from that time on alone.")
@click.option("--trial", type=click.IntRange(1), help="Of a front, instead of the best.")
@click.option("--trust", is_flag=True, help="Run the code of layers, whoever has written it.")
def predict(
    run: Path,
    file: Path,
    output: Path | None,
    last: bool,
    begin: str | None,
    trial: int | None,
    trust: bool,
) -> None:
    """Predict a data file with the best model of a run, beyond its last row as well.

    FILE is of the kind that the run was trained on: the same columns, or the same arrays. What is
    printed is a CSV table, in the target's own units.
    """
    with TemporaryDirectory() as folder:
        table = output or Path(folder) / "predictions.csv"
        with _doing() as on_doing:
            told = api.predict(
                *(run, file, table),
                trial=trial,
                last=last,
                begin=begin,
                trust=trust,
                on_doing=on_doing,
            )
        if output is None:
            with table.open(encoding="utf-8") as lines:
                shutil.copyfileobj(lines, sys.stdout)
    if is_quiet():
        return
    for path in told.code:
        click.echo(f"the code of `{path}` was run", err=True)
    if told.short:
        names = listed(told.short, 3)
        where = "at the end of" if last else "in"
        click.echo(f"no window of {told.window} rows {where} {names}: left out", err=True)
    if told.uneven is not None:
        _warn_of_uneven(file, told.uneven)
    if output is not None:
        click.echo(f"{told.rows:,} predictions in {output}", err=True)


def _warn_of_uneven(file: Path, line: "api.Timeline") -> None:
    """Tell that rows ahead lie in no even step, and which `step` of a spec would mend it."""
    fits = line.absent and line.step is not None and " " not in line.step
    where = f"the usual step is {line.step}, {line.irregularity}"
    say(
        "warning",
        f"the times of `{file}` are not regular: {where}; `ahead` counts rows",
        f"a spec with `step{f' = {line.step}' if fits else ''}` knows how far ahead a row lies",
        code="W0601",
    )


@contextmanager
def _doing() -> Iterator[Callable[[str], object]]:
    """A line that tells on a terminal what is being done, as long as it is."""
    if is_quiet() or not is_terminal():
        yield lambda _: None
        return
    from rnnspec.watch.live import LiveLine

    line = LiveLine(sys.stderr)
    try:
        yield line
    finally:
        line.close()
