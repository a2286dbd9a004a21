"""Every layer's shape and weights, and every refusal, against Keras itself."""

import pytest
from catalog_sampling import Case, cases, ours
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keras_layers import PAIRS, applied, built, refuses, theirs

from rnnspec.catalog import LAYERS
from rnnspec.catalog.layers import INTEGERS

pytestmark = pytest.mark.keras


@pytest.mark.parametrize("name", LAYERS)
@settings(
    max_examples=20,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_shape_and_weights_are_those_of_keras(name: str, data: st.DataObject) -> None:
    case = data.draw(cases(LAYERS[name]))
    expected = ours(case)
    if isinstance(expected, str):
        assert refuses(case), f"refused without need: {expected}"
    else:
        assert theirs(case) == expected


SMALLEST = {
    "rate": 0.5, "stddev": 0.5, "filters": 2, "kernel_size": 1, "output_size": 2, "pool_size": 2,
    "n": 2, "target_shape": (2, 2), "dims": (2, 1), "input_dim": 9, "output_dim": 2, "cropping": 0,
}  # fmt: skip


@pytest.mark.parametrize("name", INTEGERS)
def test_what_becomes_of_integers_is_what_keras_makes_of_them(name: str) -> None:
    import numpy as np

    row, images = LAYERS[name], LAYERS[name].ranks == (3,)
    written = {p.name: SMALLEST[p.name] for p in row.parameters if p.name in SMALLEST}
    shape = (4,) if name in ("Embedding", "RepeatVector", "Reshape") else (4, 2)
    layer = built(Case(row, written, (4, 4, 2) if images else shape))
    samples = np.ones((2, *((4, 4, 2) if images else shape)), "int32")
    if row.integers == "refused":
        with pytest.raises(Exception, match="int32"):
            layer([samples, samples] if name in PAIRS else samples, training=True)
    else:
        kept = "int" in str(layer(samples).dtype)
        assert kept == (row.integers == "kept")


WRITTEN = {
    **SMALLEST, "units": 2, "num_heads": 1, "key_dim": 2, "head_dim": 2, "num_query_heads": 1,
    "num_key_value_heads": 1, "groups": 1, "activation": "relu", "scale": 2.0,
    "return_sequences": True, "mask_zero": True, "kernel_size": 2, "target_shape": (-1,),
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name, row in LAYERS.items() if row.ranks != (1,)])
def test_what_becomes_of_a_mask_is_what_keras_makes_of_it(name: str) -> None:
    import keras
    import numpy as np

    row, rank = LAYERS[name], 3 if LAYERS[name].ranks == (3,) else 2
    written = {p.name: WRITTEN[p.name] for p in row.parameters if p.name in WRITTEN}
    wrapped = LAYERS["GRU" if name == "Bidirectional" else "Dense"]
    inside = {p.name: WRITTEN[p.name] for p in wrapped.parameters if p.name in WRITTEN}
    inner = Case(wrapped, inside, (4, 2)) if row.wrapper else None
    case = Case(row, written, (4, 2, 2)[:rank], inner)
    padded = np.ones((2, *case.shape), "float32")
    padded[:, 2:] = 0
    masked = (
        padded[..., 0].astype("int32") if name == "Embedding" else keras.layers.Masking()(padded)
    )
    if row.masks == "refused":
        with pytest.raises(ValueError, match=r"mask|shape"):
            applied(case, built(case), masked)
    else:
        assert has_mask(applied(case, built(case), masked)) == (row.masks in ("made", "passed"))


def has_mask(tensor: object) -> bool:
    """Whether a layer behind would be told of steps to leave out."""
    import keras

    class Told(keras.layers.Layer):
        def call(self, inputs: object, mask: object = None) -> object:
            self.told = mask is not None
            return inputs

    last = Told()
    last(tensor)
    return last.told
