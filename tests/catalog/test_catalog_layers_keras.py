"""Every layer's shape and weights, and every refusal, against Keras itself."""

import pytest
from catalog_sampling import cases, ours
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keras_layers import refuses, theirs

from rnnspec.catalog import LAYERS

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
