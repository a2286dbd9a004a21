"""The part of a script that is Hyperopt's: the space, first points, the algorithm.

In: a study, the target's row, the algorithm, what the shared part printed. Out: printed pieces for
the target's template.
"""

from typing import Any

from rnnspec.scripts.hyperopt_space import HyperoptSpace, first_point, print_space
from rnnspec.scripts.python import keywords, literal, print_expression
from rnnspec.scripts.table import Target
from rnnspec.study.search import Named
from rnnspec.study.study import Study

MODULES = {"tpe": "tpe", "random": "rand", "anneal": "anneal"}
"""Where Hyperopt keeps each algorithm."""


def search_context(
    study: Study, target: Target, algorithm: Named, shared: dict[str, Any]
) -> dict[str, Any]:
    """What the target's own template needs beside the shared pieces."""
    space = print_space(study.space)
    points = [
        [f"{literal(n)}: {v!r}" for n, v in first_point(study.space, dict(p.values)).items()]
        for p in study.search.first_points
    ]
    constraints = shared["constraints"]
    names = shared["names"]
    suggest = _suggest(algorithm, target)
    values = _values("proposal", space, len(study.space.hyperparameters))
    return {
        "space": {
            "entries": space.entries,
            "groups": [vars(group) for group in space.groups],
            "nested": space.nested,
        },
        "labels": [literal(h.name) for h in study.space.hyperparameters],
        "loose": [(print_expression(h.condition, names), literal(h.name)) for h in space.loose],
        "first_points": points,
        "suggest": suggest,
        "suggest_doc": _suggest_doc(points, constraints),
        "algo": "suggest" if points or constraints else suggest,
        "values": values,
        "proposed": values.replace("proposal", "space_eval(SPACE, labels)"),
    }


def _suggest(algorithm: Named, target: Target) -> str:
    """Hyperopt's function, with the arguments that the spec gives."""
    function = f"{MODULES[algorithm.name]}.suggest"
    given = keywords(target.given(algorithm))
    return f"partial({function}, {', '.join(given)})" if given else function


def _values(proposal: str, space: HyperoptSpace, count: int) -> str:
    """A proposal made flat, without what is not active, in the order of the spec."""
    flat = f"flatten({proposal})" if space.nested else proposal
    active = f"drop_inactive({flat})" if space.loose else flat
    return f"in_order({active})" if count > 1 else active


def _suggest_doc(points: list[Any], constraints: list[str]) -> str:
    match bool(points), bool(constraints):
        case True, True:
            return (
                "The first points, then proposals that meet the constraints: others cost no trial."
            )
        case True, False:
            return "The first points, then what the algorithm proposes."
        case False, True:
            return "A proposal that meets the constraints: those that do not cost no trial."
    return ""
