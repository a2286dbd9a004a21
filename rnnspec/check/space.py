"""The space block: hyperparameters, derived values, constraints.

In: the section's settings, in any order. Out: laws and derived values in the context, the latter
in the order of their needs; cycles and names that hide words are reported.
"""

from collections.abc import Iterable

from rnnspec.check.context import Context
from rnnspec.check.expect import OBJECTS_TOO
from rnnspec.check.scope import Namer, Place
from rnnspec.check.searched import lower_searched
from rnnspec.check.values import lower_expression
from rnnspec.check.vocabulary import verify_word
from rnnspec.diagnostics import names as say
from rnnspec.source import Span
from rnnspec.study.expressions import Const, Derived, Expr, Ref
from rnnspec.study.space import Constraint, DerivedValue
from rnnspec.syntax import tree


def declare_space(context: Context, section: tree.Section) -> None:
    """Declare every name of the space, so that all blocks may read them in any order."""
    first: dict[str, Span] = {}
    for word in section.broken:
        context.scope.declare(word.name, None)
    for item in section.items:
        if not isinstance(item, tree.Setting):
            continue
        name, span = item.name.name, item.name.span
        if not verify_word(context, name, span):
            context.scope.declare(name, None)
        elif name in first:
            context.report(say.duplicate(span, name, first[name]))
        elif context.scope.own(name):
            counted = context.scope[name]
            context.report(say.duplicate(counted.span if counted else span, name, span))
        else:
            first[name] = span
            meaning: Expr = Ref(name, (), span) if item.mark == "~" else Derived(name, span)
            context.scope.declare(name, meaning)


def lower_derived(
    context: Context, place: Place, section: tree.Section, *, after_data: bool
) -> None:
    """Give fixed settings their values.

    Those that read facts of the data wait until these are known (`after_data`); the others come
    first, because the data block and the bounds of distributions may name them.
    """
    written = _by_name(section)
    late = _late(context, written)
    for name in _in_order(context, written, report=not after_data):
        if (name in late) is after_data:
            _lower_derived(context, place, written[name])


def lower_laws(context: Context, place: Place, section: tree.Section, namer: Namer) -> None:
    """Give searched settings their laws."""
    for name, setting in _by_name(section).items():
        if setting.mark == "~" and not _is_unknown(context, name):
            span = setting.name.span
            inside = namer.of(setting.value.span)
            meaning = lower_searched(
                context, place, name, setting.value, OBJECTS_TOO, inside, span, space=True
            )
            context.scope.declare(name, meaning)


def _by_name(section: tree.Section) -> dict[str, tree.Setting]:
    written: dict[str, tree.Setting] = {}
    for item in section.items:
        if isinstance(item, tree.Setting):
            written.setdefault(item.name.name, item)
    return written


def _late(context: Context, written: dict[str, tree.Setting]) -> set[str]:
    """The fixed settings that read facts of the data, through others too."""
    late: set[str] = set()
    reads = {name: set(words(s.value)) for name, s in written.items() if s.mark == "="}
    growing = True
    while growing:
        found = {
            name
            for name, read in reads.items()
            if name not in late
            and any(w in late or (w in context.facts and w not in written) for w in read)
        }
        late |= found
        growing = bool(found)
    return late


def _is_unknown(context: Context, name: str) -> bool:
    return context.scope[name] is None


def _in_order(context: Context, written: dict[str, tree.Setting], *, report: bool) -> list[str]:
    """The fixed settings, each after those that it reads; a cycle is reported and left out."""
    fixed = {
        name: s for name, s in written.items() if s.mark == "=" and not _is_unknown(context, name)
    }
    reads = {name: [w for w in words(s.value) if w in fixed] for name, s in fixed.items()}
    done: dict[str, None] = {}
    broken: set[str] = set()
    for first in fixed:
        stack, trail = [first], {first: None}
        while stack:
            name = stack[-1]
            needs = [n for n in reads[name] if n not in done and n not in broken]
            looped = next((n for n in needs if n in trail), None)
            if looped is not None:
                ring = list(trail)[list(trail).index(looped) :]
                if report:
                    context.report(say.cycle(fixed[ring[0]].name.span, [*ring, looped]))
                for member in ring:
                    broken.add(member)
                    context.scope.declare(member, None)
                stack = [n for n in stack if n not in broken]
                trail = dict.fromkeys(stack)
            elif needs:
                stack.append(needs[0])
                trail[needs[0]] = None
            else:
                if name not in broken:
                    done[name] = None
                stack.pop()
                trail.pop(name, None)
    return list(done)


def words(node: tree.Expression) -> Iterable[str]:
    """The bare words in an expression, called names left out."""
    stack: list[object] = [node]
    while stack:
        part = stack.pop()
        match part:
            case tree.Word(name):
                yield name
            case tree.Call(_, arguments):
                stack.extend(a.value for a in arguments)
            case tree.Items(parts) | tree.Comparison(_, parts):
                stack.extend(parts)
            case tree.Parenthesised(inner) | tree.Unary(_, inner):
                stack.append(inner)
            case tree.Binary(_, left, right) | tree.Index(left, right):
                stack.extend((left, right))
            case tree.Conditional(then, condition, otherwise):
                stack.extend((then, condition, otherwise))


def _lower_derived(context: Context, place: Place, setting: tree.Setting) -> None:
    name = setting.name.name
    value = lower_expression(context, place, setting.value, OBJECTS_TOO)
    if value is None:
        context.scope.declare(name, None)
    elif isinstance(value, Const):
        context.scope.declare(name, value)
    else:
        context.derived[name] = DerivedValue(name, value, setting.name.span)


def lower_constraints(context: Context, place: Place, section: tree.Section, text: str) -> None:
    """The `require`s; `text` is the source, from which their words are kept."""
    for item in section.items:
        if isinstance(item, tree.Require):
            condition = lower_expression(context, place, item.condition)
            if condition is not None:
                words = " ".join(text[item.condition.span.start : item.condition.span.end].split())
                context.constraints.append(Constraint(condition, words, item.span))
