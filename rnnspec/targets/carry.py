"""The functions of the runtime that a script carries.

In: names of functions and classes. Out: their source text and that of all they use, in the
order of the pipeline, with the imports that they need. The runtime is read as text with `ast`
and never imported, so a script is made without NumPy, pandas or Keras.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from rnnspec.record import record

RUNTIME = Path(__file__).parents[1] / "runtime"

PIPELINE = (
    "tables",
    "datasets",
    "encode",
    "missing",
    "parts",
    "scalers",
    "windows",
    "layers",
    "training",
    "metrics",
    "baselines",
)
"""The files of the runtime in reading order, which is also the order in a script."""


@record
class Carried:
    """One function or class as a script holds it.

    `module` is the runtime file that it comes from, `source` its text with decorators and
    without a final newline, `imports` the import statements that it needs, one name each, and
    `uses` the names of the runtime that it refers to.
    """

    name: str
    module: str
    source: str
    imports: tuple[str, ...]
    uses: tuple[str, ...]


def carry(names: Iterable[str]) -> list[Carried]:
    """Return the named functions and all that they use, in the order of the pipeline.

    Within a file they keep their order, so what is used stands before its user wherever the
    file has it so. Raises `KeyError` for a name that the runtime does not have.
    """
    places = _places()
    needed: dict[str, Carried] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = _read(name)
            waiting.extend(needed[name].uses)
    return [needed[name] for name in places if name in needed]


def imports_of(carried: Iterable[Carried]) -> list[str]:
    """Return the import statements that the carried functions need, each once."""
    return sorted({line for item in carried for line in item.imports})


def import_block(statements: Iterable[str]) -> str:
    """Return import statements as one block: merged, sorted, the standard library first.

    Each statement imports one name (`import numpy as np`, `from pathlib import Path`).
    """
    plain: set[str] = set()
    named: dict[str, set[str]] = {}
    for statement in statements:
        match statement.split():
            case "from", module, "import", name:
                named.setdefault(module, set()).add(name)
            case "import", *_:
                plain.add(statement)
            case _:
                raise ValueError(f"`{statement}` does not import one name")
    blocks: tuple[list[str], list[str]] = ([], [])
    for statement in sorted(plain, key=str.lower):
        blocks[_is_foreign(statement)].append(statement)
    for module in sorted(named, key=str.lower):
        names = ", ".join(sorted(named[module], key=_rank))
        blocks[_is_foreign(f"from {module}")].append(f"from {module} import {names}")
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _is_foreign(statement: str) -> bool:
    return statement.split()[1].partition(".")[0] not in sys.stdlib_module_names


def _rank(name: str) -> tuple[int, str]:
    """Constants stand before classes, classes before functions, as ruff sorts them."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


@cache
def _places() -> dict[str, str]:
    """Every name that the runtime defines, in pipeline order, with its file."""
    return {
        name: module
        for module in PIPELINE
        for name in re.findall(r"^(?:def|class) (\w+)", _text(module), re.MULTILINE)
    }


@cache
def _text(module: str) -> str:
    return (RUNTIME / f"{module}.py").read_text(encoding="utf-8")


@cache
def _parsed(module: str) -> tuple[dict[str, ast.stmt], dict[str, str]]:
    """The definitions of one file by name, and its imports by the names that they bring."""
    tree = ast.parse(_text(module))
    defined: dict[str, ast.stmt] = {
        node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    return defined, dict(_imports(tree))


@cache
def _read(name: str) -> Carried:
    """One function or class; only those that are asked for are looked into."""
    places = _places()
    module = places[name]
    defined, imports = _parsed(module)
    node = defined[name]
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
    words = _names(node)
    return Carried(
        name=name,
        module=module,
        source="\n".join(_text(module).splitlines()[first - 1 : node.end_lineno]),
        imports=tuple(sorted(imports[word] for word in words if word in imports)),
        uses=tuple(w for w in words if w in places and w != name),
    )


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each name that the file imports, with a statement that imports it alone."""
    for node in tree.body:
        match node:
            case ast.Import(names):
                for alias in names:
                    named = f"{alias.name} as {alias.asname}" if alias.asname else alias.name
                    yield alias.asname or alias.name, f"import {named}"
            case ast.ImportFrom(str(module), names) if not module.startswith("rnnspec"):
                for alias in names:
                    yield alias.name, f"from {module} import {alias.name}"


def _names(node: ast.AST) -> list[str]:
    """The names that a definition reads, in order, each once; its own variables left out."""
    bound: set[str] = set()
    read: dict[str, None] = {}
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            if isinstance(inner.ctx, ast.Load):
                read[inner.id] = None
            else:
                bound.add(inner.id)
        elif isinstance(inner, ast.arg):
            bound.add(inner.arg)
    return [name for name in read if name not in bound]
