"""Reading a spec named on the command line, and printing what was found in it."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from rnnspec.catalog import ALGORITHMS
from rnnspec.check.search import UNBOUNDED
from rnnspec.cli.main import PROBLEMS
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.draw import render_diagnostic, render_json
from rnnspec.diagnostics.nearest import nearest
from rnnspec.diagnostics.values import setting_missing
from rnnspec.pipeline import Analysis, check_bytes
from rnnspec.source import Source
from rnnspec.study.search import Named
from rnnspec.study.study import Study

MOST_PRINTED = 50
LARGEST = 16 * 2**20
"""A spec is a page of text; this many bytes are certainly none."""


class Refused(click.ClickException):
    """A file that cannot be read, or whatever else ends a command with exit code 1."""

    exit_code = PROBLEMS

    def show(self, file: object = None) -> None:
        """Print the message as every other error looks."""
        click.echo(f"error: {self.format_message()}", err=True)


def read_bytes(path: str) -> tuple[bytes, Path]:
    """A spec's bytes and the folder that its paths are relative to; `-` is standard input."""
    if path == "-":
        return sys.stdin.buffer.read(), Path()
    file = Path(path)
    try:
        if file.is_dir():
            raise Refused(f"`{path}` is a directory, not a spec")
        if file.stat().st_size > LARGEST:
            raise Refused(f"`{path}` has {file.stat().st_size:,} bytes; a spec has a few thousand")
        return file.read_bytes(), file.parent
    except OSError as error:
        raise Refused(
            f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}"
        ) from error


def check_named(path: str) -> Analysis:
    """Check a spec named on the command line."""
    content, folder = read_bytes(path)
    return check_bytes("<stdin>" if path == "-" else path, content, folder)


@dataclass(frozen=True)
class Loaded:
    """A spec without errors: its name without folder and ending, its study and text, its folder."""

    name: str
    study: Study
    source: Source
    folder: Path


def load_spec(path: str) -> Loaded:
    """A spec that a command works on; its problems are printed, and errors end the command."""
    checked = check_named(path)
    print_diagnostics(checked)
    if checked.study is None:
        raise SystemExit(PROBLEMS)
    if path == "-":
        return Loaded("stdin", checked.study, checked.source, Path())
    return Loaded(Path(path).stem, checked.study, checked.source, Path(path).parent)


def named_algorithm(loaded: Loaded, algorithm: str | None, *, trials: bool = False) -> Named | None:
    """The algorithm of the command line; None where the spec's own is to be used.

    `trials` tells that the command line bounds the search itself.
    """
    if algorithm is None or algorithm == loaded.study.search.algorithm.name:
        return None
    if algorithm not in ALGORITHMS:
        found = nearest(algorithm, ALGORITHMS)
        known = ", ".join(f"`{name}`" for name in ALGORITHMS)
        hint = f"the nearest is `{found}`" if found else f"possible are {known}"
        raise click.UsageError(f"there is no algorithm `{algorithm}`; {hint}")
    if loaded.study.search.trials is None and not trials and algorithm not in UNBOUNDED:
        own = loaded.study.search.algorithm.name
        span = loaded.study.search.span
        help = f"`{own}` ends by itself, and `{algorithm}` does not: `trials = 50`"
        refuse(loaded, [setting_missing(span, "search", ["trials"], help)])
        raise SystemExit(PROBLEMS)
    return Named(algorithm)


def refuse(loaded: Loaded, diagnostics: Sequence[Diagnostic]) -> None:
    """Print what a target or a sampler refuses in a spec that is sound by itself."""
    print_diagnostics(Analysis(loaded.source, None, tuple(diagnostics)))


def print_diagnostics(checked: Analysis) -> None:
    """Print all diagnostics of one spec to standard error, and how many there were."""
    shown = checked.diagnostics[:MOST_PRINTED]
    for diagnostic in shown:
        click.echo(render_diagnostic(diagnostic, checked.source) + "\n", err=True)
    if len(checked.diagnostics) > len(shown):
        rest = len(checked.diagnostics) - len(shown)
        click.echo(f"and {rest} more\n", err=True)


def diagnostics_as_json(checked: Sequence[Analysis]) -> str:
    """The diagnostics of several specs as one JSON document, for programs."""
    import json

    found = [
        render_json(diagnostic, spec.source) for spec in checked for diagnostic in spec.diagnostics
    ]
    return json.dumps(found, indent=2, ensure_ascii=False)


def count_words(diagnostics: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`."""
    errors = sum(d.is_error for d in diagnostics)
    warnings = len(diagnostics) - errors
    words = []
    if errors:
        words.append(f"{errors} error{'s' if errors > 1 else ''}")
    if warnings:
        words.append(f"{warnings} warning{'s' if warnings > 1 else ''}")
    return ", ".join(words)
