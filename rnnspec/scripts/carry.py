"""The functions of the runtime that a script carries.

In: names of functions and classes. Out: their source text and that of all they use, in the
order of the pipeline, with the imports that they need. The runtime is read as text and never
imported, so a script is made without NumPy, pandas or Keras; what each function needs was found
beforehand, by `rnnspec.scripts.index`.
"""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rnnspec.scripts.generated_index import INDEX

RUNTIME = Path(__file__).parents[1] / "runtime"


@dataclass(frozen=True)
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
    needed: dict[str, Carried] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = _read(name)
            waiting.extend(needed[name].uses)
    return [needed[name] for name in INDEX if name in needed]


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
def _read(name: str) -> Carried:
    module, imports, uses = INDEX[name]
    return Carried(name, module, _sources(module)[name], imports, uses)


@cache
def _sources(module: str) -> dict[str, str]:
    """The functions and classes of one file by name; two blank lines stand before each."""
    text = (RUNTIME / f"{module}.py").read_text(encoding="utf-8")
    _, *sources = text.rstrip().split("\n\n\n")
    return {_DEFINED.findall(source)[0]: source for source in sources}


_DEFINED = re.compile(r"^(?:def|class) (\w+)", re.MULTILINE)
