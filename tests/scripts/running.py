"""Scripts run inside the process of the tests, so that Keras is imported once.

In: the text of a script, a folder, options. Out: the script's module, or what it printed and its
`best.json`. Each script has a namespace of its own; what it registers with its libraries is
forgotten when it ends.
"""

import contextlib
import io
import json
import sys
import types
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
from examples import example, folder_of
from hyperopt.pyll import scope

from rnnspec.runtime.datasets import read_digits
from rnnspec.study.data import Npz, Random, Sklearn, Table
from rnnspec.study.expressions import Const
from rnnspec.study.study import Study

ROWS = 240
"""As many as the longest window and its horizon need in every part."""
SAMPLES = 120

WHOLE = "specs/digits"
"""The one example whose data set of scikit-learn's is not made few."""


@contextlib.contextmanager
def own_registries() -> Iterator[None]:
    """What scripts register by name: their layers, which are the runtime's, and Hyperopt's."""
    for helper in ("nearest_step", "truncated_normal", "tidy"):
        if hasattr(scope, helper):
            scope.undefine(helper)
    registered = dict(keras.saving.get_custom_objects())
    try:
        yield
    finally:
        keras.saving.get_custom_objects().clear()
        keras.saving.get_custom_objects().update(registered)


def loaded(text: str, file: Path) -> Any:
    """The script as a module that believes to lie at `file`, its search not begun."""
    module = types.ModuleType("script")
    module.__file__ = str(file)
    with own_registries():
        exec(compile(text, str(file), "exec"), vars(module))
    return module


def run_here(text: str, folder: Path, *options: str) -> tuple[str, dict[str, Any]]:
    """What a script prints, and the `best.json` that it leaves in `folder / "out"`."""
    file, printed, given = folder / "search.py", io.StringIO(), sys.argv
    file.write_text(text, encoding="utf-8")
    module = types.ModuleType("__main__")
    module.__file__ = str(file)
    main = sys.modules["__main__"]
    sys.argv = [str(file), "--out", str(folder / "out"), *options]
    sys.modules["__main__"] = module
    try:
        with own_registries(), contextlib.redirect_stdout(printed):
            exec(compile(text, str(file), "exec"), vars(module))
    finally:
        sys.argv, sys.modules["__main__"] = given, main
        keras.utils.clear_session()
    best: dict[str, Any] = json.loads((folder / "out" / "best.json").read_text("utf-8"))
    return printed.getvalue(), best


def shrunken(name: str, folder: Path) -> Study:
    """An example with one epoch and few rows or samples, its data in a file of the folder."""
    study = example(name)
    source = study.data.source
    match source:
        case Table(path=path):
            lines = (folder_of(name) / path).read_text(encoding="utf-8").splitlines()
            source = replace(source, path="few.csv")
            few = "\n".join([lines[0], *lines[-ROWS:]])
            (folder / source.path).write_text(few, encoding="utf-8")
        case Npz(path=path):
            with np.load(folder_of(name) / path) as arrays:
                few = {key: array[:SAMPLES] for key, array in arrays.items()}
            source = replace(source, path="few.npz")
            np.savez(folder / source.path, **few)
        case Sklearn() if name != WHOLE:
            source = Npz("few.npz", "x", "y")
            inputs, targets = (array[:SAMPLES] for array in read_digits())
            np.savez(folder / source.path, x=inputs, y=targets)
        case Random(samples=samples):
            source = replace(source, samples=min(samples, SAMPLES))
    return replace(
        study,
        data=replace(study.data, source=source),
        train=replace(study.train, epochs=Const(1)),
    )


def settings_of(callbacks: list[Any]) -> list[tuple[str, dict[str, Any]]]:
    """The callbacks of a training by their kinds, with what each was set to."""
    plainly = (bool, int, float, str, type(None))
    return [
        (type(c).__name__, {name: v for name, v in vars(c).items() if isinstance(v, plainly)})
        for c in callbacks
    ]


def plain(config: Any) -> Any:
    """A configuration with tuples as lists, without where a class was defined."""
    match config:
        case dict():
            left_out = ("module", "registered_name")
            return {key: plain(value) for key, value in config.items() if key not in left_out}
        case list() | tuple():
            return [plain(item) for item in config]
        case np.generic():
            return config.item()
    return config
