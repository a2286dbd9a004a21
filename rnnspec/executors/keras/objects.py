"""What the names in a plan's calls stand for.

In: nothing. Out: objects by the first part of their names.
"""

import builtins
import importlib
import pkgutil
from typing import Any

import keras
import numpy as np

from rnnspec import runtime


def runtime_objects() -> dict[str, Any]:
    """What the calls of a plan name: Python's own, Keras, NumPy, all that the runtime defines."""
    objects: dict[str, Any] = {**vars(builtins), "keras": keras, "np": np}
    for file in pkgutil.iter_modules(runtime.__path__):
        module = importlib.import_module(f"{runtime.__name__}.{file.name}")
        objects |= {
            name: value
            for name, value in vars(module).items()
            if getattr(value, "__module__", None) == module.__name__
        }
    return objects
