"""`rnnspec compile`."""

import os
import posixpath
from collections.abc import Iterable
from pathlib import Path

import click

from rnnspec.cli.main import PROBLEMS
from rnnspec.cli.spec import Loaded, Refused, load_spec, named_algorithm, refuse


@click.command("compile")
@click.argument("spec", metavar="SPEC")
@click.option("--target", required=True, help="See `rnnspec targets`; or ir, the study as JSON.")
@click.option("--algorithm", help="Instead of the spec's.")
@click.option("--strict", is_flag=True, help="Refuse laws that the target does not draw exactly.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The script to write; standard output where not given.",
)
def command(
    spec: str, target: str, algorithm: str | None, strict: bool, output: Path | None
) -> None:
    """Turn a spec into a standalone script that runs without rnnspec.

    What the target's library cannot say is refused with the line of the spec. What it draws less
    than exactly stands in the script's first lines.
    """
    loaded = load_spec(spec)
    if target == "ir":
        from rnnspec.study.export import study_to_json

        _write(study_to_json(loaded.study), output)
        return
    _write(_script(loaded, target, algorithm, strict, output), output)


def _script(
    loaded: Loaded, target: str, algorithm: str | None, strict: bool, output: Path | None
) -> str:
    from rnnspec.scripts.exactness import inexact_laws
    from rnnspec.scripts.script import render_script
    from rnnspec.scripts.table import TARGETS, refusals

    if target not in TARGETS:
        raise click.UsageError(_no_target(target, TARGETS))
    chosen = named_algorithm(loaded, algorithm)
    refused = refusals(loaded.study, TARGETS[target], chosen)
    if strict and not refused:
        name = (chosen or loaded.study.search.algorithm).name
        refused = inexact_laws(loaded.study.space, TARGETS[target], name)
    if refused:
        refuse(loaded, refused)
        raise SystemExit(PROBLEMS)
    path = getattr(loaded.study.data.source, "path", None)
    folder = _folder_from_script(loaded.folder, output)
    return render_script(
        loaded.study,
        target,
        spec_name=Path(loaded.source.name).name,
        data_path_from_script=None if path is None else posixpath.join(folder, path),
        algorithm=chosen,
        folder_from_script=folder or ".",
    )


def _no_target(target: str, targets: Iterable[str]) -> str:
    from rnnspec.diagnostics.nearest import nearest

    known = [*targets, "ir"]
    found = nearest(target, known)
    listed = ", ".join(f"`{name}`" for name in known)
    return f"there is no target `{target}`; " + (
        f"the nearest is `{found}`" if found else f"possible are {listed}"
    )


def _folder_from_script(folder: Path, output: Path | None) -> str:
    """The spec's folder, as seen from the script's; the same where the script is printed."""
    if output is None:
        return ""
    relative = os.path.relpath(folder.resolve(), output.resolve().parent)
    return "" if relative == "." else Path(relative).as_posix()


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_bytes(text.encode())
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Refused(f"`{output}` cannot be written: {why}") from error
