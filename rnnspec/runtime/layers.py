"""Layers beyond Keras's own; a model that holds them is saved and loaded like any other.

In: tensors. Out: tensors. They use Keras alone, so they run on each of its backends.
"""

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="rnnspec")
class PeepholeLSTMCell(keras.layers.LSTMCell):
    """One step of `PeepholeLSTM`: an LSTM cell whose gates also see the cell's state.

    The input and forget gates look at the state before the step, the output gate at the
    state after it, each through one weight a unit.
    """

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        super().build(input_shape)
        self.dropout_mask_count = None  # one mask for all gates
        self.peepholes = [
            self.add_weight(
                shape=(self.units,), name=f"{gate}_peephole", initializer="glorot_uniform"
            )
            for gate in ("input", "forget", "output")
        ]

    def call(self, inputs: Any, states: Any, training: bool = False) -> tuple[Any, list[Any]]:
        output, state = states
        if training and self.dropout:
            inputs = inputs * self.get_dropout_mask(inputs)
        if training and self.recurrent_dropout:
            output = output * self.get_recurrent_dropout_mask(output)
        gates = keras.ops.matmul(inputs, self.kernel)
        gates += keras.ops.matmul(output, self.recurrent_kernel)
        if self.use_bias:
            gates += self.bias
        enter, forget, new, leave = keras.ops.split(gates, 4, axis=-1)
        to_enter, to_forget, to_leave = self.peepholes
        enter = self.recurrent_activation(enter + to_enter * state)
        forget = self.recurrent_activation(forget + to_forget * state)
        state = forget * state + enter * self.activation(new)
        leave = self.recurrent_activation(leave + to_leave * state)
        output = leave * self.activation(state)
        return output, [output, state]


@keras.saving.register_keras_serializable(package="rnnspec")
class PeepholeLSTM(keras.layers.RNN):
    """LSTM with peephole connections (Gers, Schraudolph & Schmidhuber, 2002).

    It takes the arguments of Keras's `LSTM`, except those of its fused kernels.
    """

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        *,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        zero_output_for_mask: bool = False,
        activity_regularizer: Any = None,
        name: str | None = None,
        trainable: bool = True,
        dtype: Any = None,
        **arguments: Any,
    ) -> None:
        super().__init__(
            PeepholeLSTMCell(units, activation, recurrent_activation, dtype=dtype, **arguments),
            return_sequences=return_sequences,
            return_state=return_state,
            go_backwards=go_backwards,
            stateful=stateful,
            unroll=unroll,
            zero_output_for_mask=zero_output_for_mask,
            activity_regularizer=activity_regularizer,
            name=name,
            trainable=trainable,
            dtype=dtype,
        )

    def get_config(self) -> dict[str, Any]:
        layer = super().get_config()
        del layer["cell"]
        return {**self.cell.get_config(), **layer}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "PeepholeLSTM":
        return cls(**config)


@keras.saving.register_keras_serializable(package="rnnspec")
class RecurrentBatchNormalization(keras.layers.BatchNormalization):
    """Batch normalization of a sequence, over batch and time, feature by feature.

    Masked steps do not count.
    """


@keras.saving.register_keras_serializable(package="rnnspec")
class LastStep(keras.layers.Layer):
    """The last step of each sequence, or the last that is not masked."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.supports_masking = True

    def call(self, sequences: Any, mask: Any = None) -> Any:
        if mask is None:
            return sequences[:, -1]
        for _ in mask.shape[2:]:  # A step of a matrix is masked where all of its rows are.
            mask = keras.ops.any(mask, axis=-1)
        steps = keras.ops.where(mask, keras.ops.arange(sequences.shape[1]), 0)
        last = keras.ops.reshape(
            keras.ops.max(steps, axis=1), (-1, *[1] * len(sequences.shape[1:]))
        )
        return keras.ops.take_along_axis(sequences, last, axis=1)[:, 0]

    def compute_mask(self, sequences: Any, mask: Any = None) -> None:
        return None
