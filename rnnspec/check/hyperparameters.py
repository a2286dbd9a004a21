"""The space of a file: its hyperparameters turn by turn, each with the condition that remains.

In: what was declared, and the lowered model and training that read it. Out: a `Space` in written
order. Conditions that hold everywhere are dropped, and so is what can never be active.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rnnspec.check.activity import Activity, read_body, settled
from rnnspec.check.context import Context
from rnnspec.check.declared import Declared, concrete_name, expand, in_order, references
from rnnspec.diagnostics import names as say
from rnnspec.proof.prove import Prover, Refuted
from rnnspec.source import NOWHERE, Span
from rnnspec.study.data import Data
from rnnspec.study.expressions import FALSE, TRUE, Expr, Ref
from rnnspec.study.fold import both, either, negate
from rnnspec.study.model import Body
from rnnspec.study.space import Constraint, Hyperparameter, Space
from rnnspec.study.training import Training
from rnnspec.study.words import render_point


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
    read_body(activity, model)
    for expr in _read_always(context, training, data):
        activity.read(expr)
    activity.follow(context.derived)
    declared = sorted(context.declared.values(), key=lambda record: record.span.start)
    found: list[Hyperparameter] = []
    for record, condition in settled(declared, activity.conditions):
        if record.condition is None and condition == FALSE and not context.problems.has_errors:
            context.report(say.never_read(record.span, record.template))
        found.extend(expand(record, condition))
    everywhere = Prover(Space(tuple(found), tuple(context.derived.values()))).root
    remaining = [
        replace(h, condition=condition)
        for h in found
        if (condition := everywhere.remaining(h.condition)) != FALSE
    ]
    space = Space(in_order(remaining), tuple(context.derived.values()))
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
    for ref in references(constraint.condition):
        name = concrete_name(ref)
        if name in space.by_name:
            guard = both(guard, space.by_name[name].condition)
    condition = constraint.condition
    if guard != TRUE:
        condition = either(negate(guard), condition)
    return Constraint(condition, constraint.text, constraint.span)
