"""Which examples a target refuses, and why; all other cells of the table compile and run."""

from functools import cache

from examples import EVERY

from rnnspec.scripts.table import TARGETS

SEVERAL = "has no search for several objectives"
PRUNER = "has no pruner `asha`"
ACQUISITION = "has no argument `acquisition` of `gp`"
CONTINUOUS = "a grid cannot list the values of"
LACKS_BOTH = {"branches": SEVERAL, "per_layer": PRUNER}

CANNOT: dict[str, dict[str, str]] = {
    "hyperopt": LACKS_BOTH,
    "skopt": LACKS_BOTH,
    "keras_tuner": {**dict.fromkeys(("lstm_gp", "specs/lstm_gp"), ACQUISITION), **LACKS_BOTH},
    "sklearn_random": LACKS_BOTH,
    "sklearn_grid": {
        **dict.fromkeys(("every_distribution", "gru_batchnorm", "gru_single"), CONTINUOUS),
        **dict.fromkeys(("gru_stacked", "lstm_gp", "progressive", "tokens"), CONTINUOUS),
        **dict.fromkeys(("specs/digits", "specs/gru_batchnorm", "specs/gru_single"), CONTINUOUS),
        **dict.fromkeys(("specs/gru_stacked", "specs/lstm_gp", "specs/pollution"), CONTINUOUS),
        **dict.fromkeys(("specs/progressive", "specs/progressive_random"), CONTINUOUS),
        **dict.fromkeys(("specs/sunspots_multistep", "specs/temperature"), CONTINUOUS),
        **LACKS_BOTH,
    },
}
"""For each target the examples that it refuses, whatever the algorithm, each with its reason."""


def can(name: str, target: str) -> bool:
    """Whether a target has all that an example asks for."""
    return name not in CANNOT.get(target, {})


@cache
def cover() -> frozenset[tuple[str, str]]:
    """Every example once, for the target that has the fewest examples yet."""
    chosen: list[tuple[str, str]] = []
    counts = dict.fromkeys(TARGETS, 0)
    for name in sorted(EVERY, key=lambda name: sum(can(name, target) for target in TARGETS)):
        target = min((t for t in TARGETS if can(name, t)), key=lambda t: counts[t])
        counts[target] += 1
        chosen.append((name, target))
    return frozenset(chosen)
