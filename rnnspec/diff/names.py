"""Names of two studies brought together: what was renamed, what became fixed or searched.

In: the studies before and after an edit. Out: pairs of names. A name is known by where it is used:
what stands in all the same places, and nowhere else, is the same hyperparameter under another
name. What is written once inside a repeat is one name, with `{}` for the numbers of its turns.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeAlias

from rnnspec.study.data import Data
from rnnspec.study.expressions import Const, Derived, Expr, Make, Pick, Ref, Value, children
from rnnspec.study.space import Hyperparameter, Space, template_of
from rnnspec.study.study import Study

FieldPath: TypeAlias = tuple[Any, ...]
UNREAD = frozenset({"owner", "labelled", "turns", "variable", "written", "most", "features"})
"""Fields that say what something is called, or that follow from others."""
INFERRED = "return_sequences"


def by_template(space: Space) -> dict[str, list[Hyperparameter]]:
    """The hyperparameters of a space by what is written once for all turns."""
    found: dict[str, list[Hyperparameter]] = {}
    for hyperparameter in space.hyperparameters:
        found.setdefault(template_of(hyperparameter.name), []).append(hyperparameter)
    return found


@dataclass(frozen=True)
class Correspondence:
    """How the names of two studies correspond.

    `renamed` and `derived` lead from old names to new ones, of hyperparameters (with `{}` for
    turns) and of derived values. `searched` has what stood in all the places of a new
    hyperparameter before, and `values` the value that means it; `fixed` what stands in the places
    of an old one now.
    """

    renamed: Mapping[str, str]
    derived: Mapping[str, str]
    searched: Mapping[str, Expr]
    fixed: Mapping[str, Expr]
    values: Mapping[str, Value]


def pair_names(old: Study, new: Study) -> Correspondence:
    """The names that mean the same in two studies."""
    before, after = _Uses(old), _Uses(new)
    gone = [name for name in by_template(old.space) if name not in by_template(new.space)]
    come = [name for name in by_template(new.space) if name not in by_template(old.space)]
    renamed = _same_places(gone, come, before.names, after.names)
    derived = _same_places(
        [name for name in old.space.derived_by_name if name not in new.space.derived_by_name],
        [name for name in new.space.derived_by_name if name not in old.space.derived_by_name],
        before.derived,
        after.derived,
    )
    searched = _stood(after, before, set(come) - set(renamed.values()))
    fixed = _stood(before, after, set(gone) - set(renamed))
    return Correspondence(renamed, derived, searched, fixed, dict(_values(searched, after.picks)))


def _same_places(
    gone: list[str],
    come: list[str],
    before: Mapping[str, frozenset[FieldPath]],
    after: Mapping[str, frozenset[FieldPath]],
) -> dict[str, str]:
    by_places = {after[name]: name for name in come if after.get(name)}
    pairs = {name: by_places.get(before.get(name, frozenset())) for name in gone}
    return {name: other for name, other in pairs.items() if other is not None}


def _stood(here: "_Uses", there: "_Uses", names: set[str]) -> dict[str, Expr]:
    """What stands on the other side wherever a name is used, where that is one thing and fixed."""
    found: dict[str, Expr] = {}
    for name in names:
        places = here.names.get(name, frozenset())
        parts = {there.parts.get(path) for path in places}
        if len(parts) == 1 and not any(_other_layer(here, there, path) for path in places):
            (part,) = parts
            if isinstance(part, Const | Make):
                found[name] = part
    return found


def _other_layer(here: "_Uses", there: "_Uses", path: FieldPath) -> bool:
    """Whether a place is in the arguments of layers of two fixed kinds."""
    if "arguments" not in path:
        return False
    layer = path[: len(path) - 1 - path[::-1].index("arguments")]
    kinds = [side.parts.get((*layer, "kind")) for side in (here, there)]
    return kinds[0] != kinds[1] and all(isinstance(kind, Const) for kind in kinds)


def _values(searched: Mapping[str, Expr], picks: Mapping[str, Pick]) -> Iterator[tuple[str, Value]]:
    """The values of new hyperparameters that mean what stood there."""
    for name, part in searched.items():
        if name in picks:
            yield from ((name, label) for label, option in picks[name].options if option == part)
        elif isinstance(part, Const):
            yield name, part.value


class _Uses:
    """Where each name of a study is used; `parts` are all its expressions by their places."""

    def __init__(self, study: Study) -> None:
        self.parts: dict[FieldPath, Expr] = {}
        self.picks: dict[str, Pick] = {}
        names: dict[str, set[FieldPath]] = {}
        derived: dict[str, set[FieldPath]] = {}
        for path, part in _walk(study):
            self.parts[path] = part
            match part:
                case Ref(name) | Pick(Ref(name)):
                    names.setdefault(template_of(name), set()).add(path)
                    if isinstance(part, Pick):
                        self.picks[template_of(name)] = part
                case Derived(name):
                    derived.setdefault(name, set()).add(path)
        self.names = {name: frozenset(paths) for name, paths in names.items()}
        self.derived = {name: frozenset(paths) for name, paths in derived.items()}


def _walk(study: Study) -> Iterator[tuple[FieldPath, Expr]]:
    """Every expression of a study that decides what a configuration does, with its place."""
    space = study.space
    pending: list[tuple[FieldPath, Any]] = [
        (("data",), _with_scaler(study.data)),
        (("model",), study.model),
        (("train",), study.train),
        (("derived",), tuple(derived.value for derived in space.derived)),
        (("constraints",), tuple(constraint.condition for constraint in space.constraints)),
    ]
    while pending:
        path, part = pending.pop()
        if isinstance(part, Expr):
            yield path, part
            pending.extend(_parts(path, part))
        elif isinstance(part, tuple):
            keyed = ((_key(i, item), item) for i, item in enumerate(part))
            pending.extend(((*path, key), item) for key, item in keyed if key != INFERRED)
        elif is_dataclass(part):
            pending.extend(
                ((*path, field.name), getattr(part, field.name))
                for field in fields(part)
                if field.compare and field.name not in UNREAD
            )


def _with_scaler(data: Data) -> Data:
    """A fixed scaler is told by its name where a searched one is."""
    if len(data.scale) > 1:
        return data
    return replace(data, scale_choice=Const(data.scale[0][1].kind))


def _key(index: int, item: Any) -> Any:
    """Arguments and options are known by their names, all else by its number."""
    match item:
        case (str(name), _):
            return name
    return index


def _parts(path: FieldPath, part: Expr) -> Iterator[tuple[FieldPath, Expr]]:
    match part:
        case Make(kind, arguments):
            yield from (((*path, kind, name), value) for name, value in arguments)
        case Pick(_, options):
            yield from (((*path, label), option) for label, option in options)
        case _:
            yield from (((*path, i), child) for i, child in enumerate(children(part)))
