"""Every distribution is what section 5 of the language says: support, masses, types, order."""

from math import exp, inf, log
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution, OffStep
from rnnspec.distributions.decimals import steps_between
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.table import WORDS
from rnnspec.distributions.uniform import Uniform

FINITE: list[Distribution] = [
    Lattice(32, 128, 32),
    Lattice(10, 50, 20),
    Lattice(1, 5, 1),
    Lattice(0.1, 0.7, 0.1),
    Lattice(-0.3, 0.3, 0.05),
    Lattice(8, 64, 8, log=True),
    Lattice(1, 100, 1, log=True),
    Lattice(0.5, 3.0, 0.25, log=True),
    Normal(32, 8, low=8, high=64, step=4),
    Normal(0.5, 0.1, low=0.2, high=0.6, step=0.1),
    Normal(3.0, 0.5, log=True, low=4, high=60, step=2),
    Normal(0, 1, low=40, high=44, step=1),
    Normal(0, 1, low=-44, high=-40, step=1),
    Choice(("tanh", "relu", None, True, 1, (8, 4))),
    Choice((16, 32, 64), ordered=True),
    Choice((True, False, None), weights=(3, 0, 1)),
]
CONTINUOUS: list[Distribution] = [
    Uniform(0.0, 0.5),
    Uniform(-2.0, 7.0),
    Uniform(1e-5, 1e-1, log=True),
    Normal(0.2, 0.05, low=0.0, high=0.5),
    Normal(0.0, 1.0),
    Normal(0.0, 1.0, low=3),
    Normal(0.0, 1.0, high=-30.0),
    Normal(0.0, 1.0, low=50, high=60),
    Normal(0.5, 1e9, low=0.0, high=1.0),
    Normal(-6.9, 1.0, log=True),
    Normal(0.0, 2.0, log=True, low=0.5, high=1.5),
]
UNIT = st.floats(1e-9, 1 - 1e-9)


def ids(distributions):
    return [str(distribution) for distribution in distributions]


@pytest.mark.parametrize("distribution", FINITE, ids=ids(FINITE))
def test_quantile_gives_every_value_its_mass(distribution):
    values = list(distribution.values())
    assert len(values) == distribution.size
    draws = 20_000
    counts = [0] * len(values)
    for i in range(draws):
        value = distribution.quantile((i + 0.5) / draws)
        counts[next(k for k, v in enumerate(values) if v is value or same(v, value))] += 1
    for value, count in zip(values, counts, strict=True):
        assert abs(count / draws - distribution.probability(value)) <= 1.01 / draws
    assert sum(map(distribution.probability, values)) == pytest.approx(1, abs=1e-12)


def same(one, other):
    return type(one) is type(other) and one == other


@pytest.mark.parametrize(
    "distribution",
    [distribution for distribution in FINITE if not isinstance(distribution, Choice)],
    ids=str,
)
def test_cdf_steps_by_the_mass_at_each_value(distribution):
    reached = 0.0
    for value in distribution.values():
        assert distribution.cdf(value - 1e-9) == pytest.approx(reached, abs=1e-9)
        reached += distribution.probability(value)
        assert distribution.cdf(value) == pytest.approx(reached, abs=1e-12)
        if distribution.probability(value) > 1e-9:
            assert same(distribution.quantile(min(distribution.cdf(value), 1 - 1e-12)), value)
    assert distribution.cdf(distribution.low - 1) == 0
    assert distribution.cdf(distribution.high) == distribution.cdf(inf) == 1


@pytest.mark.parametrize("distribution", CONTINUOUS, ids=ids(CONTINUOUS))
@given(u=UNIT)
def test_cdf_undoes_the_quantile(distribution, u):
    value = distribution.quantile(u)
    low, high = distribution.support
    assert type(value) is float
    assert low <= value <= high
    assert distribution.contains(value)
    assert distribution.cdf(value) == pytest.approx(u, abs=1e-7)
    assert distribution.quantile(u / 2) <= value


def test_equal_mass_on_each_value():
    for distribution in (Lattice(32, 128, 32), Lattice(1, 5, 1), Choice(("a", "b", "c"))):
        assert {distribution.probability(value) for value in distribution.values()} == {
            1 / distribution.size
        }


def test_log_lattice_has_the_mass_of_loguniform_over_half_steps():
    distribution = Lattice(8, 64, 8, log=True)
    whole = log(68 / 4)
    for value in distribution.values():
        assert distribution.probability(value) == pytest.approx(
            log((value + 4) / (value - 4)) / whole
        )
    assert Lattice(1, 100, 1, log=True).probability(1) == pytest.approx(log(3) / log(201))


def test_loguniform_is_uniform_in_the_logarithm():
    distribution = Uniform(1e-4, 1e-2, log=True)
    assert distribution.median == pytest.approx(1e-3)
    assert distribution.cdf(1e-3) == pytest.approx(0.5)


def test_quantised_normal_is_truncated_half_a_step_out():
    distribution, normal = Normal(32, 8, low=8, high=64, step=4), NormalDist(32, 8)
    whole = normal.cdf(66) - normal.cdf(6)
    for value in distribution.values():
        mass = (normal.cdf(value + 2) - normal.cdf(value - 2)) / whole
        assert distribution.probability(value) == pytest.approx(mass, rel=1e-9)


def test_quantised_lognormal_rounds_natural_values():
    distribution, normal = Normal(3.0, 0.5, log=True, low=4, high=60, step=2), NormalDist(3.0, 0.5)
    whole = normal.cdf(log(61)) - normal.cdf(log(3))
    assert list(distribution.values()) == list(range(4, 61, 2))
    for value in distribution.values():
        mass = (normal.cdf(log(value + 1)) - normal.cdf(log(value - 1))) / whole
        assert distribution.probability(value) == pytest.approx(mass, rel=1e-9)


def tail_mass(start, end, scale=4000):
    """The integral of exp(-z²/2 + a²/2) from start to end, by Simpson's rule."""
    width = (end - start) / scale
    heights = [exp(start * start / 2 - (start + i * width) ** 2 / 2) for i in range(scale + 1)]
    odd, even = sum(heights[1::2]), sum(heights[2:-1:2])
    return width / 3 * (heights[0] + 4 * odd + 2 * even + heights[-1])


@pytest.mark.parametrize("start", [0.5, 3.0, 10.0, 24.9, 25.1, 38.0, 50.0, 300.0])
def test_tails_are_right_far_out(start):
    end = start + min(2.0, 20 / start)
    distribution = Normal(0, 1, low=start, high=end)
    whole = tail_mass(start, end)
    for u in (0.001, 0.3, 0.5, 0.9, 0.999):
        z = distribution.quantile(u)
        assert tail_mass(start, z) / whole == pytest.approx(u, rel=1e-6)
        assert Normal(0, 1, low=-end, high=-start).quantile(1 - u) == pytest.approx(-z)


def test_the_normal_distribution_agrees_with_the_standard_library():
    distribution, normal = Normal(1.5, 2.0), NormalDist(1.5, 2.0)
    for u in (1e-12, 1e-3, 0.2, 0.5, 0.7, 0.999, 1 - 1e-12):
        assert distribution.quantile(u) == pytest.approx(normal.inv_cdf(u), rel=1e-9)


def test_a_wide_lognormal_stays_finite():
    distribution = Normal(0, 5000.0, log=True)
    assert 0 < distribution.quantile(1e-6) < distribution.quantile(1 - 1e-6) < inf


@pytest.mark.parametrize(
    ("distribution", "kind"),
    [
        (Lattice(8, 64, 8), int),
        (Lattice(8.0, 64, 8), float),
        (Lattice(0, 1, 0.25), float),
        (Normal(32, 8, low=8, high=64, step=4), int),
        (Normal(32, 8, low=8.0, high=64, step=4), float),
        (Normal(32, 8, step=4), int),
        (Normal(32, 8), float),
        (Uniform(0, 1), float),
    ],
    ids=str,
)
def test_values_have_one_type(distribution, kind):
    assert {type(distribution.quantile(u)) for u in (0.01, 0.3, 0.5, 0.99)} == {kind}
    assert type(distribution.median) is kind


def test_floats_are_the_decimals_that_were_written():
    assert [repr(v) for v in Lattice(0.1, 0.7, 0.1).values()] == [
        *("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7")
    ]
    assert repr(Lattice(1e-5, 9e-5, 1e-5).quantile(0.3)) == "3e-05"
    assert repr(Normal(0.3, 0.1, low=0.1, high=0.5, step=0.1).median) == "0.3"


def test_a_lattice_of_any_size_is_exact_and_lazy():
    distribution = Lattice(1, 10**30, 1)
    assert distribution.size == 10**30
    assert next(distribution.values()) == 1
    assert distribution.quantile(0.5) == pytest.approx(5 * 10**29)
    assert type(distribution.quantile(0.5)) is int
    assert distribution.contains(10**30 - 1)


def test_what_has_no_end_of_values_says_so():
    for distribution in (Uniform(0.0, 1.0), Normal(0, 1), Normal(0, 1, step=1, low=0)):
        assert distribution.size is None
        with pytest.raises(ValueError, match="no end"):
            distribution.values()


@pytest.mark.parametrize(
    ("distribution", "held", "refused"),
    [
        (Lattice(32, 128, 32), [32, 128], [32.0, True, 33, 160, "32", None]),
        (Lattice(0, 1, 1), [0, 1], [True, False, 0.0]),
        (Lattice(0.1, 0.5, 0.1), [0.3], [0.30000000000000004, 0.35, 0.6, "0.3"]),
        (Lattice(0.0, 2.0, 0.5), [1, 1.5], [True, 3]),
        (Uniform(0.0, 1.0), [0, 1, 0.5], [True, 1.1, inf, "0", None]),
        (Normal(0, 1, log=True), [1, 0.5], [0, -1.0, inf]),
        (Normal(0, 1, low=0, high=8, step=2), [0, 8], [1, 10, 2.0]),
        (Choice((True, 16, "a", None, (1, 2))), [True, 16, None, (1, 2)], [1, 16.0, (True, 2)]),
        (Choice((0.5, 1.0)), [1, 1.0], [True, 2]),
        (Choice((1, True)), [1, True], [0, 1.0]),
    ],
    ids=str,
)
def test_contains_is_strict_about_types(distribution, held, refused):
    for value in held:
        assert distribution.contains(value)
        assert distribution.contains(distribution.coerce(value))
    for value in refused:
        assert not distribution.contains(value)
        assert distribution.coerce(value) is value


def test_an_int_becomes_the_float_that_it_stands_for():
    for distribution in (
        Uniform(0.0, 2.0),
        Lattice(0.0, 2.0, 0.5),
        Choice((0.5, 1.0)),
        Normal(0, 1),
    ):
        assert same(distribution.coerce(1), 1.0)


def test_medians():
    assert Lattice(1, 4, 1).median == 2
    assert Lattice(2, 14, 1).median == 8
    assert Choice(("b", "a", "c")).median == "b"
    assert Choice((1, 2, 3), ordered=True).median == 2
    assert Normal(0.3, 0.1).median == pytest.approx(0.3)


def test_steps_are_counted_in_decimal():
    assert steps_between(0.1, 0.7, 0.1) == 6
    assert steps_between(1e-5, 1e-3, 1e-5) == 99
    assert steps_between(10, 45, 20) is None
    assert steps_between(0, 0.6, 0.2) == 3
    assert steps_between(0, 0.5, 0.2) is None


@pytest.mark.parametrize(
    ("bounds", "offered"),
    [
        ((10, 45, 20), ["10, 30, 20", "10, 50, 20"]),
        ((0.1, 0.45, 0.1), ["0.1, 0.4, 0.1", "0.1, 0.5, 0.1"]),
        ((10, 15, 20), ["10, 30, 20"]),
    ],
)
def test_a_step_that_does_not_divide_offers_the_bounds_that_it_reaches(bounds, offered):
    with pytest.raises(OffStep) as caught:
        WORDS["quniform"].make(dict(zip(("low", "high", "step"), bounds, strict=True)))
    assert [mend.arguments for mend in caught.value.mends] == offered
