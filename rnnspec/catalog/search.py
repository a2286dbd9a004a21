"""What a search is made of: distributions, algorithms, pruners.

Out: a `Family` of each. An argument that is none is left to the library that runs the algorithm.
"""

from rnnspec.catalog.arguments import COUNT, INSIDE, NUMBER, POSITIVE, TWO
from rnnspec.catalog.rows import Family, Parameter, Range, Row, plain_family
from rnnspec.distributions.contract import Argument, Word
from rnnspec.distributions.table import WORDS

_TAKES: dict[str, tuple[tuple[str, ...], Range | None]] = {
    "number": (("float",), NUMBER),
    "integer": (("int",), NUMBER),
    "flag": (("bool",), None),
    "options": (("options",), None),
}

_DEFAULT = Parameter("default", ("value", "none"), summary="The value that is tried first.")


def _parameter(one: Argument) -> Parameter:
    accepts, numbers = _TAKES[one.takes]
    if not one.required and one.default is None:
        accepts = (*accepts, "none")
    return Parameter(one.name, accepts, one.required, one.default, numbers, summary=one.summary)


def _distribution(word: Word) -> Row:
    parameters = (*map(_parameter, word.arguments), _DEFAULT)
    return Row(word.name, "distribution", "", parameters, summary=word.summary)


DISTRIBUTIONS = Family("distribution", map(_distribution, WORDS.values()))

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

ALGORITHMS = plain_family(
    "algorithm",
    {
        "random": ("Independent draws.",),
        "grid": ("Every combination, in order.",),
        "tpe": (
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
        "gp": ("A Gaussian process.", _ACQUISITION, _STARTUP),
        "forest": ("A random forest as surrogate.", _SURROGATE, _STARTUP),
        "gbrt": ("Boosted trees as surrogate.", _SURROGATE, _STARTUP),
        "anneal": ("Draws ever closer to the best (Hyperopt).",),
        "cmaes": ("Covariance matrix adaptation (Hansen 2016).", _STARTUP),
        "nsga2": (
            "A genetic algorithm for several objectives (Deb et al. 2002).",
            Parameter("population", ("int", "none"), range=TWO, summary="Trials of a generation."),
        ),
        "hyperband": (
            "Short trainings for many, long ones for few (Li et al. 2018).",
            _MAX_EPOCHS,
            _FACTOR,
        ),
    },
)

PRUNERS = plain_family(
    "pruner",
    {
        "asha": ("Successive halving (Li et al. 2020).", _MIN_EPOCHS, _FACTOR),
        "median": (
            "Stops what is worse than the median of earlier trials.",
            Parameter("startup", ("int",), default=5, range=COUNT, summary="Trials never stopped."),
            Parameter(
                "warmup_epochs",
                ("int",),
                default=0,
                range=COUNT,
                summary="Epochs that every trial trains.",
            ),
        ),
        "hyperband": (
            "Several brackets of successive halving (Li et al. 2018).",
            _MIN_EPOCHS,
            _MAX_EPOCHS,
            _FACTOR,
        ),
    },
)
