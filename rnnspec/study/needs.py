"""What an expression reads: the hyperparameters behind its names.

In: a space, expressions over it. Out: positions of hyperparameters in the order of the space.
Derived values are looked through. A name with open turns stands for every turn.
"""

from collections.abc import Iterator

from rnnspec.study.expressions import Const, Derived, Expr, Ref, walk
from rnnspec.study.space import Space, template_of


class Needs:
    """Which hyperparameters of a space expressions read, by position."""

    def __init__(self, space: Space) -> None:
        self._positions: dict[str, list[int]] = {}
        for position, hyperparameter in enumerate(space.hyperparameters):
            self._positions.setdefault(hyperparameter.name, []).append(position)
            template = template_of(hyperparameter.name)
            if template != hyperparameter.name:
                self._positions.setdefault(template, []).append(position)
        self._derived: dict[str, frozenset[int]] = {}
        for derived in space.derived:
            self._derived[derived.name] = self.of(derived.value)

    def of(self, expr: Expr) -> frozenset[int]:
        """The positions of all hyperparameters that an expression may read."""
        return frozenset(self._read(expr))

    def _read(self, expr: Expr) -> Iterator[int]:
        for part in walk(expr):
            match part:
                case Ref(name, turns):
                    fixed = [turn.value for turn in turns if isinstance(turn, Const)]
                    if len(fixed) == len(turns):
                        for turn in fixed:
                            name = name.replace("{}", str(turn), 1)
                    yield from self._positions.get(name, ())
                case Derived(name):
                    yield from self._derived[name]
