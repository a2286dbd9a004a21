"""Batches that are cut when a model asks for them: the windows of a long series fill no memory.

In: a model, lazy arrays. Out: what `training` and `metrics` give of arrays in memory: a trained
model, in which the order of the samples comes from the seed alone, predictions, the loss.
"""

import random
from collections.abc import Sequence

import keras
import numpy as np

from rnnspec.runtime.training import count_steps
from rnnspec.runtime.windows import LazyArray


class Batches(keras.utils.PyDataset):
    """Batches of arrays that belong together; each epoch in an order of its own if `shuffled`."""

    def __init__(
        self, arrays: Sequence[LazyArray | np.ndarray], batch_size: int, shuffled: bool = False
    ) -> None:
        super().__init__()
        self.arrays = arrays
        self.batch_size = batch_size
        self.order = np.arange(len(arrays[0]))
        self.generator = np.random.default_rng(random.getrandbits(32)) if shuffled else None

    def __len__(self) -> int:
        return count_steps(len(self.order), self.batch_size)

    def __getitem__(self, index: int) -> tuple[np.ndarray, ...]:
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return tuple(array[rows].astype("float32") for array in self.arrays)

    def on_epoch_begin(self) -> None:
        if self.generator is not None:
            self.generator.shuffle(self.order)


def fit_batches(
    model: keras.Model,
    train: tuple[LazyArray, LazyArray],
    validation: tuple[LazyArray, LazyArray] | None,
    *,
    epochs: int,
    batch_size: int,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    class_weight: dict[int, float] | None = None,
    sample_weight: np.ndarray | None = None,
) -> keras.callbacks.History:
    """Train the model on (x, y), silently; a loss that is not a number ends it."""
    weighted = train if sample_weight is None else (*train, sample_weight)
    return model.fit(
        Batches(weighted, batch_size, shuffled=True),
        validation_data=None if validation is None else Batches(validation, batch_size),
        epochs=epochs,
        callbacks=[keras.callbacks.TerminateOnNaN(), *callbacks],
        class_weight=class_weight,
        shuffle=False,
        verbose=0,
    )


def predict_batches(model: keras.Model, x: LazyArray) -> np.ndarray:
    """Predict all samples, in the units that the model was trained in."""
    return np.asarray(model.predict(Batches([x], 1024), verbose=0))


def evaluate_batches(model: keras.Model, x: LazyArray, y: LazyArray) -> float:
    """Return the loss that training sees, regularization included."""
    batches = Batches([x, y], 1024)
    return float(model.evaluate(batches, verbose=0, return_dict=True)["loss"])
