"""The space of a file: its hyperparameters turn by turn, each with the condition that remains.

In: what was declared, and the lowered model and training that read it. Out: a `Space` in written
order. A setting of `space` is active where the chosen program, or a constraint, reads it; one that
nobody reads is inactive for good. Conditions that hold everywhere are dropped, and so is what can
never be active.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from rnnspec.check.context import Context, Declared
from rnnspec.diagnostics import names as say
from rnnspec.proof.prove import Prover, Refuted
from rnnspec.source import NOWHERE, Span
from rnnspec.study.data import Data
from rnnspec.study.expressions import (
    FALSE,
    TRUE,
    Const,
    Derived,
    Expr,
    Pick,
    Ref,
    Turn,
    children,
    reads_turn,
    walk,
)
from rnnspec.study.fold import both, compare, either, negate, substitute
from rnnspec.study.model import (
    Body,
    Branch,
    Layer,
    Node,
    Parallel,
    Repeat,
    Residual,
    When,
    bodies,
    expressions,
)
from rnnspec.study.space import Constraint, DerivedValue, Hyperparameter, Space
from rnnspec.study.training import Training
from rnnspec.study.words import render_point

Reading = tuple[str, Expr, Span]
"""A name that is read (of a hyperparameter or a derived value), the path there, the place."""


class Activity:
    """Conditions under which names are read; `either` of all their readers.

    `watched` names are noted read by read, so that each reader can be held against where the
    name has a value.
    """

    def __init__(self, watched: Collection[str] = ()) -> None:
        self._watched = watched
        self.conditions: dict[str, Expr] = {}
        self.watched: list[Reading] = []

    def read(self, expr: Expr, path: Expr = TRUE) -> None:
        """Note what an expression at a path reads; inside an option only where it is chosen."""
        pending = [(expr, path)]
        while pending:
            part, where = pending.pop()
            match part:
                case Ref(name, _, span) | Derived(name, span):
                    self.note(name, where, span)
                case Pick(on, options, span):
                    self.note(on.name, where, span)
                    for value, option in options:
                        pending.append((option, both(where, compare(on, "==", Const(value)))))
                    continue
            pending.extend((child, where) for child in children(part))

    def note(self, name: str, where: Expr, span: Span) -> None:
        """Note that a name is read at a path."""
        before = self.conditions.get(name, FALSE)
        if before != TRUE:
            self.conditions[name] = either(before, where)
        if name in self._watched:
            self.watched.append((name, where, span))

    def follow(self, derived: dict[str, DerivedValue]) -> None:
        """Who reads a derived value reads what it is made of; last in the order of their needs."""
        for name in reversed(derived):
            where = self.conditions.get(name, FALSE)
            if where != FALSE:
                self.read(derived[name].value, where)

    def body(self, body: Body, path: Expr = TRUE) -> None:
        """Note what the nodes of a body read, each at its own path."""
        for node in body:
            self._node(node, path)

    def _node(self, node: Node, path: Expr) -> None:
        match node:
            case Layer() | Residual() | Parallel():
                for expr in expressions(node):
                    self.read(expr, path)
                for body in bodies(node):
                    self.body(body, path)
            case Repeat(count):
                self.read(count, path)
                self._turns(node, path)
            case When(arms, otherwise):
                for condition, body in arms:
                    self.read(condition, path)
                    self.body(body, both(path, condition))
                    path = both(path, negate(condition))
                self.body(otherwise, path)
            case Branch(on, options):
                self.read(on, path)
                for label, body in options:
                    self.body(body, both(path, compare(on, "==", Const(label))))

    def _turns(self, node: Repeat[Node], path: Expr) -> None:
        """Whatever a turn reads; the first turn stands for all where the path does not name it."""
        inner = Activity(self._watched)
        inner.body(node.body)
        turning = both(path, compare(Turn(node.variable), "<", node.count))
        for name, condition in inner.conditions.items():
            most = node.most if reads_turn(condition, node.variable) else min(node.most, 1)
            for turn in range(most):
                where = substitute(both(turning, condition), {node.variable: Const(turn)})
                self.note(name, where, NOWHERE)
        for name, where, span in inner.watched:
            first = substitute(both(turning, where), {node.variable: Const(0)})
            self.watched.append((name, first, span))


def build_space(
    context: Context, model: Body, training: Training | None, data: Data | None
) -> Space:
    """The hyperparameters of every turn with their conditions, and the constraints."""
    partly = {
        name: record
        for name, record in context.declared.items()
        if record.condition not in (None, TRUE) and not record.loops
    }
    activity = Activity(partly)
    for constraint in context.constraints:
        activity.read(constraint.condition)
    activity.watched.clear()
    activity.body(model)
    for expr in _read_always(context, training, data):
        activity.read(expr)
    if training is None or data is None:  # What was understood of them is proven all the same.
        for obligation in context.obligations:
            if not obligation.turns:
                activity.read(obligation.expr, obligation.path)
    activity.follow(context.derived)
    found: list[Hyperparameter] = []
    for record in sorted(context.declared.values(), key=lambda record: record.span.start):
        condition = record.condition
        if condition is None:  # A setting of `space` has that of its readers.
            condition = activity.conditions.get(record.template, FALSE)
            if condition == FALSE and not context.problems.has_errors:
                context.report(say.never_read(record.span, record.template))
        found.extend(_expand(record, condition))
    everywhere = Prover(Space(tuple(found), tuple(context.derived.values()))).root
    remaining = [
        replace(h, condition=condition)
        for h in found
        if (condition := everywhere.remaining(h.condition)) != FALSE
    ]
    space = Space(_in_order(remaining), tuple(context.derived.values()))
    _verify_active(context, space, activity, partly)
    constraints = tuple(_guarded(space, constraint) for constraint in context.constraints)
    return replace(space, constraints=constraints)


def _verify_active(
    context: Context, space: Space, activity: Activity, partly: Mapping[str, Declared]
) -> None:
    """Report where a count or a branch is read that may not be there; constraints step aside."""
    prover = Prover(space)
    seen: set[Span] = set()
    for name, where, span in activity.watched:
        condition = partly[name].condition
        if condition is None or span == NOWHERE or where == condition:
            continue
        found = prover.prove(where, condition)
        if isinstance(found, Refuted) and span not in seen:
            seen.add(span)
            context.report(say.inactive_name(span, name, render_point(found.shown)))


def _read_always(context: Context, training: Training | None, data: Data | None) -> Iterator[Expr]:
    """What is read whatever the network looks like."""
    yield from (Ref(name) for name in context.searched_settings)
    if training is not None:
        yield from (training.optimizer, training.loss, training.epochs, training.batch_size)
        yield from (*training.callbacks, training.class_weight)
    if data is not None:
        yield from (data.window, data.inputs, data.scale_choice)


def _guarded(space: Space, constraint: Constraint) -> Constraint:
    """The constraint where what it reads is active; elsewhere it demands nothing."""
    guard: Expr = TRUE
    for name in _read(constraint.condition):
        if name in space.by_name:
            guard = both(guard, space.by_name[name].condition)
    condition = constraint.condition
    if guard != TRUE:
        condition = either(negate(guard), condition)
    return Constraint(condition, constraint.text, constraint.span)


def _expand(declared: Declared, condition: Expr) -> Iterator[Hyperparameter]:
    """The hyperparameter of each combination of turns; those that never exist are left out."""
    for turns in product(*(range(loop.most) for loop in declared.loops)):
        fixed: dict[str, Expr] = {
            loop.variable: Const(turn) for loop, turn in zip(declared.loops, turns, strict=True)
        }
        when = substitute(condition, fixed) if fixed else condition
        if when != FALSE:
            yield Hyperparameter(
                declared.template.format(*turns),
                declared.distribution,
                when,
                declared.default,
                declared.has_default,
                declared.span,
            )


def _read(expr: Expr) -> Iterator[str]:
    """The hyperparameters of turns with a number that an expression reads, in written order."""
    for part in walk(expr):
        if isinstance(part, Ref) and all(isinstance(turn, Const) for turn in part.turns):
            yield part.name.format(*(turn.value for turn in part.turns if isinstance(turn, Const)))


def _in_order(hyperparameters: Iterable[Hyperparameter]) -> tuple[Hyperparameter, ...]:
    """The hyperparameters, each after those that its condition reads; else as they come."""
    known = {h.name: h for h in hyperparameters}
    done: dict[str, Hyperparameter] = {}
    for first, hyperparameter in known.items():
        trail = {} if first in done else {first: _read(hyperparameter.condition)}
        while trail:
            name = next(reversed(trail))
            fresh = (n for n in trail[name] if n in known and n not in done and n not in trail)
            need = next(fresh, None)
            if need is None:
                done[name] = known[name]
                del trail[name]
            else:
                trail[need] = _read(known[need].condition)
    return tuple(done.values())
