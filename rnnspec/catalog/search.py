"""What a search is made of: distributions, algorithms, pruners.

Out: a `Family` of each. An argument that is none is left to the library that runs the algorithm.
"""

from rnnspec.catalog.arguments import (
    ANY_NUMBER,
    COUNTED,
    NUMBER,
    PART,
    SEVERAL,
    SWITCH,
    WHOLE,
    Kind,
    words,
)
from rnnspec.catalog.rows import Family, Parameter, Row, plain_family
from rnnspec.distributions.contract import FormArgument, WrittenForm
from rnnspec.distributions.table import WORDS

_TAKES = {
    "number": ANY_NUMBER,
    "integer": Kind(("int",), NUMBER),
    "flag": SWITCH,
    "options": Kind(("options",)),
}

_DEFAULT = Kind(("value",)).named("default", None, summary="The value that is tried first.")


def _parameter(one: FormArgument) -> Parameter:
    default = () if one.required else (one.default,)
    return _TAKES[one.takes].named(one.name, *default, summary=one.summary)


def _distribution(word: WrittenForm) -> Row:
    parameters = (*map(_parameter, word.arguments), _DEFAULT)
    return Row(word.name, "distribution", "", parameters, summary=word.summary)


DISTRIBUTIONS = Family("distribution", map(_distribution, WORDS.values()))

_PROMISE = "What the next trial promises most of."
_STARTUP = WHOLE.named("startup", None, summary="Random trials before the model decides.")
_ACQUISITION = words("EI", "LCB", "PI", "gp_hedge").named("acquisition", None, summary=_PROMISE)
_SURROGATE = words("EI", "LCB", "PI").named("acquisition", None, summary=_PROMISE)
_FACTOR = SEVERAL.named("factor", 3, summary="One in so many goes on at each rung.")
_MIN_EPOCHS = WHOLE.named("min_epochs", 1, summary="Epochs that every trial trains.")
_MAX_EPOCHS = WHOLE.named("max_epochs", None, summary="Epochs of the longest training.")

ALGORITHMS = plain_family(
    "algorithm",
    {
        "random": ("Independent draws.",),
        "grid": ("Every combination, in order.",),
        "tpe": (
            "Tree of Parzen estimators (Bergstra et al. 2011).",
            _STARTUP,
            WHOLE.named("candidates", None, summary="Draws among which the model picks."),
            PART.named("gamma", None, summary="The share of good trials."),
        ),
        "gp": ("A Gaussian process.", _ACQUISITION, _STARTUP),
        "forest": ("A random forest as surrogate.", _SURROGATE, _STARTUP),
        "gbrt": ("Boosted trees as surrogate.", _SURROGATE, _STARTUP),
        "anneal": ("Draws ever closer to the best (Hyperopt).",),
        "cmaes": ("Covariance matrix adaptation (Hansen 2016).", _STARTUP),
        "nsga2": (
            "A genetic algorithm for several objectives (Deb et al. 2002).",
            SEVERAL.named("population", None, summary="Trials of a generation."),
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
            COUNTED.named("startup", 5, summary="Trials never stopped."),
            COUNTED.named("warmup_epochs", 0, summary="Epochs that every trial trains."),
        ),
        "hyperband": (
            "Several brackets of successive halving (Li et al. 2018).",
            _MIN_EPOCHS,
            _MAX_EPOCHS,
            _FACTOR,
        ),
    },
)
