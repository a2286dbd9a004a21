"""Conditions as a tree: which hyperparameter stands inside which option of another.

In: a space. Out: for each hyperparameter the discrete one whose value alone decides whether it is
active, and the values for which it is. A condition that no single one decides (`depth > 2 and
wide`, `rate > 0.3`) cannot stand in a tree; such hyperparameters are always drawn, and what a
configuration does not use is left out afterwards: the distribution is the same.
"""

from dataclasses import dataclass

from rnnspec.study.evaluate import ExpressionError, Scope
from rnnspec.study.expressions import TRUE, Const, Derived, Expr, Ref, children
from rnnspec.study.space import Hyperparameter, Space
from rnnspec.values import Value

MOST_OPTIONS = 32
"""How many values a hyperparameter may have that others stand inside."""
MOST_CONTEXTS = 2048
"""How many combinations of enclosing options are looked at."""

Context = dict[str, Value]


@dataclass(frozen=True)
class Position:
    """Where a hyperparameter stands: inside these values of `parent`, at the top for None.

    Where it is `loose`, it stands at the top but its own condition still has to be asked.
    """

    parent: str | None = None
    values: tuple[Value, ...] = ()
    loose: bool = False


TOP = Position()
LOOSE = Position(loose=True)


def nest(space: Space) -> dict[str, Position]:
    """The place of every hyperparameter, by name, in the order of the space."""
    places: dict[str, Position] = {}
    contexts: dict[str, list[Context]] = {}
    for hyperparameter in space.hyperparameters:
        name = hyperparameter.name
        places[name] = _place(space, hyperparameter, places, contexts)
        if not places[name].loose:
            contexts[name] = _contexts(hyperparameter, places[name], contexts)
    return places


def _place(
    space: Space,
    hyperparameter: Hyperparameter,
    places: dict[str, Position],
    contexts: dict[str, list[Context]],
) -> Position:
    if hyperparameter.condition == TRUE:
        return TOP
    read = _read(hyperparameter.condition, space)
    if read is None:
        return LOOSE
    parent = next((name for name in reversed(places) if name in read), None)
    if parent is None or not contexts.get(parent):
        return LOOSE
    return _inside(space, hyperparameter.condition, parent, contexts[parent], places[parent])


def _inside(
    space: Space, condition: Expr, parent: str, contexts: list[Context], above: Position
) -> Position:
    """The place inside `parent`, if its value alone decides; its own place if all values do.

    A condition that reads anything else has no value in some context.
    """
    active: dict[tuple[type, Value], bool] = {}
    for context in contexts:
        try:
            holds = bool(Scope.of(space, context).evaluate(condition))
        except ExpressionError:
            return LOOSE
        value = context[parent]
        if active.setdefault((type(value), value), holds) != holds:
            return LOOSE
    if all(active.values()):
        return above
    return Position(parent, tuple(value for (_, value), holds in active.items() if holds))


def _contexts(
    hyperparameter: Hyperparameter, place: Position, contexts: dict[str, list[Context]]
) -> list[Context]:
    """The values of a discrete hyperparameter with all that encloses it; none if too many."""
    distribution = hyperparameter.distribution
    if distribution.size is None or distribution.size > MOST_OPTIONS:
        return []
    around: list[Context] = [{}]
    if place.parent is not None:
        inside = {(type(value), value) for value in place.values}
        around = [
            context
            for context in contexts[place.parent]
            if (type(context[place.parent]), context[place.parent]) in inside
        ]
    if len(around) * distribution.size > MOST_CONTEXTS:
        return []
    return [
        {**context, hyperparameter.name: value}
        for context in around
        for value in distribution.values()
    ]


def _read(condition: Expr, space: Space) -> set[str] | None:
    """The hyperparameters that a condition reads; None where turns leave that open."""
    read: set[str] = set()
    seen: set[str] = set()
    stack = [condition]
    while stack:
        part = stack.pop()
        match part:
            case Ref(name, turns):
                if not all(isinstance(turn, Const) for turn in turns):
                    return None
                read.add(name.format(*(turn.value for turn in turns if isinstance(turn, Const))))
            case Derived(name):
                if name not in seen:
                    seen.add(name)
                    stack.append(space.derived_by_name[name].value)
            case _:
                stack.extend(children(part))
    return read
