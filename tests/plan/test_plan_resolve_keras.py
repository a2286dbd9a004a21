"""The concrete program against the executor: the same models, and the same arrays to train on."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rnnspec.executors.interpreter import Interpreter
from rnnspec.executors.keras.network import build_network, runtime_objects
from rnnspec.executors.preparation import Preparation
from rnnspec.plan.lower import lower_plan
from rnnspec.plan.resolve import resolve_program
from rnnspec.spec import check
from rnnspec.study.bind import bind_study
from rnnspec.study.evaluate import Scope
from rnnspec.study.sampling import sample
from rnnspec.study.study import Study

pytestmark = pytest.mark.keras

ROOT = Path(__file__).parent.parent.parent
SPECS = sorted(
    [*ROOT.glob("specs/*.rnnspec"), *ROOT.glob("tests/conformance/valid/*.rnnspec")],
)
ON_EVERY = pytest.mark.parametrize(
    "path", SPECS, ids=lambda path: f"{path.parent.name}-{path.stem}"
)


def _without_names(config: Any) -> Any:
    """A layer's own configuration; Keras numbers names through the whole process."""
    match config:
        case dict():
            left_out = ("name", "inbound_nodes", "input_layers", "output_layers")
            return {k: _without_names(v) for k, v in config.items() if k not in left_out}
        case list() | tuple():
            return [_without_names(item) for item in config]
    return config


def _model(study: Study, values: dict[str, Any]) -> Any:
    interpreter = Interpreter(Scope.of(study.space, values).evaluate, runtime_objects())
    return build_network(lower_plan(study).model, interpreter)


@ON_EVERY
def test_the_model_is_the_executors(path: Path) -> None:
    """Layer by layer the same arguments and shapes, and as many calls as the program tells."""
    study = check(path).study
    assert study is not None
    for index in range(2):
        values = sample(study.space, 5, index)
        ours = _model(bind_study(study, values), {})
        theirs = _model(study, values)
        assert _layers(ours) == _layers(theirs)
        body = resolve_program(study, values)["model"]["body"]
        if all("layer" in node for node in body):
            assert len(body) == len(_layers(theirs))


def _layers(model: Any) -> list[tuple[str, Any, Any]]:
    return [
        (type(layer).__name__, _without_names(layer.get_config()), layer.output.shape)
        for layer in model.layers
        if type(layer).__name__ != "InputLayer"  # a `Sequential` does not list it
    ]


@ON_EVERY
def test_the_arrays_are_the_executors(path: Path) -> None:
    """What trains is the same to the bit, also where columns or scalers are searched.

    What is scored is the same where no other length of the window decides it.
    """
    study = check(path).study
    assert study is not None
    objects = runtime_objects()
    plan = lower_plan(study)
    for index in range(2):
        values = sample(study.space, 6, index)
        executor = Interpreter(Scope.of(study.space, values).evaluate, objects)
        bound = bind_study(study, values)
        own = Interpreter(Scope.of(bound.space, {}).evaluate, objects)
        theirs = Preparation(study, plan, path.parent, objects).for_search(executor)
        ours = Preparation(bound, lower_plan(bound), path.parent, objects).for_search(own)
        alike = not resolve_program(study, values)["data"]["lengths"]
        for one, other in zip(ours, theirs, strict=True):
            for part in ("train", "scored") if alike else ("train",):
                for name in ("x", "y"):
                    arrays = getattr(one, part)[name], getattr(other, part)[name]
                    np.testing.assert_array_equal(*arrays)
