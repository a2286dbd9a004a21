"""The blocks of a file: each once, the needed ones there.

In: the tree. Out: its sections by name, the file's own blocks and layers declared in the context.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from rnnspec.check.context import Context
from rnnspec.check.custom import check_custom
from rnnspec.check.parts import statements
from rnnspec.diagnostics import names as say
from rnnspec.source import Span
from rnnspec.syntax import tree

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
    counts: tuple[str, ...] = field(default=())
    """Names of the counts and branches of the model, in written order."""

    def items(self, kind: type[Item], *names: str) -> Iterator[Item]:
        """What stands in these sections and is of a kind, in this order."""
        for section in (getattr(self, name) for name in names):
            items = section.items if section is not None else ()
            yield from (item for item in items if isinstance(item, kind))


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
    if sections.model is not None:
        sections.counts = tuple(_counts(sections.model.body))
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


def _counts(body: tree.Body) -> Iterator[str]:
    for statement in statements(body):
        match statement:
            case tree.Repeat(name=tree.Word(name)) | tree.Branch(name=tree.Word(name)):
                yield name
