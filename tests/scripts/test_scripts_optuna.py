"""The space of an Optuna script: distributions, conditions, first points, its search."""

import re
from dataclasses import replace
from typing import Any

import optuna
import pytest
from drawing_optuna import Draws, declared, drawn_values, proposals
from every_distribution import DISTRIBUTIONS, verify_distribution
from examples import NAMES, example, example_script, script, section, small
from test_scripts_space import BRANCHES, SPACE, same_distribution

from rnnspec.scripts.script import render_script
from rnnspec.scripts.table import TARGETS, refusals
from rnnspec.study.grid import grid
from rnnspec.study.sampling import active_values, satisfies
from rnnspec.study.search import Named
from rnnspec.study.space import Hyperparameter, Space
from rnnspec.study.study import Study

EVERY_DISTRIBUTION = Space(
    tuple(Hyperparameter(name, distribution) for name, distribution in DISTRIBUTIONS.items())
)

REPEATS = """
  repeat depth ~ int(0, 3) as i {
    deep: Dense(units ~ quniform(4, 8, 2), use_bias ~ choice(true, false))
  }
  repeat 2 { twice: Dense(units ~ int(2, 5)) }
  head ~ choice {
    plain: {}
    wide: { repeat turns ~ int(1, 3) { in: Dense(units ~ int(2, 8)) } }
  }
  Flatten() Dense(1)
"""


@pytest.fixture(scope="module")
def values() -> dict[str, list[Any]]:
    text = script(replace(example("gru_single"), space=EVERY_DISTRIBUTION), target="optuna")
    return drawn_values(text, EVERY_DISTRIBUTION, 2000, seed=5)


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_a_distribution_is_drawn_as_it_is_defined(name: str, values: dict[str, list[Any]]) -> None:
    verify_distribution(name, values[name])


@pytest.mark.parametrize("name", ["branches", "per_layer", "tokens", "progressive"])
def test_conditions_keep_the_distribution(name: str) -> None:
    names = declared(example_script(name, "optuna"))
    same_distribution(example(name), proposals(names, 600, seed=3))


@pytest.mark.parametrize(("space", "model"), [(SPACE, BRANCHES), ("", REPEATS)])
def test_conditions_of_every_kind_keep_the_distribution(space: str, model: str) -> None:
    study = small(space, model)
    same_distribution(study, proposals(declared(script(study, target="optuna")), 800, seed=3))


def test_turns_are_a_loop_and_branches_are_conditions() -> None:
    text = section(script(small("", REPEATS), target="optuna"), "The space")
    assert 'for i in range(values["depth"]):' in text
    assert "for i in range(2):" in text
    assert 'if values["head"] == "wide":' in text
    assert 'for i in range(values["turns"]):' in text
    assert "[0]" not in text.partition("def propose")[2]


def test_values_stand_in_the_order_of_the_spec() -> None:
    study = small("", REPEATS)
    order = [h.name for h in study.space.hyperparameters]
    for found in proposals(declared(script(study, target="optuna")), 50, seed=1):
        assert list(found) == [name for name in order if name in found]


def searched(text: str, trials: int, scores: Any) -> list[dict[str, Any]]:
    """The values that the script's own search proposes; `scores` stands for training."""
    names = declared(text)
    lines = section(text, "The search")
    exec(
        "import time, warnings\nfrom contextlib import suppress\nfrom functools import partial",
        names,
    )
    exec(lines, names)
    tried: list[dict[str, Any]] = []

    def run_trial(values: dict[str, Any], report: Any = None) -> Any:
        tried.append(values)
        return scores(values, report) if report else scores(values)

    class Options:
        seed = 0
        storage = None

    Options.trials = trials  # type: ignore[attr-defined]
    names["search"](run_trial, Options)
    return tried


def test_constraints_cost_no_trial_and_first_points_come_first() -> None:
    study = example("per_layer")
    study = replace(study, search=replace(study.search, pruner=None))
    tried = searched(script(study, target="optuna"), 30, lambda values: {"mae": values["depth"]})
    assert len(tried) == 30
    assert tried[0] == dict(study.search.first_points[0].values)
    for values in tried:
        assert satisfies(study.space, values)
        assert active_values(study.space, values) == values


@pytest.mark.parametrize("name", [n for n in NAMES if example(n).search.first_points])
def test_first_points_mean_what_the_spec_says(name: str) -> None:
    study = example(name)
    verify_first_points(study, example_script(name, "optuna"))


def test_first_points_of_every_distribution_keep_their_values() -> None:
    study = small(
        """
        a ~ normal(0.2, 0.05, low = 0.1, high = 0.5, default = 0.3)
        b ~ lognormal(-6.9, 1.0, low = 1e-4, high = 1e-1, default = 0.001)
        c ~ qlognormal(3.0, 0.5, 2, low = 4, high = 60, default = 10)
        d ~ qnormal(0.5, 0.2, 0.1, low = 0.1, high = 0.9, default = 0.7)
        e ~ qloguniform(8, 64, 8, default = 24)
        f ~ loguniform(1e-4, 1e-1, default = 1e-3)
        g ~ quniform(0.1, 0.7, 0.1, default = 0.3)
        h ~ ordinal(tanh, relu, default = relu)
        i ~ weighted(true: 3, false: 1, default = false)
        j ~ int(1, 100, log = true, default = 7)
        """,
        "GRU(c, activation = h, dropout = a + b, use_bias = i) Dense(e) Dropout(d * g + f) "
        "Dense(j) Dense(1)",
    )
    verify_first_points(study, script(study, target="optuna"))


def verify_first_points(study: Study, text: str) -> None:
    names = declared(text)
    wanted = [dict(point.values) for point in study.search.first_points]
    found = [names["propose"](optuna.trial.FixedTrial(point)) for point in names["FIRST_POINTS"]]
    assert list(map(repr, found)) == list(map(repr, wanted))


def test_a_grid_is_every_configuration_once() -> None:
    study = small(
        "a ~ int(1, 3) b ~ weighted(true: 3, false: 1) c ~ qloguniform(8, 24, 8) "
        "require a < 3 or b",
        "GRU(4, use_bias = b) when a > 1 { Dense(c) } Dense(1)",
    )
    text = render_script(
        study,
        "optuna",
        spec_name="x",
        data_path_from_script=None,
        algorithm=Named("grid"),
    )
    tried = searched(text, 1000, lambda values: {"mae": values["a"]})
    key = lambda values: sorted(map(repr, values.items()))  # noqa: E731
    assert sorted(map(key, tried)) == sorted(map(key, grid(study.space)))
    assert len(searched(text, 4, lambda values: {"mae": values["a"]})) == 4


@pytest.mark.parametrize("algorithm", ["tpe", "random", "cmaes", "nsga2"])
def test_a_sampler_finds_what_is_good(algorithm: str) -> None:
    study = small(
        "a ~ uniform(0, 1) b ~ qnormal(10, 4, 2, low = 2, high = 20)",
        "GRU(b) Dropout(a / 2) Dense(1)",
    )
    text = render_script(
        study, "optuna", spec_name="x", data_path_from_script=None, algorithm=Named(algorithm)
    )
    score = lambda values: {"mae": (values["a"] - 0.3) ** 2 + abs(values["b"] - 14)}  # noqa: E731
    tried = searched(text, 60, score)
    assert min(score(values)["mae"] for values in tried) < 0.1
    assert tried == searched(text, 60, score)


def test_failed_trials_are_told_as_failed() -> None:
    study = small("a ~ uniform(0, 1)", "GRU(2) Dropout(a / 2) Dense(1)")
    text = script(study, target="optuna")
    tried = searched(text, 40, lambda v: None if v["a"] > 0.5 else {"mae": -v["a"]})
    assert len(tried) == 40


def test_pruned_trials_end_early() -> None:
    study = example("per_layer")
    ended: list[int] = []

    def scores(values: dict[str, Any], report: Any) -> dict[str, float]:
        score = float(values["window"] + values["depth"])
        for epoch in range(1, 28):
            if report(epoch, {"mae": score}):
                break
        ended.append(epoch)
        return {"mae": score}

    searched(script(study, target="optuna"), 30, scores)
    assert ended[0] == 27
    assert set(ended) <= {3, 9, 27}
    assert min(ended) < 27


def test_a_draw_is_optunas_own() -> None:
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(9))
    names = declared(script(example("per_layer"), target="optuna"))
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    assert names["propose"](study.ask()) == names["propose"](Draws(9))


def test_a_derived_value_may_have_any_name() -> None:
    study = small(
        "i = depth + 1 trial = i * 2",
        "repeat depth ~ int(1, 3) { GRU(trial) when i > 2 { Dense(units ~ int(2, 4)) } } Dense(1)",
    )
    found = proposals(declared(script(study, target="optuna")), 200, seed=1)
    for values in found:
        assert active_values(study.space, values) == values


@pytest.mark.parametrize(
    ("name", "arguments", "printed"),
    [
        ("tpe", (("startup", 5), ("candidates", 9)), "(n_startup_trials=5, n_ei_candidates=9,"),
        ("cmaes", (("startup", 4),), "CmaEsSampler(n_startup_trials=4, seed=options.seed)"),
        ("nsga2", (("population", 8),), "NSGAIISampler(population_size=8, seed=options.seed)"),
        ("gp", (("acquisition", "EI"),), "GPSampler(seed=options.seed)"),
        ("hyperband", (("max_epochs", 9), ("factor", 3)), "(max_resource=9, reduction_factor=3)"),
    ],
)
def test_arguments_have_optunas_names(
    name: str, arguments: tuple[tuple[str, Any], ...], printed: str
) -> None:
    study = small("a ~ uniform(0, 1)", "GRU(2) Dropout(a / 2) Dense(1)")
    algorithm = Named(name, arguments)
    assert refusals(study, TARGETS["optuna"], algorithm) == []
    text = render_script(
        study, "optuna", spec_name="x", data_path_from_script=None, algorithm=algorithm
    )
    assert printed in re.sub(r"\s+", " ", text).replace("( ", "(").replace(" )", ")")
    if name not in ("gp", "hyperband"):
        assert len(searched(text, 12, lambda values: {"mae": values["a"]})) == 12
