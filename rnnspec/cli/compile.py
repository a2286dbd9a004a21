"""`rnnspec compile`."""

import os
from pathlib import Path

import click

from rnnspec.cli.main import PROBLEMS
from rnnspec.cli.spec import Loaded, Refused, load_spec, refuse


@click.command("compile")
@click.argument("spec", metavar="SPEC")
@click.option("--target", required=True, help="hyperopt; or ir, the study as JSON.")
@click.option("--algorithm", help="Instead of the spec's.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The script to write; standard output where not given.",
)
def command(spec: str, target: str, algorithm: str | None, output: Path | None) -> None:
    """Turn a spec into a standalone script that runs without rnnspec.

    What the target's library cannot say is refused with the line of the spec.
    """
    loaded = load_spec(spec)
    if target == "ir":
        from rnnspec.study.export import study_to_json

        _write(study_to_json(loaded.study), output)
        return
    _write(_script(loaded, target, algorithm, output), output)


def _script(loaded: Loaded, target: str, algorithm: str | None, output: Path | None) -> str:
    from rnnspec.diagnostics.nearest import nearest
    from rnnspec.targets import TARGETS, find_refusals, render_script

    if target not in TARGETS:
        found = nearest(target, [*TARGETS, "ir"])
        known = ", ".join(f"`{name}`" for name in (*TARGETS, "ir"))
        hint = f"the nearest is `{found}`" if found else f"possible are {known}"
        raise click.UsageError(f"there is no target `{target}`; {hint}")
    refusals = find_refusals(loaded.study, target, algorithm)
    if refusals:
        refuse(loaded, refusals)
        raise SystemExit(PROBLEMS)
    return render_script(
        loaded.study,
        target,
        spec_name=loaded.source.name,
        data_folder=_folder_from_script(loaded.folder, output),
        algorithm=algorithm,
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
