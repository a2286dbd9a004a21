"""Training: everything random comes from the seed, and what ends training early."""

import keras
import numpy as np
import pytest

from rnnspec.runtime.encode import balanced_weights
from rnnspec.runtime.metrics import evaluate_loss, predict
from rnnspec.runtime.training import (
    AfterEpoch,
    count_steps,
    epochs_kept,
    fit_model,
    seed_everything,
    trial_seed,
)

pytestmark = pytest.mark.keras

RNG = np.random.default_rng(2)
X = RNG.normal(size=(40, 5, 2)).astype("float32")
Y = X.sum(axis=(1, 2), keepdims=True)[:, 0]
TRAIN, HELD = (X[:30], Y[:30]), (X[30:], Y[30:])


def small_model(learning_rate=0.01, dropout=0.3):
    model = keras.Sequential(
        [keras.Input((5, 2)), keras.layers.GRU(4, dropout=dropout), keras.layers.Dense(1)]
    )
    model.compile(keras.optimizers.Adam(learning_rate), "mse")
    return model


def trained(seed):
    seed_everything(seed)
    model = small_model()
    fit_model(model, TRAIN, HELD, epochs=2, batch_size=8)
    return model.get_weights()


def test_one_seed_gives_one_model_whatever_ran_before():
    first = trained(trial_seed(46, 3))
    other = trained(trial_seed(46, 4))
    again = trained(trial_seed(46, 3))
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, two)
    assert any((one != two).any() for one, two in zip(first, other, strict=True))


def test_a_model_that_is_held_outlives_the_next_trial():
    model = small_model()
    before = predict(model, X)
    trained(5)
    np.testing.assert_array_equal(predict(model, X), before)
    fit_model(model, TRAIN, HELD, epochs=1, batch_size=8)


def test_seeds_of_trials_do_not_overlap():
    seeds = {trial_seed(seed, trial) for seed in range(30) for trial in range(30)}
    assert len(seeds) == 900
    assert trial_seed(0, 1, 2) != trial_seed(0, 2, 1)
    assert all(0 <= seed < 2**32 for seed in seeds)


def test_the_last_batch_of_an_epoch_may_be_smaller():
    assert [count_steps(n, 8) for n in (1, 8, 9, 30)] == [1, 1, 2, 4]
    model = small_model()
    fit_model(model, TRAIN, None, epochs=3, batch_size=8)
    assert int(model.optimizer.iterations) == 3 * count_steps(30, 8)


def test_a_loss_that_is_not_a_number_ends_training():
    model = small_model()
    broken = (X[:30], np.full((30, 1), np.nan, dtype="float32"))
    history = fit_model(model, broken, HELD, epochs=50, batch_size=8)
    assert len(history.epoch) == 1
    assert not np.isfinite(evaluate_loss(model, *HELD))


def test_each_epoch_is_reported_and_may_be_the_last():
    seen = []

    def report(epoch, logs):
        seen.append((epoch, logs["val_loss"]))
        return epoch == 3

    model = small_model()
    history = fit_model(model, TRAIN, HELD, epochs=10, batch_size=8, callbacks=[AfterEpoch(report)])
    assert [epoch for epoch, _ in seen] == [1, 2, 3]
    assert history.history["val_loss"] == [loss for _, loss in seen]
    assert seen[-1][1] == pytest.approx(evaluate_loss(model, *HELD), rel=1e-5)


def test_early_stopping_hands_back_the_best_weights():
    seed_everything(1)
    model = small_model(learning_rate=0.5)
    stop = keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)
    history = fit_model(model, TRAIN, HELD, epochs=25, batch_size=8, callbacks=[stop])
    losses = history.history["val_loss"]
    assert epochs_kept(history, [stop]) == int(np.argmin(losses)) + 1 < len(losses)
    assert evaluate_loss(model, *HELD) == pytest.approx(min(losses), rel=1e-4)


def test_without_early_stopping_every_epoch_counts():
    history = fit_model(small_model(), TRAIN, None, epochs=3, batch_size=30)
    assert epochs_kept(history, []) == 3


def test_class_weights_reach_the_loss():
    classes = np.array([0] * 27 + [1] * 3)
    shares = []
    for weights in (None, balanced_weights(classes)):
        seed_everything(4)
        model = keras.Sequential(
            [keras.Input((5, 2)), keras.layers.GRU(4), keras.layers.Dense(2, "softmax")]
        )
        model.compile(keras.optimizers.Adam(0.05), "sparse_categorical_crossentropy")
        fit_model(model, (X[:30], classes), None, epochs=5, batch_size=30, class_weight=weights)
        shares.append(predict(model, X)[:, 1].mean())
    plain, balanced = shares
    assert plain < 0.25
    assert balanced > plain + 0.1
