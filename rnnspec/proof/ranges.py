"""What expressions may be over a box of the space.

In: a space and a box. Out: the set of values of any expression there, and the box that is left
where a condition is assumed. Over a box of single values this is exact evaluation.
Named intermediate values (`derived`) are computed once a box, each after those that it reads, so
that a chain of thousands costs its length and no recursion.
"""

import re
from collections.abc import Mapping
from functools import reduce

from rnnspec.proof.abstract import NOTHING, Abstract, apply, constants
from rnnspec.proof.domain import Box, Domain, Subset, domain, narrow, turn_name
from rnnspec.proof.interval import INFINITY
from rnnspec.study.expressions import (
    COMPARISONS,
    Apply,
    Const,
    Derived,
    Expr,
    IfElse,
    Make,
    Pick,
    Ref,
    Turn,
    walk,
)
from rnnspec.study.fold import both, either
from rnnspec.study.space import Configuration, Space

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
DENIED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def _links(expr: Apply) -> list[Expr]:
    """The links of a chain such as `a and b and c`, in their order; chains may be long."""
    links: list[Expr] = []
    rest: Expr = expr
    while isinstance(rest, Apply) and rest.operator == expr.operator:
        rest, link = rest.operands
        links.append(link)
    return [rest, *reversed(links)]


class Whole:
    """The whole space: every domain, and the expressions of all derived values.

    A prover adds further values, such as a dimension behind a layer.
    """

    def __init__(self, space: Space) -> None:
        self.space = space
        self.domains: dict[str, Domain] = {
            h.name: domain(h.distribution) for h in space.hyperparameters
        }
        self.values: dict[str, Expr] = {d.name: d.value for d in space.derived}
        self.steps = 0
        """Parts of expressions that were computed over a box: what work is counted by."""
        self._needs: dict[str, tuple[str, ...]] = {}
        self._only: dict[Expr, str | None] = {}
        self._turned: dict[str, list[str]] = {}

    def at(self, values: Configuration) -> "Ranges":
        """A point of the space: what expressions are there is exact."""
        return Ranges(self, {name: Subset((value,)) for name, value in values.items()})

    def turned(self, template: str) -> list[str]:
        """The hyperparameters of all turns, by their name with `{}` for each turn."""
        if template not in self._turned:
            pattern = re.compile(re.escape(template).replace(r"\{\}", r"\d+"))
            self._turned[template] = [name for name in self.domains if pattern.fullmatch(name)]
        return self._turned[template]

    def only_name(self, condition: Expr) -> str | None:
        """The hyperparameter that a condition reads, where it reads one alone."""
        if condition not in self._only:
            names = {part.name for part in walk(condition) if isinstance(part, Ref)}
            plain = not any(
                isinstance(part, Derived | Turn) or (isinstance(part, Ref) and part.turns)
                for part in walk(condition)
            )
            self._only[condition] = names.pop() if plain and len(names) == 1 else None
        return self._only[condition]

    def needs(self, name: str) -> tuple[str, ...]:
        """The derived values that a derived value reads directly."""
        if name not in self._needs:
            parts = walk(self.values[name])
            self._needs[name] = tuple(part.name for part in parts if isinstance(part, Derived))
        return self._needs[name]


class Ranges:
    """The sets of values over one box: the whole space with some domains changed.

    Within `outer` this is an assumption made inside an expression: derived values are those of
    `outer`, so that assumptions within assumptions cannot multiply the work.
    """

    def __init__(
        self, whole: Whole, changes: Box | None = None, outer: "Ranges | None" = None
    ) -> None:
        self.whole = whole
        self.changes: Mapping[str, Domain] = changes or {}
        self.outer = outer
        self._derived: dict[str, Abstract] = {}

    def domain(self, name: str) -> Domain | None:
        """What a hyperparameter or a turn may be here."""
        return self.changes.get(name) or self.whole.domains.get(name)

    def of(self, expr: Expr) -> Abstract:
        """What the expression may be."""
        self.whole.steps += 1
        match expr:
            case Const(value):
                return Abstract((value,))
            case Ref(name, ()):
                return self._drawn(name)
            case Ref():
                found = [self._drawn(name) for name in self.names(expr)]
                return reduce(Abstract.join, found, NOTHING)
            case Turn(variable):
                return self._drawn(turn_name(variable))
            case Derived(name):
                return self.derived(name)
            case Apply("and" | "or", _):
                return self._logic(expr)
            case Apply(operator, operands):
                return apply(operator, tuple(self.of(operand) for operand in operands))
            case IfElse():
                return self._either(expr)
            case Make(kind, arguments):
                fails = any(self.of(value).fails for _, value in arguments)
                return Abstract(objects=frozenset({kind}), fails=fails)
            case Pick(on, options):
                chosen = self.of(on).constants
                found = [self.of(value) for label, value in options if label in chosen]
                return reduce(Abstract.join, found, NOTHING)

    def remaining(self, condition: Expr) -> Expr:
        """The condition without the parts that are true, or false, all over the box."""
        match condition:
            case Const():
                return condition
            case Apply("and", (left, right)):
                return both(self.remaining(left), self.remaining(right))
            case Apply("or", (left, right)):
                return either(self.remaining(left), self.remaining(right))
        found = self.of(condition)
        if found.fails or len(found.truths) != 1:
            return condition
        return Const(True in found.truths)

    def names(self, ref: Ref) -> list[str]:
        """The hyperparameters that a reference may mean here."""
        if not ref.turns:
            return [ref.name]
        if any(self._is_open(turn) for turn in ref.turns):
            return self.whole.turned(ref.name)
        found: list[tuple[int, ...]] = [()]
        for turn in ref.turns:
            found = [(*before, number) for before in found for number in self._numbers(turn)]
        names = (ref.name.format(*numbers) for numbers in found)
        return [name for name in names if name in self.whole.domains]

    def _is_open(self, turn: Expr) -> bool:
        """Whether a turn's number is not bounded here: any turn may be meant."""
        return any(
            isinstance(part, Turn) and self.domain(turn_name(part.variable)) is None
            for part in walk(turn)
        )

    def _numbers(self, turn: Expr) -> list[int]:
        values = self.of(turn)
        numbers = [v for v in values.constants if isinstance(v, int) and v >= 0]
        if values.interval is not None and values.interval.high < INFINITY:
            low, high = max(values.interval.low, 0), values.interval.high
            numbers.extend(range(int(low), int(high) + 1))
        return numbers

    def _drawn(self, name: str) -> Abstract:
        found = self.domain(name)
        return found.abstract if found is not None else NOTHING

    def derived(self, name: str) -> Abstract:
        """What a derived value may be."""
        if self.outer is not None:
            return self.outer.derived(name)
        pending = [name]
        while pending:
            current = pending[-1]
            if current in self._derived:
                pending.pop()
                continue
            missing = [n for n in self.whole.needs(current) if n not in self._derived]
            if missing:
                pending.extend(missing)
            else:
                self._derived[current] = self.of(self.whole.values[current])
        return self._derived[name]

    def _logic(self, expr: Apply) -> Abstract:
        stops = expr.operator == "or"
        first, *others = _links(expr)
        found, within, before = self.of(first), self, first
        for link in others:
            if (not stops) not in found.truths:
                return found
            inner = within.inside(before, not stops)
            if inner is None:
                return found.where(stops)
            found = found.where(stops).join(inner.of(link))
            within, before = inner, link
        return found

    def _either(self, expr: IfElse) -> Abstract:
        condition = self.of(expr.condition)
        found = Abstract(fails=condition.fails)
        for truth in condition.truths:
            within = self.inside(expr.condition, truth)
            if within is not None:
                found = found.join(within.of(expr.then if truth else expr.otherwise))
        return found

    def inside(self, condition: Expr, truth: bool) -> "Ranges | None":
        """The same place where the condition is known; None where that cannot be."""
        changes = self.assume(condition, truth)
        if changes is None:
            return None
        if len(changes) == len(self.changes) and changes == self.changes:
            return self
        return Ranges(self.whole, changes, self.outer or self)

    def assume(self, condition: Expr, truth: bool = True) -> Box | None:
        """The changes to the whole that are left where the condition holds (or does not).

        None where it cannot. What cannot be said as domains is left as it is.
        """
        match condition:
            case Const(value):
                return self.changes if bool(value) is truth else None
            case Apply("not", (inner,)):
                return self.assume(inner, not truth)
            case Apply("and" | "or"):
                if (condition.operator == "and") is not truth:
                    return self.changes
                within = self
                for link in _links(condition):
                    changes = within.assume(link, truth)
                    if changes is None:
                        return None
                    within = Ranges(self.whole, changes, self.outer or self)
                return within.changes
            case Apply(operator, (left, right)) if operator in COMPARISONS:
                known = operator if truth else DENIED[operator]
                changes = self._narrowed(left, known, self.of(right), self.changes)
                if changes is None:
                    return None
                changes = self._narrowed(right, MIRRORED[known], self.of(left), changes)
                return self._filtered(condition, truth) if changes == self.changes else changes
            case Ref() if self.of(condition).kinds == {"bool"}:
                return self._narrowed(
                    condition, "==" if truth else "!=", constants([True]), self.changes
                )
        return self.changes

    def _filtered(self, condition: Expr, truth: bool) -> Box | None:
        """What is left of the options of a choice, where a condition reads nothing else."""
        name = self.whole.only_name(condition)
        options = self.domain(name) if name is not None else None
        if name is None or not isinstance(options, Subset):
            return self.changes
        kept = []
        for value in options.values:
            one = {**self.changes, name: Subset((value,))}
            if truth in Ranges(self.whole, one, self.outer or self).of(condition).truths:
                kept.append(value)
        if len(kept) == len(options.values):
            return self.changes
        return {**self.changes, name: Subset(tuple(kept))} if kept else None

    def _narrowed(self, expr: Expr, operator: str, other: Abstract, changes: Box) -> Box | None:
        match expr:
            case Ref(name, ()):
                pass
            case Ref():
                names = self.names(expr)
                if len(names) != 1:
                    return changes
                name = names[0]
            case Turn(variable):
                name = turn_name(variable)
            case Apply("+" | "-", (inner, Const(int() as number))) if other.kinds == {"int"}:
                sign = -1 if expr.operator == "+" else 1
                moved = apply("+", (other, constants([sign * number])))
                return self._narrowed(inner, operator, moved, changes)
            case _:
                return changes
        found = changes.get(name) or self.whole.domains.get(name)
        if found is None or other.is_empty:
            return changes
        kept = narrow(found, operator, other)
        if kept is None:
            return None
        return changes if kept is found else {**changes, name: kept}
