"""Calls of the file's own blocks: parameters bound to arguments.

In: a call and the block. Out: the meaning of each parameter inside the body. A searched argument
becomes one hyperparameter, named by the call's owner and the parameter.
"""

from rnnspec.catalog import Parameter
from rnnspec.check.bind import Bound, bind
from rnnspec.check.context import Context
from rnnspec.check.expect import OBJECTS_TOO
from rnnspec.check.scope import Namer
from rnnspec.check.searched import declare_searched, lower_written
from rnnspec.diagnostics import shapes as say
from rnnspec.study.expressions import Expr, children
from rnnspec.syntax import tree

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
        context.report(say.too_long(node.span, MOST_PARTS))
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
