"""The certificate: every target draws exactly the shapes of which values are made.

What a script holds is a library's call and the text of the value. That the text makes the right
value of a number is held in `tests/distributions`, for every encoding of every distribution; the
call is held against the shape here, in closed form: what the library's own source says it draws.
"""

from importlib import import_module
from typing import Any

import pytest
from drawn import Drawn, Floats, Steps
from drawn_numbers import quantile
from every_distribution import DISTRIBUTIONS
from examples import NAMES, example
from library_calls import draws_of

from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.encoding import Category, Drawable, Integers, Normals, Options, Places
from rnnspec.distributions.table import WORDS
from rnnspec.scripts.draws import drawn
from rnnspec.scripts.sklearn import print_list
from rnnspec.scripts.table import TARGETS
from rnnspec.values import typed

SAME = 1e-9
"""What floats leave over, and less than any number of trials could tell."""

EXAMPLES = [
    *DISTRIBUTIONS.values(),
    *(example_ for word in WORDS.values() for example_ in word.examples),
    *(h.distribution for name in NAMES for h in example(name).space.hyperparameters),
]
DRAWING = [name for name, row in TARGETS.items() if set(row.algorithms) != {"grid"}]


def call_of(distribution: Distribution, target: str) -> tuple[Drawable, str]:
    """The shape of which a target makes a distribution, and the call that draws it."""
    module = import_module(TARGETS[target].module)
    encoding, call = drawn(distribution, module.draw, "'x'")
    return encoding.shape, module.read(encoding, call) if hasattr(module, "read") else call


def masses(shape: Drawable) -> dict[Any, float]:
    """The values of a discrete shape with their masses."""
    match shape:
        case Places(size):
            return {(int, at): 1 / size for at in range(size)}
        case Category(size, weights):
            return {(int, at): (weights or [1 / size] * size)[at] for at in range(size)}
        case Options(options, weights):
            size = len(options)
            pairs = zip(options, weights or [1 / size] * size, strict=True)
            return {typed(option): mass for option, mass in pairs}
        case Integers(low, high, step, log=False):
            numbers = range(low, high + 1, step)
            return {(int, number): 1 / len(numbers) for number in numbers}
    return {}


def verify(shape: Drawable, found: Drawn) -> None:
    """What is drawn is the shape, to the last digits."""
    wanted = masses(shape)
    if len(wanted) > 2048:
        for u in (0.001, 0.25, 0.5, 0.999):
            assert found.quantile(u) == quantile(shape, u)
    elif wanted:
        assert isinstance(found, Steps)
        got, before = {}, 0.0
        for number in range(found.first, found.last + 1):
            key = typed(found.value(number))
            got[key] = got.get(key, 0.0) + found.reached(number) - before
            before = found.reached(number)
        assert got == {key: pytest.approx(mass, abs=SAME) for key, mass in wanted.items()}
    elif isinstance(shape, Integers) or (isinstance(shape, Normals) and shape.whole):
        assert isinstance(found, Steps)
        for share in (0.01, 0.2, 0.5, 0.8, 0.99):
            value = quantile(shape, share)
            assert found.before(value) - SAME <= share <= found.cdf(value) + SAME
    else:
        assert isinstance(found, Floats)
        for share in (1e-6, 0.01, 0.2, 0.5, 0.8, 0.99, 1 - 1e-6):
            value = quantile(shape, share)
            assert found.cdf(value) == pytest.approx(share, abs=SAME)


@pytest.mark.parametrize("target", DRAWING)
def test_every_shape_is_drawn_exactly(target: str) -> None:
    for distribution in EXAMPLES:
        shape, call = call_of(distribution, target)
        verify(shape, draws_of(call))


@pytest.mark.parametrize(
    ("target", "naive", "distribution"),
    [
        # Hyperopt rounds a uniform draw: the ends have half a mass.
        ("hyperopt", "scope.int(hp.quniform('x', 0, 3, 1))", DISTRIBUTIONS["quniform"]),
        ("hyperopt", "hp.randint('x', 1, 4)", DISTRIBUTIONS["quniform"]),
        # Its logarithmic bounds are exponents.
        ("hyperopt", "hp.loguniform('x', 1e-5, 0.1)", DISTRIBUTIONS["loguniform"]),
        ("optuna", "trial.suggest_float('x', 1e-5, 0.1)", DISTRIBUTIONS["loguniform"]),
        ("optuna", "trial.suggest_int('x', 32, 128)", DISTRIBUTIONS["quniform"]),
        ("skopt", "nearest_step(Real(0.0, 3.0), 1, 0, 3)", DISTRIBUTIONS["quniform"]),
        # What a Gaussian process of scikit-optimize makes of every `Integer`.
        ("skopt", "Integer(0, 3, transform='normalize')", DISTRIBUTIONS["quniform"]),
        ("skopt", "Categorical([0, 1, 2])", DISTRIBUTIONS["weighted"]),
        # Keras Tuner rounds a logarithmic `Int` down.
        ("keras_tuner", "hp.Int('x', 8, 64, sampling='log')", DISTRIBUTIONS["qloguniform"]),
        ("sklearn_random", "uniform(-0.25, 0.5)", DISTRIBUTIONS["uniform"]),  # it takes a width
        ("sklearn_random", "randint(0, 3)", DISTRIBUTIONS["ordinal"]),
    ],
)
def test_a_naive_call_is_told_from_the_shape(
    target: str, naive: str, distribution: Distribution
) -> None:
    shape, _ = call_of(distribution, target)
    with pytest.raises(AssertionError):
        verify(shape, draws_of(naive))


def test_a_grid_lists_every_value() -> None:
    for distribution in EXAMPLES:
        if distribution.size is not None and distribution.size < 2048:
            listed = eval(print_list(distribution.evenly()))
            assert [*map(typed, listed)] == [*map(typed, distribution.values())]


def test_a_grid_has_no_masses() -> None:
    for distribution in EXAMPLES:
        if distribution.size is not None and distribution.size < 2048:
            found = call_of(distribution.evenly(), "keras_tuner")
            assert {*masses(found[0]).values()} == {1 / distribution.size}
