"""Leaks: whatever stands in validation or test, what is trained stays bit for bit the same."""

from pathlib import Path

import keras
import numpy as np
import pytest

from rnnspec.runtime.bounds import part_bounds
from rnnspec.runtime.missing import fill_inside, keep_known
from rnnspec.runtime.scalers import fit_minmax, fit_robust, fit_standard, scale
from rnnspec.runtime.tables import numbers, read_csv
from rnnspec.runtime.training import fit_model
from rnnspec.runtime.windows import cut_targets, cut_windows, window_ends

pytestmark = pytest.mark.keras

DATA = Path(__file__).parents[1] / "data"
COLUMNS = ["pm2.5", "TEMP"]


def real_rows(count: int) -> np.ndarray:
    """The first rows, laid out in memory as their changed copies will be."""
    return numbers(read_csv(DATA / "pollution.csv", COLUMNS), COLUMNS)[:count].copy()


def training_part(values: np.ndarray, fit, window: int, horizon: int):
    """What a script does with a series that has gaps, up to the arrays that `fit` sees."""
    validation, _ = part_bounds(len(values), validation=0.2, test=0.2)
    scaler = fit(values[:validation])
    scaled = scale(values, scaler)
    ends = window_ends(0, validation, window, horizon)
    ends = keep_known(ends, scaled[:, :1], 1, horizon)
    ends = keep_known(ends, scaled, 1 - window, 1 - window)
    x = fill_inside(cut_windows(scaled, ends, window))
    return scaler, x, cut_targets(scaled[:, :1], ends, horizon)


def trained_weights(values: np.ndarray) -> list[np.ndarray]:
    _, x, y = training_part(values, fit_standard, window=6, horizon=2)
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((6, 2)), keras.layers.GRU(3), keras.layers.Dense(2)])
    model.compile("adam", "mse")
    fit_model(model, (x, y), None, epochs=1, batch_size=64)
    return model.get_weights()


@pytest.mark.parametrize("fit", [fit_standard, fit_minmax, fit_robust])
def test_no_later_row_reaches_a_training_window_or_scaler(fit):
    values = real_rows(400)
    validation, _ = part_bounds(400, validation=0.2, test=0.2)
    scaler, x, y = training_part(values, fit, window=6, horizon=2)
    assert len(x) > 100
    for row in [*range(validation, 400, 13), 399]:
        changed = values.copy()
        changed[row] = 1e6
        again, x_again, y_again = training_part(changed, fit, window=6, horizon=2)
        np.testing.assert_array_equal(scaler, again)
        np.testing.assert_array_equal(x, x_again)
        np.testing.assert_array_equal(y, y_again)


def test_the_last_training_row_does_reach_them():
    """The test above can fail: one row earlier, everything changes."""
    values = real_rows(400)
    validation, _ = part_bounds(400, validation=0.2, test=0.2)
    changed = values.copy()
    changed[validation - 1] = 1e6
    scaler, _, y = training_part(values, fit_standard, window=6, horizon=2)
    again, _, y_again = training_part(changed, fit_standard, window=6, horizon=2)
    assert (np.array(scaler) != np.array(again)).all()
    assert (y != y_again).any()


def test_no_later_row_reaches_a_weight():
    values = real_rows(300)
    validation, _ = part_bounds(300, validation=0.2, test=0.2)
    changed = values.copy()
    changed[validation:] *= -3
    for one, two in zip(trained_weights(values), trained_weights(changed), strict=True):
        np.testing.assert_array_equal(one, two)
    changed = values.copy()
    changed[validation - 1] *= -3
    pairs = zip(trained_weights(values), trained_weights(changed), strict=True)
    assert any((one != two).any() for one, two in pairs)
