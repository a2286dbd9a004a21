"""Proof over the whole space, with a point where a claim fails.

In: a space; claims and what may be assumed where they are made. Out: proven, refuted with a
configuration that satisfies every condition and constraint, or undecided after a stated number
of boxes or steps. A claim is first read over the whole space, where most are plain; then the box of
the hyperparameters that it and the connected constraints read is halved again and again (branch
and bound), and points of each part are tried.
It knows no layers and makes no messages.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from rnnspec.proof.domain import Box, Domain, Subset, turn_name, turns
from rnnspec.proof.ranges import Ranges, Whole
from rnnspec.study.expressions import TRUE, Derived, Expr, Ref, Turn, Value, walk
from rnnspec.study.space import Space

MOST_BOXES = 4000
"""Boxes that are looked at before a claim is left undecided."""
MOST_STEPS = 300_000
"""Steps of computing that all searches over one space take together; each may take half of those
that are left. Counted and not timed, so that a spec has the same answer everywhere."""


@dataclass(frozen=True)
class Proven:
    """The claim holds everywhere."""


@dataclass(frozen=True)
class Undecided:
    """Neither proof nor counter-example was found in so many boxes."""


@dataclass(frozen=True)
class Refuted:
    """A point where the claim fails: `configuration` holds every active hyperparameter.

    `shown` are the values that the claim and what it assumes read, in the order of the space,
    then `turns`, the numbers of the turns by their variables.
    """

    configuration: Mapping[str, Value] = field(default_factory=dict)
    shown: Mapping[str, Value] = field(default_factory=dict)
    turns: Mapping[str, int] = field(default_factory=dict)


Answer: TypeAlias = Proven | Refuted | Undecided
PROVEN = Proven()

MayFail: TypeAlias = Callable[[Ranges], bool]
"""Whether what is asked may be false somewhere in a box; exact in a box of single values."""


class Prover:
    """Proof over one space; what was computed for the whole of it is kept between claims."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.whole = Whole(space)
        self.root = Ranges(self.whole)
        self.steps_left = MOST_STEPS
        self._plain: dict[Expr, bool] = {}

    def bind(self, name: str, value: Expr) -> Derived:
        """A name for an intermediate value, to be used in later claims."""
        self.whole.values[name] = value
        self.root.derived(name)
        return Derived(name)

    def prove(
        self, assumptions: Expr, claim: Expr, most_turns: Mapping[str, int] | None = None
    ) -> Answer:
        """Whether the claim holds wherever the assumptions and all constraints do.

        `most_turns` tells of each `Turn` in them how many turns there may be; that a turn is
        below its repeat's count is for the assumptions to say.
        """

        if self._is_plain(claim):
            return PROVEN

        def may_fail(ranges: Ranges) -> bool:
            return False in ranges.of(claim).truths

        return self.decide(assumptions, [claim], may_fail, most_turns or {})

    def _is_plain(self, claim: Expr) -> bool:
        """Whether a claim is true over the whole space, turns aside; looked at once for each."""
        if claim not in self._plain:
            self._plain[claim] = self.root.of(claim).truths == {True}
        return self._plain[claim]

    def decide(
        self,
        assumptions: Expr,
        read: Iterable[Expr],
        may_fail: MayFail,
        most_turns: Mapping[str, int],
    ) -> Answer:
        """The same of anything that may fail in a box, which depends on what is `read`."""
        box: Box = {turn_name(v): turns(most) for v, most in most_turns.items()}
        ranges = Ranges(self.whole, box, self.root)
        if not may_fail(ranges):
            return PROVEN
        within = ranges.inside(assumptions, True)
        if within is None or not may_fail(within):
            return PROVEN
        exprs = [*read, assumptions]
        search = self.searching(exprs, assumptions)
        found = search.run(box, [*self.read(exprs)], may_fail)
        if not isinstance(found, dict):
            return found
        if self.witness is None:
            return PROVEN
        # A point must satisfy the other constraints too.
        return self.witness if isinstance(self.witness, Undecided) else self._refuted(found, exprs)

    def searching(self, read: Iterable[Expr], assumptions: Expr = TRUE) -> "BranchAndBound":
        """A search for points that meet assumptions, and the constraints on what is read."""
        return BranchAndBound(self, [*self._connected(read), assumptions])

    @cached_property
    def witness(self) -> Mapping[str, Value] | Undecided | None:
        """Values for all hyperparameters, active or not, that satisfy the constraints.

        None where it is proven that there are none.
        """
        values = {
            h.name: _usual(h.has_default, h.default, self.whole.domains[h.name])
            for h in self.space.hyperparameters
        }
        for names, together in self.groups:
            search = BranchAndBound(self, together)
            if search.fits({name: values[name] for name in names if name in values}):
                continue
            found = search.run({}, [*names], lambda _: True)
            if isinstance(found, Proven):
                return None
            if isinstance(found, Undecided):
                return found
            values.update(found)
        return values

    def complete(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """A configuration of the active hyperparameters, which holds the given values."""
        usual = self.witness if isinstance(self.witness, Mapping) else {}
        all_values = {**usual, **values}
        ranges = self.whole.at(all_values)
        return {
            h.name: all_values[h.name]
            for h in self.space.hyperparameters
            if h.name in all_values and True in ranges.of(h.condition).truths
        }

    def at(self, point: Refuted) -> Ranges:
        """The space at a point: what expressions are there is exact."""
        values = {**point.configuration, **{turn_name(v): n for v, n in point.turns.items()}}
        return self.whole.at(values)

    def value(self, point: Refuted, expr: Expr) -> Value:
        """What an expression is at a point; none where it has no value."""
        found = self.at(point).of(expr)
        return found.constants[0] if found.constants else None

    def _refuted(self, values: dict[str, Value], read: Iterable[Expr]) -> Refuted:
        numbers = {n: v for n, v in values.items() if n.startswith("turn ")}
        configuration = self.complete({n: v for n, v in values.items() if n not in numbers})
        names = set(self.read(read, self.whole.at(values)))
        shown = {n: v for n, v in configuration.items() if n in names}
        turned = {n.removeprefix("turn "): v for n, v in numbers.items() if isinstance(v, int)}
        return Refuted(configuration, shown, turned)

    def read(self, exprs: Iterable[Expr], ranges: Ranges | None = None) -> dict[str, None]:
        """The hyperparameters and turns that expressions read, through derived values."""
        ranges = ranges or self.root
        found: dict[str, None] = {}
        seen: set[str] = set()
        pending = list(exprs)
        while pending:
            for part in walk(pending.pop()):
                match part:
                    case Ref():
                        found.update(dict.fromkeys(ranges.names(part)))
                    case Turn(variable):
                        found[turn_name(variable)] = None
                    case Derived(name) if name not in seen:
                        seen.add(name)
                        pending.append(self.whole.values[name])
        return found

    @cached_property
    def groups(self) -> list[tuple[set[str], list[Expr]]]:
        """The constraints, those together that share a hyperparameter."""
        groups: list[tuple[set[str], list[Expr]]] = []
        for constraint in self.space.constraints:
            names = set(self.read([constraint.condition]))
            conditions = [constraint.condition]
            apart = []
            for group in groups:
                if group[0] & names:
                    names |= group[0]
                    conditions = [*group[1], *conditions]
                else:
                    apart.append(group)
            groups = [*apart, (names, conditions)]
        return groups

    def _connected(self, exprs: Iterable[Expr]) -> list[Expr]:
        """The constraints that share a hyperparameter with the expressions, or have none."""
        names = set(self.read(exprs))
        return [
            condition
            for read, conditions in self.groups
            if not read or read & names
            for condition in conditions
        ]


class BranchAndBound:
    """Branch and bound over the hyperparameters that some conditions and a claim read."""

    def __init__(self, prover: Prover, conditions: list[Expr]) -> None:
        self.prover = prover
        self.whole = prover.whole
        self.conditions = conditions

    def run(
        self, box: Box, first: list[str], may_fail: MayFail
    ) -> dict[str, Value] | Proven | Undecided:
        """A point in the box that meets the conditions and fails; else what is known."""
        begun = self.whole.steps
        found = self._run(box, first, may_fail, begun + self.prover.steps_left // 2)
        self.prover.steps_left = max(self.prover.steps_left - (self.whole.steps - begun), 0)
        return found

    def _run(
        self, box: Box, first: list[str], may_fail: MayFail, last_step: int
    ) -> dict[str, Value] | Proven | Undecided:
        names = list(dict.fromkeys([*first, *self.prover.read(self.conditions)]))
        pending = deque([box])
        boxes = 0
        while pending:
            if boxes >= MOST_BOXES or (boxes and self.whole.steps > last_step):
                return Undecided()
            boxes += 1
            narrowed = self.narrow(pending.popleft())
            if narrowed is None:
                continue
            ranges = Ranges(self.whole, narrowed)
            if not may_fail(ranges):
                continue
            domains = {name: self.domain(narrowed, name) for name in names}
            for point in _points(domains, many=boxes == 1):
                if self.fits(point, may_fail):
                    return point
            widest = max(domains, key=lambda n: domains[n].size, default=None)
            if widest is None or domains[widest].size <= 1:
                continue
            for half in domains[widest].split():
                pending.append({**narrowed, widest: half})
        return PROVEN

    def domain(self, box: Box, name: str) -> Domain:
        return box[name] if name in box else self.whole.domains[name]

    def narrow(self, box: Box) -> Box | None:
        """The part of a box where the conditions may hold; None where they cannot."""
        for condition in self.conditions:
            ranges = Ranges(self.whole, box)
            changes = ranges.assume(condition)
            if changes is None or True not in ranges.of(condition).truths:
                return None
            box = changes
        return box

    def fits(self, point: Mapping[str, Value], may_fail: MayFail = lambda _: True) -> bool:
        """Whether a point meets the conditions, and fails."""
        ranges = self.whole.at(point)
        for condition in self.conditions:
            found = ranges.of(condition)
            if found.truths != {True} or found.fails:
                return False
        return may_fail(ranges)


def _usual(has_default: bool, default: Value, domain: Domain) -> Value:
    if has_default:
        return default
    return domain.values[0] if isinstance(domain, Subset) else domain.point(0.5)


def _points(domains: Mapping[str, Domain], many: bool) -> Iterator[dict[str, Value]]:
    """Corners, the middle and scattered points of a box; each once for a single value."""
    names = list(domains)
    patterns: list[list[float]] = [[0.0] * len(names)]
    if any(domain.size > 1 for domain in domains.values()):
        patterns += [[1.0] * len(names), [0.5] * len(names)]
    if many:
        corners = range(1, min(2 ** len(names), 31) - 1)
        patterns += [[float(p >> k % 5 & 1) for k in range(len(names))] for p in corners]
        patterns += [[_scattered(p, k) for k in range(len(names))] for p in range(8)]
    for shares in patterns:
        yield {n: domains[n].point(share) for n, share in zip(names, shares, strict=True)}


def _scattered(point: int, coordinate: int) -> float:
    """A number from 0 to 1 for a counter (splitmix64, Steele et al. 2014)."""
    state = (point * 0x9E3779B97F4A7C15 + coordinate * 0xD1B54A32D192ED03 + 1) & (2**64 - 1)
    state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & (2**64 - 1)
    state = (state ^ state >> 27) * 0x94D049BB133111EB & (2**64 - 1)
    return (state ^ state >> 31) / 2**64
