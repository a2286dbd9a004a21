"""Pruners: whether a trial is worth its next epoch, judged by the trials before it.

In: a pruner or `hyperband` by the language's names. Out: Optuna's pruner, which reads the epochs
that the ledger keeps. Knows no processes.

Sources: successive halving (Jamieson and Talwalkar, 2016) run asynchronously (Li et al., 2020),
Hyperband (Li et al., 2018), the median rule (Golovin et al., 2017), as Optuna has them.
"""

from typing import TYPE_CHECKING

from rnnspec.samplers.contract import Unsupported, known_arguments
from rnnspec.study.search import Search

if TYPE_CHECKING:
    from optuna.pruners import BasePruner

PRUNERS: dict[str, tuple[str, dict[str, str]]] = {
    "asha": (
        "SuccessiveHalvingPruner",
        {"min_epochs": "min_resource", "factor": "reduction_factor"},
    ),
    "median": (
        "MedianPruner",
        {"startup": "n_startup_trials", "warmup_epochs": "n_warmup_steps"},
    ),
    "hyperband": (
        "HyperbandPruner",
        {
            "min_epochs": "min_resource",
            "max_epochs": "max_resource",
            "factor": "reduction_factor",
        },
    ),
}
"""Each pruner in Optuna, with the plain names of its arguments and Optuna's."""


def make_pruner(search: Search) -> "BasePruner | None":
    """Optuna's pruner that a search asks for; the algorithm `hyperband` is one as well.

    Raises Unsupported where there are several objectives: no pruner weighs them.
    """
    named = search.algorithm if search.algorithm.name == "hyperband" else search.pruner
    if named is None:
        return None
    if len(search.objectives) > 1:
        reason = f"it watches one objective, the search has {len(search.objectives)}"
        raise Unsupported(named.name, reason, ("none",))
    from optuna import pruners

    name, known = PRUNERS[named.name]
    pruner: BasePruner = getattr(pruners, name)(**known_arguments(named, known))
    return pruner
