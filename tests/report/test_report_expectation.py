"""What random search is expected to find, and from which trials that is told."""

from dataclasses import replace
from itertools import combinations
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_runs import CELL, RATE, UNITS, a_study, a_trial

from rnnspec.report.draws import expected_best, random_draws
from rnnspec.study.search import FirstPoint, Named, Search
from rnnspec.study.study import Study

LOSSES = st.lists(st.floats(-100, 100), min_size=1, max_size=8)


@given(LOSSES, st.data())
def test_it_is_the_mean_over_all_subsets(losses: list[float], data: st.DataObject) -> None:
    draws = data.draw(st.integers(1, len(losses)))
    every = [min(subset) for subset in combinations(losses, draws)]
    assert expected_best(losses, draws) == pytest.approx(mean(every), abs=1e-9)


def test_many_draws_are_summed_without_overflow() -> None:
    """Binomials of a thousand have three hundred digits; their ratios do not."""
    losses = [float(n) for n in range(1000)]
    assert expected_best(losses, 1) == pytest.approx(499.5)
    assert expected_best(losses, 500) == pytest.approx(1001 / 501 - 1)  # (N + 1) / (n + 1)
    assert expected_best(losses, 1000) == 0


def _numbers(study: Study, sampler: str) -> list[int]:
    records = [a_trial(study, number) for number in range(1, 31)]
    return [record.number for record in random_draws(study, sampler, records)]


def _searched(algorithm: Named, *first: dict[str, object]) -> Study:
    study = a_study(UNITS, RATE, CELL)
    points = tuple(FirstPoint(tuple(point.items())) for point in first)  # type: ignore[arg-type]
    search: Search = replace(study.search, algorithm=algorithm, first_points=points)
    return replace(study, search=search)


def test_of_our_own_random_search_all_draws_count() -> None:
    assert _numbers(_searched(Named("random")), "rnnspec") == list(range(1, 31))


def test_what_random_search_did_not_draw_does_not_count() -> None:
    """As after an edit of the spec, or where another sampler went before."""
    study = _searched(Named("random"))
    foreign = a_trial(study, 2, {"gru.units": 8, "learning_rate": 0.01, "cell": "GRU"})
    records = [a_trial(study, 1), foreign, a_trial(study, 3)]
    assert [r.number for r in random_draws(study, "rnnspec", records)] == [1, 3]


def test_of_what_learns_the_first_trials_count() -> None:
    assert _numbers(_searched(Named("tpe")), "hyperopt") == list(range(1, 21))
    assert _numbers(_searched(Named("tpe", (("startup", 5),))), "hyperopt") == list(range(1, 6))
    assert _numbers(_searched(Named("nsga2", (("population", 7),))), "optuna") == list(range(1, 8))
    assert _numbers(_searched(Named("anneal")), "hyperopt") == []
    assert _numbers(_searched(Named("grid")), "rnnspec") == []


def test_first_points_are_no_draws() -> None:
    first = dict(a_trial(a_study(UNITS, RATE, CELL), 1).values)
    assert _numbers(_searched(Named("tpe"), first), "hyperopt") == list(range(2, 21))
