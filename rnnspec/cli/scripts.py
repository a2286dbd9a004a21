"""The commands about scripts: `compile`, `targets`."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, zip_longest
from pathlib import Path
from textwrap import wrap
from typing import Any

import click

from rnnspec import api
from rnnspec.cli.command import PATH, Command, in_format, load_spec, print_json, refuse
from rnnspec.diagnostics.draw import render_json

WIDTH = 80


@click.command("compile", cls=Command)
@click.argument("spec", metavar="SPEC")
@click.option("--target", help="See `rnnspec targets`; or ir, the study as JSON.")
@click.option("--algorithm", help="Instead of the spec's.")
@click.option("--trials", type=click.IntRange(1), help="Instead of the spec's.")
@click.option(
    "--strict", is_flag=True, help="Refuse distributions that the target does not draw exactly."
)
@click.option(
    "-o", "--output", type=PATH, help="The script to write; standard output where not given."
)
def compile(
    spec: str,
    target: str | None,
    algorithm: str | None,
    trials: int | None,
    strict: bool,
    output: Path | None,
) -> None:
    """Turn a spec into a standalone script that runs without rnnspec.

    What the target's library cannot say is refused with the line of the spec. What it draws less
    than exactly stands in the script's first lines.
    """
    if target is None:
        known = [f"  {name.ljust(16)}{title}" for name, title in api.targets().items()]
        raise click.UsageError("\n".join(["`--target` is missing; there are", *known]))
    loaded = load_spec(spec)
    text = api.compile(
        loaded, target, algorithm=algorithm, trials=trials, strict=strict, output=output
    )
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_bytes(text.encode())
    except OSError as error:
        refuse(f"`{output}` cannot be written: {(error.strerror or str(error)).lower()}")


@click.command("targets", cls=Command)
@click.argument("spec", required=False, metavar="[SPEC]")
@in_format("A table for people, or JSON for programs.")
def targets(spec: str | None, form: str) -> None:
    """Show what each target can say; with a SPEC, what becomes of its distributions.

    Each library draws a distribution itself, or a number of which the script makes its values.
    """
    if spec is None:
        matrix = api.matrix()
        lines, document = _matrix_lines(matrix), _matrix(matrix)
    else:
        loaded = load_spec(spec)
        found = api.fits(loaded)
        lines, document = _spec_lines(loaded, found), _spec(loaded, found)
    if form == "json":
        print_json(document)
        return
    for line in lines:
        click.echo(line)


def _matrix_lines(matrix: "api.Matrix") -> Iterator[str]:
    rows: list[tuple[str, ...]] = []
    for group, inside in groupby(matrix.lines, lambda line: line.group):
        rows.append((group,))
        rows += [(f"  {line.what}", *line.cells) for line in inside]
    yield from _table(matrix.targets, rows)
    yield ""
    yield from _legend(matrix.words)
    yield ""
    yield "`rnnspec targets SPEC` tells what becomes of the distributions of a spec."


def _spec_lines(loaded: api.Spec, found: "Sequence[api.Fit]") -> Iterator[str]:
    names = [h.name for h in loaded.study.space.hyperparameters]
    yield loaded.source.name
    yield ""
    rows = [(name, *(one.verdicts[name].drawn for one in found)) for name in names]
    yield from _table([one.target.name for one in found], rows)
    if rows:
        yield ""
        used = {cell for _, *cells in rows for cell in cells}
        meant = {**api.matrix().words, "no": "cannot be drawn"}
        yield from _legend({word: meaning for word, meaning in meant.items() if word in used})
    for one in found:
        told = list(_told(loaded, one))
        if told:
            yield ""
            yield f"{one.target.name}:"
            yield from told


def _told(loaded: api.Spec, one: "api.Fit") -> Iterator[str]:
    """What a target refuses and what it does not draw exactly, with lines of the spec."""
    spans = {h.name: h.span for h in loaded.study.space.hyperparameters}
    missed = {name: found.case for name, found in one.verdicts.items() if found.case}
    told = [(spans[name].start, f"`{name}`: {case}") for name, case in missed.items()]
    told += [(d.span.start, "; ".join([d.message, *d.help])) for d in one.refused]
    for start, text in sorted(told):
        head = f"  line {loaded.source.position(start)[0]}  "
        yield from wrap(text, WIDTH, initial_indent=head, subsequent_indent=" " * len(head))


def _legend(words: Mapping[str, str]) -> Iterator[str]:
    width = max(map(len, words), default=0)
    for word, meaning in words.items():
        indent = " " * (width + 2)
        yield from wrap(
            meaning, WIDTH, initial_indent=f"{word.ljust(width)}  ", subsequent_indent=indent
        )


def _table(targets: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns for the targets, their names broken where they have parts; long names above."""
    heads = [_parts(name) for name in targets]
    widths = [max(map(len, parts)) for parts in heads]
    widths = [
        max([width, *(len(row[at]) for row in rows if at < len(row))])
        for at, width in enumerate(widths, 1)
    ]
    room = WIDTH - sum(widths) - 2 * len(widths)
    first = max((len(row[0]) for row in rows if len(row[0]) <= room), default=0)
    for parts in zip_longest(*heads, fillvalue=""):
        yield _row("", parts, first, widths)
    for name, *cells in rows:
        if len(name) > first:
            yield name
        yield _row(name if len(name) <= first else "", cells, first, widths)


def _parts(name: str) -> list[str]:
    first, *others = name.split("_")
    return [f"{first}_", *others] if others else [first]


def _row(name: str, cells: Sequence[str], first: int, widths: Sequence[int]) -> str:
    texts = [cell.ljust(width) for cell, width in zip(cells, widths, strict=False)]
    return "  ".join([name.ljust(first), *texts]).rstrip()


def _matrix(matrix: "api.Matrix") -> dict[str, Any]:
    told = [
        {
            "group": line.group,
            "what": line.what,
            "targets": dict(zip(matrix.targets, line.cells, strict=True)),
        }
        for line in matrix.lines
    ]
    return {"lines": told, "words": matrix.words}


def _spec(loaded: api.Spec, found: "Sequence[api.Fit]") -> dict[str, Any]:
    names = [h.name for h in loaded.study.space.hyperparameters]
    return {
        "spec": loaded.source.name,
        "targets": {
            one.target.name: {
                "algorithm": one.algorithm,
                "laws": {name: _distribution(one.verdicts[name]) for name in names},
                "refuses": [render_json(d, loaded.source) for d in one.refused],
            }
            for one in found
        },
    }


def _distribution(verdict: "api.Verdict") -> dict[str, Any] | None:
    if verdict.drawn == "no":
        return None
    return {"identical": not verdict.case, "drawn": verdict.drawn, "case": verdict.case}
