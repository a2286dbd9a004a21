"""Draws from a space as a script states it, without running the script."""

from collections.abc import Callable
from typing import Any

import numpy as np
from examples import TYPES, section
from hyperopt import hp, rand, space_eval
from hyperopt.base import Domain, Trials
from hyperopt.pyll import scope
from scipy.special import log_ndtr, ndtri_exp

from rnnspec.distributions.table import HELPERS


def declared(text: str) -> dict[str, Any]:
    """What the section `The space` of a script defines."""
    for name in HELPERS:
        if hasattr(scope, name):
            scope.undefine(name)
    names: dict[str, Any] = {**TYPES, "np": np, "hp": hp, "scope": scope, "log_ndtr": log_ndtr}
    names |= {"Trials": Trials, "space_eval": space_eval, "ndtri_exp": ndtri_exp}
    exec(section(text, "The space"), names)
    return names


def function_of(node: Any) -> Callable[[Any], Any]:
    """What an expression with one hyperparameter makes of its number; `rec_eval`, only faster."""
    if node.name == "literal":
        return lambda _: node.obj
    if node.name == "hyperopt_param":
        return lambda number: number
    if node.name == "pos_args":
        parts = [function_of(part) for part in node.pos_args]
        return lambda number: tuple(part(number) for part in parts)
    if node.name == "switch":
        index, *options = (function_of(part) for part in node.pos_args)
        return lambda number: options[int(index(number))](number)
    assert not node.named_args
    parts = [function_of(part) for part in node.pos_args]
    function = scope._impls[node.name]
    return lambda number: function(*[part(number) for part in parts])


def draw_labels(space: Any, count: int, seed: int) -> list[dict[str, Any]]:
    """Hyperopt's own random numbers by label, those of active labels only."""
    domain = Domain(lambda _: 0.0, space)
    idxs, vals = rand.suggest_batch(list(range(count)), domain, Trials(), seed)
    drawn: list[dict[str, Any]] = [{} for _ in range(count)]
    for label, numbers in idxs.items():
        for number, value in zip(numbers, vals[label], strict=True):
            drawn[number][label] = value
    return drawn


def proposals(names: dict[str, Any], count: int, seed: int) -> list[dict[str, Any]]:
    """Configurations as the script's objective sees them."""
    space = names["SPACE"]
    return [completed(names, space_eval(space, d)) for d in draw_labels(space, count, seed)]


def completed(names: dict[str, Any], proposal: dict[str, Any]) -> dict[str, Any]:
    """A proposal made flat, in order, without what is not active, by the script's own functions."""
    for name in ("flatten", "drop_inactive", "in_order"):
        if name in names:
            proposal = names[name](proposal)
    return proposal
