"""What a scikit-learn script declares and proposes, without running the script."""

from argparse import Namespace
from itertools import islice
from typing import Any

import numpy as np
from examples import TYPES, section
from scipy.stats import loguniform, norm, randint, truncnorm, uniform
from sklearn.model_selection import ParameterSampler


def declared(text: str) -> dict[str, Any]:
    """What the section `The space` of a script defines, and its `proposals`."""
    names: dict[str, Any] = {**TYPES, "np": np, "ParameterSampler": ParameterSampler}
    names |= {"loguniform": loguniform, "norm": norm, "randint": randint, "truncnorm": truncnorm}
    names |= {"uniform": uniform}
    exec("import math\n" + section(text, "The space"), names)
    search = section(text, "The search")
    exec(search[search.index("def proposals") : search.index("def search")], names)
    return names


def proposals(names: dict[str, Any], count: int, seed: int) -> list[dict[str, Any]]:
    """What the script's own search goes through, where it may try so many."""
    return list(islice(names["proposals"](Namespace(trials=count, seed=seed)), count))


def drawn_values(names: dict[str, Any], count: int, seed: int) -> dict[str, list[Any]]:
    """Values of each distribution, all of one asked for at once."""
    rng = np.random.RandomState(seed)
    columns = {
        name: distribution.rvs(count, random_state=rng)
        for name, distribution in names["SPACE"].items()
    }
    rows = zip(*columns.values(), strict=True)
    drawn = [names["values_of"](dict(zip(columns, row, strict=True))) for row in rows]
    return {name: [values[name] for values in drawn] for name in columns}
