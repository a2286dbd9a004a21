"""What commands share: refusals, options, reading a spec, printing what was found in it."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from rnnspec import api
from rnnspec.cli.main import PROBLEMS
from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.diagnostics.draw import printable, render_diagnostic
from rnnspec.errors import ArgumentError, Refused
from rnnspec.source import Source
from rnnspec.words import count

MOST_PRINTED = 50

PATH = click.Path(path_type=Path)

Function = TypeVar("Function", bound=Callable[..., None])


QUIET = "rnnspec.quiet"


class Command(click.Command):
    """A command whose refusals are printed as every other error looks, and that can be quiet."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.params.append(
            click.Option(
                ["-q", "--quiet"],
                is_flag=True,
                expose_value=False,
                callback=lambda ctx, _, value: ctx.meta.update({QUIET: value}),
                help="Print no warnings and no progress.",
            )
        )

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
            refuse(str(error), *error.help, code=error.code)


def refuse(message: str, *help: str, code: str | None = None) -> NoReturn:
    """End the command with a message."""
    say("error", message, *help, code=code)
    raise SystemExit(PROBLEMS)


def say(word: str, message: str, *help: str, code: str | None = None) -> None:
    """Print an error or a warning that is not of a place in a spec."""
    head = word if code is None else f"{word}[{code}]"
    lines = [f"{head}: {message}", *(f"  = help: {one}" for one in help)]
    # Names of columns and files may hold anything.
    click.echo("\n".join(printable(row) for line in lines for row in line.split("\n")), err=True)


def in_format(help: str) -> Callable[[Function], Function]:
    """The option of commands that speak to programs as well."""
    forms = click.Choice(["text", "json"])
    return click.option("--format", "form", type=forms, default="text", help=help)


def print_json(document: object) -> None:
    """Print a document for programs."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


def named(spec: str) -> tuple[str, bytes | None]:
    """What a spec is called, and its bytes where it comes from standard input, as `-` does."""
    if spec != "-":
        return spec, None
    content = sys.stdin.buffer.read(api.LARGEST + 1)
    if len(content) > api.LARGEST:
        refuse(f"standard input has more than {api.LARGEST:,} bytes; a spec has a few thousand")
    return "<stdin>", content


def load_spec(path: str) -> api.Spec:
    """A spec that a command works on; its warnings are printed, and errors end the command."""
    spec = api.load(*named(path))
    print_diagnostics(spec.source, spec.warnings)
    return spec


COLOURS: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "message": {"bold": True},
    "margin": {"fg": "blue"},
    "label": {"fg": "blue"},
    "help": {"fg": "cyan"},
}


def _paint(part: str, text: str) -> str:
    return click.style(text, **COLOURS[part]) if text.strip() else text


def is_coloured() -> bool:
    """Whether messages have colours: on a terminal, unless https://no-color.org is asked for."""
    return is_terminal() and not (os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb")


def is_terminal() -> bool:
    """Whether messages are read on a terminal as they come."""
    try:
        return sys.stderr.isatty()
    except (AttributeError, ValueError):  # It is closed.
        return False


def is_quiet() -> bool:
    """Whether the command prints no more than errors and what it is asked for."""
    return bool(click.get_current_context().meta.get(QUIET))


def print_diagnostics(source: Source, diagnostics: Sequence[Diagnostic]) -> None:
    """Print the diagnostics of one spec to standard error; quietly, its errors alone."""
    if is_quiet():
        diagnostics = [diagnostic for diagnostic in diagnostics if diagnostic.is_error]
    width = shutil.get_terminal_size().columns if is_terminal() else None
    paint = {"paint": _paint} if is_coloured() else {}
    for diagnostic in diagnostics[:MOST_PRINTED]:
        click.echo(render_diagnostic(diagnostic, source, width, **paint) + "\n", err=True)
    if len(diagnostics) > MOST_PRINTED:
        click.echo(f"and {len(diagnostics) - MOST_PRINTED} more\n", err=True)


def count_words(diagnostics: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`."""
    errors = sum(diagnostic.is_error for diagnostic in diagnostics)
    numbers = {"error": errors, "warning": len(diagnostics) - errors}
    return ", ".join(count(number, what) for what, number in numbers.items() if number)
