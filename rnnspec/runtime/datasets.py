"""Data sets that are arrays from the start: samples × steps × features, and a target each.

In: a path or a size. Out: NumPy arrays (x, y). Nothing is ever unpickled.
"""

from pathlib import Path

import numpy as np


def read_npz(path: str | Path, x: str, y: str) -> tuple[np.ndarray, np.ndarray]:
    """Read the arrays named `x` and `y` of an npz file; objects are never unpickled."""
    with np.load(path, allow_pickle=False) as arrays:
        for name in (x, y):
            if name not in arrays:
                raise ValueError(f"{path} has no array `{name}`; it has {sorted(arrays)}")
        try:
            inputs, targets = arrays[x], arrays[y]
        except ValueError:
            raise ValueError(f"{path} holds Python objects, which are not read") from None
    if len(inputs) != len(targets):
        raise ValueError(
            f"`{x}` has {len(inputs)} samples and `{y}` has {len(targets)}, not as many"
        )
    return inputs, targets


def read_digits() -> tuple[np.ndarray, np.ndarray]:
    """Return scikit-learn's digits: (1797, 8 rows as steps, 8 pixels), the digit of each."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    return digits.images.astype("float32"), digits.target


def random_arrays(
    samples: int, steps: int, features: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draw x (samples, steps, features) and y (samples, 1), uniform in [0, 1)."""
    rng = np.random.default_rng(seed)
    x = rng.random((samples, steps, features), dtype="float32")
    return x, rng.random((samples, 1), dtype="float32")
