"""Scalers: fitted by column, blind to gaps, exactly invertible."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rnnspec.runtime.scalers import (
    fit_minmax,
    fit_none,
    fit_robust,
    fit_standard,
    repeat_scaler,
    scale,
    set_bounds,
    unscale,
)

FITS = [fit_standard, fit_minmax, fit_robust, fit_none]
COLUMNS = np.array([[1.0, 10.0], [2.0, 10.0], [3.0, 10.0], [6.0, 10.0]])


def test_what_each_scaler_fits():
    centre, spread = fit_standard(COLUMNS)
    assert centre.tolist() == [3, 10]
    np.testing.assert_allclose(spread, [np.sqrt(3.5), 1])
    centre, spread = fit_minmax(COLUMNS)
    assert (centre.tolist(), spread.tolist()) == ([1, 10], [5, 1])
    centre, spread = fit_robust(COLUMNS)
    assert (centre.tolist(), spread.tolist()) == ([2.5, 10], [2, 1])
    centre, spread = fit_none(COLUMNS)
    assert (centre.tolist(), spread.tolist()) == ([0, 0], [1, 1])


@pytest.mark.parametrize("fit", FITS)
def test_gaps_do_not_count(fit):
    gappy = np.vstack([COLUMNS, [[np.nan, np.nan]]])
    for fitted, expected in zip(fit(gappy), fit(COLUMNS), strict=True):
        np.testing.assert_array_equal(fitted, expected)


@pytest.mark.parametrize("fit", FITS)
def test_sequences_are_fitted_by_feature_over_samples_and_steps(fit):
    sequences = COLUMNS.reshape(2, 2, 2)
    for fitted, expected in zip(fit(sequences), fit(COLUMNS), strict=True):
        np.testing.assert_array_equal(fitted, expected)


@given(
    values=arrays("float64", (7, 3), elements=st.floats(-1e6, 1e6)),
    fit=st.sampled_from(FITS),
)
def test_unscaling_undoes_scaling(values, fit):
    scaler = fit(values)
    back = unscale(scale(values, scaler), scaler)
    np.testing.assert_allclose(back, values, rtol=1e-9, atol=1e-5)


@pytest.mark.parametrize("fit", FITS)
@pytest.mark.parametrize("rows", [7, 100])
def test_a_constant_column_is_only_centred(fit, rows):
    """The mean of equal numbers is seldom exactly that number."""
    _, spread = fit(np.full((rows, 1), 0.1))
    assert spread.tolist() == [1]


@pytest.mark.parametrize("fit", FITS)
def test_what_lies_far_from_a_tiny_spread_stays_finite(fit):
    tiny = np.array([[0.0], [5e-324], [1e-310], [1e-305]])
    scaler = fit(tiny)
    later = np.array([[1e6]])
    assert np.isfinite(scale(later, scaler)).all()
    assert unscale(scale(later, scaler), scaler).tolist() == [[1e6]]


def test_given_bounds_stand_for_what_was_fitted():
    fitted = fit_minmax(COLUMNS)
    centre, spread = set_bounds(fitted, {0: (0, 300)})
    assert (centre.tolist(), spread.tolist()) == ([0, 10], [300, 1])
    assert fitted[0].tolist() == [1, 10]


def test_a_repeated_scaler_follows_the_steps_of_several_targets():
    scaler = (np.array([1.0, 100.0]), np.array([2.0, 50.0]))
    two_steps = np.array([[0.0, 0.0, 1.0, 1.0]])
    assert unscale(two_steps, repeat_scaler(scaler, 2)).tolist() == [[1, 100, 3, 150]]
