"""When the settings of `space` are active: where the chosen program, or a constraint, reads them.

In: the lowered study without its space, and the declared hyperparameters. Out: for each setting of
`space` the condition under which somebody reads it; one that nobody reads is inactive for good.
"""

from collections.abc import Iterable, Iterator, Mapping

from rnnspec.check.declared import Declared
from rnnspec.check.values import derived_names
from rnnspec.study.expressions import FALSE, TRUE, Const, Expr, Pick, Ref, Turn, children
from rnnspec.study.fold import both, compare, either, negate, substitute
from rnnspec.study.model import Body, Branch, Layer, Node, Parallel, Repeat, Residual, When
from rnnspec.study.space import DerivedValue

Read = tuple[str, Expr]
"""A name that is read (of a hyperparameter or a derived value), and the path that leads there."""


class Activity:
    """Conditions under which names are read; `either` of all their readers."""

    def __init__(self, derived: Mapping[str, DerivedValue]) -> None:
        self._derived = derived
        self._through: dict[str, tuple[str, ...]] = {}
        self.conditions: dict[str, Expr] = {}

    def fresh(self) -> "Activity":
        """The same derived values, nothing read yet."""
        return Activity(self._derived)

    def read(self, expr: Expr, path: Expr = TRUE) -> None:
        """Note everything that an expression reads when it stands at a path."""
        for name, where in reads(expr, path):
            for source in self._sources(name):
                self.note(source, where)

    def note(self, name: str, where: Expr) -> None:
        """Note that a hyperparameter is read at a path."""
        before = self.conditions.get(name, FALSE)
        if before != TRUE:
            self.conditions[name] = either(before, where)

    def _sources(self, name: str) -> tuple[str, ...]:
        """The hyperparameters behind a name: itself, or what a derived value reads."""
        if name not in self._derived:
            return (name,)
        if name not in self._through:
            found: dict[str, None] = {}
            value = self._derived[name].value
            for inner, _ in reads(value, TRUE):
                found.update(dict.fromkeys(self._sources(inner)))
            self._through[name] = tuple(found)
        return self._through[name]


def reads(expr: Expr, path: Expr) -> Iterator[Read]:
    """The names that an expression reads; inside an option only where it is chosen."""
    stack: list[tuple[Expr, Expr]] = [(expr, path)]
    while stack:
        part, where = stack.pop()
        match part:
            case Ref(name):
                yield name, where
            case Pick(on, options):
                yield on.name, where
                for value, option in options:
                    stack.append((option, both(where, compare(on, "==", Const(value)))))
                continue
        for name in derived_names(part) if not children(part) else ():
            yield name, where
        stack.extend((child, where) for child in children(part))


def read_body(activity: Activity, body: Body, path: Expr = TRUE) -> None:
    """Note what the nodes of a body read, each at its own path."""
    for node in body:
        _read_node(activity, node, path)


def _read_node(activity: Activity, node: Node, path: Expr) -> None:
    match node:
        case Layer():
            for expr in _layer_expressions(node):
                activity.read(expr, path)
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
        case Residual(body):
            read_body(activity, body, path)
        case Parallel(merge, branches):
            activity.read(merge, path)
            for _, body in branches:
                read_body(activity, body, path)


def _layer_expressions(layer: Layer) -> Iterator[Expr]:
    yield layer.kind
    yield from (value for _, value in layer.arguments)
    yield layer.bidirectional
    yield layer.merge
    if layer.inner is not None:
        yield from _layer_expressions(layer.inner)


def _read_turns(
    activity: Activity, body: Body, path: Expr, count: Expr, variable: str, most: int
) -> None:
    """Whatever a turn reads; the first turn stands for all where the path does not name it."""
    inner = activity.fresh()
    read_body(inner, body)
    for name, condition in inner.conditions.items():
        turns = range(most) if _names(condition, variable) else range(min(most, 1))
        for turn in turns:
            fixed: dict[str, Expr] = {variable: Const(turn)}
            where = both(both(path, compare(Const(turn), "<", count)), substitute(condition, fixed))
            activity.note(name, where)


def _names(expr: Expr, variable: str) -> bool:
    stack = [expr]
    while stack:
        part = stack.pop()
        if isinstance(part, Turn) and part.variable == variable:
            return True
        stack.extend(children(part))
    return False


def settled(
    declared: Iterable[Declared], conditions: Mapping[str, Expr]
) -> Iterator[tuple[Declared, Expr]]:
    """Each declared hyperparameter with its condition; settings of `space` have their readers'."""
    for record in declared:
        if record.condition is not None:
            yield record, record.condition
        else:
            yield record, conditions.get(record.template, FALSE)
