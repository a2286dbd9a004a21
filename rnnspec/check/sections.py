"""The blocks of a file: each once, the needed ones there; and layers from a file beside it.

In: the tree, the text of files that `use` names. Out: its sections by name, the file's own blocks
and layers declared in the context. The arguments of `use Name from "layers.py" as recurrent` are
read from the source of the class with `ast`; nothing of it is run. Its weights cannot be known, so
a model with one has no count of parameters.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from errno import EPERM
from typing import TYPE_CHECKING, TypeVar

from rnnspec.check.context import Context
from rnnspec.check.parts import statements
from rnnspec.check.reserved import reserved
from rnnspec.diagnostics import data as say_data
from rnnspec.diagnostics import names as say
from rnnspec.source import Span
from rnnspec.study.model import CustomLayer
from rnnspec.syntax import tree

if TYPE_CHECKING:
    import ast

Item = TypeVar("Item", tree.Setting, tree.Require, tree.Start)
NEEDED = ("data", "model", "train", "search")


@dataclass
class Sections:
    """A file's sections; None for those that are not there."""

    start: Span
    data: tree.Section | None = None
    space: tree.Section | None = None
    model: tree.ModelSection | None = None
    train: tree.Section | None = None
    search: tree.Section | None = None

    def items(self, kind: type[Item], *names: str) -> Iterator[Item]:
        """What stands in these sections and is of a kind, in this order."""
        for section in (getattr(self, name) for name in names):
            items = section.items if section is not None else ()
            yield from (item for item in items if isinstance(item, kind))

    def counts(self) -> Iterator[str]:
        """The names of the counts and branches of the model, in written order."""
        for statement in statements(self.model.body) if self.model is not None else ():
            match statement:
                case tree.Repeat(name=tree.Word(name)) | tree.Branch(name=tree.Word(name)):
                    yield name


def check_sections(context: Context, file: tree.File) -> Sections:
    """Sort the parts of a file; report what stands twice, is unknown or is missing."""
    start = (
        file.version.span if file.version is not None else Span(file.span.start, file.span.start)
    )
    sections = Sections(start)
    context.expect(file.span, "section", (*NEEDED, "space", "block", "use"))
    unknown = 0
    for part in file.parts:
        match part:
            case tree.Section(name) | tree.ModelSection(name):
                first = getattr(sections, name.name)
                if first is not None:
                    context.report(say.block_twice(name.span, name.name, first.name.span))
                else:
                    setattr(sections, name.name, part)
            case tree.UnknownSection(name):
                unknown += 1
                context.report(say.unknown_section(name.span, name.name))
            case tree.Block(name):
                _declare_block(context, part)
            case tree.Use():
                check_custom(context, part)
    broken = (*file.broken, *(sections.model.broken if sections.model is not None else ()))
    for word in broken:  # Names that were begun stand for something that is not known.
        context.scope.declare(word.name, None, context.symbol(word, "value"))
    _verify_places(context, sections)
    missing = [name for name in NEEDED if getattr(sections, name) is None]
    if missing and not unknown and not file.incomplete:
        context.report(say.blocks_missing(start, missing))
    return sections


def _verify_places(context: Context, sections: Sections) -> None:
    """Report constraints and first points that stand in another block than theirs."""
    for section in (sections.data, sections.space, sections.train, sections.search):
        for item in section.items if section is not None else ():
            match item:
                case tree.Require(span=span) if section is not sections.space:
                    context.report(say.misplaced(span, "require", "space"))
                case tree.Start(span=span) if section is not sections.search:
                    context.report(say.misplaced(span, "start", "search"))


def _declare_block(context: Context, block: tree.Block) -> None:
    name = block.name.name
    if not context.verify_word(name, block.name.span):
        return
    if name in context.blocks:
        context.report(say.duplicate(block.name.span, name, context.blocks[name].name.span))
        return
    if name in context.custom:
        context.report(say.duplicate(block.name.span, name, context.custom[name].span))
    first: dict[str, Span] = {}
    for word in block.parameters:
        if not context.verify_word(word.name, word.span):
            continue
        if first.setdefault(word.name, word.span) != word.span:
            context.report(say.duplicate(word.span, word.name, first[word.name]))
    context.symbol(block.name, "block")
    context.blocks[name] = block


BEHAVIOURS = ("recurrent", "same")


def check_custom(context: Context, use: tree.Use) -> None:
    """Declare the layer that a `use` names; of one that is not understood nothing more is said."""
    name = use.name.name
    if not context.verify_word(name, use.name.span):
        return
    if name in context.custom:
        context.report(say.duplicate(use.name.span, name, context.custom[name].span))
        return
    if name in reserved():
        context.report(say.hides_code(use.name.span, name))
    symbol = context.symbol(use.name, "layer")
    layer = _layer(context, use)
    if layer is None:
        context.scope.declare(name, None, symbol)
    else:
        context.custom[name] = layer


def _layer(context: Context, use: tree.Use) -> CustomLayer | None:
    behaviour = use.behaviour
    if behaviour.name not in BEHAVIOURS:
        context.report(say.unknown_kind(behaviour.span, "behaviour", behaviour.name, BEHAVIOURS))
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
        context.report(say.unknown_kind(use.name.span, kind, name, classes))
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
