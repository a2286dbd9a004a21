"""Layers from a file beside the spec: `use Name from "layers.py" as recurrent`.

In: the statement and the file's text. Out: the class's arguments, read from its source with `ast`;
nothing of it is run. Its weights cannot be known, so a model with one has no count of parameters.
"""

import posixpath
from errno import EPERM
from typing import TYPE_CHECKING

from rnnspec.check.context import Context
from rnnspec.diagnostics import data as say_data
from rnnspec.diagnostics import names as say_names
from rnnspec.study.model import CustomLayer
from rnnspec.syntax import tree

if TYPE_CHECKING:
    import ast

BEHAVIOURS = ("recurrent", "same")


def check_custom(context: Context, use: tree.Use) -> None:
    """Declare the layer that a `use` names; of one that is not understood nothing more is said."""
    name = use.name.name
    if not context.verify_word(name, use.name.span):
        return
    if name in context.custom:
        context.report(say_names.duplicate(use.name.span, name, context.custom[name].span))
        return
    symbol = context.symbol(use.name, "layer")
    layer = _layer(context, use)
    if layer is None:
        context.scope.declare(name, None, symbol)
    else:
        context.custom[name] = layer


def _layer(context: Context, use: tree.Use) -> CustomLayer | None:
    behaviour = use.behaviour
    if behaviour.name not in BEHAVIOURS:
        context.report(
            say_names.unknown_kind(behaviour.span, "behaviour", behaviour.name, BEHAVIOURS)
        )
        return None
    path = posixpath.normpath(use.path.value.replace("\\", "/"))
    try:
        if path.startswith(("../", "/")) or path == ".." or ":" in path:
            raise OSError(EPERM, "the path leaves the folder of the spec")
        classes = _classes(context.read_text(path))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
        context.report(say_data.unreadable(use.path.span, use.path.value, _reason(error)))
        return None
    name = use.name.name
    if name not in classes:
        kind = f"class of `{use.path.value}`"
        context.report(say_names.unknown_kind(use.name.span, kind, name, classes))
        return None
    arguments, required = _signature(classes, name)
    return CustomLayer(name, path, behaviour.name, arguments, required, use.span)


def _reason(error: Exception) -> str:
    match error:
        case OSError(strerror=str(why)):
            return why.lower()
        case UnicodeDecodeError():
            return "it is not UTF-8"
        case SyntaxError(lineno=int(line)):
            return f"it is not Python (line {line})"
    return "it is not Python"


def _classes(text: str) -> dict[str, "ast.ClassDef"]:
    """The classes of a Python file by their names; raises what `ast.parse` does."""
    import ast
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = ast.parse(text)
    return {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}


def _signature(
    classes: dict[str, "ast.ClassDef"], name: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the class's `__init__` takes by name, and those of it without a default.

    Where the class has none, that of its first base in the same file.
    """
    import ast

    seen: set[str] = set()
    while name in classes and name not in seen:
        seen.add(name)
        for node in classes[name].body:
            if isinstance(node, ast.FunctionDef) and node.name == "__init__":
                return _named(node.args)
        bases = [base.id for base in classes[name].bases if isinstance(base, ast.Name)]
        name = bases[0] if bases else ""
    return (), ()


def _named(arguments: "ast.arguments") -> tuple[tuple[str, ...], tuple[str, ...]]:
    positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    needed = positional[: len(positional) - len(arguments.defaults)]
    keywords = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    needed += [argument.arg for argument, default in keywords if default is None]
    unnamed = {argument.arg for argument in arguments.posonlyargs} | set(positional[:1])
    names = [*positional, *(argument.arg for argument in arguments.kwonlyargs)]
    return (
        tuple(name for name in names if name not in unnamed),
        tuple(name for name in needed if name not in unnamed),
    )
