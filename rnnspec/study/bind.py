"""The study of one configuration: nothing is searched any more.

In: a study and complete values. Out: a study that means what the configuration builds: every
expression computed, every choice taken, every repeat written out turn by turn. Its space is empty.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from rnnspec.study.data import Data, Scaler
from rnnspec.study.evaluate import NO_TURNS, Scope, Turns
from rnnspec.study.expressions import (
    Apply,
    Const,
    Expr,
    IfElse,
    Make,
    Pick,
    builds,
    children,
    typed,
    with_children,
)
from rnnspec.study.model import Body, Branch, Layer, Node, Parallel, Repeat, Residual, When, bodies
from rnnspec.study.space import Configuration, Space
from rnnspec.study.study import Study
from rnnspec.study.training import Training


def bind_study(study: Study, values: Configuration) -> Study:
    """The study that has the given configuration alone.

    Raises:
        ExpressionError: a value that is needed is missing, or an expression has none.
    """
    scope = Scope.of(study.space, values)
    return replace(
        study,
        data=_bind_data(study.data, scope),
        space=Space(),
        model=bind_body(study.model, scope),
        train=_bind_training(study.train, scope),
        search=replace(study.search, first_points=()),
    )


def _bind_data(data: Data, scope: Scope) -> Data:
    return replace(
        data,
        inputs=Const(scope.evaluate(data.inputs)),
        window=Const(scope.evaluate(data.window)),
        features=None if data.features is None else Const(scope.evaluate(data.features)),
        scale_choice=Const(None),
        scale=((None, _scaler(data, scope)),),
    )


def _scaler(data: Data, scope: Scope) -> Scaler:
    if len(data.scale) == 1:
        return data.scale[0][1]
    chosen = typed(scope.evaluate(data.scale_choice))
    return next(scaler for value, scaler in data.scale if typed(value) == chosen)


def _bind_training(train: Training, scope: Scope) -> Training:
    return replace(
        train,
        optimizer=bind_expression(train.optimizer, scope),
        loss=bind_expression(train.loss, scope),
        epochs=bind_expression(train.epochs, scope),
        batch_size=bind_expression(train.batch_size, scope),
        callbacks=tuple(bind_expression(callback, scope) for callback in train.callbacks),
        class_weight=bind_expression(train.class_weight, scope),
    )


def bind_expression(expr: Expr, scope: Scope, turns: Turns = NO_TURNS) -> Expr:
    """An expression's value, or the object that it builds with all its arguments computed.

    Raises:
        ExpressionError: it has no value.
    """
    if not builds(expr):
        return Const(scope.evaluate(expr, turns), expr.span)
    match expr:
        case Make() | Apply("list"):
            parts = (bind_expression(part, scope, turns) for part in children(expr))
            return with_children(expr, parts)
        case Pick(on, options):
            label = typed(scope.evaluate(on, turns))
            chosen = next(option for value, option in options if typed(value) == label)
            return bind_expression(chosen, scope, turns)
        case IfElse(condition, then, otherwise):
            holds = scope.evaluate(condition, turns)
            return bind_expression(then if holds else otherwise, scope, turns)
    return Const(scope.evaluate(expr, turns), expr.span)


def bind_body(body: Body, scope: Scope, turns: Turns = NO_TURNS) -> Body:
    """The layers that a body stands for, and the nodes that feed one input to several.

    Raises:
        ExpressionError: a condition, a count or an argument has no value.
    """
    return tuple(bound for node in body for bound in _bind_node(node, scope, turns))


def _bind_node(node: Node, scope: Scope, turns: Turns) -> Body:
    match node:
        case Layer():
            return (_bind_layer(node, scope, turns),)
        case Residual(body, span):
            return (Residual(bind_body(body, scope, turns), span),)
        case Parallel(merge, branches, span):
            bound = ((label, bind_body(body, scope, turns)) for label, body in branches)
            return (Parallel(Const(scope.evaluate(merge, turns)), tuple(bound), span),)
    inside = (bind_body(body, scope, inner) for body, inner in chosen(node, scope, turns))
    return tuple(chain.from_iterable(inside))


def chosen(node: Node, scope: Scope, turns: Turns = NO_TURNS) -> Iterator[tuple[Body, Turns]]:
    """The bodies inside a node that are built, one after the other, each with its turns.

    Raises:
        ExpressionError: a condition or a count has no value.
    """
    match node:
        case Repeat(count, variable, body):
            number = scope.evaluate(count, turns)
            assert isinstance(number, int)
            yield from ((body, {**turns, variable: turn}) for turn in range(number))
        case When(arms, otherwise):
            held = (body for condition, body in arms if scope.evaluate(condition, turns))
            yield next(held, otherwise), turns
        case Branch(on, options):
            yield dict(options)[str(scope.evaluate(on, turns))], turns
        case _:
            yield from ((body, turns) for body in bodies(node))


def _bind_layer(layer: Layer, scope: Scope, turns: Turns) -> Layer:
    owner = layer.owner.format(*(scope.evaluate(turn, turns) for turn in layer.turns))
    return replace(
        layer,
        kind=Const(scope.evaluate(layer.kind, turns)),
        arguments=tuple((n, bind_expression(e, scope, turns)) for n, e in layer.arguments),
        owner=owner,
        turns=(),
        bidirectional=Const(bool(scope.evaluate(layer.bidirectional, turns))),
        merge=Const(scope.evaluate(layer.merge, turns)),
        inner=None if layer.inner is None else _bind_layer(layer.inner, scope, turns),
    )
