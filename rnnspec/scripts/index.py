"""What each function of the runtime needs, found once with `ast`.

In: the files of the runtime as text. Out: `generated_index.py`: for every function and class its
file, the imports that it needs, one name each, and the names of the runtime that it refers to.
Run as `python -m rnnspec.scripts.index` after a change of the runtime; a test holds them equal.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from rnnspec.scripts.carry import RUNTIME

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

HEADER = '''"""What each function of the runtime needs: its file, imports, and others that it uses.

Made by `python -m rnnspec.scripts.index`; not to be edited.
"""

# fmt: off
# ruff: noqa: E501
INDEX: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
'''


def render_index() -> str:
    """The text of `generated_index.py`."""
    trees = {name: ast.parse((RUNTIME / f"{name}.py").read_text("utf-8")) for name in PIPELINE}
    defined = {
        node.name: (module, node)
        for module, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    lines = []
    for name, (module, node) in defined.items():
        words = _names(node)
        imports = dict(_imports(trees[module]))
        needed = tuple(sorted(imports[word] for word in words if word in imports))
        uses = tuple(word for word in words if word in defined and word != name)
        lines += [f"    {name!r}: (", f"        {module!r},"]
        lines += [f"        {needed!r},", f"        {uses!r},", "    ),"]
    return HEADER + "\n".join([*lines, "}", ""])


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


def main() -> None:
    """Write the index anew."""
    Path(__file__).with_name("generated_index.py").write_text(render_index(), encoding="utf-8")


if __name__ == "__main__":
    main()
