"""Scores of a trained model, in the target's own units.

In: a model, a part's arrays, a scaler. Out: plain numbers. `loss` is what training sees, in
scaled units; every other metric is measured on predictions and targets in their own.
"""

import keras
import numpy as np


def predict(model: keras.Model, x: np.ndarray) -> np.ndarray:
    """Predict all samples, in the units that the model was trained in."""
    return np.asarray(model.predict(x, batch_size=1024, verbose=0))


def sigmoid(raw: np.ndarray) -> np.ndarray:
    """Turn logits into shares of 1."""
    return 1 / (1 + np.exp(-raw))


def as_shares(raw: np.ndarray, model: keras.Model) -> np.ndarray:
    """Do so where the loss of the model, which was compiled, reads logits."""
    return sigmoid(raw) if getattr(model.loss, "from_logits", False) else raw


def measure(metric: keras.Metric, truth: np.ndarray, predicted: np.ndarray) -> float:
    """Return the value of a Keras metric over a whole part; steps count as samples.

    `truth` has the size of `predicted`, or is the class number of each of its rows.
    """
    rows = predicted.reshape(-1, predicted.shape[-1]).astype("float32")
    shape = rows.shape if truth.size == rows.size else len(rows)
    metric.reset_state()
    metric.update_state(truth.reshape(shape), rows)
    return float(metric.result())


def evaluate_loss(model: keras.Model, x: np.ndarray, y: np.ndarray) -> float:
    """Return the loss that training sees, regularization included."""
    return float(model.evaluate(x, y, batch_size=1024, verbose=0, return_dict=True)["loss"])
