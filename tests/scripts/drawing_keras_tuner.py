"""What a Keras Tuner script declares, without running the script."""

import math
import tempfile
import time
import warnings
from argparse import Namespace
from typing import Any

import keras_tuner
import numpy as np
from examples import TYPES, section
from scipy.special import log_ndtr, ndtri_exp

from rnnspec.runtime.training import trial_seed


def declared(text: str) -> dict[str, Any]:
    """What the section `The space` of a script defines, and its `search`."""
    names: dict[str, Any] = {
        **TYPES,
        "np": np,
        "math": math,
        "log_ndtr": log_ndtr,
        "ndtri_exp": ndtri_exp,
    }
    names |= {"keras_tuner": keras_tuner, "trial_seed": trial_seed, "tempfile": tempfile}
    names |= {"time": time, "warnings": warnings}
    exec(section(text, "The space"), names)
    exec(section(text, "The search"), names)
    return names


def searched(text: str, trials: int, score: Any, seed: int = 1) -> list[dict[str, Any]]:
    """What the script's own search proposes where `score` gives its scores."""
    tried: list[dict[str, Any]] = []

    def run_trial(values: dict[str, Any], *epochs: int) -> Any:
        tried.append(values)
        return score(values, *epochs)

    declared(text)["search"](run_trial, Namespace(trials=trials, seed=seed))
    return tried


def drawn_configurations(names: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """Configurations as Keras Tuner's own oracle draws them at random, one after the other."""
    space = names["declare"](keras_tuner.HyperParameters())
    oracle = keras_tuner.oracles.RandomSearchOracle(hyperparameters=space, seed=19)
    oracle._max_collisions = np.inf
    oracle._duplicate = lambda _: False
    return [names["values_of"](oracle._random_values()) for _ in range(count)]
