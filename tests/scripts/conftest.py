"""What tests of scripts share."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def eagerly() -> Iterator[None]:
    """TensorFlow without graphs: for two short trials, tracing takes longer than training."""
    import tensorflow

    tensorflow.config.run_functions_eagerly(True)
    yield
    tensorflow.config.run_functions_eagerly(False)
