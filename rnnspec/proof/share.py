"""How much of the space satisfies its constraints.

In: a prover of the space. Out: an estimate of the share of draws that satisfy every constraint.
Constraints that share no hyperparameter are independent, so that each group is drawn by itself
and their shares multiply.
"""

from rnnspec.proof.prove import BranchAndBound, Prover
from rnnspec.study.sampling import uniform_draw

DRAWS = 400
ENOUGH = 16
"""So many draws that satisfy a group tell its share well enough for a warning."""


def satisfied_share(prover: Prover) -> float:
    """The estimated share of the distribution's draws that satisfy all constraints, from 0 to 1."""
    share = 1.0
    for names, conditions in prover.groups:
        distributions = {n: prover.space.by_name[n].distribution for n in names}
        search = BranchAndBound(prover, conditions)
        hits = draws = 0
        while draws < DRAWS and hits < ENOUGH:
            point = {n: d.quantile(uniform_draw(0, draws, n)) for n, d in distributions.items()}
            hits += search.fits(point)
            draws += 1
        share *= hits / draws
    return share
