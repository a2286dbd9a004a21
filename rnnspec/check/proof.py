"""What must hold over the whole space, handed to the proof; its findings turned into messages.

In: the lowered parts of a study. Out: the shape of the model's output; every refusal shows a
point of the space that satisfies all conditions and constraints.
"""

from dataclasses import replace
from functools import partial

from rnnspec.check.context import Context
from rnnspec.check.layers import layer_row
from rnnspec.check.train import TargetKind
from rnnspec.diagnostics import search as say_search
from rnnspec.diagnostics.findings import finding_diagnostic
from rnnspec.proof.arguments import CONDITION, verify_argument, verify_arguments
from rnnspec.proof.prove import Prover, Undecided
from rnnspec.proof.shapes import check_shapes
from rnnspec.proof.share import satisfied_share
from rnnspec.study.data import Data
from rnnspec.study.expressions import TRUE, Derived, Expr, walk
from rnnspec.study.fold import both
from rnnspec.study.model import Body
from rnnspec.study.space import Constraint, Space


def check_proof(
    context: Context, space: Space, model: Body, data: Data | None, target: TargetKind
) -> tuple[int, ...] | None:
    """Prove constraints satisfiable, arguments within their ranges, shapes to fit.

    Hands back the shape of one sample's output, which a table's targets are brought to; None
    where it is not known.
    """
    if not _verify_conditions(context, space):
        return None
    prover = Prover(space)
    if not _verify_constraints(context, prover):
        return None
    for obligation in context.obligations:
        read = (part.name for part in walk(obligation.expr) if isinstance(part, Derived))
        if any(name in context.scope and context.scope[name] is None for name in read):
            continue  # It reads what was not understood.
        finding = verify_argument(
            prover,
            obligation.path,
            obligation.expr,
            obligation.parameter,
            obligation.turns,
            owner=obligation.owner,
            span=obligation.span,
        )
        if finding is not None:
            context.report(finding_diagnostic(finding))

    row = partial(layer_row, context)
    refused = verify_arguments(prover, model, row)
    for finding in refused:
        context.report(finding_diagnostic(finding))
    if data is None:
        return None
    known_classes = data.classes is not None or data.target_form == "labels"
    unknown_classes = target.is_class and not known_classes
    loss = None if unknown_classes else target.loss
    shapes = check_shapes(prover, model, data, row, loss=loss, refused=refused)
    for finding in shapes.findings:
        context.report(finding_diagnostic(finding))
    return shapes.target


def _verify_conditions(context: Context, space: Space) -> bool:
    """Whether each constraint is true or false wherever the ones before it hold."""
    prover = Prover(replace(space, constraints=()))
    before: Expr = TRUE
    good = True
    for constraint in space.constraints:
        condition, span = constraint.condition, constraint.span
        finding = verify_argument(prover, before, condition, CONDITION, owner="require", span=span)
        if finding is not None:
            context.report(finding_diagnostic(finding))
            good = False
        before = both(before, condition)
    return good


def _verify_constraints(context: Context, prover: Prover) -> bool:
    """Whether something satisfies the constraints, as far as that can be told."""
    space = prover.space
    if not space.constraints:
        return True
    if prover.witness is None:
        culprit = next((c for c in space.constraints if _alone(space, c)), space.constraints[-1])
        others = [c.span for c in space.constraints if c != culprit and not _alone(space, culprit)]
        context.report(say_search.unsatisfiable(culprit.span, others))
        return False
    if isinstance(prover.witness, Undecided):
        context.report(say_search.constraints_undecided(space.constraints[0].span))
    elif not context.problems.has_errors:
        share = satisfied_share(prover)
        if share < 0.01:
            context.report(say_search.hardly_satisfiable(space.constraints[0].span, share))
    return True


def _alone(space: Space, constraint: Constraint) -> bool:
    """Whether a constraint excludes everything by itself."""
    return Prover(replace(space, constraints=(constraint,))).witness is None
