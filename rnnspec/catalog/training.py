"""Optimizers, losses, metrics, callbacks.

In: what is generated, and the tables below: which targets a score suits, what it is also called.
Out: a `Family` of each.
"""

from rnnspec.catalog import generated_training as generated
from rnnspec.catalog.make import entry_parameters
from rnnspec.catalog.requirements import REQUIREMENTS
from rnnspec.catalog.rows import Entry, Family, Row, ScoreRow, no_requirements

REGRESSION = ("regression",)
BINARY = ("binary",)
SPARSE = ("sparse",)
CATEGORICAL = ("categorical",)
CLASSES = ("binary", "sparse", "categorical")

LOSS_SUITS: dict[str, tuple[str, ...]] = {
    "MeanSquaredError": REGRESSION,
    "MeanAbsoluteError": REGRESSION,
    "MeanAbsolutePercentageError": REGRESSION,
    "MeanSquaredLogarithmicError": REGRESSION,
    "Huber": REGRESSION,
    "LogCosh": REGRESSION,
    "Poisson": REGRESSION,
    "CosineSimilarity": REGRESSION,
    "BinaryCrossentropy": BINARY,
    "BinaryFocalCrossentropy": BINARY,
    "Hinge": BINARY,
    "SquaredHinge": BINARY,
    "SparseCategoricalCrossentropy": SPARSE,
    "CategoricalCrossentropy": CATEGORICAL,
    "CategoricalFocalCrossentropy": CATEGORICAL,
    "CategoricalGeneralizedCrossEntropy": SPARSE,
    "CategoricalHinge": CATEGORICAL,
    "KLDivergence": CATEGORICAL,
}
"""The targets that each loss can learn, in reading order."""

METRIC_SUITS: dict[str, tuple[tuple[str, ...], bool]] = {
    "MeanAbsoluteError": (REGRESSION, False),
    "MeanSquaredError": (REGRESSION, False),
    "RootMeanSquaredError": (REGRESSION, False),
    "MeanAbsolutePercentageError": (REGRESSION, False),
    "MeanSquaredLogarithmicError": (REGRESSION, False),
    "LogCoshError": (REGRESSION, False),
    "Poisson": (REGRESSION, False),
    "R2Score": (REGRESSION, True),
    "CosineSimilarity": (REGRESSION, True),
    "Accuracy": (CLASSES, True),
    "F1Score": (CLASSES, True),
    "BinaryAccuracy": (BINARY, True),
    "AUC": (BINARY, True),
    "Precision": (BINARY, True),
    "Recall": (BINARY, True),
    "TruePositives": (BINARY, True),
    "TrueNegatives": (BINARY, True),
    "FalsePositives": (BINARY, False),
    "FalseNegatives": (BINARY, False),
    "BinaryCrossentropy": (BINARY, False),
    "Hinge": (BINARY, False),
    "SquaredHinge": (BINARY, False),
    "SparseCategoricalAccuracy": (SPARSE, True),
    "SparseCategoricalCrossentropy": (SPARSE, False),
    "CategoricalAccuracy": (CATEGORICAL, True),
    "CategoricalCrossentropy": (CATEGORICAL, False),
    "CategoricalHinge": (CATEGORICAL, False),
    "KLDivergence": (CATEGORICAL, False),
}
"""The targets that each metric can judge, and whether more is better, in reading order."""

SHORT: dict[str, tuple[str, ...]] = {
    "MeanSquaredError": ("mse",),
    "MeanAbsoluteError": ("mae",),
    "RootMeanSquaredError": ("rmse",),
    "MeanAbsolutePercentageError": ("mape",),
    "MeanSquaredLogarithmicError": ("msle",),
    "LogCoshError": ("log_cosh",),
    "LogCosh": ("logcosh",),
    "R2Score": ("r2",),
    "F1Score": ("f1",),
    "BinaryCrossentropy": ("bce",),
}
"""What people call a loss or a metric."""

OPTIMIZER_ORDER = (
    "Adam",
    "AdamW",
    "Nadam",
    "Adamax",
    "RMSprop",
    "SGD",
    "Adagrad",
    "Adadelta",
    "Adafactor",
    "Lion",
    "Lamb",
    "Muon",
    "Ftrl",
    "ScheduleFreeAdamW",
)


def _aliases(name: str, entry: Entry) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*SHORT.get(name, ()), *entry[1])))


def _optimizer(name: str) -> Row:
    summary, aliases, parameters = generated.OPTIMIZERS[name]
    return Row(
        name,
        "optimizer",
        f"keras.optimizers.{name}",
        entry_parameters(name, parameters),
        aliases,
        summary,
        REQUIREMENTS["optimizer"],
    )


def _loss(name: str) -> ScoreRow:
    entry = generated.LOSSES[name]
    return ScoreRow(
        name,
        "loss",
        f"keras.losses.{name}",
        entry_parameters(name, entry[2]),
        _aliases(name, entry),
        entry[0],
        suits=LOSS_SUITS[name],
    )


def _metric(name: str) -> ScoreRow:
    entry = generated.METRICS[name]
    suits, maximize = METRIC_SUITS[name]
    return ScoreRow(
        name,
        "metric",
        f"keras.metrics.{name}",
        (),
        _aliases(name, entry),
        entry[0],
        suits=suits,
        maximize=maximize,
    )


def _callback(name: str) -> Row:
    summary, aliases, parameters = generated.CALLBACKS[name]
    return Row(
        name,
        "callback",
        f"keras.callbacks.{name}",
        entry_parameters(name, parameters),
        aliases,
        summary,
        REQUIREMENTS.get(name, no_requirements),
    )


OPTIMIZERS: Family[Row] = Family(
    "optimizer", {n: generated.OPTIMIZERS[n][1] for n in OPTIMIZER_ORDER}, _optimizer
)
LOSSES: Family[ScoreRow] = Family(
    "loss", {n: _aliases(n, generated.LOSSES[n]) for n in LOSS_SUITS}, _loss
)
METRICS: Family[ScoreRow] = Family(
    "metric", {n: _aliases(n, generated.METRICS[n]) for n in METRIC_SUITS}, _metric
)
CALLBACKS: Family[Row] = Family(
    "callback", {n: e[1] for n, e in generated.CALLBACKS.items()}, _callback
)
