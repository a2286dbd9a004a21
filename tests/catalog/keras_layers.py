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
    if case.row.name in PAIRS:
        output = layer([samples, samples])
    elif case.row.name in TWICE:
        output = layer(samples, samples)
    else:
        output = layer(samples)
    return layer, output


def refuses(case: Case) -> bool:
    """Whether Keras does not build the layer, or leaves nothing of the input."""
    try:
        shape, _ = theirs(case)
    except Exception:
        return True
    return min(shape, default=1) < 1
