"""Layers from a file beside the spec: `use Name from "layers.py" as recurrent`.

In: the statement and the file's text. Out: the class's arguments, read from its source with `ast`;
nothing of it is run. Its weights cannot be known, so a model with one has no count of parameters.
"""

import posixpath

from rnnspec.check.context import Context
from rnnspec.check.vocabulary import verify_word
from rnnspec.diagnostics import data as say_data
from rnnspec.diagnostics import names as say_names
from rnnspec.study.model import CustomLayer
from rnnspec.syntax import tree

BEHAVIOURS = ("recurrent", "same")


def check_custom(context: Context, use: tree.Use) -> None:
    """Declare the layer that a `use` names."""
    name, path, behaviour = use.name, use.path, use.behaviour
    if behaviour.name not in BEHAVIOURS:
        context.report(
            say_names.unknown_kind(behaviour.span, "behaviour", behaviour.name, BEHAVIOURS)
        )
        return
    if not verify_word(context, name.name, name.span):
        return
    if name.name in context.custom:
        first = context.custom[name.name].span
        context.report(say_names.duplicate(name.span, name.name, first))
        return
    layer = CustomLayer(name.name, path.value, behaviour.name, span=use.span)
    context.custom[name.name] = layer
    folded = posixpath.normpath(path.value.replace("\\", "/"))
    if folded.startswith(("../", "/")) or folded == ".." or ":" in folded:
        why = "the path leaves the folder of the spec"
        context.report(say_data.unreadable(path.span, path.value, why))
        return
    try:
        text = context.read_text(folded)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        context.report(say_data.unreadable(path.span, path.value, why.lower()))
        return
    found = _signature(context, use, text)
    if found is not None:
        arguments, required = found
        context.custom[name.name] = CustomLayer(
            name.name, folded, behaviour.name, arguments, required, use.span
        )


def _signature(
    context: Context, use: tree.Use, text: str
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The names that the class's `__init__` takes, and those without a default."""
    import ast

    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        why = f"it is not Python{f' (line {line})' if line else ''}"
        context.report(say_data.unreadable(use.path.span, use.path.value, why))
        return None
    classes = {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}
    if use.name.name not in classes:
        context.report(
            say_names.unknown_kind(
                use.name.span, f"class of `{use.path.value}`", use.name.name, classes
            )
        )
        return None
    for node in classes[use.name.name].body:
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            positional = [a.arg for a in (*node.args.posonlyargs, *node.args.args)][1:]
            keywords = [a.arg for a in node.args.kwonlyargs]
            defaults = len(node.args.defaults)
            needed = positional[: len(positional) - defaults] if defaults else positional
            needed += [a for a, d in zip(keywords, node.args.kw_defaults, strict=True) if d is None]
            return (*positional, *keywords), tuple(needed)
    return (), ()
