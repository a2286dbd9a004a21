"""Every layer's shape and weights, and every refusal, against Keras itself."""

import pytest
from catalog_sampling import Case, cases, ours
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keras_layers import built, refuses, theirs

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
            layer(samples, training=True)
    else:
        kept = "int" in str(layer(samples).dtype)
        assert kept == (row.integers == "kept")
