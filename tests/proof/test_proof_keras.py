"""Shapes and counts of parameters that the proof knows, against the models that Keras builds."""

from dataclasses import replace
from pathlib import Path

import pytest

from rnnspec.catalog import LAYERS
from rnnspec.distributions.choice import Choice
from rnnspec.executors.interpreter import Interpreter
from rnnspec.executors.keras.network import build_network, runtime_objects
from rnnspec.plan.lower import lower_plan
from rnnspec.proof.costs import Extremes, parameters
from rnnspec.proof.prove import Prover
from rnnspec.spec import check
from rnnspec.study.evaluate import Scope
from rnnspec.study.expressions import TRUE
from rnnspec.study.sampling import sample
from rnnspec.study.space import Configuration, Space

pytestmark = pytest.mark.keras

TESTS = Path(__file__).parent.parent
EXAMPLES = sorted((TESTS / "conformance/valid").glob("*.rnnspec"))
SHIPPED = sorted((TESTS.parent / "specs").glob("*.rnnspec"))
SAMPLES = 8


def only(space: Space, values: Configuration) -> Space:
    """The space in which nothing but one configuration is left."""
    fixed = tuple(
        replace(h, distribution=Choice((values[h.name],)), condition=TRUE, has_default=False)
        for h in space.hyperparameters
        if h.name in values
    )
    return replace(space, hyperparameters=fixed, constraints=())


@pytest.mark.parametrize("path", [*EXAMPLES, *SHIPPED], ids=lambda path: path.stem)
def test_the_proof_knows_what_keras_builds(path: Path) -> None:
    study = check(path).study
    assert study is not None
    whole = parameters(Prover(study.space), study.model, study.data, LAYERS.get)
    plan = lower_plan(study)
    for index in range(SAMPLES):
        values = sample(study.space, 7, index)
        scope = Scope.of(study.space, values)
        model = build_network(plan.model, Interpreter(scope.evaluate, runtime_objects()))
        space = only(study.space, values)
        costs = parameters(Prover(space), study.model, study.data, LAYERS.get)
        count = model.count_params()
        assert costs.total == Extremes(count, count), values
        assert whole.total is not None
        assert whole.total.least <= count <= whole.total.greatest
        (shape,) = costs.layers[-1].shapes
        assert tuple(size.least for size in shape) == model.output_shape[1:]
