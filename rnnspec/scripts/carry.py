"""The functions of the runtime that a script carries.

In: names of functions and classes. Out: their source text and that of all they use, in the
order of the pipeline, with the imports that they need. The runtime is read as text and never
imported, so a script is made without NumPy, pandas or Keras.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rnnspec.scripts.symbols import names_read, reached

RUNTIME = Path(__file__).parents[1] / "runtime"

PIPELINE = (
    "texts",
    "files",
    "tables",
    "formats",
    "grid",
    "datasets",
    "encode",
    "missing",
    "bounds",
    "parts",
    "division",
    "scalers",
    "windows",
    "layers",
    "training",
    "batches",
    "metrics",
    "baselines",
)
"""The files of the runtime in reading order, which is also the order in a script."""


@dataclass(frozen=True)
class Carried:
    """One function or class as a script holds it.

    `module` is the runtime file that it comes from, `source` its text with decorators and
    without a final newline, `parameters` the names of what a function takes, in order, `imports`
    the import statements that it needs, one name each, and `uses` the names of the runtime that it
    refers to.
    """

    name: str
    module: str
    source: str
    parameters: tuple[str, ...]
    imports: tuple[str, ...]
    uses: frozenset[str]


def carry(names: Iterable[str]) -> list[Carried]:
    """Return the named functions and all that they use, in the order of the pipeline.

    Within a file they keep their order, so what is used stands before its user wherever the
    file has it so. Raises `KeyError` for a name that the runtime does not have.
    """
    all_of_them = runtime()
    needed = reached(names, {name: item.uses for name, item in all_of_them.items()})
    for name in needed - all_of_them.keys():
        raise KeyError(name)
    return [item for name, item in all_of_them.items() if name in needed]


@cache
def runtime() -> Mapping[str, Carried]:
    """Every function and class of the runtime by its name, in the order of the pipeline."""
    texts = {m: (RUNTIME / f"{m}.py").read_text("utf-8").rstrip() for m in PIPELINE}
    defined = frozenset(name for text in texts.values() for name in _DEFINED.findall(text))
    read = (item for module, text in texts.items() for item in _read(module, text, defined))
    return {item.name: item for item in read}


def _read(module: str, text: str, defined: frozenset[str]) -> Iterator[Carried]:
    """What one file defines; two blank lines stand before each function and class."""
    head, *sources = text.split("\n\n\n")
    imports = dict(_imports(ast.parse(head)))
    for source in sources:
        (name,), words = _DEFINED.findall(source), names_read([source])
        needed = tuple(sorted(imports[word] for word in words & imports.keys()))
        yield Carried(name, module, source, _taken(source), needed, defined & words - {name})


def _taken(source: str) -> tuple[str, ...]:
    """The names of what a function takes; a class says nothing of it."""
    match ast.parse(source).body:
        case [ast.FunctionDef(args=taken)]:
            return tuple(one.arg for one in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs))
    return ()


def _imports(head: ast.Module) -> Iterator[tuple[str, str]]:
    """Each name that a file imports, with a statement that imports it alone."""
    for node in head.body:
        match node:
            case ast.Import(names):
                for alias in names:
                    yield alias.asname or alias.name, f"import {ast.unparse(alias)}"
            case ast.ImportFrom(str(module), names) if not module.startswith("rnnspec"):
                for alias in names:
                    yield alias.name, f"from {module} import {alias.name}"


_DEFINED = re.compile(r"^(?:def|class) (\w+)", re.MULTILINE)


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
        blocks[is_foreign(statement)].append(statement)
    for module in sorted(named, key=str.lower):
        names = ", ".join(sorted(named[module], key=_rank))
        blocks[is_foreign(f"from {module}")].append(f"from {module} import {names}")
    return "\n\n".join("\n".join(block) for block in blocks if block)


def is_foreign(statement: str) -> bool:
    """Whether an import statement is of a library."""
    return statement.split()[1].partition(".")[0] not in sys.stdlib_module_names


def _rank(name: str) -> tuple[int, str]:
    """Constants stand before classes, classes before functions, as ruff sorts them."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name
