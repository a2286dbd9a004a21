"""The commands about specs: `check`, `show`, `sample`, `diff`, `fmt`, `explain`."""

import difflib
import json
import os
import sys
from pathlib import Path

import click

from rnnspec import api
from rnnspec.cli.command import (
    Command,
    count_words,
    in_format,
    is_quiet,
    load_spec,
    named,
    print_diagnostics,
    print_json,
    refuse,
)
from rnnspec.cli.main import PROBLEMS
from rnnspec.diagnostics.draw import render_json


@click.command("check", cls=Command)
@click.argument("specs", nargs=-1, required=True, metavar="SPEC...")
@in_format("Messages for people on standard error, or JSON for programs on standard output.")
def check(specs: tuple[str, ...], form: str) -> None:
    """Prove that every point of a spec's space can be built.

    Prints every problem with its place, its reason and, where possible, its mend. Exits with 0
    where there are none, with 1 where there are. `-` reads standard input.
    """
    checked = [api.check(*named(spec)) for spec in specs]
    if form == "json":
        found = [render_json(told, one.source) for one in checked for told in one.diagnostics]
        print_json(found)
    else:
        for one in checked:
            print_diagnostics(one.source, one.diagnostics)
            words = count_words(one.diagnostics) or "no problems"
            if not is_quiet():
                click.echo(f"{one.source.name}: {words}", err=one.study is None)
    if any(one.study is None for one in checked):
        raise SystemExit(PROBLEMS)


@click.command("show", cls=Command)
@click.argument("spec", metavar="SPEC")
def show(spec: str) -> None:
    """Show what a spec means: its space, its network, its data and its search.

    Shapes and numbers of parameters are given from the least to the greatest over the space.
    """
    for line in api.show(load_spec(spec)):
        click.echo(line)


@click.command("sample", cls=Command)
@click.argument("spec", metavar="SPEC")
@click.option("-n", "count", type=click.IntRange(0), default=10, help="How many; 10.")
@click.option("--seed", type=click.IntRange(0), default=None, help="The spec's own by default.")
def sample(spec: str, count: int, seed: int | None) -> None:
    """Draw configurations with the reference sampler, one JSON object a line.

    Each holds the active hyperparameters by their names. The same seed draws the same.
    """
    for configuration in api.sample(load_spec(spec), count, seed):
        click.echo(json.dumps(configuration, ensure_ascii=False))


@click.command("diff", cls=Command)
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@in_format("Lines for people, or JSON for programs.")
def diff(old: str, new: str, form: str) -> None:
    """Tell what changes from A to B: specs, or folders of runs.

    Where A or else B is a run, also how many of its trials belong to the other one: those that it
    would build, train and score in the very same way.
    """
    sides = [Path(path) if Path(path).is_dir() else load_spec(path) for path in (old, new)]
    difference = api.diff(*sides)
    run = old if isinstance(sides[0], Path) else new
    if form == "json":
        print_json(_as_json(difference, run))
        return
    for line in difference.lines(run):
        click.echo(line)


def _as_json(difference: "api.Difference", run: str) -> dict[str, object]:
    trials = None
    if difference.trials is not None:
        trials = {
            "run": run,
            "belong": difference.trials - len(difference.set_aside),
            "set_aside": [{"number": n, "reason": why} for n, why in difference.set_aside.items()],
        }
    return {"changes": [vars(change) for change in difference.changes], "trials": trials}


@click.command("fmt", cls=Command)
@click.argument("specs", nargs=-1, required=True, metavar="SPEC...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if it would.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
def fmt(specs: tuple[str, ...], only_check: bool, diff: bool) -> None:
    """Write specs in the one canonical form, comments kept. `-` formats standard input."""
    done = [_format(spec, only_check=only_check, diff=diff) for spec in specs]
    if not all(done):
        raise SystemExit(PROBLEMS)


def _format(spec: str, *, only_check: bool, diff: bool) -> bool:
    """Whether the file is, or is now, in its canonical form."""
    try:
        source, text, same = api.canonical(*named(spec))
    except api.SpecError as error:
        print_diagnostics(error.source, error.problems)
        return False
    if diff and not same:
        click.echo(_diff(source.name, source.text, text), nl=False)
    if only_check and not diff and not same:
        click.echo(f"{source.name} would change", err=True)
    if only_check or diff:
        return same or not only_check
    if spec == "-":
        sys.stdout.buffer.write(text.encode())
    elif not same:
        try:
            _replace(Path(spec), text)
        except OSError as error:
            refuse(f"`{spec}` cannot be written: {(error.strerror or str(error)).lower()}")
    return True


def _replace(path: Path, text: str) -> None:
    """Write beside the file, then rename: a full disk never costs the spec."""
    real = path.resolve()
    beside = real.with_name(f".{real.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(text.encode())
        beside.chmod(real.stat().st_mode)
        beside.replace(real)
    finally:
        beside.unlink(missing_ok=True)


def _diff(name: str, before: str, after: str) -> str:
    old, new = (text.splitlines(keepends=True) for text in (before, after))
    return "".join(difflib.unified_diff(old, new, name, f"{name} (formatted)"))


@click.command("explain", cls=Command)
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain a code such as E0304, with a wrong and a right example; without one, list them."""
    click.echo(api.explain(code))
