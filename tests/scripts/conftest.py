"""What tests of scripts share."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def eagerly(request: pytest.FixtureRequest) -> Iterator[None]:
    """TensorFlow without graphs: for two short trials, tracing takes longer than training.

    Where a test needs no Keras, TensorFlow is not imported.
    """
    if request.node.get_closest_marker("keras") is None:
        yield
        return
    import tensorflow

    tensorflow.config.run_functions_eagerly(True)
    yield
    tensorflow.config.run_functions_eagerly(False)
