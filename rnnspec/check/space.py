"""The space block: hyperparameters, derived values, constraints.

In: the section's settings, in any order. Out: distributions and derived values in the context, in
the order of their needs; cycles and names that hide words are reported.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rnnspec.check.context import FACTS, Context
from rnnspec.check.expect import OBJECTS_TOO
from rnnspec.check.parts import parts
from rnnspec.check.searched import lower_setting
from rnnspec.check.values import lower_expression
from rnnspec.diagnostics import names as say
from rnnspec.source import Span
from rnnspec.study.expressions import Const, Derived, Expr, Ref, builds
from rnnspec.study.space import Constraint, DerivedValue
from rnnspec.syntax import tree


def declare_space(context: Context, section: tree.Section) -> None:
    """Declare every name of the space, so that all blocks may read them in any order."""
    first: dict[str, Span] = {}
    for word in section.broken:
        context.scope.declare(word.name, None, context.symbol(word, "value"))
    for item in section.items:
        if not isinstance(item, tree.Setting):
            continue
        name, span = item.name.name, item.name.span
        if not context.verify_word(name, span):
            context.scope.declare(name, None)
        elif name in first:
            context.report(say.duplicate(span, name, first[name]))
        elif context.scope.own(name):
            counted = context.scope[name]
            context.report(say.duplicate(counted.span if counted else span, name, span))
        else:
            first[name] = span
            meaning: Expr = Ref(name, (), span) if item.mark == "~" else Derived(name, span)
            kind = "hyperparameter" if item.mark == "~" else "value"
            context.scope.declare(name, meaning, context.symbol(item.name, kind))


def lower_space(
    context: Context, section: tree.Section, facts: Mapping[str, tree.Setting], *, after_data: bool
) -> None:
    """Give the settings their values and distributions, each after those that it reads.

    Those that read facts wait until these are known (`after_data`); the others come first, because
    the data block may name them. `facts` are the settings of other blocks that expressions may
    read.
    """
    context = context.at(replace(context.place, by_readers=True))
    written = _by_name(section)
    settings = {**facts, **written}
    late: set[str] = set()
    for name in _in_order(context, settings, report=not after_data):
        read = _words(settings[name])
        if any(w in late or w in facts or (w in FACTS and w not in written) for w in read):
            late.add(name)
        if name in written and (name in late) is after_data:
            if written[name].mark == "~":
                meaning = lower_setting(context, written[name], OBJECTS_TOO)
                context.scope.declare(name, meaning)
            else:
                _lower_fixed(context, written[name], late=after_data)


def _lower_fixed(context: Context, setting: tree.Setting, *, late: bool) -> None:
    """A constant, or an object to be built, stands itself wherever its name is read.

    What comes `late` may have been read already, by its name.
    """
    name = setting.name.name
    value = lower_setting(context, setting, OBJECTS_TOO)
    if value is None or isinstance(value, Const) or builds(value):
        context.scope.declare(name, value)
        if not late:
            return
    meaning = value if value is not None else Const(None)
    context.derived[name] = DerivedValue(name, meaning, setting.name.span)


def _by_name(section: tree.Section) -> dict[str, tree.Setting]:
    written: dict[str, tree.Setting] = {}
    for item in section.items:
        if isinstance(item, tree.Setting):
            written.setdefault(item.name.name, item)
    return written


def _in_order(context: Context, settings: Mapping[str, tree.Setting], *, report: bool) -> list[str]:
    """The settings that are understood, each after those that it reads; cycles are left out."""
    known = {
        name: setting
        for name, setting in settings.items()
        if name not in context.scope or context.scope[name] is not None
    }
    done: dict[str, None] = {}
    for first in known:
        trail = {first: _reads(known, first)} if first not in done else {}
        while trail:
            name = next(reversed(trail))
            need = next((n for n in trail[name] if n not in done), None)
            if need is None:
                del trail[name]
                done[name] = None
            elif need in trail:
                ring = [*trail][[*trail].index(need) :]
                if report:
                    span = min(known[member].name.span for member in ring)
                    context.report(say.cycle(span, [*ring, need]))
                for member in ring:
                    context.scope.declare(member, None)
                    done[member] = None
                    del trail[member]
            else:
                trail[need] = _reads(known, need)
    return [name for name in done if name not in context.scope or context.scope[name] is not None]


def _reads(settings: Mapping[str, tree.Setting], name: str) -> Iterator[str]:
    return (word for word in _words(settings[name]) if word in settings)


def _words(setting: tree.Setting) -> Iterator[str]:
    """The bare words in a setting's value, called names and the label of a default left out."""
    label: tree.Expression | None = None
    match setting:
        case tree.Setting(mark="~", value=tree.Call(_, arguments)):
            keys = {a.key.name: a for a in arguments if isinstance(a.key, tree.Word)}
            if "default" in keys and keys["default"].mark == "=":
                label = keys["default"].value
            labels = {name for name, argument in keys.items() if argument.mark == ":"}
            if not (isinstance(label, tree.Word) and label.name in labels):
                label = None
    for part in parts(setting.value):
        if isinstance(part, tree.Word) and part is not label:
            yield part.name


def lower_constraints(context: Context, requires: Iterable[tree.Require], text: str) -> None:
    """The `require`s; `text` is the source, from which their words are kept."""
    for require in requires:
        condition, span = lower_expression(context, require.condition), require.condition.span
        if condition is not None:
            words = " ".join(text[span.start : span.end].split())
            context.constraints.append(Constraint(condition, words, require.span))
