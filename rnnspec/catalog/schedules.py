"""Schedules of the learning rate.

Out: `SCHEDULES`. Their arguments are ours: epochs, not optimizer steps, are what a user counts.
A script turns them into Keras's once the number of batches of an epoch is known.
"""

from rnnspec.catalog.arguments import ABOVE_ZERO, COUNTED, POSITIVE, POSITIVE_NUMBER, WHOLE, Kind
from rnnspec.catalog.requirements import REQUIREMENTS
from rnnspec.catalog.rows import Family, Row

_INITIAL = POSITIVE_NUMBER.named("initial", summary="The first learning rate.")
_BY_STEPS = "Optimizer steps for one factor, in place of `every`."

SCHEDULES = Family(
    "schedule",
    (
        Row(
            "ExponentialDecay",
            "schedule",
            "keras.optimizers.schedules.ExponentialDecay",
            (
                _INITIAL,
                POSITIVE_NUMBER.named("rate", summary="The factor."),
                WHOLE.named("every", None, summary="Epochs for one factor."),
                WHOLE.named("every_steps", None, summary=_BY_STEPS),
            ),
            summary="The learning rate times `rate` every so many epochs, smoothly.",
            one_of=("every", "every_steps"),
        ),
        Row(
            "CosineDecay",
            "schedule",
            "keras.optimizers.schedules.CosineDecay",
            (
                _INITIAL,
                WHOLE.named("over", summary="Epochs to zero."),
                COUNTED.named("warmup", 0, summary="Epochs that rise to `initial`."),
            ),
            summary="The learning rate falls to zero along half a cosine.",
        ),
        Row(
            "PiecewiseConstant",
            "schedule",
            "keras.optimizers.schedules.PiecewiseConstantDecay",
            (
                Kind(("numbers",), ABOVE_ZERO).named(
                    "values", summary="The learning rates, one more than `at`."
                ),
                Kind(("ints",), POSITIVE).named("at", summary="The epochs that change it."),
            ),
            summary="One learning rate after another.",
            required_of=REQUIREMENTS["PiecewiseConstant"],
        ),
    ),
)
