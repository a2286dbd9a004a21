"""Training: seeds, the one call of `fit`, and what may happen after each epoch.

In: a compiled model and arrays. Out: the model, trained, and Keras's history. Initial weights,
dropout and the order of batches come from the seed alone.
"""

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np


def trial_seed(seed: int, *counters: int) -> int:
    """Derive the seed of a trial from the search's seed, the trial's number, and so on.

    It does not depend on what ran before, and neighbouring numbers share nothing.
    """
    return int(np.random.SeedSequence([seed, *counters]).generate_state(1)[0])


def seed_everything(seed: int) -> None:
    """Begin afresh: initial weights, dropout and the order of batches follow from `seed`.

    Keras forgets what it kept for earlier models; a model that is still held works on.
    """
    keras.utils.clear_session()
    keras.utils.set_random_seed(seed)


def count_steps(samples: int, batch_size: int) -> int:
    """Count the optimizer steps of an epoch; the last batch may be smaller."""
    return -(-samples // batch_size)


def fit_model(
    model: keras.Model,
    train: tuple[np.ndarray, np.ndarray],
    validation: tuple[np.ndarray, np.ndarray] | None,
    *,
    epochs: int,
    batch_size: int,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    class_weight: dict[int, float] | None = None,
    sample_weight: np.ndarray | None = None,
) -> keras.callbacks.History:
    """Train the model on (x, y), silently; a loss that is not a number ends it."""
    x, y = train
    return model.fit(
        x,
        y,
        validation_data=validation,
        epochs=epochs,
        batch_size=batch_size,
        callbacks=[keras.callbacks.TerminateOnNaN(), *callbacks],
        class_weight=class_weight,
        sample_weight=sample_weight,
        verbose=0,
    )


class AfterEpoch(keras.callbacks.Callback):
    """Call `report(epoch, logs)` after each epoch, counted from 1; True ends training."""

    def __init__(self, report: Callable[[int, dict[str, float]], Any]) -> None:
        super().__init__()
        self.report = report

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if self.report(epoch + 1, dict(logs or {})):
            self.model.stop_training = True


def epochs_kept(
    history: keras.callbacks.History, callbacks: Sequence[keras.callbacks.Callback]
) -> int:
    """Count the epochs behind the weights that training handed back."""
    for callback in callbacks:
        if isinstance(callback, keras.callbacks.EarlyStopping) and callback.restore_best_weights:
            return int(callback.best_epoch) + 1
    return len(history.epoch)
