"""Optimizers, losses, metrics, callbacks.

In: what is generated, and the tables below: which targets a score suits, what it is also called.
Out: a `Family` of each.
"""

from rnnspec.catalog import generated_training as generated
from rnnspec.catalog.arguments import alike
from rnnspec.catalog.make import keras_row
from rnnspec.catalog.rows import Family, Row, ScoreRow

REGRESSION: tuple[str, ...] = ("regression",)
BINARY: tuple[str, ...] = ("binary",)
SPARSE: tuple[str, ...] = ("sparse",)
CATEGORICAL: tuple[str, ...] = ("categorical",)
CLASSES = ("binary", "sparse", "categorical")

LOSS_SUITS = {
    **alike(
        REGRESSION,
        "MeanSquaredError MeanAbsoluteError MeanAbsolutePercentageError "
        "MeanSquaredLogarithmicError Huber LogCosh Poisson CosineSimilarity",
    ),
    **alike(BINARY, "BinaryCrossentropy BinaryFocalCrossentropy Hinge SquaredHinge"),
    **alike(SPARSE, "SparseCategoricalCrossentropy"),
    **alike(CATEGORICAL, "CategoricalCrossentropy CategoricalFocalCrossentropy"),
    **alike(SPARSE, "CategoricalGeneralizedCrossEntropy"),
    **alike(CATEGORICAL, "CategoricalHinge KLDivergence"),
}
"""The targets that each loss can learn, in reading order."""

METRIC_SUITS = {
    **alike(
        (REGRESSION, False),
        "MeanAbsoluteError MeanSquaredError RootMeanSquaredError MeanAbsolutePercentageError "
        "MeanSquaredLogarithmicError LogCoshError Poisson",
    ),
    **alike((REGRESSION, True), "R2Score CosineSimilarity"),
    **alike((CLASSES, True), "Accuracy F1Score"),
    **alike((BINARY, True), "BinaryAccuracy AUC Precision Recall TruePositives TrueNegatives"),
    **alike((BINARY, False), "FalsePositives FalseNegatives BinaryCrossentropy Hinge SquaredHinge"),
    **alike((SPARSE, True), "SparseCategoricalAccuracy"),
    **alike((SPARSE, False), "SparseCategoricalCrossentropy"),
    **alike((CATEGORICAL, True), "CategoricalAccuracy"),
    **alike((CATEGORICAL, False), "CategoricalCrossentropy CategoricalHinge KLDivergence"),
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
    *("Adam", "AdamW", "Nadam", "Adamax", "RMSprop", "SGD", "Adagrad", "Adadelta", "Adafactor"),
    *("Lion", "Lamb", "Muon", "Ftrl", "ScheduleFreeAdamW"),
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
