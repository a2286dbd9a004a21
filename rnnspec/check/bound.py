"""A spec with every `~` replaced by a value: `best.rnnspec`.

In: a spec's text, its study, one configuration. Out: the text of a spec that builds, trains and
scores what the original does at these values, in canonical form, comments kept. The chosen option
of a branch stands alone; `require`s, first points and pruners are gone, for nothing is left to
choose; the search trains the one configuration that there is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import count
from posixpath import isabs, join, normpath
from typing import Any

from rnnspec.check.layers import base_name
from rnnspec.check.model import count_owners
from rnnspec.check.parts import statements
from rnnspec.check.settled import CountedLoop, Settled, render_by_turn, render_settled
from rnnspec.diagnostics.diagnostic import Problems
from rnnspec.source import Edit, Source, Span, apply_edits
from rnnspec.study.evaluate import Scope
from rnnspec.study.space import Configuration
from rnnspec.study.study import Study
from rnnspec.syntax import format_file, parse_file, tree
from rnnspec.words import quoted

OF_COLUMNS = frozenset({"source", "test", "inputs", "target", "encode"})
"""Settings whose words are columns."""

LEFT_OUT = frozenset({"pruner"})
"""Settings of `search` that mean nothing for a single trial."""


def render_bound(source: Source, study: Study, values: Configuration, folder: str = "") -> str:
    """The spec of one configuration.

    `study` is what checking `source` gave; its seed may be another. `folder` leads from where the
    text will lie to the folder of the original: paths of data are told from there. Files of `use`
    keep their paths, for they may lie nowhere but beside a spec.
    """
    file = parse_file(source, Problems())
    writer = _Writer(source.text, file, Settled(study, values), folder, study.search.seed)
    inputs = Scope.of(study.space, values).evaluate(study.data.inputs)
    if isinstance(inputs, tuple) and set(study.data.encode).difference(inputs):
        writer.encode = [name for name in study.data.encode if name in inputs]
    text = writer.file(file)
    bound = Source(source.name, text)
    return format_file(parse_file(bound, Problems()), bound)


@dataclass(frozen=True)
class _Place:
    """The surroundings of a statement.

    `prefix` is that of `check.scope.Place`; `names` are the counts and branches that are seen from
    here, and what stands for them; `owners` name the calls of blocks.
    """

    prefix: str = ""
    pending: str = ""
    loops: tuple[CountedLoop, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[Span, str] = field(default_factory=dict)


class _Writer:
    """One text while it is written anew."""

    def __init__(
        self, text: str, file: tree.File, settled: Settled, folder: str, seed: int
    ) -> None:
        self.text = text
        self.settled = settled
        self.folder = folder
        self.seed = seed
        self.blocks = {part.name.name: part for part in file.parts if isinstance(part, tree.Block)}
        self.copies: dict[str, dict[str, str]] = {name: {} for name in self.blocks}
        """The names of each block's copies by their texts: one for each way in which it is used."""
        self.variable = "turn"
        while re.search(rf"\b{self.variable}_\d", text):
            self.variable += "_"
        self.encode: list[str] | None = None
        """The encoded columns that are still inputs, where some are none any more."""
        self.root = _Place()
        for part in file.parts:
            if isinstance(part, tree.ModelSection):
                self.root = self.entered(part.body, _Place(owners=_owners(part.body)))

    # --- the file ---

    def file(self, file: tree.File) -> str:
        """The whole text; blocks come last, for calls decide what is left of them."""
        edits: list[Edit] = []
        for part in file.parts:
            match part:
                case tree.Section():
                    edits.extend(self.section(part))
                case tree.ModelSection(body=body):
                    edits.extend(self.edits(body, self.root))
        for name, block in self.blocks.items():
            copies = [f"block {copy}{rest}" for rest, copy in self.copies[name].items()]
            span = block.span if copies else self.lines(block.span)
            edits.append(Edit(span, "\n\n".join(copies)))
        return apply_edits(self.text, file.span, edits)

    def section(self, section: tree.Section) -> Iterator[Edit]:
        if all(isinstance(item, tree.Require) for item in section.items):
            yield Edit(self.lines(section.span), "")
            return
        for item in section.items:
            match section.name.name, item:
                case _, tree.Require() | tree.Start():
                    yield Edit(self.lines(item.span), "")
                case "search", tree.Setting(tree.Word(name)) if name in LEFT_OUT | {"trials"}:
                    yield Edit(self.lines(item.span), "")
                case "search", tree.Setting(tree.Word("seed")):
                    yield Edit(item.span, f"seed = {self.seed}")
                case "search", tree.Setting(tree.Word("algorithm"), _, value):
                    written = any(_is_named(one, "seed") for one in section.items)
                    said = ["random", "trials = 1"]
                    said += [f"seed = {self.seed}"] if self.seed and not written else []
                    whole = self.text[section.span.start : section.span.end]
                    yield Edit(value.span, ("\n" if "\n" in whole else "  ").join(said))
                case "data", tree.Setting(tree.Word("source" | "test"), _, tree.Call() as call):
                    yield from self.moved(call)
                case "data", tree.Setting(tree.Word("encode"), _, value) if self.encode is not None:
                    listed = f"[{', '.join(map(quoted, self.encode))}]"
                    gone = Edit(self.lines(item.span), "")
                    yield Edit(value.span, listed) if self.encode else gone
                case "data", tree.Setting(tree.Word(name)) if name in OF_COLUMNS:
                    yield from self.edits(item, replace(self.root, names={}))
                case _:
                    yield from self.edits(item, self.root)

    def moved(self, call: tree.Call) -> Iterator[Edit]:
        """The path of the data, told from where the text will lie."""
        for position, argument in enumerate(call.arguments):
            named = argument.key.name if isinstance(argument.key, tree.Word) else None
            match argument.value:
                case tree.String(path, span) if named == "path" or (named is None and not position):
                    if self.folder and not isabs(path):
                        yield Edit(span, quoted(normpath(join(self.folder, path))))

    # --- whatever stands in it ---

    def edits(self, root: Any, place: _Place) -> Iterator[Edit]:
        """The edits inside a node of the tree, in written order."""
        pending = [root]
        while pending:
            node = pending.pop()
            match node:
                case tree.Setting(name, "~", tree.Call() as call, span):
                    value = self.searched(name.span, call, place)
                    yield Edit(span, f"{name.name} = {value}")
                case tree.Argument(tree.Word(name), "~", tree.Call() as call, span):
                    yield Edit(span, f"{name} = {self.searched(span, call, place)}")
                case tree.Setting(value=value) | tree.Argument(value=value):
                    pending.append(value)
                case tree.Word(name, span) if name in place.names:
                    yield Edit(span, place.names[name])
                case tree.Layer(call=call) if call.name.name in self.blocks:
                    yield from self.block_call(call, node.span, place)
                case tree.Layer(call=inside) | tree.Option(body=inside):
                    pending.append(inside)
                case tree.Call(arguments=arguments):
                    pending.extend(reversed(arguments))
                case tree.Repeat():
                    yield from self.repeat(node, place)
                case tree.Branch():
                    yield self.branch(node, place)
                case _:
                    pending.extend(reversed([*_inside(node)]))

    def searched(self, span: Span, call: tree.Call, place: _Place) -> str:
        site = self.settled.site(span, place.prefix)
        return render_settled(call, site, place.loops, lambda node: self.written(node, place))

    def written(self, node: Any, place: _Place) -> str:
        """The text of a node with everything in it settled."""
        return apply_edits(self.text, node.span, self.edits(node, place))

    # --- statements ---

    def entered(self, body: tree.Body, place: _Place, hidden: Iterable[str] = ()) -> _Place:
        """The place inside a body that has names of its own."""
        names = {name: text for name, text in place.names.items() if name not in hidden}
        for statement in statements(body, of_repeats=False):
            match statement:
                case tree.Repeat(name=tree.Word(name, span), count=tree.Call() as call):
                    names[name] = self.searched(span, call, place)
                case tree.Branch(tree.Word(name)):
                    labels = {
                        t: quoted(label) for t, label in self.labels(statement, place).items()
                    }
                    names[name] = render_by_turn(labels, place.loops)
        return replace(place, names=names)

    def repeat(self, node: tree.Repeat, place: _Place) -> Iterator[Edit]:
        if node.name is not None and isinstance(node.count, tree.Call):
            times = self.searched(node.name.span, node.count, place)
        else:
            times = self.written(node.count, place)
        written = node.variable.name if node.variable is not None else None
        variable = written
        if written is None or any(loop.variable == written for loop in place.loops):
            variable = self.fresh(len(place.loops))
        assert variable is not None
        loop = CountedLoop(variable, max(self.settled.turns.get(node.span, 0), 1))
        inside = replace(
            place,
            pending=place.pending + "[{}]",
            loops=(*place.loops, loop),
            names={**place.names, written: variable}
            if written not in (None, variable)
            else {name: text for name, text in place.names.items() if name != written},
        )
        inside = self.entered(node.body, inside)
        body = self.written(node.body, inside)
        named = f" as {variable}" if written is not None or _names(body, variable) else ""
        yield Edit(node.span, f"repeat {times}{named} {body}")

    def branch(self, node: tree.Branch, place: _Place) -> Edit:
        """The chosen option; where turns choose differently, a `when` among the chosen ones."""
        labels = self.labels(node, place)
        options = {option.label.name: option for option in node.options}
        chosen = list(dict.fromkeys(labels.values()))
        texts = {label: self.option(options[label], place) for label in chosen}
        if len(chosen) == 1:
            text = texts[chosen[0]]
            return Edit(node.span if text else self.lines(node.span), self.closed(text, node))
        which = render_by_turn(
            {turns: quoted(label) for turns, label in labels.items()}, place.loops
        )
        *first, last = chosen
        arms = [f"when {which} == {quoted(label)} {{\n{texts[label]}\n}}" for label in first]
        return Edit(node.span, " else ".join([*arms, f"{{\n{texts[last]}\n}}"]))

    def labels(self, node: tree.Branch, place: _Place) -> dict[tuple[int, ...], str]:
        """The chosen labels by the numbers of the turns."""
        site = self.settled.site(node.name.span, place.prefix)
        if site is None:
            return {(): node.options[0].label.name}
        return {turns: str(label) for turns, label in site.values.items()}

    def option(self, option: tree.Option, place: _Place) -> str:
        """What an option holds, without its braces."""
        text = self.written(option.body, place)
        return text[1:-1].strip() if option.braced else text

    def closed(self, text: str, before: tree.Branch) -> str:
        """A text that stands where the branch stood: its last comment swallows no statement."""
        rest = self.text[before.span.end :].split("\n", 1)[0].strip()
        ends_open = "#" in text.rsplit("\n", 1)[-1]
        return f"{text}\n" if ends_open and rest and rest[0] != "#" else text

    # --- blocks ---

    def block_call(self, call: tree.Call, span: Span, place: _Place) -> Iterator[Edit]:
        """The call, of a copy of the block where its calls differ in what they search."""
        block = self.blocks[call.name.name]
        parameters = [parameter.name for parameter in block.parameters]
        outer = tuple(replace(loop, variable=self.fresh(k)) for k, loop in enumerate(place.loops))
        prefix = f"{place.prefix}{place.owners[span]}{place.pending}."
        inside = _Place(prefix, "", outer, self.root.names, _owners(block.body))
        body = self.written(block.body, self.entered(block.body, inside, hidden=parameters))
        passed = [k for k, loop in enumerate(outer) if _names(body, loop.variable)]
        parameters += [outer[k].variable for k in passed]
        name = self.copy(block.name.name, f"({', '.join(parameters)}) {body}")
        if name != call.name.name:
            yield Edit(call.name.span, name)
        if not passed:
            for argument in call.arguments:
                yield from self.edits(argument, place)
            return
        arguments = [self.written(argument, place) for argument in call.arguments]
        arguments += [f"{outer[k].variable} = {place.loops[k].variable}" for k in passed]
        yield Edit(Span(call.name.span.end, call.span.end), f"({', '.join(arguments)})")

    def copy(self, block: str, text: str) -> str:
        """The name of the copy of a block with this text, which is made where there is none."""
        copies = self.copies[block]
        if text not in copies:
            names = (f"{block}_{number}" for number in count(len(copies) + 1))
            free = (name for name in names if not _names(self.text, name))
            copies[text] = next(free) if copies else block
        return copies[text]

    # --- text ---

    def fresh(self, depth: int) -> str:
        """A variable for the turns of the repeat at a depth that the file does not use."""
        return f"{self.variable}_{depth + 1}"

    def lines(self, span: Span) -> Span:
        """The stretch, with all of its lines where nothing but a comment stands beside it."""
        start = self.text.rfind("\n", 0, span.start) + 1
        end = self.text.find("\n", span.end) + 1 or len(self.text)
        after = self.text[span.end : end].strip()
        alone = not self.text[start : span.start].strip() and (not after or after[0] == "#")
        return Span(start, end) if alone else span


def _is_named(item: tree.Setting | tree.Require | tree.Start, name: str) -> bool:
    return isinstance(item, tree.Setting) and item.name.name == name


def _names(text: str, name: str) -> bool:
    """Whether a text holds a name."""
    return re.search(rf"\b{re.escape(name)}\b", text) is not None


def _inside(node: Any) -> Iterator[Any]:
    """The parts of a node that are nodes themselves."""
    for own in fields(node):
        value = getattr(node, own.name)
        for part in value if isinstance(value, tuple) else (value,):
            if hasattr(part, "span"):
                yield part


def _owners(body: tree.Body) -> dict[Span, str]:
    """What the calls in a body put in front of names, as the checker names them."""
    owners = count_owners(body)
    return {
        one.span: one.label.name if one.label else owners.name(base_name(one.call))
        for one in statements(body)
        if isinstance(one, tree.Layer)
    }
