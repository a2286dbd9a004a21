"""What Keras itself does with a layer: its output's shape, its weights, or its refusal.

Keras is imported when it is first asked, so that collecting the tests is fast.
"""

from typing import TYPE_CHECKING, Any

from catalog_sampling import Case

if TYPE_CHECKING:
    import keras

PAIRS = ("Attention", "AdditiveAttention")
TWICE = ("MultiHeadAttention", "GroupQueryAttention")


def built(case: Case) -> "keras.layers.Layer":
    """The layer, by Keras."""
    import keras

    from rnnspec.runtime import layers as own

    module = own if case.row.call.startswith("runtime.") else keras.layers
    arguments = dict(case.arguments)
    if case.inner is not None:
        arguments["layer"] = built(case.inner)
    return getattr(module, case.row.name)(**arguments)


def theirs(case: Case) -> tuple[tuple[int, ...], int]:
    """The output's shape and the number of weights by Keras, on two samples."""
    layer, output = called(case)
    return tuple(output.shape[1:]), layer.count_params()


def called(case: Case) -> tuple["keras.layers.Layer", Any]:
    """The layer and its output on two samples, by Keras."""
    import numpy as np

    inside = case.row if case.inner is None else case.inner.row
    integers = "needed" in (case.row.integers, inside.integers)
    samples = np.zeros((2, *case.shape), "int32" if integers else "float32")
    layer = built(case)
    return layer, applied(case, layer, samples)


def applied(case: Case, layer: "keras.layers.Layer", samples: Any) -> Any:
    """The output of a layer, of which some take their input twice."""
    if case.row.name in PAIRS:
        return layer([samples, samples])
    return layer(samples, samples) if case.row.name in TWICE else layer(samples)


def in_a_model(case: Case) -> None:
    """Compute the layer as a part of a model, whose shapes are known before its values."""
    import keras
    import numpy as np

    inputs = keras.Input(case.shape)
    model = keras.Model(inputs, applied(case, built(case), inputs))
    model.compile(jit_compile=False)
    model.predict_on_batch(np.zeros((2, *case.shape), "float32"))


def refuses(case: Case) -> bool:
    """Whether Keras does not build or compute the layer, or leaves nothing of the input."""
    try:
        shape, _ = theirs(case)
        in_a_model(case)
    except Exception:
        return True
    return min(shape, default=1) < 1
