"""The law of an emitted call, in closed form: identical in our scripts, far off in naive ones."""

import ast
import math
import re
from dataclasses import replace

import pytest
from examples import NAMES, example, script
from laws import LAWS

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.scripts.emitted import UnknownExpression, read_drawn
from rnnspec.scripts.exactness import compare, emitted_laws, verify_laws
from rnnspec.scripts.library_calls import CALLS
from rnnspec.scripts.script import render_script
from rnnspec.scripts.table import TARGETS
from rnnspec.study.search import Named
from rnnspec.study.space import Hyperparameter, Space

ALL = Space(tuple(Hyperparameter(name, law) for name, law in LAWS.items()))
ON_EVERY_TARGET = pytest.mark.parametrize("target", TARGETS)


def algorithm_of(target: str) -> str:
    return next(iter(TARGETS[target].algorithms))


@ON_EVERY_TARGET
def test_every_law_is_drawn_exactly(target: str) -> None:
    """What has no list of values is no part of a grid; all else is identical."""
    verdicts = verify_laws(ALL, TARGETS[target], algorithm_of(target))
    continuous = {name for name, law in LAWS.items() if law.size is None}
    assert set(LAWS) - set(verdicts) == (continuous if algorithm_of(target) == "grid" else set())
    assert {n: v.case for n, v in verdicts.items() if not v.is_identical} == {}


@ON_EVERY_TARGET
@pytest.mark.parametrize("name", NAMES)
def test_every_law_of_the_examples_is_drawn_exactly(name: str, target: str) -> None:
    """Inside options, too, and where Hyperopt draws a lattice as the choice that holds others."""
    verdicts = verify_laws(example(name).space, TARGETS[target], algorithm_of(target))
    assert {n: v.case for n, v in verdicts.items() if not v.is_identical} == {}


@ON_EVERY_TARGET
def test_the_expressions_that_are_read_are_those_of_the_script(target: str) -> None:
    """As they are, or the draw where it is declared and the rest where its number is read."""
    algorithm = algorithm_of(target)
    finite = Space(tuple(h for h in ALL.hyperparameters if h.law.size is not None))
    space = finite if algorithm == "grid" else ALL
    text = render_script(
        replace(example("gru_single"), space=space),
        target,
        spec_name="all.rnnspec",
        data_path_from_script=None,
        algorithm=Named(algorithm),
    )
    emitted = ast.unparse(ast.parse(text))
    for name, expression in emitted_laws(space, TARGETS[target], algorithm).items():
        whole = ast.unparse(ast.parse(expression))
        if whole in emitted:
            continue
        (draw,) = (
            ast.unparse(node)
            for node in ast.walk(ast.parse(expression))
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS
        )
        assert draw in emitted
        before, after = whole.split(draw)
        read = rf"\w+\[{re.escape(repr(name))}\]"
        assert re.search(re.escape(before) + read + re.escape(after), emitted), name


def test_a_choice_that_holds_others_has_the_masses_of_its_lattice() -> None:
    """What is active for some depths stands inside the options of `depth`."""
    texts = emitted_laws(example("per_layer").space, TARGETS["hyperopt"], "tpe")
    assert texts["depth"].startswith("hp.choice('depth', [")
    assert "hp.choice('depth', [" in ast.unparse(ast.parse(script(example("per_layer"))))


NAIVE: list[tuple[str, Distribution, float, str]] = [
    # Hyperopt rounds a uniform draw: the ends have half a mass, and floats come out.
    (
        "hp.quniform('u', 32, 128, 32)",
        Lattice(32, 128, 32),
        1 / 12,
        "32 has 0.167 instead of 0.25; 32.0 stands for 32",
    ),
    (
        "scope.int(hp.quniform('u', 32, 128, 32))",
        Lattice(32, 128, 32),
        1 / 12,
        "32 has 0.167 instead of 0.25",
    ),
    ("hp.uniformint('d', 1, 10)", Lattice(1, 10, 1), 2 / 45, "1 has 0.0556 instead of 0.1"),
    # It counts steps from 0: multiples of 20 for 10, 30 and 50.
    (
        "scope.int(hp.quniform('u', 10, 50, 20))",
        Lattice(10, 50, 20),
        1 / 3,
        "20 has 0.5 instead of 0",
    ),
    # Its logarithmic bounds are exponents.
    (
        "hp.loguniform('lr', 1e-4, 1e-2)",
        Uniform(1e-4, 1e-2, log=True),
        1.0,
        "0 of the draws are at most 0.01 instead of 1",
    ),
    # Upper ends that are no values, Hyperopt's and NumPy's.
    ("hp.randint('d', 1, 4)", Lattice(1, 4, 1), 1 / 4, "4 has 0 instead of 0.25"),
    ("np.random.randint(1, 4)", Lattice(1, 4, 1), 1 / 4, "4 has 0 instead of 0.25"),
    # Quantisation that is dropped, a logarithm that is, and bounds.
    (
        "hp.uniform('u', 32, 128)",
        Lattice(32, 128, 32),
        1 / 4,
        "any float from 32 to 128 is drawn",
    ),
    (
        "trial.suggest_int('u', 32, 128)",
        Lattice(32, 128, 32),
        1 / 4 - 1 / 97,
        "32 has 0.0103 instead of 0.25",
    ),
    (
        "trial.suggest_float('lr', 1e-4, 1e-2)",
        Uniform(1e-4, 1e-2, log=True),
        math.log(99 / math.log(100)) / math.log(100) - 1 / math.log(100) + 1 / 99,
        "0.207 of the draws are at most 0.00215 instead of 0.666",
    ),
    (
        "hp.normal('r', 0.2, 0.05)",
        Normal(0.2, 0.05, low=0.1, high=0.3),
        math.erfc(2 / math.sqrt(2)) / 2,
        "0.0228 of the draws are at most 0.1 instead of 0",
    ),
    # What a Gaussian process of scikit-optimize makes of every `Integer`.
    (
        "Integer(0, 3, transform='normalize')",
        Lattice(0, 3, 1),
        1 / 12,
        "0 has 0.167 instead of 0.25",
    ),
    # Keras Tuner rounds a logarithmic `Int` down, and loses the last of six values.
    (
        "hp.Int('d', 1, 100, sampling='log')",
        Lattice(1, 100, 1, log=True),
        max(math.log(2 * k + 1, 201) - math.log(k + 1, 101) for k in range(1, 101)),
        "1 has 0.15 instead of 0.207",
    ),
    (
        "hp.Float('r', 0.0, 0.5, step=0.1)",
        Lattice(0.0, 0.5, 0.1),
        1 / 6,
        "0.30000000000000004 has 0.2 instead of 0",
    ),
    # Weights that are left out, and an index for the value.
    (
        "hp.choice('c', ['a', 'b', 'c'])",
        Choice(("a", "b", "c"), weights=(3.0, 1.0, 2.0)),
        1 / 6,
        "'a' has 0.333 instead of 0.5",
    ),
    ("hp.randint('c', 3)", Choice((16, 32, 64)), 1.0, "2 is none of its values"),
]


@pytest.mark.parametrize(("text", "law", "difference", "case"), NAIVE, ids=[n[0] for n in NAIVE])
def test_a_naive_call_is_told_from_the_law(
    text: str, law: Distribution, difference: float, case: str
) -> None:
    verdict = compare(law, read_drawn(text))
    assert not verdict.is_identical
    assert verdict.difference == pytest.approx(difference, abs=1e-5)
    assert case in verdict.case


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("Integer(1, 4)", Lattice(1, 4, 1)),
        ("hp.Int('d', 10, 50, step=20)", Lattice(10, 50, 20)),
        ("trial.suggest_int('d', 1, 100, log=True)", Lattice(1, 100, 1, log=True)),
        ("10 - hp.uniform('x', 0, 4)", Uniform(6, 10)),
        ("-2 * (hp.uniform('x', 0, 4) - 1) / 4", Uniform(-1.5, 0.5)),
        ("np.exp(hp.normal('x', -6.9, 1))", Normal(-6.9, 1, log=True)),
        ("np.log(hp.loguniform('x', 0.5, 2))", Uniform(0.5, 2)),
        ("int(hp.uniform('x', 1, 5))", Lattice(1, 4, 1)),
        ("round(hp.uniform('x', -0.5, 3.5))", Lattice(0, 3, 1)),
        ("-hp.randint('x', -4, 0)", Lattice(1, 4, 1)),
        ("5", Choice((5,))),
    ],
)
def test_an_expression_that_is_the_law_by_another_way_is_identical(
    text: str, law: Distribution
) -> None:
    assert compare(law, read_drawn(text)).case == ""


@pytest.mark.parametrize(
    "text",
    [
        "hp.unknown('x', 1, 2)",
        "hp.uniform('x', 0, 1) * hp.uniform('y', 0, 1)",
        "trial.suggest_float('x', 0.1, 1, log=True, step=0.1)",
        "1 / hp.uniform('x', 1, 2)",
        "int(hp.uniform('x', -1, 1))",
        "hp.uniform('x', 0, 1) > 0.5",
        "bounds[0]",
        "10 ** hp.uniform('x', -4, -2)",
        "hp.uniform('x')",
    ],
)
def test_an_unknown_expression_is_never_taken_for_the_law(text: str) -> None:
    with pytest.raises(UnknownExpression, match=re.escape(f"`{text}`")):
        read_drawn(text)


def test_a_grid_is_judged_by_its_values_alone() -> None:
    weighted = Choice((16, 32), weights=(1.0, 3.0))
    assert compare(weighted, [16, 32], is_grid=True).is_identical
    assert compare(weighted, [16, 32]).difference == pytest.approx(1 / 4)
    assert compare(weighted, [16], is_grid=True).case == "16 has 1 instead of 0.25"
    assert not compare(Lattice(1, 3, 1), [1.0, 2.0, 3.0], is_grid=True).is_identical


def test_a_difference_that_floats_make_is_none() -> None:
    law = Normal(0.0, 1.0)
    share = "truncated_normal(trial.suggest_float('x', {0}, 1 - {0}), 0.0, 1.0, -np.inf, np.inf)"
    assert compare(law, read_drawn(share.format(1e-12))).is_identical
    assert compare(law, read_drawn(share.format(1e-3))).difference == pytest.approx(1e-3, rel=0.01)
