"""Hyperparameters as they are declared, and the flat list that the space holds.

In: one record for each written `~`, with the repeats around it. Out: one hyperparameter for each
turn that can exist, ordered so that conditions name earlier ones only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from rnnspec.check.scope import Loop
from rnnspec.distributions.contract import Distribution
from rnnspec.source import Span
from rnnspec.study.expressions import FALSE, Const, Expr, Ref, Value, walk
from rnnspec.study.fold import substitute
from rnnspec.study.space import Hyperparameter


@dataclass(frozen=True)
class Declared:
    """A `~` as written: its name with `{}` for the turns of `loops`, and its distribution.

    `condition` is None for a setting of `space`, whose activity follows from who reads it.
    """

    template: str
    distribution: Distribution
    span: Span
    condition: Expr | None
    loops: tuple[Loop, ...] = ()
    default: Value = None
    has_default: bool = False


def expand(declared: Declared, condition: Expr) -> Iterator[Hyperparameter]:
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


def concrete_name(ref: Ref) -> str | None:
    """The full name of a reference whose turns are numbers; None where one is not."""
    turns = [turn.value for turn in ref.turns if isinstance(turn, Const)]
    return ref.name.format(*turns) if len(turns) == len(ref.turns) else None


def references(expr: Expr) -> Iterator[Ref]:
    """All references to hyperparameters in an expression, in written order."""
    return (part for part in walk(expr) if isinstance(part, Ref))


def in_order(hyperparameters: Iterable[Hyperparameter]) -> tuple[Hyperparameter, ...]:
    """The hyperparameters, each after those that its condition reads; else as they come."""
    pending = {h.name: h for h in hyperparameters}
    done: dict[str, Hyperparameter] = {}
    for first in list(pending):
        stack = [first]
        while stack:
            name = stack[-1]
            if name in done or name not in pending:
                stack.pop()
                continue
            needs = [
                need
                for ref in references(pending[name].condition)
                if (need := concrete_name(ref)) in pending and need not in done and need != name
            ]
            fresh = [need for need in needs if need not in stack]
            if fresh:
                stack.extend(reversed(fresh))
            else:
                done[name] = pending[name]
                stack.pop()
    return tuple(done.values())
