"""What every sampler promises, for every algorithm."""

import math

import pytest
from cases import Case, parameters, search, told
from spaces import (
    CONDITIONAL,
    CONSTRAINED,
    DISTRIBUTIONS,
    FINITE,
    IMPOSSIBLE,
    POINT,
    TINY,
    one_of_each,
)

from rnnspec.samplers.contract import Exhausted, Told, Unsupported
from rnnspec.study.expressions import Value
from rnnspec.study.sampling import NothingSatisfies, sample
from rnnspec.study.space import Configuration, Space

every = pytest.mark.parametrize("case", parameters())
one_of_each_sampler = pytest.mark.parametrize(
    "case", parameters(lambda case: case.algorithm in ("grid", "random", "forest"))
)
of_several = pytest.mark.parametrize(
    "case", parameters(lambda case: case.algorithm in case.row.several)
)
never_repeats = pytest.mark.parametrize(
    "case", parameters(lambda case: case.name != "rnnspec-random")
)


def _distributions(case: Case) -> Space:
    try:
        space = one_of_each(DISTRIBUTIONS)
        case.make(space)
    except Unsupported:
        space = one_of_each(
            {
                name: distribution
                for name, distribution in FINITE.items()
                if distribution.size < 1000
            }
        )
    return space


def _size(configuration: Configuration) -> float:
    """A score that every configuration has."""
    return float(len(repr(sorted(configuration.items(), key=repr))))


def _is_plain(value: Value) -> bool:
    if type(value) is tuple:
        return all(_is_plain(item) for item in value)
    return type(value) in (bool, int, float, str, type(None))


@every
def test_values_are_the_distributions_own(case: Case) -> None:
    space = _distributions(case)
    for configuration in search(case.make(space), case.trials(12), _size):
        assert list(configuration) == [h.name for h in space.hyperparameters]
        for hyperparameter in space.hyperparameters:
            value = configuration[hyperparameter.name]
            assert hyperparameter.distribution.contains(value)
            assert _is_plain(value)
            coerced = hyperparameter.distribution.coerce(value)
            assert (type(coerced), coerced) == (type(value), value)


@every
def test_exactly_the_active_values_are_proposed(case: Case) -> None:
    asked = search(case.make(CONDITIONAL, seed=3), case.trials(40), _size)
    assert {"dense.units" in configuration for configuration in asked} == {True, False}
    for configuration in asked:
        depth = configuration["depth"]
        assert isinstance(depth, int)
        expected = {"depth", "head"} | {f"layer[{turn}].units" for turn in range(depth)}
        if configuration["head"] == "mixed":
            expected.add("dense.units")
            if configuration["dense.units"] == 16:
                expected.add("rate")
        assert set(configuration) == expected


@every
def test_constraints_hold(case: Case) -> None:
    asked = search(case.make(CONSTRAINED), case.trials(15), _size)
    assert len(asked) == case.trials(15)
    for configuration in asked:
        first, second = configuration["first"], configuration["second"]
        assert isinstance(first, int)
        assert isinstance(second, int)
        assert second < first
        assert first + second <= 20


@one_of_each_sampler
def test_what_cannot_be_satisfied_ends_the_search(case: Case) -> None:
    with pytest.raises((NothingSatisfies, Exhausted)):
        case.make(IMPOSSIBLE).ask(1)


@every
def test_failed_trials_are_welcome(case: Case) -> None:
    sampler = case.make(CONDITIONAL)
    failing = iter([None, 1.0, None, 2.0] * 10)
    trials = 2 * case.trials(10)
    assert len(search(sampler, trials, lambda _: next(failing))) == trials


@every
def test_a_search_of_failures_alone_goes_on(case: Case) -> None:
    trials = case.trials(12)
    assert len(search(case.make(CONDITIONAL), trials, lambda _: None)) == trials


@every
def test_several_may_be_open_and_are_told_in_any_order(case: Case) -> None:
    sampler = case.make(CONDITIONAL)
    search(sampler, 6, _size)
    batch = {number: sampler.ask(number) for number in range(7, 11)}
    for number in (9, 7, 10, 8):
        sampler.tell(number, batch[number], None if number == 7 else (_size(batch[number]),))
    assert sampler.ask(11)


@never_repeats
def test_nothing_runs_twice_at_once(case: Case) -> None:
    sampler = case.make(TINY)
    for number in range(1, 5):
        sampler.tell(number, {"cell": "gru", "units": 8}, (1.0,))
    batch = {repr(sampler.ask(number)) for number in range(5, 10)}
    assert len(batch) == 5


@every
def test_one_seed_is_one_search(case: Case) -> None:
    trials = case.trials(10)
    once = search(case.make(CONDITIONAL, seed=5), trials, _size)
    assert search(case.make(CONDITIONAL, seed=5), trials, _size) == once


@every
def test_another_number_is_another_draw(case: Case) -> None:
    space = _distributions(case)
    sampler = case.make(space)
    first = search(sampler, 6, _size)
    drawn = [case.make(space, 0, told(first, _size)).ask(number) for number in range(7, 11)]
    alike = len({repr(configuration) for configuration in drawn})
    assert alike == 1 if case.algorithm == "grid" else alike == 4


@every
def test_a_search_goes_on_from_its_history(case: Case) -> None:
    before, after = 8, case.trials(12) - 4
    whole = search(case.make(CONDITIONAL, seed=5), before + after, _size)
    again = case.make(CONDITIONAL, seed=5, history=told(whole[:before], _size))
    assert search(again, after, _size, first=before + 1) == whole[before:]


@every
def test_what_it_never_proposed_may_be_told(case: Case) -> None:
    foreign = [sample(CONDITIONAL, 99, number) for number in range(1, 11)]
    sampler = case.make(CONDITIONAL, history=told(foreign, _size))
    sampler.tell(11, {"depth": 0, "head": "plain"}, (3.0,))
    sampler.tell(12, {"depth": 1, "layer[0].units": 8, "head": "mixed", "dense.units": 4}, None)
    assert search(sampler, 4, _size, first=13)


@every
def test_a_point_is_searched(case: Case) -> None:
    asked = search(case.make(POINT), case.trials(8), _size)
    assert asked == [{"cell": "gru", "units": 8}] * len(asked)
    assert len(asked) == (1 if case.algorithm == "grid" else case.trials(8))


@every
def test_a_space_without_hyperparameters_has_one_configuration(case: Case) -> None:
    assert search(case.make(Space()), 1, _size) == [{}]


@of_several
def test_several_objectives(case: Case) -> None:
    def scores(configuration: Configuration) -> tuple[float, float]:
        return _size(configuration), -_size(configuration)

    asked = search(case.make(CONDITIONAL, objectives=2), 14, scores)
    history = tuple(Told(n, one, scores(one)) for n, one in enumerate(asked[:10], 1))
    again = case.make(CONDITIONAL, history=history, objectives=2)
    assert search(again, 4, scores, first=11) == asked[10:]


@pytest.mark.parametrize("case", parameters(lambda case: not case.blind))
def test_losses_of_any_size_are_learned_from(case: Case) -> None:
    sampler = case.make(TINY)
    losses = iter([1e38, -1e38, 0.0, 1e-38] * 3)
    asked = search(sampler, 7, lambda _: next(losses))
    assert all(math.isfinite(_size(configuration)) for configuration in asked)
