"""Draws from a space as an Optuna script states it, without running the script."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import optuna
from examples import TYPES, section
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from scipy.special import log_ndtr, ndtri_exp

from rnnspec.scripts.optuna import print_space
from rnnspec.scripts.python import Names
from rnnspec.study.space import Space


class Draws:
    """A trial whose numbers Optuna's own random sampler draws, without a study behind it."""

    def __init__(self, seed: int) -> None:
        self.sampler = optuna.samplers.RandomSampler(seed)
        self.suggested: list[str] = []

    def suggest(self, name: str, distribution: Any) -> Any:
        self.suggested.append(name)
        return self.sampler.sample_independent(None, None, name, distribution)  # type: ignore[arg-type]

    def suggest_float(
        self, name: str, low: float, high: float, *, step: float | None = None, log: bool = False
    ) -> float:
        return self.suggest(name, FloatDistribution(low, high, log, step))

    def suggest_int(
        self, name: str, low: int, high: int, *, step: int = 1, log: bool = False
    ) -> int:
        return self.suggest(name, IntDistribution(low, high, log, step))

    def suggest_categorical(self, name: str, choices: Sequence[Any]) -> Any:
        return self.suggest(name, CategoricalDistribution(choices))


def declared(text: str) -> dict[str, Any]:
    """What the section `The space` of a script defines."""
    names: dict[str, Any] = {
        **TYPES,
        "np": np,
        "math": math,
        "log_ndtr": log_ndtr,
        "ndtri_exp": ndtri_exp,
    }
    names["optuna"] = optuna
    exec(section(text, "The space"), names)
    return names


def proposals(names: dict[str, Any], count: int, seed: int) -> list[dict[str, Any]]:
    """Configurations as the script proposes them; nothing but what is active is suggested."""
    trial = Draws(seed)
    drawn = []
    for _ in range(count):
        trial.suggested.clear()
        values = names["propose"](trial)
        assert trial.suggested == list(values)
        drawn.append(values)
    return drawn


def drawn_values(text: str, space: Space, count: int, seed: int) -> dict[str, list[Any]]:
    """Values of each distribution, one after the other."""
    names, trial = declared(text), Draws(seed)
    found = {}
    entries, _ = print_space(space, Names())
    for entry in entries:
        drawer = eval(f"lambda trial: {{{entry}}}", names)
        values = [drawer(trial) for _ in range(count)]
        (name,) = values[0]
        found[name] = [value[name] for value in values]
    return found
