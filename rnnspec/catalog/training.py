"""Optimizers, losses, metrics, callbacks.

In: what is generated, and the tables below: which targets a score suits, what it is also called.
Out: a `Family` of each.
"""

from rnnspec.catalog import generated_training as generated
from rnnspec.catalog.make import keras_row
from rnnspec.catalog.rows import Family, Row, ScoreRow

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


OPTIMIZERS = Family(
    "optimizer",
    (keras_row(Row, "optimizer", n, generated.OPTIMIZERS[n]) for n in OPTIMIZER_ORDER),
)
LOSSES = Family(
    "loss",
    (
        keras_row(ScoreRow, "loss", n, generated.LOSSES[n], aliases=SHORT.get(n, ()), suits=suits)
        for n, suits in LOSS_SUITS.items()
    ),
)
METRICS = Family(
    "metric",
    (
        keras_row(
            ScoreRow,
            "metric",
            name,
            generated.METRICS[name],
            aliases=SHORT.get(name, ()),
            suits=suits,
            maximize=maximize,
        )
        for name, (suits, maximize) in METRIC_SUITS.items()
    ),
)
CALLBACKS = Family(
    "callback",
    (keras_row(Row, "callback", name, entry) for name, entry in generated.CALLBACKS.items()),
)
