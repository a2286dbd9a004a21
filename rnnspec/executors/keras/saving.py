"""Models of Keras as bytes, and back.

In: a model. Out: the bytes of a `.keras` file. Keras saves to paths and loads from paths alone: a
temporary file of the worker's own stands between. Lives in a worker.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


def network_bytes(model: Any) -> bytes:
    """A model as the bytes of a `.keras` file."""
    with _file() as path:
        model.save(path)
        return path.read_bytes()


def load_weights(model: Any, network: bytes) -> None:
    """Give a model the weights of one that was built alike."""
    with _file() as path:
        path.write_bytes(network)
        model.load_weights(path)


@contextmanager
def _file() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(folder) / "model.keras"
