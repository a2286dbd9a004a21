"""What `check` accepts trains: specs of one layer each, built and trained for one step."""

from pathlib import Path

import pytest
from one_step import INPUTS, OneStep, arrays, one_steps

from rnnspec.catalog import LAYERS
from rnnspec.pipeline import check_source
from rnnspec.source import Source
from rnnspec.study.study import Study

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the specs, with their arrays."""
    import numpy as np

    made = tmp_path_factory.mktemp("specs")
    np.savez(made / "arrays.npz", **arrays())
    return made


def accepted(case: OneStep, folder: Path) -> Study | None:
    """The study of the case with the first tail that `check` accepts."""
    checked = (check_source(Source("test.rnnspec", text), folder) for text in case.specs)
    return next((found.study for found in checked if found.study is not None), None)


def train(study: Study, array: str) -> None:
    """Build its network, and train it on eight samples."""
    import keras

    from rnnspec.executors.interpreter import Interpreter
    from rnnspec.executors.keras.network import build_network, runtime_objects
    from rnnspec.plan.lower import lower_plan
    from rnnspec.study.evaluate import Scope

    evaluate = Scope.of(study.space, {}).evaluate
    model = build_network(lower_plan(study).model, Interpreter(evaluate, runtime_objects()))
    model.compile("adam", "mse", run_eagerly=True)
    held = arrays()
    model.train_on_batch(held[array][:8], held["y"][:8])
    assert model.predict_on_batch(held[array][:8]).shape == (8, 1)
    keras.utils.clear_session()


def failures(cases: list[OneStep], folder: Path) -> dict[str, str]:
    """Those that `check` accepts and Keras cannot train, with the reason."""
    found = {}
    for case in cases:
        study = accepted(case, folder)
        try:
            if study is not None:
                train(study, INPUTS[case.kind][0])
        except Exception as error:
            found[str(case)] = str(error)
    return found


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_of_usual_arguments_trains_on_tokens_and_under_masks(
    name: str, folder: Path
) -> None:
    usual: dict[tuple[str, int], OneStep] = {}
    for case in one_steps(name):  # The first of a kind and rank has the usual arguments.
        if case.kind in HARD:
            usual.setdefault((case.kind, case.rank), case)
    assert failures([*usual.values()], folder) == {}


HARD = ("tokens", "masked")
"""The kinds of input that other tests of layers do not have."""


@pytest.mark.layers
@pytest.mark.parametrize("name", LAYERS)
def test_every_class_of_every_argument_trains(name: str, folder: Path) -> None:
    assert failures([*one_steps(name)], folder) == {}
