"""What an edit of a spec means, change by change.

In: the studies before and after. Out: typed changes, in the order in which a spec is read; none
where both mean the same, however they are written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rnnspec.diff.lines import LETTERS, Wording, search_words
from rnnspec.diff.names import Correspondence, by_template, pair_names
from rnnspec.study.expressions import TRUE, Derived, Expr, Ref, typed, walk
from rnnspec.study.space import Hyperparameter, template_of, turns_of
from rnnspec.study.study import Study
from rnnspec.words import render_value

SECTIONS = ("space", "data", "model", "train", "search")
KINDS = (
    *("renamed", "widened", "narrowed", "shifted", "distribution changed", "default changed"),
    *("condition changed", "searched", "fixed", "added", "removed", "changed"),
)


@dataclass(frozen=True)
class Change:
    """One change: `before` and `after` are its two sides in the language's words.

    `name` is that of a hyperparameter, a derived value or a setting, `require`, or `option = ...`;
    of the model it is empty, for its changes are lines.
    """

    section: str
    kind: str
    name: str
    before: str | None = None
    after: str | None = None


def compare_studies(old: Study, new: Study) -> tuple[Change, ...]:
    """All changes from one study to the other."""
    names = pair_names(old, new)
    before = Wording(names.renamed, names.derived, names.fixed)
    after = Wording({}, {}, names.searched)
    data = tuple(_settings("data", before.data(old.data), after.data(new.data)))
    train = tuple(_settings("train", before.train(old.train), after.train(new.train)))
    model = tuple(_lines("model", "", before.model(old.model), after.model(new.model)))
    return (
        *_hyperparameters(old, new, names, before, after),
        *_derived(old, new, names, before, after),
        *_constraints(old, new, before, after),
        *_options(before.options, after.options),  # Gathered by all that was put into words.
        *data,
        *model,
        *train,
        *_settings("search", search_words(old.search), search_words(new.search)),
    )


def render_change(change: Change) -> str:
    """A change as a line: `units: widened, int(4, 8) -> int(4, 16)`."""
    match change:
        case Change("space", "renamed", name, _, after):
            return f"{name}: renamed to {after}"
        case Change("space", kind, "require", before, after):
            return f"require {before or after}: {kind}"
        case Change("space", kind, name):
            begun = f"{name}: {kind}"
        case Change("model", kind):
            begun = f"model: {kind}"
        case Change(section, kind, name):
            begun = f"{section}: {name} {kind}"
    sides = [side for side in (change.before, change.after) if side is not None]
    return f"{begun}, {' -> '.join(sides)}" if sides else begun


# --- the space -------------------------------------------------------------------------------


def _hyperparameters(
    old: Study, new: Study, names: Correspondence, before: Wording, after: Wording
) -> Iterator[Change]:
    was, now = by_template(old.space), by_template(new.space)
    came_from = {new_name: name for name, new_name in names.renamed.items()}
    moved = set(names.fixed) | set(names.searched)
    for template, turns in now.items():
        name = _shown(template)
        earlier = came_from.get(template, template)
        distribution = turns[0].words()
        if earlier in was:
            if earlier != template:
                yield Change("space", "renamed", _shown(earlier), _shown(earlier), name)
            yield from _changed(name, was[earlier], turns, before, after, moved)
        elif template in names.searched:
            stood = after.expression(names.searched[template])
            yield Change("space", "searched", name, stood, distribution)
        else:
            yield Change("space", "added", name, after=distribution)
    for template, turns in was.items():
        if template in names.fixed:
            now_fixed = before.expression(names.fixed[template])
            yield Change("space", "fixed", _shown(template), turns[0].words(), now_fixed)
        elif template not in now and template not in names.renamed:
            yield Change("space", "removed", _shown(template), turns[0].words())


def _changed(
    name: str,
    was: Sequence[Hyperparameter],
    now: Sequence[Hyperparameter],
    before: Wording,
    after: Wording,
    moved: set[str],
) -> Iterator[Change]:
    """The changes of one that stayed. How many turns it has follows from its repeat."""
    old, new = was[0], now[0]
    kind = new.distribution.changed_from(old.distribution)
    if kind is not None:
        yield Change("space", kind, name, old.distribution.words(), new.distribution.words())
    defaults = [(h.has_default, typed(h.default)) for h in (old, new)]
    if defaults[0] != defaults[1]:
        yield Change("space", "default changed", name, _default(old), _default(new))
    by_turns = {turns_of(h.name): h for h in was}
    for hyperparameter in now:
        earlier = by_turns.get(turns_of(hyperparameter.name))
        if earlier is None or earlier.condition == hyperparameter.condition:
            continue
        if (_reads(earlier.condition) | _reads(hyperparameter.condition)) & moved:
            continue  # It follows from what became fixed or searched, which is told.
        words = _condition(earlier, before), _condition(hyperparameter, after)
        if words[0] != words[1]:
            yield Change("space", "condition changed", name, *words)
            return


def _derived(
    old: Study, new: Study, names: Correspondence, before: Wording, after: Wording
) -> Iterator[Change]:
    came_from = {new_name: name for name, new_name in names.derived.items()}
    was = {d.name: before.expression(d.value) for d in old.space.derived}
    now = {d.name: after.expression(d.value) for d in new.space.derived}
    for name, text in now.items():
        earlier = came_from.get(name, name)
        if earlier not in was:
            yield Change("space", "added", name, after=text)
            continue
        if earlier != name:
            yield Change("space", "renamed", earlier, earlier, name)
        if was[earlier] != text:
            yield Change("space", "changed", name, was[earlier], text)
    for name, text in was.items():
        if name not in now and name not in names.derived:
            yield Change("space", "removed", name, text)


def _constraints(old: Study, new: Study, before: Wording, after: Wording) -> Iterator[Change]:
    was = dict.fromkeys(before.expression(c.condition) for c in old.space.constraints)
    now = {after.expression(c.condition): c for c in new.space.constraints}
    for text in now:
        if text not in was:
            yield Change("space", "added", "require", after=text)
    for text in was:
        if text not in now:
            yield Change("space", "removed", "require", before=text)


def _options(
    was: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]]
) -> Iterator[Change]:
    """What an option stands for; which options there are is told by the distribution."""
    for name, lines in now.items():
        if name in was:
            yield from _lines("space", name, was[name], lines)


def _shown(template: str) -> str:
    """`middle[{}].units` as `middle[i].units`."""
    for letter in LETTERS:
        template = template.replace("{}", letter, 1)
    return template


def _default(hyperparameter: Hyperparameter) -> str:
    return render_value(hyperparameter.default) if hyperparameter.has_default else "no default"


def _condition(hyperparameter: Hyperparameter, wording: Wording) -> str:
    condition = hyperparameter.condition
    return "always" if condition == TRUE else f"where {wording.expression(condition)}"


def _reads(expr: Expr) -> set[str]:
    return {template_of(part.name) for part in walk(expr) if isinstance(part, Ref | Derived)}


# --- the other blocks ------------------------------------------------------------------------


def _settings(section: str, was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    for name, text in now.items():
        if was[name] != text:
            yield Change(section, "changed", name, was[name], text)


def _lines(section: str, name: str, was: Sequence[str], now: Sequence[str]) -> Iterator[Change]:
    """Lines that came, went or changed in their place."""
    from difflib import SequenceMatcher

    first = next((i for i, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), None)
    if first is None and len(was) == len(now):
        return
    # What stands alike at the beginning costs nothing.
    first = min(len(was), len(now)) if first is None else first
    was, now = was[first:], now[first:]
    for _, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        gone = [line.strip() for line in was[a:b]]
        come = [line.strip() for line in now[c:d]]
        if gone == come:
            continue
        paired = min(len(gone), len(come)) if len(gone) == len(come) else 0
        for before, after in zip(gone[:paired], come[:paired], strict=True):
            yield Change(section, "changed", name, before, after)
        for line in gone[paired:]:
            yield Change(section, "removed", name, before=line)
        for line in come[paired:]:
            yield Change(section, "added", name, after=line)
