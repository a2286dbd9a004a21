"""What a search is made of: distributions, algorithms, pruners.

Out: a `Family` of each. An argument that is none is left to the library that runs the algorithm.
"""

from rnnspec.catalog.arguments import ABOVE_ZERO, COUNT, INSIDE, NUMBER, POSITIVE, TWO
from rnnspec.catalog.rows import Family, Parameter, Row

_LOW = Parameter("low", ("float",), required=True, range=NUMBER, summary="The smallest value.")
_HIGH = Parameter("high", ("float",), required=True, range=NUMBER, summary="The largest value.")
_ABOVE = Parameter("low", ("float",), required=True, range=ABOVE_ZERO, summary="The smallest.")
_STEP = Parameter("step", ("float",), required=True, range=ABOVE_ZERO, summary="The step.")
_MEAN = Parameter("mean", ("float",), required=True, range=NUMBER, summary="The mean.")
_DEVIATION = Parameter(
    "deviation", ("float",), required=True, range=ABOVE_ZERO, summary="The standard deviation."
)
_CUT = (
    Parameter("low", ("float", "none"), range=NUMBER, summary="Nothing below it is drawn."),
    Parameter("high", ("float", "none"), range=NUMBER, summary="Nothing above it is drawn."),
)
_DEFAULT = Parameter("default", ("value", "none"), summary="The value that is tried first.")
_OPTIONS = Parameter("options", ("options",), required=True, summary="The values, one by one.")


def _distribution(name: str, summary: str, *parameters: Parameter) -> tuple[str, Row]:
    return name, Row(name, "distribution", "", (*parameters, _DEFAULT), summary=summary)


def _row(family: str, name: str, summary: str, *parameters: Parameter) -> tuple[str, Row]:
    return name, Row(name, family, "", parameters, summary=summary)


def _family(name: str, rows: dict[str, Row]) -> Family[Row]:
    return Family(name, dict.fromkeys(rows, ()), rows.__getitem__)


DISTRIBUTIONS = _family(
    "distribution",
    dict(
        (
            _distribution("uniform", "A number, each as likely.", _LOW, _HIGH),
            _distribution("loguniform", "A number, each scale as likely.", _ABOVE, _HIGH),
            _distribution("quniform", "A value of a lattice, each as likely.", _LOW, _HIGH, _STEP),
            _distribution(
                "qloguniform", "A value of a lattice, each scale as likely.", _ABOVE, _HIGH, _STEP
            ),
            _distribution(
                "int",
                "An integer, each as likely, or each scale where `log`.",
                Parameter("low", ("int",), required=True, range=NUMBER, summary="The smallest."),
                Parameter("high", ("int",), required=True, range=NUMBER, summary="The largest."),
                Parameter("step", ("int",), default=1, range=POSITIVE, summary="The step."),
                Parameter("log", ("bool",), default=False, summary="Whether scales are alike."),
            ),
            _distribution("normal", "A number around a mean.", _MEAN, _DEVIATION, *_CUT),
            _distribution("lognormal", "A number whose ln is normal.", _MEAN, _DEVIATION, *_CUT),
            _distribution(
                "qnormal", "A multiple of a step around a mean.", _MEAN, _DEVIATION, _STEP, *_CUT
            ),
            _distribution(
                "qlognormal",
                "A multiple of a step whose ln is normal.",
                _MEAN,
                _DEVIATION,
                _STEP,
                *_CUT,
            ),
            _distribution("choice", "One of several, in no order.", _OPTIONS),
            _distribution("ordinal", "One of several whose order matters.", _OPTIONS),
            _distribution("weighted", "One of several, each with its weight.", _OPTIONS),
        )
    ),
)

_STARTUP = Parameter(
    "startup", ("int", "none"), range=POSITIVE, summary="Random trials before the model decides."
)
_ACQUISITION = Parameter(
    "acquisition",
    ("str", "none"),
    words=("EI", "LCB", "PI", "gp_hedge"),
    summary="What the next trial promises most of.",
)
_SURROGATE = Parameter(
    "acquisition",
    ("str", "none"),
    words=("EI", "LCB", "PI"),
    summary="What the next trial promises most of.",
)
_FACTOR = Parameter(
    "factor", ("int",), default=3, range=TWO, summary="One in so many goes on at each rung."
)
_MIN_EPOCHS = Parameter(
    "min_epochs", ("int",), default=1, range=POSITIVE, summary="Epochs that every trial trains."
)
_MAX_EPOCHS = Parameter(
    "max_epochs", ("int", "none"), range=POSITIVE, summary="Epochs of the longest training."
)

ALGORITHMS = _family(
    "algorithm",
    dict(
        (
            _row("algorithm", "random", "Independent draws."),
            _row("algorithm", "grid", "Every combination, in order."),
            _row(
                "algorithm",
                "tpe",
                "Tree of Parzen estimators (Bergstra et al. 2011).",
                _STARTUP,
                Parameter(
                    "candidates",
                    ("int", "none"),
                    range=POSITIVE,
                    summary="Draws among which the model picks.",
                ),
                Parameter(
                    "gamma", ("float", "none"), range=INSIDE, summary="The share of good trials."
                ),
            ),
            _row("algorithm", "gp", "A Gaussian process.", _ACQUISITION, _STARTUP),
            _row("algorithm", "forest", "A random forest as surrogate.", _SURROGATE, _STARTUP),
            _row("algorithm", "gbrt", "Boosted trees as surrogate.", _SURROGATE, _STARTUP),
            _row("algorithm", "anneal", "Draws ever closer to the best (Hyperopt)."),
            _row("algorithm", "cmaes", "Covariance matrix adaptation (Hansen 2016).", _STARTUP),
            _row(
                "algorithm",
                "nsga2",
                "A genetic algorithm for several objectives (Deb et al. 2002).",
                Parameter(
                    "population", ("int", "none"), range=TWO, summary="Trials of a generation."
                ),
            ),
            _row(
                "algorithm",
                "hyperband",
                "Short trainings for many, long ones for few (Li et al. 2018).",
                _MAX_EPOCHS,
                _FACTOR,
            ),
        )
    ),
)

PRUNERS = _family(
    "pruner",
    dict(
        (
            _row("pruner", "asha", "Successive halving (Li et al. 2020).", _MIN_EPOCHS, _FACTOR),
            _row(
                "pruner",
                "median",
                "Stops what is worse than the median of earlier trials.",
                Parameter(
                    "startup", ("int",), default=5, range=COUNT, summary="Trials never stopped."
                ),
                Parameter(
                    "warmup_epochs",
                    ("int",),
                    default=0,
                    range=COUNT,
                    summary="Epochs that every trial trains.",
                ),
            ),
            _row(
                "pruner",
                "hyperband",
                "Several brackets of successive halving (Li et al. 2018).",
                _MIN_EPOCHS,
                _MAX_EPOCHS,
                _FACTOR,
            ),
        )
    ),
)
