"""Layers that a spec takes from a file beside it (`use Name from "layers.py"`).

In: what the study says of them and the spec's folder. Out: the classes, by name. This is the one
place where a user's code is executed, and only workers call it.
"""

import importlib.util
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from rnnspec.source import Span
from rnnspec.study.model import CustomLayer


class CustomLayerError(Exception):
    """A custom layer cannot be loaded; `place` is its `use`."""

    def __init__(self, message: str, place: Span) -> None:
        super().__init__(message)
        self.place = place


def load_custom(layers: Iterable[CustomLayer], folder: Path) -> dict[str, type]:
    """Execute the files and return their classes by name.

    Raises CustomLayerError for a path that leaves the folder, a file that cannot be executed, a
    name that is not there or is no class.
    """
    modules: dict[Path, ModuleType] = {}
    classes = {}
    for layer in layers:
        path = (folder / layer.path).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise CustomLayerError(f"`{layer.path}` is outside the spec's folder", layer.span)
        if path not in modules:
            modules[path] = _execute(path, layer)
        found = getattr(modules[path], layer.name, None)
        if not isinstance(found, type):
            raise CustomLayerError(f"`{layer.path}` has no class `{layer.name}`", layer.span)
        classes[layer.name] = found
    return classes


def _execute(path: Path, layer: CustomLayer) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"custom_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise CustomLayerError(f"`{layer.path}` is not a Python file", layer.span)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise CustomLayerError(
            f"`{layer.path}` cannot be executed: {reason}", layer.span
        ) from error
    return module
