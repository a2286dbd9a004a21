"""Layers beyond Keras: equal to a loop written out by hand, masked, saved and loaded."""

import keras
import numpy as np
import pytest

from rnnspec.runtime.layers import LastStep, PeepholeLSTM, RecurrentBatchNormalization

pytestmark = pytest.mark.keras

RNG = np.random.default_rng(5)
SEQUENCES = RNG.normal(size=(4, 6, 3)).astype("float32")
MASK = np.arange(6) < np.array([6, 4, 1, 5])[:, None]


def sigmoid(values):
    return 1 / (1 + np.exp(-values))


def built(layer, x=SEQUENCES):
    """The layer with random weights everywhere, peepholes and biases too."""
    layer(x)
    layer.set_weights([RNG.normal(scale=0.5, size=w.shape) for w in layer.get_weights()])
    return layer


def peephole_loop(layer, sequences):
    """Gers, Schraudolph & Schmidhuber (2002), step by step."""
    kernel, recurrent, bias, p_input, p_forget, p_output = layer.get_weights()
    output = state = np.zeros((len(sequences), layer.cell.units))
    outputs = []
    for step in range(sequences.shape[1]):
        gates = sequences[:, step] @ kernel + output @ recurrent + bias
        z_input, z_forget, z_new, z_output = np.split(gates, 4, axis=1)
        enter = sigmoid(z_input + p_input * state)
        forget = sigmoid(z_forget + p_forget * state)
        state = forget * state + enter * np.tanh(z_new)
        output = sigmoid(z_output + p_output * state) * np.tanh(state)
        outputs.append(output)
    return np.stack(outputs, axis=1)


def test_peephole_lstm_is_the_published_one():
    layer = built(PeepholeLSTM(5, return_sequences=True))
    np.testing.assert_allclose(layer(SEQUENCES), peephole_loop(layer, SEQUENCES), atol=1e-5)
    last = PeepholeLSTM(5)
    last(SEQUENCES)
    last.set_weights(layer.get_weights())
    np.testing.assert_allclose(last(SEQUENCES), layer(SEQUENCES)[:, -1], atol=1e-6)


def test_without_peepholes_it_is_keras_lstm():
    ours, theirs = built(PeepholeLSTM(5)), keras.layers.LSTM(5)
    theirs(SEQUENCES)
    kernels = ours.get_weights()[:3]
    ours.set_weights([*kernels, *(np.zeros(5) for _ in range(3))])
    theirs.set_weights(kernels)
    np.testing.assert_allclose(ours(SEQUENCES), theirs(SEQUENCES), atol=1e-5)


def test_peephole_lstm_skips_masked_steps():
    layer = built(PeepholeLSTM(5))
    expected = [
        peephole_loop(layer, sequence[None, :length])[0, -1]
        for sequence, length in zip(SEQUENCES, MASK.sum(axis=1), strict=True)
    ]
    np.testing.assert_allclose(layer(SEQUENCES, mask=MASK), expected, atol=1e-5)


def test_peephole_lstm_takes_the_arguments_of_lstm_and_keeps_them():
    layer = PeepholeLSTM(
        4,
        activation="relu",
        recurrent_activation="hard_sigmoid",
        use_bias=False,
        kernel_initializer="he_normal",
        recurrent_initializer="identity",
        unit_forget_bias=False,
        kernel_regularizer=keras.regularizers.L2(0.01),
        activity_regularizer=keras.regularizers.L1(0.02),
        recurrent_constraint=keras.constraints.MaxNorm(2.0),
        dropout=0.1,
        recurrent_dropout=0.2,
        seed=3,
        return_sequences=True,
        go_backwards=True,
        name="encoder",
    )
    again = PeepholeLSTM.from_config(layer.get_config())
    assert again.get_config() == layer.get_config()
    assert again.cell.get_config() | {"name": 0} == layer.cell.get_config() | {"name": 0}
    assert again.name == "encoder"
    assert again.cell.recurrent_dropout == 0.2
    assert again(SEQUENCES).shape == (4, 6, 4)


def test_dropout_acts_in_training_alone():
    layer = built(PeepholeLSTM(8, dropout=0.5, recurrent_dropout=0.5))
    np.testing.assert_array_equal(layer(SEQUENCES), layer(SEQUENCES))
    one, other = (np.asarray(layer(SEQUENCES, training=True)) for _ in range(2))
    assert (one != other).any()


def test_bidirectional_reads_both_ways():
    layer = keras.layers.Bidirectional(PeepholeLSTM(5), merge_mode="concat")
    built(layer)
    ahead = peephole_loop(layer.forward_layer, SEQUENCES)[:, -1]
    back = peephole_loop(layer.backward_layer, SEQUENCES[:, ::-1])[:, -1]
    np.testing.assert_allclose(layer(SEQUENCES), np.hstack([ahead, back]), atol=1e-5)


def test_batch_normalization_is_over_batch_and_time():
    layer = RecurrentBatchNormalization(momentum=0.9, epsilon=1e-5)
    x = SEQUENCES * [1, 10, 100] + [0, 5, -5]
    normal = np.asarray(layer(x, training=True))
    np.testing.assert_allclose(normal.mean(axis=(0, 1)), 0, atol=1e-4)
    np.testing.assert_allclose(normal.std(axis=(0, 1)), 1, atol=1e-3)
    moving = 0.1 * x.mean(axis=(0, 1))
    np.testing.assert_allclose(layer.moving_mean, moving, rtol=1e-4)


def test_batch_normalization_does_not_count_masked_steps():
    poisoned = np.where(MASK[..., None], SEQUENCES, 1e6).astype("float32")
    layer = RecurrentBatchNormalization(momentum=0.0, epsilon=1e-5)
    layer(poisoned, training=True, mask=MASK)
    np.testing.assert_allclose(layer.moving_mean, SEQUENCES[MASK].mean(axis=0), atol=1e-5)
    np.testing.assert_allclose(layer.moving_variance, SEQUENCES[MASK].var(axis=0), rtol=1e-4)


def test_the_last_step_is_the_last_that_counts():
    layer = LastStep()
    np.testing.assert_array_equal(layer(SEQUENCES), SEQUENCES[:, -1])
    lengths = MASK.sum(axis=1)
    np.testing.assert_array_equal(layer(SEQUENCES, mask=MASK), SEQUENCES[np.arange(4), lengths - 1])
    padded_before = MASK[:, ::-1]
    np.testing.assert_array_equal(layer(SEQUENCES, mask=padded_before), SEQUENCES[:, -1])
    matrices = np.stack([SEQUENCES, -SEQUENCES], axis=2)
    rows = np.stack([MASK, np.zeros_like(MASK)], axis=2)
    last = layer(matrices, mask=rows)
    np.testing.assert_array_equal(last, matrices[np.arange(4), lengths - 1])


def test_a_saved_model_loads_and_predicts_the_same(tmp_path):
    model = keras.Sequential(
        [
            keras.Input((6,), dtype="int32"),
            keras.layers.Embedding(9, 3, mask_zero=True),
            keras.layers.Bidirectional(PeepholeLSTM(4, return_sequences=True)),
            RecurrentBatchNormalization(momentum=0.8),
            PeepholeLSTM(3, return_sequences=True, dropout=0.1),
            LastStep(),
            keras.layers.Dense(1),
        ]
    )
    tokens = RNG.integers(0, 9, (5, 6))
    tokens[:, 4:] = 0
    model.compile("adam", "mse")
    model.fit(tokens, np.ones((5, 1)), verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(
        loaded.predict(tokens, verbose=0), model.predict(tokens, verbose=0), atol=1e-6
    )
    assert [type(layer) for layer in loaded.layers] == [type(layer) for layer in model.layers]


@pytest.mark.parametrize("rates", [(0.0, 0.5), (0.5, 0.5)])
def test_dropout_between_the_steps_is_trained(rates):
    dropout, recurrent = rates
    layer = PeepholeLSTM(5, dropout=dropout, recurrent_dropout=recurrent)
    assert np.allclose(layer(SEQUENCES), layer(SEQUENCES))
    trained = [np.asarray(layer(SEQUENCES, training=True)) for _ in range(2)]
    assert trained[0].shape == (4, 5)
    assert not np.allclose(*trained)
