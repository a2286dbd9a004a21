"""The model's statements, lowered to nodes of the study.

In: the body of `model` and the blocks. Out: a body in which blocks are expanded, every searched
argument is a hyperparameter, and every name is resolved; a searched argument of a block is one,
named by the call's owner and the parameter. Shapes are none of its business: a layer that was not
understood stays as one whose kind is None, and the proof is silent behind it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rnnspec.catalog import LAYERS, MERGES, Parameter
from rnnspec.check.bind import Bound, bind
from rnnspec.check.context import Context
from rnnspec.check.expect import ANYTHING, OBJECTS_TOO
from rnnspec.check.layers import base_name, lower_layer, unknown_layer
from rnnspec.check.parts import statements
from rnnspec.check.possible import check_count
from rnnspec.check.scope import Loop, Namer, Namespace
from rnnspec.check.searched import declare_arguments, declare_searched, lower_written
from rnnspec.check.values import lower_arguments, lower_expression
from rnnspec.diagnostics import limits as say_limits
from rnnspec.diagnostics import names as say_names
from rnnspec.diagnostics import values as say_values
from rnnspec.source import Span
from rnnspec.study.expressions import Const, Expr, Ref, Turn, children
from rnnspec.study.fold import compare, negate
from rnnspec.study.model import Body, Branch, Node, Parallel, Repeat, Residual, When
from rnnspec.syntax import tree

MERGE = Parameter("merge", ("str",), default="concat", words=tuple(MERGES))
"""The argument of `parallel`."""
MOST_ARMS = 200
"""Each `else when` is one level deeper, and so deep may nesting go."""
MOST_BLOCKS = 200
"""So deep may blocks call blocks."""
MOST_NODES = 20_000
"""Blocks that call blocks may multiply without bound; this many statements are enough."""


@dataclass
class Owners:
    """Numbers for the unlabelled layers of one body, counted in written order."""

    totals: Counter[str]
    given: Counter[str]

    def name(self, base: str) -> str:
        """The next owner of a kind: alone `gru`, of several `gru_1`, `gru_2`."""
        if self.totals[base] == 1:
            return base
        self.given[base] += 1
        return f"{base}_{self.given[base]}"


def lower_model(context: Context, body: tree.Body) -> Body:
    """The stack that the model's statements mean; its names are declared already."""
    lowered = _lower_body(context, body, count_owners(body))
    if not context.problems.has_errors:
        for name, block in context.blocks.items():
            if name not in context.called:
                context.report(say_names.never_called(block.name.span, name))
    return lowered


def count_owners(body: tree.Body) -> Owners:
    """The numbers that the unlabelled layers of a body will have."""
    return Owners(Counter(_unlabelled(body)), Counter())


def _unlabelled(body: tree.Body) -> Iterator[str]:
    for statement in statements(body):
        match statement:
            case tree.Layer(None, call):
                yield base_name(call)
            case tree.Parallel(arguments) if arguments:
                yield "parallel"


def declare_names(context: Context, body: tree.Body) -> None:
    """Declare the counts and branches of a body, but not those inside its repeats.

    They are known in the whole body, so that a count may be read above the repeat that it counts.
    """
    for statement in statements(body, of_repeats=False):
        match statement:
            case (
                tree.Repeat(name=tree.Word(name, span) as word)
                | tree.Branch(name=tree.Word(name, span) as word)
            ):
                template = context.place.template(name)
                if template not in context.names and context.verify_word(name, span):
                    symbol = context.symbol(word, "hyperparameter", template)
                    context.place.scope.declare(
                        name, Ref(template, context.place.turns, span), symbol
                    )


def _lower_body(context: Context, body: tree.Body, owners: Owners) -> Body:
    nodes: list[Node] = []
    context.expect(
        body.span, "layer", LAYERS.words, context.custom, context.blocks, context.place.scope
    )
    for statement in body.statements:
        context.sizes["statements"] += 1
        if context.sizes["statements"] > MOST_NODES:
            if context.sizes["statements"] == MOST_NODES + 1:
                context.report(say_limits.too_large(statement.span, MOST_NODES))
            return (unknown_layer(statement.span),)
        nodes.extend(_lower_statement(context, statement, owners))
    return tuple(nodes)


def _lower_statement(context: Context, statement: tree.Statement, owners: Owners) -> Body:
    match statement:
        case tree.Layer():
            return _lower_call(context, statement, owners)
        case tree.Repeat():
            return _lower_repeat(context, statement, owners)
        case tree.Branch():
            return _lower_branch(context, statement, owners)
        case tree.When():
            return _lower_when(context, statement, owners)
        case tree.Residual(body, span):
            return (Residual(_lower_body(context, body, owners), span),)
        case tree.Parallel():
            return _lower_parallel(context, statement, owners)


def _lower_call(context: Context, statement: tree.Layer, owners: Owners) -> Body:
    call = statement.call
    if statement.label is not None:
        owner = statement.label.name
        _verify_label(context, statement.label)
    else:
        owner = owners.name(base_name(call))
    if call.name.name not in context.blocks:
        return (lower_layer(context, call, owner, labelled=statement.label is not None),)
    block = context.blocks[call.name.name]
    context.refer(call.name.span, context.found(block.name.name, "block"))
    context.called.add(block.name.name)
    if block.name.name in context.place.blocks:
        context.report(say_names.block_calls_itself(statement.span, block.name.name))
        return (unknown_layer(statement.span),)
    if len(context.place.blocks) == MOST_BLOCKS:
        context.report(say_limits.too_deep(statement.span, MOST_BLOCKS))
        return (unknown_layer(statement.span),)
    scope = Namespace(context.scope)
    inside = context.at(context.place.called(block.name.name, owner, scope))
    meanings = bind_block(context, block, call, context.place.template(owner))
    for word in block.parameters:
        scope.declare(word.name, meanings[word.name], context.symbol(word, "parameter"))
    declare_names(inside, block.body)
    return _lower_body(inside, block.body, count_owners(block.body))


def _verify_label(context: Context, label: tree.Word) -> None:
    owner = context.place.template(label.name)
    context.symbol(label, "label")
    first = context.labels.setdefault(owner, label.span)
    if first != label.span:
        context.report(say_names.duplicate(label.span, label.name, first))


def _lower_repeat(context: Context, statement: tree.Repeat, owners: Owners) -> Body:
    count: Expr | None
    if statement.name is not None:
        template = context.place.template(statement.name.name)
        count = declare_searched(context, template, statement.count, ANYTHING, statement.name.span)
    else:
        count = lower_expression(context, statement.count)
    most = check_count(context, count, statement.count.span) if count is not None else None
    written = statement.variable.name if statement.variable is not None else ""
    variable = context.fresh_turn(written)
    scope = Namespace(context.place.scope)
    if statement.variable is not None and context.verify_word(written, statement.variable.span):
        symbol = context.symbol(statement.variable, "turn")
        scope.declare(written, Turn(variable, statement.variable.span), symbol)
    loop = Loop(variable, 1 if most is None else most)
    turns = compare(Turn(variable), "<", count if count is not None else Const(1))
    inside = context.at(context.place.turning(scope, loop, turns))
    declare_names(inside, statement.body)
    body = _lower_body(inside, statement.body, owners)
    if count is None:
        return (unknown_layer(statement.span),)
    if most is None:
        counted: Node = Repeat(count, variable, (), 0, written, statement.span)
        return (counted, unknown_layer(statement.span))
    return (Repeat(count, variable, body, most, written, statement.span),)


def _lower_branch(context: Context, statement: tree.Branch, owners: Owners) -> Body:
    template = context.place.template(statement.name.name)
    labels = [option.label for option in statement.options]
    arguments = tuple(
        tree.Argument(label, ":", tree.String(label.name, label.span), label.span)
        for label in labels
    )
    called = tree.Call(
        tree.Word("choice", statement.name.span), (*arguments, *statement.arguments), statement.span
    )
    declare_searched(context, template, called, ANYTHING, statement.name.span)
    if not labels:
        return (unknown_layer(statement.span),)
    on = Ref(template, context.place.turns, statement.name.span)
    options = []
    for option in statement.options:
        inside = context.under(compare(on, "==", Const(option.label.name)))
        options.append((option.label.name, _lower_body(inside, option.body, owners)))
    return (Branch(on, tuple(options), statement.span),)


def _lower_when(context: Context, statement: tree.When, owners: Owners) -> Body:
    if len(statement.arms) > MOST_ARMS:
        context.report(say_limits.too_many_arms(statement.span, MOST_ARMS))
        return (unknown_layer(statement.span),)
    arms: list[tuple[Expr, Body]] = []
    rest = context
    for arm in statement.arms:
        condition = lower_expression(rest, arm.condition)
        inside = rest if condition is None else rest.under(condition)
        body = _lower_body(inside, arm.body, owners)
        if condition is not None:
            arms.append((condition, body))
            rest = rest.under(negate(condition))
    otherwise: Body = ()
    if statement.otherwise is not None:
        otherwise = _lower_body(rest, statement.otherwise, owners)
    if len(arms) < len(statement.arms):
        return (unknown_layer(statement.span),)
    return (When(tuple(arms), otherwise, statement.span),)


def _lower_parallel(context: Context, statement: tree.Parallel, owners: Owners) -> Body:
    word = tree.Word("parallel", statement.span)
    call = tree.Call(word, statement.arguments, statement.span)
    bounds = bind(context, "parallel", [MERGE], call)
    owner = owners.name("parallel") if statement.arguments else "parallel"
    declare_arguments(context.naming(Namer(context.place.template(owner))), bounds)
    arguments = lower_arguments(context, bounds)
    for _, value in arguments:
        context.oblige(value, MERGE, "parallel", statement.span)
    first: dict[str, Span] = {}
    branches = []
    for branch in statement.branches:
        if branch.label.name in first:
            context.report(
                say_names.duplicate(branch.label.span, branch.label.name, first[branch.label.name])
            )
        first.setdefault(branch.label.name, branch.label.span)
        branches.append((branch.label.name, _lower_body(context, branch.body, owners)))
    if not branches:
        context.report(say_values.empty(statement.span, "parallel", "branch"))
        return (unknown_layer(statement.span),)
    merge = dict(arguments).get("merge", Const("concat"))
    return (Parallel(merge, tuple(branches), statement.span),)


MOST_PARTS = 1_000
"""Blocks that hand on `x + x` would double an argument at each level."""


def bind_block(
    context: Context, block: tree.Block, call: tree.Call, owner: str
) -> dict[str, Expr | None]:
    """What each parameter of a block means in a call of it; None for what is not known."""
    parameters = [Parameter(word.name, ("any",), required=True) for word in block.parameters]
    meanings: dict[str, Expr | None] = {p.name: None for p in parameters}
    for bound in bind(context, block.name.name, parameters, call):
        meanings[bound.parameter.name] = _meaning(context.naming(Namer(owner)), bound)
        argument = bound.argument
        if isinstance(argument.key, tree.Word) and argument.mark != "~":
            parameter = next(word for word in block.parameters if word.name == argument.key.name)
            context.refer(argument.key.span, context.symbol(parameter, "parameter"))
    return meanings


def _meaning(context: Context, bound: Bound) -> Expr | None:
    name, argument = bound.parameter.name, bound.argument
    inside = context.naming(context.place.namer.inside(name))
    node, span = argument.value, argument.span
    if argument.mark == "~":
        return declare_searched(inside, context.place.namer.argument(name), node, OBJECTS_TOO, span)
    value = lower_written(inside, node, OBJECTS_TOO)
    if value is not None and _is_long(value):
        context.report(say_limits.too_long(node.span, MOST_PARTS))
        return None
    return value


def _is_long(expr: Expr) -> bool:
    """Whether it has too many parts, counted as they would be written out."""
    pending = [expr]
    for _ in range(MOST_PARTS):
        if not pending:
            return False
        pending.extend(children(pending.pop()))
    return bool(pending)
