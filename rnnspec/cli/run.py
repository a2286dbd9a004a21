"""`rnnspec run`."""

import gc
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rnnspec.cli.main import INTERRUPTED, PROBLEMS
from rnnspec.cli.spec import Loaded, Refused, load_spec, named_algorithm, refuse

if TYPE_CHECKING:
    from rnnspec.engines.contract import Unsupported
    from rnnspec.runner.result import RunResult


@click.command("run")
@click.argument("spec", metavar="SPEC")
@click.option("--engine", help="The library that proposes: rnnspec or hyperopt.")
@click.option("--algorithm", help="Instead of the spec's.")
@click.option("--trials", type=click.IntRange(1), help="Instead of the spec's.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="Instead of the spec's.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder of the run; runs/NAME, or the next free number of it.",
)
def command(
    spec: str,
    engine: str | None,
    algorithm: str | None,
    trials: int | None,
    seed: int | None,
    out: Path | None,
) -> None:
    """Search: train trial after trial in a worker process, and keep the best model.

    Every trial is on disk as it ends. At the end the folder holds best.keras with what
    prediction needs beside it, and best.json with the best values and scores.
    """
    from rnnspec.engines.contract import Unsupported
    from rnnspec.ledger.ledger import LedgerError
    from rnnspec.runner.coordinator import RunFailed, run_study
    from rnnspec.runner.progress import ProgressDisplay

    gc.enable()  # A search lives long, unlike the other commands.
    loaded = load_spec(spec)
    named_algorithm(loaded, algorithm, trials=trials is not None)
    display = ProgressDisplay(sys.stderr.isatty(), source=loaded.source)
    try:
        result = run_study(
            loaded.study,
            loaded.folder,
            name=Path(loaded.source.name).name,
            out=out if out is not None else _free_folder(Path("runs") / loaded.name),
            engine=engine,
            algorithm=algorithm,
            trials=trials,
            seed=seed,
            on_event=display,
        )
    except Unsupported as error:
        _refuse_unsupported(loaded, error, overridden=algorithm is not None or engine is not None)
    except (LedgerError, RunFailed) as error:
        raise Refused(str(error)) from error
    finally:
        display.close()
    _print_result(result, loaded)
    if result.why == "interrupted":
        if result.best is not None and loaded.study.data.split.test:
            click.echo("interrupted: the test part was not scored")
        raise SystemExit(INTERRUPTED)
    if result.best is None:
        raise Refused("every trial failed; `trials.jsonl` holds the reasons")


def _free_folder(folder: Path) -> Path:
    """The folder, or the first of `folder-2`, `folder-3`... that holds no run."""
    numbered = (folder if i == 1 else folder.with_name(f"{folder.name}-{i}") for i in count(1))
    return next(path for path in numbered if not (path / "run.json").exists())


def _refuse_unsupported(loaded: Loaded, error: "Unsupported", *, overridden: bool) -> None:
    """Say what no engine has: at its line of the spec, or of the command line."""
    from rnnspec.diagnostics.search import in_words, offered, unsupported

    if overridden:
        words = [in_words(error.wanted, error.reason), *offered(error.nearest)]
        raise click.UsageError("; ".join(words))
    search = loaded.study.search
    places = {o.measure: o.span for o in search.objectives}
    span = places.get(error.wanted, search.algorithm.span)
    if search.pruner is not None and search.pruner.name == error.wanted:
        span = search.pruner.span
    refuse(loaded, [unsupported(span, error.wanted, error.reason, error.nearest)])
    raise SystemExit(PROBLEMS)


def _print_result(result: "RunResult", loaded: Loaded) -> None:
    """The best trial and what it is worth, on standard output."""
    from rnnspec.runner.progress import show_scores, show_values

    if result.best is None:
        return
    objectives = loaded.study.search.objectives
    click.echo(f"best: trial {result.best.number}, {show_scores(result.best.scores)}")
    if result.best.values:
        click.echo(f"  {show_values(result.best.values)}")
    for conclusion in result.conclusions:
        several = len(result.conclusions) > 1
        who = f"trial {conclusion.record.number}: " if several else ""
        if several:
            click.echo(f"  {who}{show_scores(conclusion.record.scores)}")
        if conclusion.test:
            click.echo(f"  {who}on the test part: {show_scores(conclusion.test)}")
        if conclusion.naive:
            click.echo(f"  {who}a forecast that learned nothing: {show_scores(conclusion.naive)}")
        if conclusion.beats_naive(objectives) is False:
            click.echo(f"  {who}the model does not beat the forecast that learned nothing")
    click.echo(f"kept in {result.folder}")
