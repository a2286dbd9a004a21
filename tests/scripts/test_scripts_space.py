"""The space of a Hyperopt script: distributions, conditions, first points."""

from collections import Counter
from typing import Any

import pytest
from drawing import completed, declared, proposals
from every_distribution import (
    DISTRIBUTIONS,
    declared_distributions,
    drawn_values,
    verify_distribution,
)
from examples import NAMES, example, example_script, script, small
from hyperopt import space_eval
from scipy.stats import chi2, kstest

from rnnspec.study.sampling import active_values, draw
from rnnspec.study.study import Study

BRANCHES = """
  head ~ choice {
    plain: {}
    wide: { Dense(units ~ int(2, 8)) inner ~ choice { a: {} b: { Dense(n) } } }
  }
  repeat depth ~ int(0, 3) as i {
    deep: Dense(units ~ quniform(4, 8, 2), use_bias ~ choice(true, false))
  }
  when share > 0.5 { Dropout(rate ~ uniform(0, 0.5)) }
  when depth > 1 and both { Dense(last) }
  Flatten() Dense(1)
"""
SPACE = "share ~ uniform(0, 1) both ~ choice(true, false) last ~ int(2, 5) n ~ int(2, 4)"


@pytest.fixture(scope="module")
def values() -> dict[str, list[Any]]:
    return drawn_values(declared_distributions(), 3000, seed=5)


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_a_distribution_is_drawn_as_it_is_defined(name: str, values: dict[str, list[Any]]) -> None:
    verify_distribution(name, values[name])


def same_distribution(study: Study, drawn: list[dict[str, Any]]) -> None:
    """Draws of a script are configurations of the study, as likely as its own."""
    count = len(drawn)
    own = [draw(study.space, 11, number) for number in range(count)]
    for values in drawn:
        assert active_values(study.space, values) == values
    for hyperparameter in study.space.hyperparameters:
        name = hyperparameter.name
        found = [values[name] for values in drawn if name in values]
        wanted = [values[name] for values in own if name in values]
        activity = [len(found), count - len(found)], [len(wanted), count - len(wanted)]
        assert two_samples(*activity) > 1e-4, name
        if not found or not wanted:
            continue
        if isinstance(found[0], float):
            assert kstest(found, wanted).pvalue > 1e-4, name
        else:
            kinds = sorted({*found, *wanted}, key=repr)
            counts = [[Counter(part)[kind] for kind in kinds] for part in (found, wanted)]
            assert two_samples(*counts) > 1e-4, name


def two_samples(first: list[int], second: list[int]) -> float:
    """The p-value of two counts coming from one distribution."""
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a + b]
    total = [a + b for a, b in pairs]
    share = sum(a for a, _ in pairs) / sum(total)
    if len(pairs) == 1 or share in (0, 1):
        return 1.0
    statistic = sum(
        (a - share * t) ** 2 / (share * (1 - share) * t)
        for (a, _), t in zip(pairs, total, strict=True)
    )
    return float(chi2.sf(statistic, len(pairs) - 1))


@pytest.mark.parametrize("name", ["branches", "per_layer", "tokens", "progressive"])
def test_conditions_nest_without_changing_the_distribution(name: str) -> None:
    same_distribution(example(name), proposals(declared(example_script(name)), 600, seed=3))


def test_conditions_of_every_kind_keep_the_distribution() -> None:
    study = small(SPACE, BRANCHES)
    text = script(study)
    names = declared(text)
    same_distribution(study, proposals(names, 800, seed=3))
    assert "drop_inactive" in names, "a condition over a continuous value is asked by the script"
    assert "inner" not in names["SPACE"], "a branch inside a branch stands inside it"
    assert "deep[0].units" not in names["SPACE"]


def test_a_choice_that_encloses_is_hyperopts_own() -> None:
    names = declared(script(small(SPACE, BRANCHES)))
    labels = {"head", "depth", "inner"}
    assert labels <= set(labels_of(names["SPACE"]))
    assert len(labels_of(names["SPACE"])) == len(set(labels_of(names["SPACE"])))


def labels_of(space: Any) -> list[str]:
    from hyperopt.pyll import as_apply, dfs

    return [n.arg["label"].obj for n in dfs(as_apply(space)) if n.name == "hyperopt_param"]


@pytest.mark.parametrize("name", [n for n in NAMES if example(n).search.first_points])
def test_first_points_are_complete_and_mean_what_the_spec_says(name: str) -> None:
    verify_first_points(example(name), example_script(name))


def test_first_points_of_every_distribution_keep_their_values() -> None:
    study = small(
        """
        a ~ normal(0.2, 0.05, low = 0.1, high = 0.5, default = 0.3)
        b ~ lognormal(-6.9, 1.0, low = 1e-4, high = 1e-1, default = 0.001)
        c ~ qlognormal(3.0, 0.5, 2, low = 4, high = 60, default = 10)
        d ~ qnormal(0.5, 0.2, 0.1, low = 0.1, high = 0.9, default = 0.7)
        e ~ int(1, 100, log = true, default = 7)
        f ~ loguniform(1e-4, 1e-1, default = 1e-3)
        g ~ quniform(0.1, 0.7, 0.1, default = 0.3)
        h ~ ordinal(tanh, relu, default = relu)
        """,
        "GRU(c, activation = h, dropout = a + b) Dense(e) Dropout(d * g + f) Dense(1)",
    )
    verify_first_points(study, script(study))


def verify_first_points(study: Study, text: str) -> None:
    names = declared(text)
    points = names["FIRST_POINTS"]
    assert len(points) == len(study.search.first_points)
    for point, wanted in zip(points, study.search.first_points, strict=True):
        assert set(point) == {h.name for h in study.space.hyperparameters}
        labels = {label: value for label, value in point.items() if value is not None}
        values = completed(names, space_eval(names["SPACE"], labels))
        assert list(map(repr, sorted(values.items()))) == list(map(repr, sorted(wanted.values)))


def test_a_space_with_nothing_in_it_still_runs() -> None:
    names = declared(example_script("minimal"))
    assert proposals(names, 2, 0) == [{}, {}]
