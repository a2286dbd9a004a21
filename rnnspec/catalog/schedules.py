"""Schedules of the learning rate.

Out: `SCHEDULES`. Their arguments are ours: epochs, not optimizer steps, are what a user counts.
A script turns them into Keras's once the number of batches of an epoch is known.
"""

from rnnspec.catalog.arguments import ABOVE_ZERO, COUNT, POSITIVE
from rnnspec.catalog.requirements import REQUIREMENTS
from rnnspec.catalog.rows import Family, Parameter, Row

_INITIAL = Parameter(
    "initial", ("float",), required=True, range=ABOVE_ZERO, summary="The first learning rate."
)

SCHEDULES = Family(
    "schedule",
    (
        Row(
            "ExponentialDecay",
            "schedule",
            "keras.optimizers.schedules.ExponentialDecay",
            (
                _INITIAL,
                Parameter(
                    "rate", ("float",), required=True, range=ABOVE_ZERO, summary="The factor."
                ),
                Parameter(
                    "every", ("int", "none"), range=POSITIVE, summary="Epochs for one factor."
                ),
                Parameter(
                    "every_steps",
                    ("int", "none"),
                    range=POSITIVE,
                    summary="Optimizer steps for one factor, in place of `every`.",
                ),
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
                Parameter(
                    "over", ("int",), required=True, range=POSITIVE, summary="Epochs to zero."
                ),
                Parameter(
                    "warmup",
                    ("int",),
                    default=0,
                    range=COUNT,
                    summary="Epochs that rise to `initial`.",
                ),
            ),
            summary="The learning rate falls to zero along half a cosine.",
        ),
        Row(
            "PiecewiseConstant",
            "schedule",
            "keras.optimizers.schedules.PiecewiseConstantDecay",
            (
                Parameter(
                    "values",
                    ("numbers",),
                    required=True,
                    range=ABOVE_ZERO,
                    summary="The learning rates, one more than `at`.",
                ),
                Parameter(
                    "at",
                    ("ints",),
                    required=True,
                    range=POSITIVE,
                    summary="The epochs that change it.",
                ),
            ),
            summary="One learning rate after another.",
            required_of=REQUIREMENTS["PiecewiseConstant"],
        ),
    ),
)
