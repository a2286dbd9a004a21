"""Write the tables of the documents from the rows that the checker reads.

    python -m tools.documents

In: the catalog, the table of problems, the targets. Out: the files of `PAGES`, as text. A test
holds what lies in the tree against what this writes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from rnnspec.catalog import FAMILIES, RECURRENT_EXTRAS
from rnnspec.catalog.rows import Family, Parameter, Row, ScoreRow
from rnnspec.diagnostics.table import TABLE, render_explanation
from rnnspec.samplers.table import SAMPLERS, SamplerRow
from rnnspec.scripts.matrix import matrix
from rnnspec.scripts.table import TARGETS
from rnnspec.words import article, render_value

FOLDER = Path(__file__).parents[1] / "docs"

HEADINGS = {
    "layer": "Layers",
    "activation": "Activations",
    "initializer": "Initializers",
    "regularizer": "Regularizers",
    "constraint": "Constraints",
    "optimizer": "Optimizers",
    "schedule": "Schedules",
    "loss": "Losses",
    "metric": "Metrics",
    "callback": "Callbacks",
    "distribution": "Distributions",
    "algorithm": "Algorithms",
    "pruner": "Pruners",
    "source": "Sources",
    "split": "Splits",
    "scaler": "Scalers",
    "merge": "Merges of `parallel`",
}

FROM_KERAS = ("layer", "initializer", "regularizer", "constraint", "optimizer", "loss")
"""Families whose arguments the last table explains."""

TYPES = {
    "int": "an integer",
    "float": "a number",
    "bool": "`true` or `false`",
    "none": "`none`",
    "ints": "a list of them",
    "numbers": "a list of numbers",
    "names": "a list of names",
    "values": "a list of texts and numbers",
    "measure": "a loss or metric, `val_` before it for validation",
}

CATALOG = """# The words of the language

Written by `make generate` from the rows that the checker reads. Arguments stand in the order in
which they may be given by position; one with `=` may be left out.
"""

ROLES = """A `number` is read by the computation: a compiled network could be given another. A
`shape` decides how large an output or weights are, `structure` which operations there are.
"""

PROBLEMS = """# Problems

Written by `make generate`. `rnnspec explain CODE` prints the same.
"""

SCRIPTS = """# Targets

Written by `make generate` from the rows of the targets. `rnnspec targets` prints the same table,
`rnnspec targets SPEC` tells what becomes of the distributions of one spec. Every one is drawn
[exactly](decisions/distributions.md).
"""


PROPOSERS = """# Engines

Written by `make generate` from the rows of the engines. `rnnspec run SPEC --engine NAME` asks for
one; a run may go on with another, which learns from the trials of the first.
[Why they are as they are](decisions/samplers.md).
"""


def _argument(parameter: Parameter) -> str:
    if parameter.required:
        return parameter.name
    return f"{parameter.name} = {render_value(parameter.default)}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _summary(row: Row) -> str:
    return row.summary.replace("|", "\\|")


def _family(family: Family[Row]) -> str:
    rows = list(family.values())
    columns = {
        "": lambda row: f"`{row.name}`",
        "also": lambda row: _code(row.aliases),
        "arguments": lambda row: _code(_argument(one) for one in row.parameters),
        "for": lambda row: ", ".join(row.suits) if isinstance(row, ScoreRow) else "",
        "what": _summary,
    }
    kept = {name: cell for name, cell in columns.items() if any(cell(row) for row in rows)}
    return _table(kept, ([cell(row) for cell in kept.values()] for row in rows))


def _takes(parameter: Parameter) -> str:
    """What may stand at an argument, in words."""
    kinds = [kind for kind in parameter.accepts if kind != "str"]
    if parameter.range is not None:
        kinds = [kind for kind in kinds if kind not in {"int", "float"}]
    named = [parameter.range.name] if parameter.range is not None else []
    return ", or ".join(
        [*named, *([_code(parameter.words)] if parameter.words else []), *map(_kind, kinds)]
    )


def _kind(kind: str) -> str:
    return TYPES.get(kind, f"{article(kind)} {kind}")


def _arguments(families: Iterable[Family[Row]]) -> str:
    """The arguments by name; the rows are named where they do not agree."""
    meanings: Mapping[str, dict[tuple[str, str], list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for family in families:
        for row in family.values():
            for parameter in row.parameters:
                meaning = (_takes(parameter), parameter.role)
                meanings[parameter.name][meaning].append(row.name)
    lines = []
    for name in sorted(meanings):
        several = len(meanings[name]) > 1
        for meaning, rows in meanings[name].items():
            lines.append((f"`{name}`", *meaning, _code(dict.fromkeys(rows)) if several else "all"))
    return _table(("argument", "takes", "is", "of"), lines)


def render_catalog() -> str:
    """The page of all families, and of what their arguments take."""
    parts = [CATALOG]
    for name, heading in HEADINGS.items():
        parts.append(f"## {heading}\n")
        if name == "layer":
            extras = _code(_argument(one) for one in RECURRENT_EXTRAS)
            parts.append(f"Recurrent layers also take {extras}.\n")
        parts.append(_family(FAMILIES[name]))
    parts.append("## What the arguments take\n")
    parts.append(ROLES)
    parts.append(_arguments(FAMILIES[name] for name in FROM_KERAS))
    return "\n".join(parts)


def render_problems() -> str:
    """The page of all codes, each with a wrong and a right example."""
    parts = [PROBLEMS, _table(("code", "what"), ((r.code, r.title) for r in TABLE.values()))]
    parts.extend(f"```\n{render_explanation(code).rstrip()}\n```\n" for code in TABLE)
    return "\n".join(parts)


def render_targets() -> str:
    """The page of all targets: what brings them, what each can say."""
    targets = TARGETS.values()
    needs = _table(
        ("target", "is", "needs"),
        ((f"`{t.name}`", t.title, _code(t.packages)) for t in targets),
    )
    table = matrix()
    groups = groupby(table.lines, lambda line: line.group)
    tables = [
        _table([group, *TARGETS], ((line.what, *line.cells) for line in inside))
        for group, inside in groups
    ]
    words = _table(("", ""), table.words.items())
    return "\n".join([SCRIPTS, needs, *tables, words])


def render_engines() -> str:
    """The page of all engines: what brings them, which algorithms each has."""
    needs = _table(
        ("engine", "needs"),
        ((f"`{row.name}`", _code(_packages(row))) for row in SAMPLERS),
    )
    algorithms = _table(
        ("algorithm", *(row.name for row in SAMPLERS)),
        ((f"`{name}`", *(_has(row, name) for row in SAMPLERS)) for name in FAMILIES["algorithm"]),
    )
    return "\n".join([PROPOSERS, needs, algorithms])


def _packages(row: SamplerRow) -> Iterable[str]:
    if row.library is not None:
        yield row.package or row.library


def _has(row: SamplerRow, algorithm: str) -> str:
    """What an engine has of an algorithm, in words."""
    if algorithm not in row.algorithms:
        return ""
    first = next(other for other in SAMPLERS if algorithm in other.algorithms)
    words = ["default" if first is row else "yes"]
    if algorithm in row.several:
        words.append("several objectives")
    if algorithm in row.further:
        words.append(f"needs `{row.further[algorithm]}`")
    return ", ".join(words)


PAGES = {
    "catalog.md": render_catalog,
    "engines.md": render_engines,
    "problems.md": render_problems,
    "targets.md": render_targets,
}
"""The generated pages, each with what renders it."""


def main() -> None:
    """Write every page."""
    for name, render in PAGES.items():
        (FOLDER / name).write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
