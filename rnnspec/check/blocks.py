"""Calls of the file's own blocks: parameters bound to arguments.

In: a call and the block. Out: the meaning of each parameter inside the body. A searched argument
becomes one hyperparameter, named by the call's owner and the parameter.
"""

from rnnspec.catalog import Parameter
from rnnspec.check.calls import Bound, bind
from rnnspec.check.context import Context
from rnnspec.check.expect import OBJECTS_TOO
from rnnspec.check.scope import Namer, Place
from rnnspec.check.searched import lower_searched
from rnnspec.check.values import lower_expression
from rnnspec.check.vocabulary import verify_word
from rnnspec.study.expressions import Expr
from rnnspec.syntax import tree


def bind_block(
    context: Context, place: Place, block: tree.Block, call: tree.Call, owner: str
) -> list[tuple[str, Expr | None]]:
    """What each parameter of a block means in a call of it; None for what is not known."""
    parameters = [Parameter(word.name, ("any",), required=True) for word in block.parameters]
    for word in block.parameters:
        verify_word(context, word.name, word.span)
    meanings: dict[str, Expr | None] = {p.name: None for p in parameters}
    for bound in bind(context, block.name.name, parameters, call):
        meanings[bound.parameter.name] = _meaning(context, place, bound, Namer(owner))
    return list(meanings.items())


def _meaning(context: Context, place: Place, bound: Bound, namer: Namer) -> Expr | None:
    name, argument = bound.parameter.name, bound.argument
    if argument.mark == "~":
        full, inside = namer.argument(name), namer.inside(name)
        return lower_searched(
            context, place, full, argument.value, OBJECTS_TOO, inside, argument.span
        )
    return lower_expression(context, place, argument.value, OBJECTS_TOO, namer.inside(name))
