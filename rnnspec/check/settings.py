"""The settings of a section, by name.

In: a section's items and the names that it may have. Out: the settings, each once; unknown and
doubled ones are reported here, missing ones by `verify_given`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rnnspec.catalog import Parameter
from rnnspec.check.context import Context
from rnnspec.check.expect import NAMED, expectation
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.source import NOWHERE, Span
from rnnspec.syntax import tree


@dataclass(frozen=True)
class Settings:
    """A section's settings. `broken` holds names that were begun but could not be read."""

    section: tree.Word
    by_name: dict[str, tree.Setting]
    broken: frozenset[str]
    misspelt: int

    def get(self, name: str) -> tree.Setting | None:
        """The setting of that name, if it was written and read."""
        return self.by_name.get(name)

    def given(self, name: str) -> bool:
        """Whether the setting was written, readable or not."""
        return name in self.by_name or name in self.broken


def written_value(context: Context, settings: Settings, name: str) -> tree.Expression | None:
    """What stands behind the `=` of a setting that cannot be searched; None where nothing does."""
    setting = settings.get(name)
    if setting is not None and setting.mark == "~":
        context.report(say_names.not_searched(setting.span, name))
        return None
    return None if setting is None or isinstance(setting.value, tree.Broken) else setting.value


def has_folds(search: Settings) -> bool:
    """Whether folds stand instead of a validation part."""
    setting = search.get("folds")
    if setting is None:
        return search.given("folds")
    return not isinstance(setting.value, tree.Constant)


def read_settings(
    context: Context,
    section: tree.Section | None,
    known: Mapping[str, Parameter],
    places: Mapping[str, str],
) -> Settings:
    """Sort a section's settings by name; report those it does not know or that stand twice.

    `places` tells which block has a setting.
    """
    if section is None:  # Its settings count as begun: that it is missing is all that is said.
        return Settings(tree.Word("", NOWHERE), {}, frozenset(known), 0)
    context.expect(section.span, "setting", known)
    found: dict[str, tree.Setting] = {}
    misspelt = 0
    for item in section.items:
        if not isinstance(item, tree.Setting):
            continue
        name, span = item.name.name, item.name.span
        if name not in known:
            block = section.name.name
            problem = say_names.unknown_setting(span, block, name, known, places.get(name, ""))
            context.report(problem)
            misspelt += 1
        elif name in found:
            context.report(say_names.duplicate(span, name, found[name].name.span))
        else:
            found[name] = item
            families = expectation(known[name]).families
            if item.mark == "=" and not set(NAMED).isdisjoint(families):
                _expect(context, head(item.value), known[name])
    for word in section.broken:  # What may stand between its name and whatever follows it.
        if word.name in known:
            starts = [one.span.start for one in section.items]
            ends = [start for start in starts if start > word.span.start]
            space = Span(word.span.end, min([*ends, section.span.end - 1]))
            _expect(context, space, known[word.name])
    broken = frozenset(word.name for word in section.broken)
    misspelt += sum(name not in known for name in broken)
    return Settings(section.name, found, broken, misspelt)


def _expect(context: Context, span: Span, parameter: Parameter) -> None:
    expect = expectation(parameter)
    names = context.columns if expect.columns else context.scope
    context.expect(span, expect.place, expect, names)


def head(node: tree.Expression) -> Span:
    """The place of a value, of a call that of its name."""
    return node.name.span if isinstance(node, tree.Call) else node.span


def verify_given(
    context: Context, settings: Settings, parameters: Iterable[Parameter], **help: str
) -> None:
    """Report required settings that are not there; a misspelt one stands for a missing one.

    `help` tells by a setting's name what else would do.
    """
    missing = [p.name for p in parameters if p.required and not settings.given(p.name)]
    if len(missing) > settings.misspelt:
        helps = [help[name] for name in missing if name in help]
        block = settings.section
        context.report(say_values.setting_missing(block.span, block.name, missing, *helps))
