"""Conditions as a tree: which hyperparameter stands inside which option of another.

In: a space. Out: for each hyperparameter the discrete one whose value alone decides whether it is
active, and the values for which it is. A condition that no single one decides (`depth > 2 and
wide`, `rate > 0.3`) cannot stand in a tree; such hyperparameters are always drawn, and what a
configuration does not use is left out afterwards: the distribution is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from rnnspec.study.evaluate import ExpressionError, Scope
from rnnspec.study.expressions import TRUE, Expr
from rnnspec.study.needs import Needs
from rnnspec.study.space import Configuration, Hyperparameter, Space
from rnnspec.values import Value, typed

MOST_OPTIONS = 32
"""How many values a hyperparameter may have that others stand inside."""
MOST_CONTEXTS = 2048
"""How many combinations of enclosing options are looked at."""


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
    contexts: dict[str, list[Configuration]] = {}
    needs = Needs(space)
    for hyperparameter in space.hyperparameters:
        name, condition = hyperparameter.name, hyperparameter.condition
        if condition == TRUE:
            places[name] = TOP
        else:
            parent = space.hyperparameters[max(needs.of(condition))].name
            around = contexts.get(parent, [])
            places[name] = _inside(space, condition, parent, around, places[parent])
        if not places[name].loose:
            contexts[name] = _contexts(hyperparameter, places[name], contexts)
    return places


def _inside(
    space: Space, condition: Expr, parent: str, contexts: list[Configuration], above: Position
) -> Position:
    """The place inside `parent`, if its value alone decides; its own place if all values do.

    A condition that reads anything else has no value in some context.
    """
    decided: dict[object, bool] = {}
    for context in contexts:
        try:
            holds = bool(Scope.of(space, context).evaluate(condition))
        except ExpressionError:
            return LOOSE
        if decided.setdefault(typed(context[parent]), holds) != holds:
            return LOOSE
    if not contexts:
        return LOOSE
    if all(decided.values()):
        return above
    values = {typed(context[parent]): context[parent] for context in contexts}
    return Position(parent, tuple(value for key, value in values.items() if decided[key]))


def _contexts(
    hyperparameter: Hyperparameter, place: Position, contexts: dict[str, list[Configuration]]
) -> list[Configuration]:
    """The values of a discrete hyperparameter with all that encloses it; none if too many."""
    distribution = hyperparameter.distribution
    if distribution.size is None or distribution.size > MOST_OPTIONS:
        return []
    around: list[Configuration] = [{}]
    if place.parent is not None:
        inside = set(map(typed, place.values))
        around = [c for c in contexts[place.parent] if typed(c[place.parent]) in inside]
    if len(around) * distribution.size > MOST_CONTEXTS:
        return []
    return [
        {**context, hyperparameter.name: value}
        for context in around
        for value in distribution.values()
    ]


def common(*several: Sequence[object]) -> int:
    """How many items all have in common at their beginning."""
    return len(list(takewhile(lambda items: len(set(items)) == 1, zip(*several, strict=False))))
