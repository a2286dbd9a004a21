"""`rnnspec fmt`."""

import sys
from pathlib import Path

import click

from rnnspec.cli.main import PROBLEMS
from rnnspec.cli.spec import Refused, print_diagnostics, read_bytes
from rnnspec.diagnostics.diagnostic import Diagnostic, Problems
from rnnspec.pipeline import Analysis
from rnnspec.source import Source
from rnnspec.syntax import decode_source, parse_file
from rnnspec.syntax.format import format_file


@click.command("fmt")
@click.argument("specs", nargs=-1, required=True, metavar="SPEC...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if it would.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
def command(specs: tuple[str, ...], only_check: bool, diff: bool) -> None:
    """Write specs in the one canonical form, comments kept. `-` formats standard input."""
    failed = False
    for spec in specs:
        failed |= not _format(spec, only_check=only_check, diff=diff)
    if failed:
        raise SystemExit(PROBLEMS)


def _format(spec: str, *, only_check: bool, diff: bool) -> bool:
    """Whether the file is, or is now, in its canonical form."""
    content, _ = read_bytes(spec)
    source = decode_source("<stdin>" if spec == "-" else spec, content)
    if isinstance(source, Diagnostic):
        print_diagnostics(Analysis(Source(spec, ""), None, (source,)))
        return False
    problems = Problems()
    tree = parse_file(source, problems)
    if problems.has_errors:
        print_diagnostics(Analysis(source, None, tuple(problems.sorted())))
        return False
    text = format_file(tree, source)
    same = text.encode() == content
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
            why = (error.strerror or str(error)).lower()
            raise Refused(f"`{spec}` cannot be written: {why}") from error
    return True


def _replace(path: Path, text: str) -> None:
    """Write beside the file, then rename: a full disk never costs the spec."""
    import os

    real = path.resolve()
    beside = real.with_name(f".{real.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(text.encode())
        beside.chmod(real.stat().st_mode)
        beside.replace(real)
    finally:
        beside.unlink(missing_ok=True)


def _diff(name: str, before: str, after: str) -> str:
    import difflib

    lines = difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        name,
        f"{name} (formatted)",
    )
    return "".join(lines)
