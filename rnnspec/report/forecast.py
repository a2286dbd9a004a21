"""The forecast of the test part, case by case, as a worker left it beside the model.

In: `forecast.npz`. Out: arrays, and what is counted from them. Knows no pictures.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rnnspec.ledger.models import FORECAST


@dataclass(frozen=True)
class Forecast:
    """What was true, what the model and what the naive forecast said.

    Numbers of shape (cases, rows ahead * columns) in target units, or classes of shape (cases,).
    """

    truth: np.ndarray
    predicted: np.ndarray
    naive: np.ndarray
    is_ordered: bool
    """Whether the cases follow one another in time."""

    @property
    def is_classes(self) -> bool:
        """Whether cases have a class."""
        return self.truth.ndim == 1

    def mean_errors(self) -> tuple[np.ndarray, np.ndarray]:
        """The mean absolute errors of the model and of the naive forecast, by output."""
        return (
            np.abs(self.predicted - self.truth).mean(axis=0),
            np.abs(self.naive - self.truth).mean(axis=0),
        )

    def confusion(self, classes: int) -> np.ndarray:
        """How many cases of each class (rows) were taken for which one (columns)."""
        table = np.zeros((classes, classes), int)
        np.add.at(table, (self.truth, self.predicted), 1)
        return table


def read_forecast(model: Path, trial: int) -> Forecast | None:
    """The forecast beside a model; None where there is none of this trial that can be read."""
    try:
        with np.load(model.with_name(FORECAST)) as held:
            if int(held["trial"]) != trial:
                return None
            return Forecast(held["truth"], held["predicted"], held["naive"], "ends" in held)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
