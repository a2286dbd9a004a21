"""`rnnspec fmt`."""

import difflib
import os
import sys
from pathlib import Path

import click

from rnnspec import api
from rnnspec.cli.main import PROBLEMS
from rnnspec.cli.spec import Command, named, print_diagnostics, refuse


@click.command("fmt", cls=Command)
@click.argument("specs", nargs=-1, required=True, metavar="SPEC...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if it would.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
def command(specs: tuple[str, ...], only_check: bool, diff: bool) -> None:
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
