"""What the pages on tutorials say of the libraries of today, seen anew."""

import warnings

import numpy as np
import pytest

pytestmark = pytest.mark.keras


def test_hyperopt_halves_the_ends_and_hands_back_floats() -> None:
    """`quniform` rounds a uniform draw."""
    from hyperopt import hp
    from hyperopt.pyll.stochastic import sample

    rng = np.random.default_rng(0)
    drawn = [sample(hp.quniform("units", 32, 128, 32), rng=rng) for _ in range(3_000)]
    assert {type(value) for value in drawn} == {float}
    assert drawn.count(32.0) / len(drawn) == pytest.approx(1 / 6, abs=0.03)
    assert drawn.count(64.0) / len(drawn) == pytest.approx(1 / 3, abs=0.03)


def test_hyperopt_hands_back_the_place_of_a_choice() -> None:
    """The best batch size of four is one of 0, 1, 2, 3."""
    from hyperopt import fmin, hp, tpe

    space = {"batch": hp.choice("batch", [16, 32, 64, 128])}
    best = fmin(lambda chosen: chosen["batch"], space, tpe.suggest, 10, show_progressbar=False)
    assert best["batch"] == 0


def test_ten_trials_of_tpe_are_random() -> None:
    """Two opposite objectives get the same points."""
    from hyperopt import fmin, hp, tpe

    def points(sign: int) -> list[float]:
        drawn: list[float] = []

        def score(value: float) -> float:
            drawn.append(value)
            return sign * value

        rng = np.random.default_rng(3)
        fmin(score, hp.uniform("x", 0, 1), tpe.suggest, 10, rstate=rng, show_progressbar=False)
        return drawn

    assert points(1) == points(-1)


def test_eleven_calls_of_the_gaussian_process_are_random() -> None:
    """The first point and ten random ones are all; fewer calls are refused."""
    from skopt import gp_minimize

    def points(sign: int) -> list[list[float]]:
        space, known = [(2, 14), (0.1, 0.9)], [2, 0.2]
        done = gp_minimize(lambda x: sign * x[0], space, n_calls=11, x0=known, random_state=46)
        return [list(point) for point in done.x_iters]

    assert points(1) == points(-1)


def test_an_integer_of_skopt_has_half_the_mass_at_its_ends() -> None:
    """Where `gp_minimize` scales it to the unit interval first."""
    from skopt.space import Integer
    from skopt.utils import normalize_dimensions

    drawn = normalize_dimensions([Integer(2, 14)]).rvs(20_000, random_state=0)
    shares = np.bincount([point[0] for point in drawn]) / len(drawn)
    assert shares[[2, 14]] == pytest.approx(1 / 24, abs=0.01)
    assert shares[3:14] == pytest.approx(1 / 12, abs=0.01)


def test_scipy_takes_a_start_and_a_width_and_leaves_the_upper_end_out() -> None:
    """What stands for bounds in RandomizedSearchCV."""
    from scipy.stats import randint, uniform

    assert uniform(0.2, 0.5).support() == pytest.approx((0.2, 0.7))
    assert uniform(1e-4, 1e-2).cdf(1e-3) == pytest.approx(0.09)
    assert randint(1, 4).support() == (1, 3)
    assert randint(64, 256).support() == (64, 255)


def test_cv_3_learns_from_the_future() -> None:
    """Rows in time's order, two classes: the first fold's models know only later rows."""
    from sklearn.model_selection import StratifiedKFold

    y = np.arange(300) % 2
    folds = StratifiedKFold(3).split(y[:, None], y)
    assert [np.mean(train > judged.max()) for train, judged in folds] == [1.0, 0.5, 0.0]


def test_a_shuffled_split_of_windows_trains_on_what_it_judges() -> None:
    """Every target that is judged stands in a window that was trained on."""
    from sklearn.model_selection import train_test_split

    train, judged = train_test_split(np.arange(990), test_size=0.2, random_state=0)
    seen = {row for start in train for row in range(start, start + 10)}
    assert all(start + 10 in seen for start in judged)


def test_keras_spreads_a_target_over_the_steps() -> None:
    """An output of (12, 1) for a target of (1) is trained without a word."""
    import keras

    model = keras.Sequential([keras.layers.LSTM(4, return_sequences=True), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    x, y = np.random.default_rng(0).random((32, 12, 1)), np.ones((32, 1))
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        model.fit(x, y, verbose=0)
    assert model.predict(x, verbose=0).shape == (32, 12, 1)


def test_keras_has_none_of_the_backend_functions() -> None:
    """Of those that the batch normalisation for recurrent layers was written with."""
    from keras import backend

    names = "batch_normalization in_train_phase int_shape mean moving_average_update squeeze var"
    assert not [name for name in names.split() if hasattr(backend, name)]


def test_a_float_of_keras_tuner_has_a_tail() -> None:
    """0.1 with a step of 0.1 comes to 0.30000000000000004."""
    from keras_tuner.engine.hyperparameters import Float

    assert 0.30000000000000004 in set(Float("drop", 0.1, 0.5, step=0.1).values)


def test_what_is_fed_takes_the_place_of_the_decay() -> None:
    """TensorFlow 1 feeds any tensor, a decayed rate too."""
    import tensorflow as tf

    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        rate = v1.placeholder(tf.float32, None)
        step = tf.constant(6)
        decayed = v1.train.exponential_decay(rate, step, decay_steps=3, decay_rate=0.5)
        assert session.run(decayed, {rate: 0.1}) == pytest.approx(0.025)
        assert session.run(decayed, {decayed: 0.1}) == pytest.approx(0.1)
