"""A script and the runner make the same data, models and training calls of a configuration."""

import ast
import os
import types
from typing import Any

import numpy as np
import pytest
from examples import NAMES, VALID, example, example_script
from hyperopt.pyll import scope

from rnnspec.runner.trainer import Trainer
from rnnspec.study.sampling import sample

pytestmark = pytest.mark.keras

CONFIGURATIONS = int(os.environ.get("CONFIGURATIONS", "4"))


def module_of(name: str) -> Any:
    """The script as a module, its search not begun."""
    for helper in ("nearest_step", "truncated_normal", "tidy"):
        if hasattr(scope, helper):
            scope.undefine(helper)
    module = types.ModuleType("script")
    module.__file__ = str(VALID / "script.py")
    module.TEXT = example_script(name)  # type: ignore[attr-defined]
    exec(compile(module.TEXT, "script.py", "exec"), vars(module))
    return module


@pytest.mark.parametrize("name", NAMES)
def test_a_script_and_the_runner_agree(name: str) -> None:
    import keras

    study, module = example(name), module_of(name)
    trainer = Trainer(study, VALID, lambda _: None)
    for number in range(CONFIGURATIONS):
        values = sample(study.space, 1, number)
        executor = trainer._executor(values)
        prepared = trainer._data.for_search(executor)[0]
        knowing = trainer._knowing(executor, prepared)
        keras.utils.clear_session()
        expected = knowing.model(trainer._plan.model)
        keras.utils.clear_session()
        steps = knowing.variables["steps_per_epoch"]
        arguments = [values, steps][: module.build_model.__code__.co_argcount]
        found = module.build_model(*arguments)
        assert plain(found.get_config()) == plain(expected.get_config())
        optimizer = knowing.argument(trainer._plan.model.optimizer)
        assert plain(found.optimizer.get_config()) == plain(optimizer.get_config())
        assert found.loss.get_config() == knowing.argument(trainer._plan.model.loss).get_config()


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


@pytest.mark.parametrize("name", NAMES)
def test_both_cut_the_same_arrays(name: str) -> None:
    study, module = example(name), module_of(name)
    trainer = Trainer(study, VALID, lambda _: None)
    source = getattr(study.data.source, "path", None)
    held = module.load_data(*([VALID / source] if source else []))
    names = named(module.split_data)
    by_name = dict(zip(held_names(module), held, strict=True))
    parts = module.split_data(*(by_name[n] for n in names))
    train, scored = parts[0][0] if study.search.folds else parts[:2]
    values = sample(study.space, 1, 0)
    by_name |= {"values": values, "train": train, "scored": scored}
    found = module.prepare_data(*(by_name[n] for n in named(module.prepare_data)))
    expected = trainer._data.for_search(trainer._executor(values))[0]
    for mine, theirs in (("train", expected.train), ("scored", expected.scored)):
        for array, key in zip(found[mine], ("x", "y"), strict=True):
            np.testing.assert_array_equal(array, theirs[key])


def named(function: Any) -> tuple[str, ...]:
    return function.__code__.co_varnames[: function.__code__.co_argcount]


def held_names(module: Any) -> list[str]:
    """The names under which `main` holds what `load_data` returns."""
    tree = ast.parse(module.TEXT)
    loading = next(
        n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "load_data"
    )
    returned = loading.body[-1]
    assert isinstance(returned, ast.Return)
    assert isinstance(returned.value, ast.Tuple)
    return [ast.unparse(element) for element in returned.value.elts]
