"""A script and the executor make the same data, models and training calls of a configuration."""

import ast
import json
import os
import types
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
from examples import NAMES, VALID, example, example_script
from running import loaded, plain, settings_of

from rnnspec.executors.keras.executor import KerasExecutor
from rnnspec.executors.keras.network import network_bytes
from rnnspec.executors.messages import Predict, SavedModel
from rnnspec.study.sampling import sample

pytestmark = pytest.mark.keras

CONFIGURATIONS = int(os.environ.get("CONFIGURATIONS", "4"))


def module_of(name: str) -> Any:
    """The script as a module, its search not begun."""
    module = loaded(example_script(name), VALID / "script.py")
    module.TEXT = example_script(name)
    return module


def data_of(module: Any, name: str, values: dict[str, Any]) -> dict[str, Any]:
    """What the script trains on and scores on first for these values."""
    study = example(name)
    source = getattr(study.data.source, "path", None)
    held = module.load_data(*([VALID / source] if source else []))
    known = dict(zip(held_names(module), held, strict=True))
    parts = module.split_data(*(known[n] for n in named(module.split_data)))
    train, scored = parts[0][0] if study.search.folds else parts[:2]
    known |= {"values": values, "train": train, "scored": scored}
    found: dict[str, Any] = module.prepare_data(*(known[n] for n in named(module.prepare_data)))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_both_build_the_same_models(name: str) -> None:
    study, module = example(name), module_of(name)
    ours = KerasExecutor(study, VALID, lambda _: None)
    for number in range(CONFIGURATIONS):
        values = sample(study.space, 1, number)
        interpreter = ours._interpreter(values)
        prepared = ours._data.for_search(interpreter)[0]
        keras.utils.clear_session()
        expected = ours._compiled(interpreter, prepared)
        keras.utils.clear_session()
        steps = ours._knowing(interpreter, prepared).variables["steps_per_epoch"]
        found = module.build_model(*[values, steps][: len(named(module.build_model))])
        assert plain(found.get_config()) == plain(expected.get_config())
        assert plain(found.optimizer.get_config()) == plain(expected.optimizer.get_config())
        assert found.loss.get_config() == expected.loss.get_config()


@pytest.mark.parametrize("name", NAMES)
def test_both_fit_with_the_same_arguments(name: str) -> None:
    study, module = example(name), module_of(name)
    ours = KerasExecutor(study, VALID, lambda _: None)
    called: list[dict[str, Any]] = []
    history = types.SimpleNamespace(epoch=[0])
    module.fit_model = lambda *_, **given: called.append(given) or history
    for number in range(CONFIGURATIONS):
        values = sample(study.space, 2, number)
        interpreter = ours._interpreter(values)
        knowing = ours._knowing(interpreter, ours._data.for_search(interpreter)[0])
        fit = ours._plan.fit
        module.epochs_kept = lambda *_: 1
        module.train_model(values, data_of(module, name, values), 0)
        given = called.pop()
        assert given["epochs"] == knowing.value(fit.epochs)
        assert given["batch_size"] == knowing.value(fit.batch_size)
        assert given.get("class_weight") == knowing.argument(fit.class_weight)
        expected = [knowing.argument(callback) for callback in fit.callbacks]
        assert settings_of(given.get("callbacks", [])) == settings_of(expected)


@pytest.mark.parametrize("name", NAMES)
def test_both_cut_the_same_arrays(name: str) -> None:
    study, module = example(name), module_of(name)
    ours = KerasExecutor(study, VALID, lambda _: None)
    values = sample(study.space, 1, 0)
    found = data_of(module, name, values)
    expected = ours._data.for_search(ours._interpreter(values))[0]
    for mine, theirs in (("train", expected.train), ("scored", expected.scored)):
        for array, key in zip(found[mine], ("x", "y"), strict=True):
            np.testing.assert_array_equal(array, theirs[key])


@pytest.mark.parametrize("name", ["gru_batchnorm", "tokens", "per_layer"])
def test_both_keep_the_same_beside_a_model_and_predict_the_same(name: str, tmp_path: Path) -> None:
    study, module = example(name), module_of(name)
    ours = KerasExecutor(study, VALID, lambda _: None)
    values = sample(study.space, 1, 0)
    interpreter = ours._interpreter(values)
    prepared = ours._data.for_search(interpreter)[0]
    model = ours._compiled(interpreter, prepared)
    told = {"data": data_of(module, name, values), "values": values}
    module.save_model(
        tmp_path, model, trial=7, **{n: told[n] for n in named(module.save_model)[2:-1]}
    )
    (tmp_path / "best.json").write_text(json.dumps({"values": values}), encoding="utf-8")
    kept = ours._kept(interpreter, prepared, 7)
    assert json.loads((tmp_path / "preprocessing.json").read_text("utf-8")) == plain(kept)

    source = replace(study.data.source, path=str(VALID / study.data.source.path))
    saved = SavedModel(network_bytes(model), kept)
    ours.predict(Predict(study, VALID, values, saved, source, (), tmp_path / "ours.csv"))
    columns = "predicted$" if study.data.classes is None else "^probability"
    expected = pd.read_csv(tmp_path / "ours.csv").filter(regex=columns).to_numpy()
    found = module.predict_file(Path(source.path), tmp_path)
    if isinstance(found, tuple):
        found = pd.DataFrame(found[1])
    numbers = found.select_dtypes("number").to_numpy().ravel()
    np.testing.assert_allclose(numbers, expected.ravel(), rtol=1e-4)


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
