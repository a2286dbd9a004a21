"""What people call a metric, and how a spec writes an objective.

In: names of Keras's metrics, settings of a search. Out: words.
"""

from rnnspec.catalog.training import METRICS
from rnnspec.study.search import Named, Objective
from rnnspec.words import render_value


def short_name(metric: str) -> str:
    """What people call a metric: `rmse`."""
    return min(METRICS[metric].aliases, key=len, default=metric)


def measure_name(measure: str) -> str:
    """What people call what an objective measures: `val_rmse`, `val_loss`, `parameters`."""
    metric = measure.removeprefix("val_")
    return f"val_{short_name(metric)}" if metric in METRICS else measure


def render_objective(objective: Objective) -> str:
    """An objective as a spec writes it: `minimize(val_rmse)`."""
    side = "maximize" if objective.maximize else "minimize"
    return f"{side}({measure_name(objective.measure)})"


def render_named(named: Named) -> str:
    """An algorithm or a pruner as a spec writes it: `tpe(startup = 2)`."""
    inside = ", ".join(f"{name} = {render_value(value)}" for name, value in named.arguments)
    return f"{named.name}({inside})" if inside else named.name
