"""A bug of rnnspec itself: said so, with what a report needs."""

import platform
import sys
import traceback

import click


def report_bug() -> None:
    """Print the exception that is being handled as a bug of rnnspec, with a request to report."""
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
