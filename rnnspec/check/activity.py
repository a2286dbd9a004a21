"""When the settings of `space` are active: where the chosen program, or a constraint, reads them.

In: the lowered study without its space, and the declared hyperparameters. Out: for each setting of
`space` the condition under which somebody reads it; one that nobody reads is inactive for good.
"""

from collections.abc import Collection, Iterator

from rnnspec.source import NOWHERE, Span
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
from rnnspec.study.space import DerivedValue

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

    def fresh(self) -> "Activity":
        """The same names watched, nothing read yet."""
        return Activity(self._watched)

    def read(self, expr: Expr, path: Expr = TRUE) -> None:
        """Note everything that an expression reads when it stands at a path."""
        for name, where, span in reads(expr, path):
            self.note(name, where, span)

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


def reads(expr: Expr, path: Expr) -> Iterator[Reading]:
    """The names that an expression reads; inside an option only where it is chosen."""
    stack: list[tuple[Expr, Expr]] = [(expr, path)]
    while stack:
        part, where = stack.pop()
        match part:
            case Ref(name, _, span) | Derived(name, span):
                yield name, where, span
            case Pick(on, options):
                yield on.name, where, part.span
                for value, option in options:
                    stack.append((option, both(where, compare(on, "==", Const(value)))))
                continue
        stack.extend((child, where) for child in children(part))


def read_body(activity: Activity, body: Body, path: Expr = TRUE) -> None:
    """Note what the nodes of a body read, each at its own path."""
    for node in body:
        _read_node(activity, node, path)


def _read_node(activity: Activity, node: Node, path: Expr) -> None:
    match node:
        case Layer() | Residual() | Parallel():
            for expr in expressions(node):
                activity.read(expr, path)
            for body in bodies(node):
                read_body(activity, body, path)
        case Repeat(count, variable, body, most):
            activity.read(count, path)
            _read_turns(activity, body, path, count, variable, most)
        case When(arms, otherwise):
            for condition, body in arms:
                activity.read(condition, path)
                read_body(activity, body, both(path, condition))
                path = both(path, negate(condition))
            read_body(activity, otherwise, path)
        case Branch(on, options):
            activity.read(on, path)
            for label, body in options:
                read_body(activity, body, both(path, compare(on, "==", Const(label))))


def _read_turns(
    activity: Activity, body: Body, path: Expr, count: Expr, variable: str, most: int
) -> None:
    """Whatever a turn reads; the first turn stands for all where the path does not name it."""
    inner = activity.fresh()
    read_body(inner, body)
    turning = both(path, compare(Turn(variable), "<", count))
    for name, condition in inner.conditions.items():
        turns = range(most) if reads_turn(condition, variable) else range(min(most, 1))
        for turn in turns:
            where = substitute(both(turning, condition), {variable: Const(turn)})
            activity.note(name, where, NOWHERE)
    for name, where, span in inner.watched:
        first = substitute(both(turning, where), {variable: Const(0)})
        activity.watched.append((name, first, span))
