"""The commands by name, each loaded when it is called, and the exit codes.

0 done; 1 the spec, the data or a run has problems; 2 the command line is wrong; 3 a bug of
rnnspec itself; 130 interrupted.
"""

import gc
import importlib
import os
import sys
from collections.abc import Iterable

import click

COMMANDS = {
    "check": ("specs", "Prove that a spec can be built, everywhere in its space."),
    "compile": ("scripts", "Turn a spec into a standalone script."),
    "targets": (
        "scripts",
        "Show which target can say what, and what becomes of a spec's distributions.",
    ),
    "run": ("runs", "Search: train trial after trial and keep the best model."),
    "runs": ("runs", "List runs: how each stands, and its best."),
    "best": ("runs", "Show the best trial of a run."),
    "report": ("runs", "Write what a run found as one page with pictures."),
    "predict": ("runs", "Predict a data file with the best model of a run."),
    "sample": ("specs", "Draw configurations from the space."),
    "show": ("specs", "Show the space, the network, the data and the search."),
    "diff": ("specs", "Tell what an edit means, and which recorded trials still belong."),
    "fmt": ("specs", "Write a spec in its one canonical form."),
    "explain": ("specs", "Explain a code with a wrong and a right example."),
}
"""The commands in the order of use: the module with the function of that name, and the help."""

PROBLEMS, BUG, INTERRUPTED = 1, 3, 130


class Commands(click.Group):
    """Loads a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"rnnspec.cli.{module}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from rnnspec.diagnostics.nearest import nearest

            found = nearest(args[0], COMMANDS)
            hint = f" The nearest is `{found}`." if found else ""
            ctx.fail(f"There is no command `{args[0]}`.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help) for name, (_, help) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rnnspec")
def rnnspec() -> None:
    """Search the architecture and hyperparameters of recurrent networks, from one small file."""


def main() -> None:
    """The entry point of the `rnnspec` command."""
    # A command lives a tenth of a second; collecting cycles would take a fifth of it.
    gc.disable()
    _open_streams()
    try:
        _verify_names(sys.argv[1:])
        code = rnnspec.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe has gone; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        where = f" to `{error.filename}`" if error.filename else ""
        click.echo(
            f"error: writing{where} failed: {(error.strerror or str(error)).lower()}", err=True
        )
        code = PROBLEMS
    except Exception:  # every bug of ours ends here, apart from what users do
        _report_bug()
        code = BUG
    finally:
        if not gc.isenabled():
            gc.freeze()  # Nor are cycles looked for while the interpreter ends.
    sys.exit(code if isinstance(code, int) else 0)


def _open_streams() -> None:
    """Have all three standard streams: what begins us may have closed some."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # The lowest free descriptor is taken, so that no file of ours takes its place.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


def _verify_names(arguments: Iterable[str]) -> None:
    """Raises UsageError for an argument that is no UTF-8: no file that we write could name it."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            raise click.UsageError(f"{argument!a} is no UTF-8; another name is needed") from None


def _report_bug() -> None:
    """Print the exception that is being handled as a bug of ours, with what a report needs."""
    import platform
    import traceback
    from importlib.metadata import version

    error = sys.exc_info()[1]
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    where = [f"    {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames[-6:]]
    lines = [
        "rnnspec met a bug of its own; the spec is not to blame.",
        "Please report it with the spec, the command and these lines:",
        f"  rnnspec {version('rnnspec')}, Python {platform.python_version()}",
        f"  {platform.platform()}",
        f"  {type(error).__name__}: {error}",
        *where,
    ]
    click.echo("\n".join(lines), err=True)
