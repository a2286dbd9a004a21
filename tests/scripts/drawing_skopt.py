"""What a scikit-optimize script declares, without running the script."""

from typing import Any

import numpy as np
from examples import TYPES, section
from matplotlib.figure import Figure
from scipy.special import log_ndtr, ndtri_exp
from sklearn.ensemble import GradientBoostingRegressor
from skopt import Optimizer
from skopt.learning import GradientBoostingQuantileRegressor
from skopt.plots import plot_convergence
from skopt.space import Categorical, Real, Space


def declared(text: str) -> dict[str, Any]:
    """What the section `The space` of a script defines, and its `search`."""
    names: dict[str, Any] = {**TYPES, "np": np, "Real": Real, "Categorical": Categorical}
    names |= {"log_ndtr": log_ndtr, "ndtri_exp": ndtri_exp, "Optimizer": Optimizer, "Space": Space}
    names |= {"Figure": Figure, "plot_convergence": plot_convergence}
    names |= {
        "GradientBoostingRegressor": GradientBoostingRegressor,
        "GradientBoostingQuantileRegressor": GradientBoostingQuantileRegressor,
    }
    exec("import math\nimport time\n" + section(text, "The space"), names)
    search = section(text, "The search")
    exec(search, names)
    return names
