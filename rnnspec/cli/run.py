"""`rnnspec run`."""

import gc
import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from rnnspec.cli.duration import DURATION
from rnnspec.cli.main import INTERRUPTED, PROBLEMS
from rnnspec.cli.recorded import is_run, load_recorded
from rnnspec.cli.spec import Loaded, Refused, load_spec, named_algorithm, refuse
from rnnspec.watch.observers import OBSERVERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rnnspec.samplers.contract import Unsupported
    from rnnspec.search.opening import Overrides
    from rnnspec.search.result import RunResult
    from rnnspec.study.search import Objective


BEST_SPEC = "best.rnnspec"

Command = TypeVar("Command", bound="Callable[..., None]")


def _observed(command: Command) -> Command:
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


@click.command("run")
@click.argument("spec", metavar="SPEC")
@click.option("--engine", help="The library that proposes: rnnspec, hyperopt, optuna or skopt.")
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
    from rnnspec.ledger.errors import LedgerError
    from rnnspec.report.page import write_report
    from rnnspec.samplers.contract import Unsupported
    from rnnspec.search.coordinator import RunFailed, run_study
    from rnnspec.search.opening import Overrides
    from rnnspec.watch.event_lines import EventLines
    from rnnspec.watch.observers import (
        ObserverFailed,
        ObserverMissing,
        Watchers,
        make_observers,
    )
    from rnnspec.watch.progress import ProgressDisplay

    gc.enable()  # A search lives long, unlike the other commands.
    if is_run(spec):
        loaded, asked = load_recorded(Path(spec))
        overridden = {**overridden, **{n: x for n, x in asked.items() if overridden[n] is None}}
        out = out or Path(spec)
    else:
        loaded = load_spec(spec)
    observed = {row.name: overridden.pop(row.name) for row in OBSERVERS}
    overrides = Overrides(**{name: x for name, x in overridden.items() if x is not None})  # type: ignore[arg-type]
    named_algorithm(loaded, overrides.algorithm, trials=overrides.trials is not None)
    folder = out if out is not None else Path("runs") / loaded.name
    try:
        observers = make_observers({n: str(x) for n, x in observed.items() if x is not None})
    except (ObserverMissing, ObserverFailed) as error:
        raise Refused(str(error)) from error
    display = EventLines() if events else ProgressDisplay(sys.stderr.isatty())
    watchers = Watchers(display, observers)
    try:
        result = run_study(
            loaded.study,
            loaded.folder,
            name=Path(loaded.source.name).name,
            source=loaded.source,
            out=_free_folder(folder) if fresh else folder,
            overrides=overrides,
            on_event=watchers,
        )
    except Unsupported as error:
        _refuse_unsupported(loaded, error, overrides)
    except (LedgerError, RunFailed) as error:
        raise Refused(str(error)) from error
    finally:
        watchers.close()
    if result.best is not None:
        _write_best_spec(result, loaded)
    if not events:
        _print(result, loaded)
    try:
        write_report(result.folder, storage=overrides.storage)
    except LedgerError as error:
        raise Refused(str(error)) from error
    if result.why == "interrupted":
        raise SystemExit(INTERRUPTED)
    if result.best is None:
        raise Refused("every trial failed; `trials.csv` holds the reasons")


def _write_best_spec(result: "RunResult", loaded: Loaded) -> None:
    """Write the spec that trains the best configuration alone."""
    from os.path import relpath

    from rnnspec.check.bound import render_bound
    from rnnspec.ledger.folder import write_text

    assert result.best is not None
    folder = relpath(loaded.folder, result.folder)
    text = render_bound(loaded.source, loaded.study, result.best.values, folder)
    write_text(result.folder / BEST_SPEC, text)
    for path in {layer.path for layer in loaded.study.custom}:  # They lie beside a spec.
        copy = result.folder / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        write_text(copy, (loaded.folder / path).read_text("utf-8"))


def _print(result: "RunResult", loaded: Loaded) -> None:
    """What the run found, and where it stands, on standard output."""
    from rnnspec.words import count

    if result.why == "finished":
        done = count(len(result.records), "trial")
        click.echo(f"finished before, with {done}: `--trials` adds more, `--fresh` begins another")
    if result.best is not None:
        for line in result_lines(result, loaded.study.search.objectives):
            click.echo(line)
    if result.why == "interrupted":
        if result.best is not None and not result.conclusions and loaded.study.data.split.test:
            click.echo("interrupted: the test part was not scored")
        click.echo("the same command goes on from here")


def _free_folder(folder: Path) -> Path:
    """The folder, or the first of `folder-2`, `folder-3`... that holds no run."""
    numbered = (
        folder if i == 1 else folder.with_name(f"{folder.name}-{i}") for i in itertools.count(1)
    )
    return next(path for path in numbered if not is_run(path))


def _refuse_unsupported(loaded: Loaded, error: "Unsupported", overrides: "Overrides") -> None:
    """Say what no sampler has: at its line of the spec, or of the command line."""
    from rnnspec.diagnostics.search import in_words, offered, unsupported

    if overrides.algorithm is not None or overrides.engine is not None:
        words = [in_words(error.wanted, error.reason), *offered(error.nearest)]
        raise click.UsageError("; ".join(words))
    search = loaded.study.search
    places = {o.measure: o.span for o in search.objectives}
    span = places.get(error.wanted, search.algorithm.span)
    if search.pruner is not None and search.pruner.name == error.wanted:
        span = search.pruner.span
    refuse(loaded, [unsupported(span, error.wanted, error.reason, error.nearest)])
    raise SystemExit(PROBLEMS)


def result_lines(result: "RunResult", objectives: "Sequence[Objective]") -> "Iterator[str]":
    """The best trial of a run that has one, the front, and what they are worth."""
    from rnnspec.words import show_scores, show_values

    assert result.best is not None
    by = f" by {next(iter(result.best.scores))}" if len(objectives) > 1 else ""
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
        if conclusion.beats_naive(objectives) is False:
            yield f"  {who}the model does not beat the forecast that learned nothing"
    if shared and naive:
        yield f"  a forecast that learned nothing: {show_scores(naive)}"
    yield f"kept in {result.folder}"
