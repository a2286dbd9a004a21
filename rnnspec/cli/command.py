"""What commands share: refusals, options, reading a spec, printing what was found in it."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from rnnspec import api
from rnnspec.cli.main import PROBLEMS
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.draw import render_diagnostic
from rnnspec.errors import ArgumentError, Refused
from rnnspec.source import Source
from rnnspec.words import count

MOST_PRINTED = 50

PATH = click.Path(path_type=Path)

Function = TypeVar("Function", bound=Callable[..., None])


class Command(click.Command):
    """A command whose refusals are printed as every other error looks."""

    def invoke(self, ctx: click.Context) -> None:
        """See click.Command."""
        try:
            super().invoke(ctx)
        except api.SpecError as error:
            print_diagnostics(error.source, error.problems)
            raise SystemExit(PROBLEMS) from error
        except ArgumentError as error:
            raise click.UsageError(str(error), ctx) from error
        except Refused as error:
            refuse(str(error))


def refuse(message: str) -> NoReturn:
    """End the command with a message."""
    click.echo(f"error: {message}", err=True)
    raise SystemExit(PROBLEMS)


def in_format(help: str) -> Callable[[Function], Function]:
    """The option of commands that speak to programs as well."""
    forms = click.Choice(["text", "json"])
    return click.option("--format", "form", type=forms, default="text", help=help)


def print_json(document: object) -> None:
    """Print a document for programs."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


def named(spec: str) -> tuple[str, bytes | None]:
    """What a spec is called, and its bytes where it comes from standard input, as `-` does."""
    return ("<stdin>", sys.stdin.buffer.read()) if spec == "-" else (spec, None)


def load_spec(path: str) -> api.Spec:
    """A spec that a command works on; its warnings are printed, and errors end the command."""
    spec = api.load(*named(path))
    print_diagnostics(spec.source, spec.warnings)
    return spec


def print_diagnostics(source: Source, diagnostics: Sequence[Diagnostic]) -> None:
    """Print the diagnostics of one spec to standard error."""
    for diagnostic in diagnostics[:MOST_PRINTED]:
        click.echo(render_diagnostic(diagnostic, source) + "\n", err=True)
    if len(diagnostics) > MOST_PRINTED:
        click.echo(f"and {len(diagnostics) - MOST_PRINTED} more\n", err=True)


def count_words(diagnostics: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`."""
    errors = sum(diagnostic.is_error for diagnostic in diagnostics)
    numbers = {"error": errors, "warning": len(diagnostics) - errors}
    return ", ".join(count(number, what) for what, number in numbers.items() if number)
