"""Columns that are told by a pattern, or by those that they are not: the names that a file has.

In: the settings that list columns, the source. Out: the same settings with nothing but names in
their lists, so that whatever follows knows names alone. `"sensor_*"` stands for the columns whose
names are so written, `all but [a, b]` for all others, both in the order of the file and without
the columns of time, group and weight. A pattern that fits no column is reported (E0602).
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from rnnspec.check.columns import ProfileReader, read
from rnnspec.check.constants import column
from rnnspec.check.context import Context
from rnnspec.check.parts import parts
from rnnspec.check.settings import Settings
from rnnspec.check.sources import Written
from rnnspec.diagnostics import data as say
from rnnspec.profile import Profile
from rnnspec.source import Edit
from rnnspec.study.data import Table
from rnnspec.syntax import tree

LISTS = ("inputs", "target", "encode")
"""The settings that list columns."""


def name_columns(
    context: Context, settings: Settings, written: Written, reader: ProfileReader
) -> Settings:
    """The settings with names in place of patterns; the file is looked at where there are some."""
    found = {name: one for name in LISTS if (one := settings.get(name)) and _is_open(one.value)}
    source = written.source
    if not found or not isinstance(source, Table):
        return settings
    told = [text for one in found.values() for text in _texts(one.value)]
    bare = replace(written, source=replace(source, time=None, group=None))
    profile = read(context, bare, reader, tuple(dict.fromkeys(told)))
    weight = settings.get("weight")
    apart = {*source.time_columns, *source.group_columns, *(_texts(weight.value) if weight else ())}
    names = None if profile is None else _Names(context, source, profile, written, apart)
    named = {
        name: replace(one, value=names.of(one.value) if names else tree.Broken(one.value.span))
        for name, one in found.items()
    }
    return replace(settings, by_name={**settings.by_name, **named})


def _is_open(node: tree.Expression) -> bool:
    """Whether the file must be known to name the columns."""
    return any(
        isinstance(part, tree.AllBut) or (isinstance(part, tree.String) and "*" in part.value)
        for part in parts(node)
    )


def _texts(node: tree.Expression) -> Iterator[str]:
    for part in parts(node):
        match part:
            case tree.Word(text) | tree.String(text):
                yield text


class _Names:
    """The columns of a file, and what patterns make of them."""

    def __init__(
        self,
        context: Context,
        source: Table,
        profile: Profile,
        written: Written,
        apart: Collection[str],
    ) -> None:
        self.context, self.names = context, profile.names
        self.edit: Edit | None = written.mending(profile.mend)
        self.open = tuple(name for name in source.held(profile.names) if name not in apart)

    def of(self, node: tree.Expression) -> tree.Expression:
        """An expression with names in its lists; broken where one of them fits nothing."""
        match node:
            case tree.Call(arguments=options):  # those of a choice
                named = (
                    replace(one, key=one.key and self.of(one.key), value=self.of(one.value))
                    for one in options
                )
                return replace(node, arguments=tuple(named))
            case tree.AllBut(items, span):
                listed = self._listed(items)
                if listed is None or not self._are_there(listed):
                    return tree.Broken(span)
                left = {text for one in listed for text in _texts(one)}
                names = (name for name in self.open if name not in left)
                return tree.Items(tuple(tree.String(name, span) for name in names), span)
            case tree.Items(items, span):
                listed = self._listed(items)
                return tree.Broken(span) if listed is None else tree.Items(listed, span)
            case tree.String(text, span) if self._is_pattern(text):
                return self.of(tree.Items((node,), span))
        return node

    def _listed(self, items: Sequence[tree.Expression]) -> tuple[tree.Expression, ...] | None:
        """The items with names for patterns; what is listed already is not listed again."""
        listed = {text for item in items for text in _texts(item) if not self._is_pattern(text)}
        found: list[tree.Expression] = []
        for item in items:
            if not isinstance(item, tree.String) or not self._is_pattern(item.value):
                found.append(item)
                continue
            names = self._matching(item.value)
            if not names:
                problem = say.no_column_matches(item.span, item.value, self.names, self.edit)
                self.context.report(problem)
                return None
            found += [tree.String(name, item.span) for name in names if name not in listed]
            listed.update(names)
        return tuple(found)

    def _is_pattern(self, text: str) -> bool:
        return "*" in text and text not in self.names

    def _matching(self, pattern: str) -> list[str]:
        written = ".*".join(map(re.escape, pattern.split("*")))
        return [name for name in self.open if re.fullmatch(written, name, re.DOTALL)]

    def _are_there(self, items: Sequence[tree.Expression]) -> bool:
        """Whether all of them are columns of the file; the first that is none is reported."""
        for item in items:
            name = column(self.context, item, "a column")
            if name is None:
                return False
            if name not in self.names:
                problem = say.column_not_there(item.span, name, self.names, self.edit)
                self.context.report(problem)
                return False
        return True
