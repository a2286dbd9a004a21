"""What becomes of a spec in each target: the distributions that it draws, and what it refuses.

In: a study. Out: verdicts by hyperparameter and diagnostics, for every target.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rnnspec.diagnostics.diagnostic import Diagnostic
from rnnspec.scripts.draws import Verdict, verdicts
from rnnspec.scripts.table import TARGETS, Target, refusals
from rnnspec.study.search import Named
from rnnspec.study.study import Study


@dataclass(frozen=True)
class Fit:
    """What a target makes of a spec: its verdicts by hyperparameter, and what it refuses.

    Where it lacks the spec's algorithm, the distributions are those of the nearest that it has.
    """

    target: Target
    algorithm: str
    verdicts: Mapping[str, Verdict]
    refused: tuple[Diagnostic, ...]


def fits(study: Study) -> list[Fit]:
    """The spec in every target."""
    return [_fit(study, target) for target in TARGETS.values()]


def _fit(study: Study, target: Target) -> Fit:
    wanted = study.search.algorithm.name
    has_it = wanted in target.algorithms
    algorithm = wanted if has_it else target.instead_of(wanted)
    refused = refusals(study, target)
    if not has_it:  # What the nearest algorithm would meet is told as well.
        others = refusals(study, target, Named(algorithm))
        refused = [*refused, *(other for other in others if other not in refused)]
    return Fit(target, algorithm, verdicts(study.space, target, algorithm), tuple(refused))
