"""How many distinct configurations a space has.

In: a space. Out: a `Count`. Hyperparameters that no condition and no constraint connects multiply;
connected ones are split by setting the one that decides over the others to each of its values. So
thirty independent lattices, or a searched depth over many turns, take no enumeration.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from rnnspec.study.evaluate import Scope
from rnnspec.study.expressions import Value
from rnnspec.study.needs import Needs
from rnnspec.study.space import Space

MOST_STEPS = 100_000
"""So many values and conditions are looked at in connected hyperparameters, no more."""

_DEEPEST = 200


@dataclass(frozen=True)
class Count:
    """A number of configurations, None where there is no end; an upper bound where not exact."""

    number: int | None
    exact: bool = True


_Part: TypeAlias = tuple[list[int], list[int]]
"""Members and constraints that hang together."""


class _TooMany(Exception):
    """A connected part has more states than are looked at."""


def count(space: Space) -> Count:
    """The number of distinct configurations: active values only, constraints respected.

    A constraint over a hyperparameter without an end of values is taken to leave it without one.

    Raises:
        ExpressionError: a condition or a constraint has no value.
    """
    counting = _Counting(space)
    if not counting.fixed_hold():
        return Count(0)
    total = Count(1)
    for members, constraints in counting.parts(counting.members, counting.constraints):
        counting.steps_left = MOST_STEPS
        try:
            part = Count(counting.ways_of_part(members, constraints))
        except _TooMany:
            part = Count(
                _product(space.hyperparameters[m].distribution.size for m in members), exact=False
            )
        if part.number == 0:
            return Count(0)
        total = Count(_product((total.number, part.number)), total.exact and part.exact)
    return total


class _Counting:
    """Counting with some hyperparameters set; all are known by their position in the space."""

    def __init__(self, space: Space) -> None:
        needs = Needs(space)
        self._space = space
        self._reads = [needs.of(h.condition) for h in space.hyperparameters]
        self._constraint_reads = [needs.of(c.condition) for c in space.constraints]
        self._values: dict[str, Value] = {}
        self._decided: set[int] = set()
        self.members = list(range(len(space.hyperparameters)))
        self.constraints = [c for c, reads in enumerate(self._constraint_reads) if reads]
        self.steps_left = MOST_STEPS

    def fixed_hold(self) -> bool:
        """Whether the constraints that read no hyperparameter hold."""
        return self._all_hold([c for c, reads in enumerate(self._constraint_reads) if not reads])

    def parts(self, members: list[int], constraints: list[int]) -> Iterable[_Part]:
        """The members and constraints in parts that have no open hyperparameter in common."""
        leader = {member: member for member in members}

        def find(member: int) -> int:
            while leader[member] != member:
                leader[member] = leader[leader[member]]
                member = leader[member]
            return member

        for member in members:
            for other in self._reads[member] - self._decided:
                leader[find(other)] = find(member)
        for constraint in constraints:
            first, *others = self._constraint_reads[constraint] - self._decided
            for other in others:
                leader[find(other)] = find(first)
        parts: dict[int, _Part] = {}
        for member in members:
            parts.setdefault(find(member), ([], []))[0].append(member)
        for constraint in constraints:
            some = next(iter(self._constraint_reads[constraint] - self._decided))
            parts[find(some)][1].append(constraint)
        return parts.values()

    def ways_of_part(self, members: list[int], constraints: list[int]) -> int | None:
        """In how many ways connected members can be set; the first decides before the others."""
        first, rest = members[0], members[1:]
        hyperparameter = self._space.hyperparameters[first]
        self._spend(1)
        states: Iterable[tuple[Value, ...]] = [()]
        if Scope.of(self._space, self._values).evaluate(hyperparameter.condition):
            size = hyperparameter.distribution.size
            if size is None or (not rest and not constraints):
                return size
            self._spend(size)
            states = ((value,) for value in hyperparameter.distribution.values())
        total: int | None = 0
        self._decided.add(first)
        due = [c for c in constraints if self._constraint_reads[c] <= self._decided]
        later = [c for c in constraints if c not in due]
        for state in states:
            self._values.update((hyperparameter.name, value) for value in state)
            ways = self._ways(rest, later) if self._all_hold(due) else 0
            total = None if total is None or ways is None else total + ways
        self._values.pop(hyperparameter.name, None)
        self._decided.remove(first)
        return total

    def _ways(self, members: list[int], constraints: list[int]) -> int | None:
        if not members:
            return 1
        if len(self._decided) > _DEEPEST:
            raise _TooMany
        ways = [self.ways_of_part(*part) for part in self.parts(members, constraints)]
        return 0 if 0 in ways else _product(ways)

    def _all_hold(self, constraints: Iterable[int]) -> bool:
        conditions = (self._space.constraints[c].condition for c in constraints)
        return Scope.of(self._space, self._values).all_hold(conditions)

    def _spend(self, steps: int) -> None:
        self.steps_left -= steps
        if self.steps_left < 0:
            raise _TooMany


def _product(numbers: Iterable[int | None]) -> int | None:
    """The product; None where a factor has no end."""
    total = 1
    for number in numbers:
        if number is None:
            return None
        total *= number
    return total
