"""What every distribution keeps, whichever file it is in: its words' examples are the cases."""

import dataclasses
from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn_numbers import quantile
from hypothesis import given
from hypothesis import strategies as st

from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.encoding import (
    Encoding,
)
from rnnspec.distributions.table import FAMILIES, HELPERS, WORDS
from rnnspec.ledger.trials import distribution_of, parameter_of
from rnnspec.pipeline import check_source
from rnnspec.proof.domain import domain
from rnnspec.source import Source
from rnnspec.study.export import study_from_json, study_to_json
from rnnspec.study.study import Study
from rnnspec.values import typed

EXAMPLES = [example for word in WORDS.values() for example in word.examples]
UNIT = st.floats(1e-9, 1 - 1e-9)
each = pytest.mark.parametrize("distribution", EXAMPLES, ids=str)
ENCODINGS = [
    (distribution, at) for distribution in EXAMPLES for at, _ in enumerate(distribution.encodings())
]


def study_of(words: str) -> Study:
    """A study that searches one hyperparameter."""
    text = f"""rnnspec 1
data {{ source = random(samples = 200, steps = 10, features = 2)
  split = random(validation = 0.2) }}
space {{ searched ~ {words}
  require searched == searched }}
model {{ GRU(8) Dense(1) }}
train {{ optimizer = adam  loss = mse  epochs = 2 }}
search {{ objective = minimize(val_mae)  algorithm = random  trials = 3 }}
"""
    checked = check_source(Source("test.rnnspec", text), Path())
    assert checked.study is not None, [d.message for d in checked.diagnostics]
    return checked.study


def encoded(distribution: Distribution, at: int) -> Encoding:
    return list(distribution.encodings())[at]


def script() -> dict[str, object]:
    """What stands around the text of values in a script."""
    names: dict[str, object] = {"np": np, "Any": Any, "Sequence": Sequence}
    for helper in HELPERS.values():
        exec("\n".join([*helper.imports, helper.source]), names)
    return names


SCRIPT = script()


def same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-6, abs=1e-9)
    return typed(one) == typed(other)  # type: ignore[arg-type]


@each
@given(u=UNIT)
def test_the_quantile_is_undone_by_the_cdf(distribution: Distribution, u: float) -> None:
    value = distribution.quantile(u)
    at = distribution.place(value)
    low, high = distribution.support
    assert low <= at <= high
    assert distribution.contains(value)
    assert typed(distribution.coerce(value)) == typed(value)
    mass = distribution.probability(value)
    assert distribution.cdf(at) - mass - 1e-7 <= u <= distribution.cdf(at) + 1e-7
    if mass:
        assert distribution.cdf(at - 1e-9 * max(abs(at), 1)) == pytest.approx(
            distribution.cdf(at) - mass, abs=1e-9
        )


@each
def test_masses_sum_to_one(distribution: Distribution) -> None:
    if distribution.size is None:
        with pytest.raises(ValueError, match="no end"):
            distribution.values()
        return
    values = list(distribution.values())
    assert len(values) == distribution.size
    assert sum(map(distribution.probability, values)) == pytest.approx(1, abs=1e-9)
    assert set(map(typed, values)) == {typed(v) for v in distribution.evenly().values()}
    assert len({distribution.evenly().probability(v) for v in values}) == 1


@each
def test_the_median_is_one_of_the_values(distribution: Distribution) -> None:
    assert distribution.contains(distribution.median)
    assert typed(distribution.coerce(distribution.median)) == typed(distribution.median)


@each
@given(u=UNIT)
def test_no_draw_lies_beyond_what_is_proven(distribution: Distribution, u: float) -> None:
    values = domain(distribution)
    value = distribution.quantile(u)
    if distribution.listed is not None:
        assert value in [values.point(k / 8) for k in range(9)]
        return
    low, high = values.point(0), values.point(1)
    assert isfinite(low)
    assert isfinite(high)
    assert low <= value <= high
    assert {type(low), type(high), type(value)} == {int if distribution.integral else float}


@each
def test_as_floats_has_the_same_values_as_floats(distribution: Distribution) -> None:
    floats = distribution.as_floats()
    for u in (0.01, 0.3, 0.5, 0.9):
        value = distribution.quantile(u)
        assert floats.quantile(u) == value
        assert type(floats.quantile(u)) is (float if type(value) is int else type(value))


@each
def test_json_brings_it_back(distribution: Distribution) -> None:
    study = study_of("choice(1, 2)")
    (hyperparameter,) = study.space.hyperparameters
    other = dataclasses.replace(hyperparameter, distribution=distribution)
    space = dataclasses.replace(study.space, hyperparameters=(other,))
    written = study_to_json(dataclasses.replace(study, space=space))
    (back,) = study_from_json(written).space.hyperparameters
    assert repr(back.distribution) == repr(distribution)


@each
def test_a_spec_writes_it_as_its_words_say(distribution: Distribution) -> None:
    study = study_of(distribution.words())
    (hyperparameter,) = study.space.hyperparameters
    assert hyperparameter.distribution == distribution
    assert repr(hyperparameter.distribution.words()) == repr(distribution.words())


@each
def test_it_is_the_same_as_itself_and_another_than_others(distribution: Distribution) -> None:
    assert distribution.changed_from(distribution) is None
    for other in EXAMPLES:
        if repr(other) != repr(distribution):
            assert distribution.changed_from(other) in (
                "widened",
                "narrowed",
                "shifted",
                "distribution changed",
            )


@each
def test_the_ledger_keeps_its_values(distribution: Distribution) -> None:
    drawn = distribution_of(distribution)
    for u in (0.02, 0.5, 0.97):
        parameter = parameter_of(distribution, distribution.quantile(u))
        assert drawn._contains(drawn.to_internal_repr(parameter))


@pytest.mark.parametrize(("distribution", "at"), ENCODINGS)
@given(u=UNIT)
def test_what_a_library_draws_becomes_the_value_and_comes_back(
    distribution: Distribution, at: int, u: float
) -> None:
    """The share u of the draws lies below the quantile at u; so the distribution is the same."""
    encoding = encoded(distribution, at)
    drawn = quantile(encoding.shape, u)
    value = encoding.to_value(drawn)
    assert typed(distribution.coerce(value)) == typed(value)
    if distribution.probability(value):
        below = distribution.cdf(distribution.place(value)) - distribution.probability(value)
        assert below - 1e-7 <= u <= below + distribution.probability(value) + 1e-7
    else:
        assert same(value, distribution.quantile(u))
    assert same(encoding.to_value(encoding.from_value(value)), value)


@pytest.mark.parametrize(("distribution", "at"), ENCODINGS)
@given(u=UNIT)
def test_a_script_makes_the_very_same_value(distribution: Distribution, at: int, u: float) -> None:
    """The text of the value, run with the functions that it calls."""
    encoding = encoded(distribution, at)
    found = eval(encoding.print_value("x"), {**SCRIPT, "x": quantile(encoding.shape, u)})
    # Where a number lies half way between two values, the last digit decides.
    near = {max(u - 1e-7, 1e-12), u, min(u + 1e-7, 1 - 1e-12)}
    wanted = [encoding.to_value(quantile(encoding.shape, share)) for share in near]
    assert any(same(found, value) for value in wanted)


@each
def test_a_value_with_a_mass_stands_in_the_middle_of_its_share(distribution: Distribution) -> None:
    """Half of its mass lies below the share that stands for it: first points are no edge cases."""
    (encoding,) = list(distribution.encodings())[-1:]
    if not hasattr(encoding.shape, "low"):
        encoding = distribution.as_share()
    for u in (0.05, 0.4, 0.8):
        value = distribution.quantile(u)
        share, mass = encoding.from_value(value), distribution.probability(value)
        reached = distribution.cdf(distribution.place(value))
        assert share == pytest.approx(reached - mass / 2, abs=1e-9)
        if mass:
            assert same(distribution.quantile(share - 0.49 * mass), value)
            assert same(distribution.quantile(share + 0.49 * mass), value)


def test_every_family_is_frozen_data() -> None:
    assert {type(example) for example in EXAMPLES} == set(FAMILIES.values())
    for family in FAMILIES.values():
        assert dataclasses.is_dataclass(family)
        assert family.__dataclass_params__.frozen  # type: ignore[attr-defined]
