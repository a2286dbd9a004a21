"""Conditions, less what is known of the whole space.

In: a condition, ranges over a box. Out: the condition without what is true, or false, all over it.
"""

from rnnspec.proof.ranges import Ranges
from rnnspec.study.expressions import FALSE, TRUE, Apply, Const, Expr
from rnnspec.study.fold import both, either


def remaining_condition(condition: Expr, everywhere: Ranges) -> Expr:
    """The condition without the parts that are true, or false, over the whole space."""
    match condition:
        case Const():
            return condition
        case Apply("and", (left, right)):
            return both(
                remaining_condition(left, everywhere), remaining_condition(right, everywhere)
            )
        case Apply("or", (left, right)):
            return either(
                remaining_condition(left, everywhere), remaining_condition(right, everywhere)
            )
    found = everywhere.of(condition)
    if found.fails or len(found.truths) != 1:
        return condition
    return TRUE if True in found.truths else FALSE
