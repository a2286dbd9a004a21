"""The distinct configurations of a finite space, in order.

In: a space whose distributions all have an end of values. Out: configurations with their active
values, the last hyperparameter turning fastest, those that break a constraint left out. Nothing is
stored: the first configurations of an enormous grid come at once.
"""

from collections.abc import Iterator

from rnnspec.study.evaluate import Scope
from rnnspec.study.expressions import Expr, Value
from rnnspec.study.needs import Needs
from rnnspec.study.space import Configuration, Hyperparameter, Space


def grid(space: Space) -> Iterator[dict[str, Value]]:
    """All distinct configurations, one at a time.

    Raises:
        ValueError: a distribution that is reached has no end of values.
        ExpressionError: a condition or a constraint has no value.
    """
    due = _due_constraints(space)
    if not Scope.of(space, {}).all_hold(due[-1]):
        return
    hyperparameters = space.hyperparameters
    values: dict[str, Value] = {}
    open_states = [_states(space, hyperparameters[0], values)] if hyperparameters else []
    if not hyperparameters:
        yield {}
    while open_states:
        position = len(open_states) - 1
        name = hyperparameters[position].name
        values.pop(name, None)
        state = next(open_states[-1], None)
        if state is None:
            open_states.pop()
            continue
        values.update((name, value) for value in state)
        if not Scope.of(space, values).all_hold(due[position]):
            continue
        if position + 1 == len(hyperparameters):
            yield dict(values)
        else:
            open_states.append(_states(space, hyperparameters[position + 1], values))


def _states(
    space: Space, hyperparameter: Hyperparameter, values: Configuration
) -> Iterator[tuple[Value, ...]]:
    """What a hyperparameter can be once the earlier ones are set: each value, or inactive."""
    if Scope.of(space, values).evaluate(hyperparameter.condition):
        return ((value,) for value in hyperparameter.distribution.values())
    return iter([()])


def _due_constraints(space: Space) -> dict[int, list[Expr]]:
    """The constraints by the position of the last hyperparameter that they read; -1 for none."""
    needs = Needs(space)
    due: dict[int, list[Expr]] = {
        position: [] for position in range(-1, len(space.hyperparameters))
    }
    for constraint in space.constraints:
        due[max(needs.of(constraint.condition), default=-1)].append(constraint.condition)
    return due
