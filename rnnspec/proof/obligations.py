"""What must hold at places of the model, and what was found not to.

In: conditions and claims of one walk through a model. Out: findings, each place once; short names
for long expressions. Once something at a place is refused, what repeats it there is not asked
again.
"""

from dataclasses import replace
from typing import TypeAlias

from rnnspec.proof.findings import Finding
from rnnspec.proof.prove import Prover, Refuted, Undecided
from rnnspec.proof.tensors import Form, Tensor
from rnnspec.source import Span
from rnnspec.study.expressions import TRUE, Expr, Value, walk

LONGEST = 12
"""Expressions of more parts get a name."""

Facts: TypeAlias = "Expr | tuple[Facts, ...]"
"""What a finding tells of a point: expressions, whose values there are its facts."""


class Obligations:
    """Asks the prover, and keeps what it refutes."""

    def __init__(self, prover: Prover) -> None:
        self.prover = prover
        self.found: dict[tuple[str, Span], Finding] = {}
        self._names = 0
        self._reachable: dict[Expr, bool] = {}

    def keep(self, finding: Finding) -> None:
        """Report a finding; the first of a code at a place wins."""
        self.found.setdefault((finding.code, finding.span), finding)

    def demand(
        self, known: Expr, claim: Expr, finding: Finding, found: "Facts | None" = None
    ) -> bool:
        """Whether the claim is not refuted; else the finding is reported, with its point.

        `found` is what it tells of that point; what stays undecided is reported as such.
        """
        answer = self.prover.prove(known, claim)
        if isinstance(answer, Undecided):
            what = finding.expected if finding.kind == "requirement" else None
            self.keep(Finding("undecided", finding.span, finding.owner, expected=what, expr=claim))
        if isinstance(answer, Refuted):
            there = finding.found if found is None else self._at(answer, found)
            self.keep(replace(finding, found=there, point=answer))
        return not isinstance(answer, Refuted)

    def _at(self, point: Refuted, facts: Facts) -> Value:
        if isinstance(facts, tuple):
            return tuple(self._at(point, fact) for fact in facts)
        return self.prover.value(point, facts)

    def is_reachable(self, known: Expr) -> bool:
        """Whether a place may be reached, as far as one look at the whole space tells."""
        if known not in self._reachable:
            within = self.prover.root.inside(known, True)
            self._reachable[known] = within is not None and True in within.of(known).truths
        return self._reachable[known]

    def bind(self, expr: Expr) -> Expr:
        """The expression, under a name where it is long."""
        for size, _ in enumerate(walk(expr)):
            if size > LONGEST:
                self._names += 1
                return self.prover.bind(f"dimension {self._names}", expr)
        return expr

    def settled(self, tensor: Tensor, known: Expr) -> Tensor:
        """The forms that are possible where a condition holds, without what it implies."""
        if tensor.is_certain or known == TRUE:
            return tensor
        within = self.prover.root.inside(known, True)
        if within is None:
            return tensor
        forms = []
        for form in tensor.forms:
            truths = within.of(form.guard).truths
            if True in truths:
                forms.append(Form(TRUE if truths == {True} else form.guard, form.shape))
        return replace(tensor, forms=tuple(forms))
