"""Scores of a trained model, in the target's own units.

In: a model, a part's arrays, a scaler. Out: plain numbers. `loss` is what training sees, in
scaled units; every other metric is measured on predictions and targets in their own.
"""

import keras
import numpy as np


def predict(model: keras.Model, x: np.ndarray) -> np.ndarray:
    """Predict all samples, in the units that the model was trained in."""
    return np.asarray(model.predict(x, batch_size=1024, verbose=0))


def measure(metric: keras.Metric, truth: np.ndarray, predicted: np.ndarray) -> float:
    """Return the value of a Keras metric over a whole part."""
    metric.reset_state()
    metric.update_state(truth, predicted)
    return float(metric.result())


def evaluate_loss(model: keras.Model, x: np.ndarray, y: np.ndarray) -> float:
    """Return the loss that training sees, regularization included."""
    return float(model.evaluate(x, y, batch_size=1024, verbose=0, return_dict=True)["loss"])
