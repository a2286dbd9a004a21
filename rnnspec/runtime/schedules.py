"""Learning rates that change as training goes on, counted in epochs.

In: numbers of epochs, and the steps that an epoch has. Out: Keras schedules, which count
steps. A schedule that counts optimizer steps itself is one whose epochs have one step.
"""

from collections.abc import Sequence

import keras


def exponential_decay(
    initial: float, rate: float, every: int, steps_per_epoch: int
) -> keras.optimizers.schedules.LearningRateSchedule:
    """Multiply by `rate` over each `every` epochs, smoothly from step to step."""
    return keras.optimizers.schedules.ExponentialDecay(
        initial, decay_steps=every * steps_per_epoch, decay_rate=rate
    )


def cosine_decay(
    initial: float, over: int, steps_per_epoch: int
) -> keras.optimizers.schedules.LearningRateSchedule:
    """Fall to zero along half a cosine over `over` epochs."""
    return keras.optimizers.schedules.CosineDecay(initial, decay_steps=over * steps_per_epoch)


def warmed_cosine_decay(
    initial: float, over: int, warmup: int, steps_per_epoch: int
) -> keras.optimizers.schedules.LearningRateSchedule:
    """Rise from zero to `initial` over `warmup` epochs, then fall over `over` epochs."""
    return keras.optimizers.schedules.CosineDecay(
        0.0,
        decay_steps=over * steps_per_epoch,
        warmup_target=initial,
        warmup_steps=warmup * steps_per_epoch,
    )


def piecewise_constant(
    values: Sequence[float], at: Sequence[int], steps_per_epoch: int
) -> keras.optimizers.schedules.LearningRateSchedule:
    """Hold each value until as many epochs are done as `at` says, then take the next."""
    # Keras holds a value up to and including its boundary, and counts steps from 0.
    boundaries = [epochs * steps_per_epoch - 1 for epochs in at]
    return keras.optimizers.schedules.PiecewiseConstantDecay(boundaries, list(values))
