"""Configurations: drawn, completed, held against their space, and named by a hash.

In: a space, seeds, values by name. Out: configurations that hold exactly the active values, in the
order of the space. Randomness is counted, not streamed: a draw depends on the seed, its index, the
hyperparameter's name and the attempt alone, so no draw disturbs another.
"""

from collections.abc import Callable

from rnnspec.errors import Refused
from rnnspec.study.evaluate import Scope
from rnnspec.study.expressions import TRUE, Expr, Value
from rnnspec.study.space import Configuration, Constraint, Hyperparameter, Space

ATTEMPTS = 100_000
"""So many draws are made before a configuration that satisfies the constraints is given up."""


class NothingSatisfies(Refused):
    """No draw satisfied the constraints."""

    def __init__(self, attempts: int) -> None:
        super().__init__(f"none of {attempts:,} draws satisfies every `require`")
        self.attempts = attempts


def uniform_draw(seed: int, index: int, name: str, attempt: int = 0) -> float:
    """A number in (0, 1), the same whenever it is asked for."""
    from hashlib import blake2b

    counter = f"{seed}/{index}/{attempt}/{name}".encode()
    bits = int.from_bytes(blake2b(counter, digest_size=8).digest(), "big") >> 12
    return (bits + 0.5) / 2**52


def draw(space: Space, seed: int, index: int, attempt: int = 0) -> dict[str, Value]:
    """One draw from the distributions, conditions respected and constraints not.

    Raises:
        ExpressionError: a condition has no value.
    """

    def drawn(hyperparameter: Hyperparameter) -> Value:
        u = uniform_draw(seed, index, hyperparameter.name, attempt)
        return hyperparameter.distribution.quantile(u)

    return configuration_of(space, drawn)


def sample(space: Space, seed: int, index: int, attempts: int = ATTEMPTS) -> dict[str, Value]:
    """The configuration of the reference sampler: the first draw that satisfies all constraints.

    Raises:
        NothingSatisfies: none of the attempts does.
        ExpressionError: a condition or a constraint has no value.
    """
    for attempt in range(attempts):
        values = draw(space, seed, index, attempt)
        if satisfies(space, values):
            return values
    raise NothingSatisfies(attempts)


def configuration_of(space: Space, value_of: Callable[[Hyperparameter], Value]) -> dict[str, Value]:
    """The configuration of which every active hyperparameter is given its value, in order.

    Raises:
        ExpressionError: a condition has no value.
    """
    values: dict[str, Value] = {}
    scope = Scope.of(space, values)
    for hyperparameter in space.hyperparameters:
        if _holds(scope, hyperparameter.condition):
            values[hyperparameter.name] = value_of(hyperparameter)
    return values


def active_values(space: Space, values: Configuration) -> dict[str, Value]:
    """The active values among those given.

    Raises:
        KeyError: an active hyperparameter has no value.
        ExpressionError: a condition has no value.
    """
    return configuration_of(space, lambda hyperparameter: values[hyperparameter.name])


def complete(space: Space, partial: Configuration) -> dict[str, Value]:
    """The configuration that some values begin: what they leave open takes its default, else its
    median (of unordered options the first); inactive values are dropped.

    Raises:
        ExpressionError: a condition has no value.
    """

    def value_of(hyperparameter: Hyperparameter) -> Value:
        if hyperparameter.name in partial:
            return hyperparameter.distribution.coerce(partial[hyperparameter.name])
        if hyperparameter.has_default:
            return hyperparameter.default
        return hyperparameter.distribution.median

    return configuration_of(space, value_of)


def broken_constraint(space: Space, values: Configuration) -> Constraint | None:
    """The first constraint that a configuration breaks.

    Raises:
        ExpressionError: a constraint has no value.
    """
    scope = Scope.of(space, values)
    return next((c for c in space.constraints if not _holds(scope, c.condition)), None)


def satisfies(space: Space, values: Configuration) -> bool:
    """Whether a configuration satisfies every constraint.

    Raises:
        ExpressionError: a constraint has no value.
    """
    return broken_constraint(space, values) is None


def canonical(configuration: Configuration) -> str:
    """The configuration as JSON with sorted names: the same for the same values and types."""
    import json

    return json.dumps(
        configuration, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def configuration_hash(configuration: Configuration) -> str:
    """SHA-256 of the canonical form, in hexadecimal digits."""
    from hashlib import sha256

    return sha256(canonical(configuration).encode()).hexdigest()


def _holds(scope: Scope, condition: Expr) -> bool:
    return condition is TRUE or bool(scope.evaluate(condition))
