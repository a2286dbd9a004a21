"""Keras Tuner's scripts: distributions, first points, conditions, constraints, failures, runs.

The library takes long to import, so that this is no part of the fast ring.
"""

import tempfile
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import Any

import keras_tuner
import pytest
from cells import can
from drawing_keras_tuner import declared, drawn_configurations, searched
from every_distribution import DISTRIBUTIONS, verify_configuration, verify_distribution
from examples import NAMES, example, example_script, script, small
from test_scripts_run_keras import WHOLE, best_of, run, trials_of

from rnnspec.distributions.uniform import Uniform
from rnnspec.study.expressions import Const
from rnnspec.study.grid import grid
from rnnspec.study.space import Hyperparameter, Space
from rnnspec.study.study import Study

pytestmark = pytest.mark.keras

ALGORITHMS = ("random", "gp(startup = 4)", "hyperband(factor = 2)", "grid")
CONDITIONS = """
  GRU(4)
  head ~ choice { plain: {} wide: { Dense(units ~ quniform(2, 8, 2)) } }
  when share > 0.5 { Dropout(rate ~ quniform(0, 0.5, 0.1)) }
  Dense(last) Dense(1)
"""
SPACE = "share ~ quniform(0, 1, 0.25) last ~ int(4, 9) "


ENDS = {
    **DISTRIBUTIONS,
    "rounded past its end": Uniform(-0.3, 0.1),
    "in logarithms past its end": Uniform(0.001452, 0.9642, log=True),
}
"""Distributions of every kind, and two whose ends Keras Tuner's arithmetic passes."""


def script_of(study: Study, **search: Any) -> str:
    return script(replace(study, search=replace(study.search, **search)), target="keras_tuner")


@pytest.fixture(scope="module")
def drawn() -> dict[str, list[Any]]:
    """20,000 draws of every distribution, each by the call that the script declares."""
    space = Space(
        tuple(Hyperparameter(name, distribution) for name, distribution in DISTRIBUTIONS.items())
    )
    names = declared(script(replace(example("gru_single"), space=space), target="keras_tuner"))
    declare, values_of = names["declare"], names["values_of"]
    found: dict[str, list[Any]] = {name: [] for name in DISTRIBUTIONS}
    hyperparameters = declare(keras_tuner.HyperParameters()).space
    assert [h.name for h in hyperparameters] == list(DISTRIBUTIONS)
    for number in range(20_000):
        numbers = {
            h.name: h.random_sample(number * len(DISTRIBUTIONS) + at)
            for at, h in enumerate(hyperparameters)
        }
        for name, value in values_of(numbers).items():
            found[name].append(value)
    return found


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_a_distribution_has_exactly_its_masses(name: str, drawn: dict[str, list[Any]]) -> None:
    verify_distribution(name, drawn[name])


@pytest.mark.parametrize("name", ENDS)
def test_what_a_model_proposes_at_the_ends_is_of_the_distribution(name: str) -> None:
    """A Gaussian process asks for the values at 0, at 1, and at what it was told."""
    distribution = ENDS[name]
    space = Space((Hyperparameter("x", distribution),))
    names = declared(script(replace(example("gru_single"), space=space), target="keras_tuner"))
    (asked,) = names["declare"](keras_tuner.HyperParameters()).space
    for share in (0.0, 1.0, 0.5):
        (value,) = names["values_of"]({"x": asked.prob_to_value(share)}).values()
        assert distribution.contains(value)
        assert type(distribution.coerce(value)) is type(value)
        again = asked.prob_to_value(asked.value_to_prob(asked.prob_to_value(share)))
        known = names["values_of"]({"x": again})["x"]
        assert known == value or known == pytest.approx(value, rel=1e-9)


def test_conditions_have_the_masses_of_the_spec() -> None:
    study = small(
        "depth ~ int(1, 3) share ~ uniform(0, 1)",
        """
  GRU(4)
  when depth > 1 { early: Dense(units ~ int(1, 2)) }
  when share > 0.75 { late: Dense(units ~ int(1, 2)) }
  Dense(1)""",
    )
    names = declared(script(study, target="keras_tuner"))
    configurations = drawn_configurations(names, 12_000)
    found = Counter((c["depth"], c.get("early.units"), c.get("late.units")) for c in configurations)
    for (depth, early, late), count in found.items():
        expected = 12_000 / 3 * (1 if depth == 1 else 0.5) * (0.75 if late is None else 0.125)
        assert (early is None) == (depth == 1)
        assert abs(count - expected) < 5 * expected**0.5


def test_constraints_cut_the_distribution_and_cost_no_trial() -> None:
    study = small(
        "a ~ uniform(0, 1) b ~ uniform(0, 1) require a + b < 0.5",
        "GRU(4) Dropout(a) Dropout(b) Dense(1)",
        algorithm="random",
    )
    tried = searched(script(study, target="keras_tuner"), 300, lambda _: {"mae": 1.0})
    assert len(tried) == 300
    assert all(values["a"] + values["b"] < 0.5 for values in tried)
    below = sum(values["a"] < 0.25 for values in tried)
    assert abs(below - 225) < 5 * (300 * 0.75 * 0.25) ** 0.5


@pytest.mark.parametrize("name", [name for name in NAMES if can(name, "keras_tuner")])
def test_first_points_come_first_and_mean_what_the_spec_says(name: str) -> None:
    study = example(name)
    wanted = [dict(point.values) for point in study.search.first_points]
    scores: dict[str, float] = defaultdict(lambda: 0.5)
    tried = searched(example_script(name, "keras_tuner"), len(wanted) + 3, lambda *_: scores)
    assert tried[: len(wanted)] == wanted
    assert len(tried) <= len(wanted) + 3
    for values in tried:
        verify_configuration(study, values)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_proposes_what_the_spec_allows(algorithm: str) -> None:
    study = small(
        SPACE + "require last <= 6 or share < 0.5",
        CONDITIONS,
        algorithm=algorithm,
        search="start { last = 9 share = 0.25 head = wide } start { last = 4 }",
    )
    text = script(study, target="keras_tuner")
    tried = searched(text, 12, lambda values, *_: {"mae": (values["last"] - 5.2) ** 2})
    wanted = [dict(point.values) for point in study.search.first_points]
    assert len(tried) == 12
    assert tried[:2] == wanted
    for values in tried:
        verify_configuration(study, values)


def test_a_grid_has_each_configuration_once_in_order() -> None:
    study = small(SPACE + "require last <= 6 or share < 0.5", CONDITIONS, algorithm="grid")
    tried = searched(script(study, target="keras_tuner"), 10_000, lambda _: {"mae": 1.0})
    assert tried == list(grid(study.space))


def test_a_grid_is_keras_tuners_own_where_nothing_changes_it() -> None:
    study = small(
        "n ~ int(1, 3) m ~ ordinal(2, 1) w ~ weighted(4: 1, 8: 3)",
        "GRU(n + m + w) Dense(1)",
        algorithm="grid",
    )
    text = script(study, target="keras_tuner")
    assert "class Oracle" not in text
    tried = searched(text, 99, lambda _: {"mae": 1.0})
    assert tried == list(grid(study.space))


def test_a_grid_does_not_try_first_points_again() -> None:
    study = small(
        "n ~ choice(1, true, 2)", "GRU(4 + n) Dense(1)", algorithm="grid", search="start { n = 2 }"
    )
    tried = searched(script(study, target="keras_tuner"), 10, lambda _: {"mae": 1.0})
    assert [repr(values["n"]) for values in tried] == ["2", "1", "True"]


@pytest.mark.parametrize(
    ("space", "values"),
    [("n ~ int(1, 40)", range(1, 41)), ("n ~ int(1, 20) require n > 15", range(16, 21))],
)
def test_a_space_that_is_exhausted_ends_the_search(space: str, values: range) -> None:
    study = small(space, "GRU(n) Dense(1)", algorithm="random")
    tried = searched(script(study, target="keras_tuner"), 60, lambda _: {"mae": 1.0})
    assert sorted(v["n"] for v in tried) == list(values)


def test_a_model_of_an_exhausted_space_ends_the_search() -> None:
    study = small("n ~ int(1, 4)", "GRU(n) Dense(1)", algorithm="gp(startup = 2)")
    tried = searched(script(study, target="keras_tuner"), 9, lambda v: {"mae": float(v["n"])})
    assert sorted(v["n"] for v in tried) == [1, 2, 3, 4]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_space_without_hyperparameters_is_searched(algorithm: str) -> None:
    text = script(small(algorithm=algorithm), target="keras_tuner")
    assert searched(text, 3, lambda *_: {"mae": 1.0})[0] == {}


def test_more_than_ten_trials_are_made() -> None:
    study = small("share ~ uniform(0, 0.5)", "GRU(4) Dropout(share) Dense(1)", algorithm="random")
    assert len(searched(script(study, target="keras_tuner"), 25, lambda _: {"mae": 1.0})) == 25


def test_the_same_seed_proposes_the_same_and_seeds_share_nothing() -> None:
    study = small("share ~ uniform(0, 0.5)", "GRU(4) Dropout(share) Dense(1)", algorithm="random")
    text = script(study, target="keras_tuner")
    one, two, other = (
        [v["share"] for v in searched(text, 9, lambda _: {"mae": 1.0}, seed=seed)]
        for seed in (0, 0, 1)
    )
    assert one == two
    assert not set(one) & set(other)


@pytest.mark.parametrize("objective", ["minimize", "maximize"])
def test_a_gaussian_process_learns_which_side_is_better(objective: str) -> None:
    study = small("n ~ int(1, 40)", "GRU(n) Dense(1)", algorithm="gp(startup = 4)")
    sign = -1 if objective == "maximize" else 1
    towards = replace(study.search.objectives[0], maximize=objective == "maximize")
    text = script_of(study, objectives=(towards,))
    tried = searched(text, 10, lambda values: {"mae": sign * (values["n"] - 30.2) ** 2})
    assert min(abs(values["n"] - 30.2) for values in tried) < 2
    assert len({values["n"] for values in tried}) == 10, "nothing is tried twice"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_failures_are_told_as_failures(algorithm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[Any] = []
    end_trial = keras_tuner.Oracle.end_trial

    def listening(self: Any, trial: Any) -> Any:
        end_trial(self, trial)
        ended.append(self.trials[trial.trial_id])

    monkeypatch.setattr(keras_tuner.Oracle, "end_trial", listening)
    study = small("n ~ int(1, 40)", "GRU(n) Dense(1)", algorithm=algorithm)
    text = script(study, target="keras_tuner")
    tried = searched(text, 9, lambda v, *_: None if v["n"] > 10 else {"mae": float(v["n"])})
    assert len(tried) == 9
    told = [(trial.status, trial.score) for trial in ended]
    assert told == [("FAILED", None) if v["n"] > 10 else ("COMPLETED", v["n"]) for v in tried]


def test_a_search_of_failures_only_goes_on() -> None:
    text = script(small("n ~ int(1, 40)", "GRU(n) Dense(1)", algorithm="gp"), target="keras_tuner")
    assert len(searched(text, 8, lambda _: None)) == 8


def hyperband_study(epochs: int = 4) -> Study:
    study = small(
        "n ~ int(1, 40, default = 3)", "GRU(n) Dense(1)", algorithm="hyperband(factor = 2)"
    )
    return replace(study, train=replace(study.train, epochs=Const(epochs)))


def test_hyperband_gives_out_the_epochs_and_stops_at_its_trials() -> None:
    given: list[tuple[int, int]] = []

    def score(values: dict[str, Any], epochs: int) -> dict[str, float]:
        given.append((values["n"], epochs))
        return {"mae": abs(values["n"] - 20.0)}

    for trials in (3, 7, 40):
        given.clear()
        searched(script(hyperband_study(), target="keras_tuner"), trials, score)
        assert len(given) == trials
        assert given[0] == (3, 1)
        assert {epochs for _, epochs in given} <= {1, 2, 4}
    first = [n for n, epochs in given[:4] if epochs == 1]
    promoted = [n for n, epochs in given if epochs == 2][:2]
    assert len(first) == 4
    assert set(promoted) <= set(sorted(first, key=lambda n: abs(n - 20))[:3])
    assert max(epochs for _, epochs in given) == 4


def test_a_small_space_fills_the_brackets_of_hyperband() -> None:
    study = small("n ~ int(1, 2)", "GRU(n) Dense(1)", algorithm="hyperband(factor = 2)")
    study = replace(study, train=replace(study.train, epochs=Const(4)))
    epochs: list[int] = []

    def score(values: dict[str, Any], given: int) -> dict[str, float]:
        epochs.append(given)
        return {"mae": float(values["n"])}

    searched(script(study, target="keras_tuner"), 9, score)
    assert max(epochs) == 4


@pytest.mark.parametrize("algorithm", ["random", "hyperband(factor = 2)"])
def test_a_timeout_ends_the_search(algorithm: str) -> None:
    study = small("share ~ uniform(0, 0.5)", "GRU(4) Dropout(share) Dense(1)", algorithm=algorithm)
    tried = searched(script_of(study, timeout=0.2), 1000, lambda *_: sleep(0.03))
    assert 1 <= len(tried) < 1000


def test_nothing_is_left_behind_and_nothing_else_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    text = script(
        small("n ~ int(1, 40)", "GRU(n) Dense(1)", algorithm="gp(startup = 2)"),
        target="keras_tuner",
    )
    searched(text, 6, lambda v: None if v["n"] < 10 else {"mae": v["n"]})
    assert not list(tmp_path.iterdir())
    assert capfd.readouterr() == ("", "")


def test_a_script_runs_to_its_best(tmp_path: Path) -> None:
    study = small(
        "width ~ quniform(4, 16, 4, default = 8) require width <= 12",
        WHOLE,
        "Adam(learning_rate ~ loguniform(1e-4, 1e-2, default = 1e-3))",
        algorithm="gp(startup = 1)",
        search="start { width = 4 depth = 2 head = plain }",
    )
    done = run(script_of(study, trials=4), tmp_path)
    assert done.returncode == 0, done.stderr
    tried = trials_of(done.stdout)
    assert tried[:2] == [dict(point.values) for point in study.search.first_points]
    for values in tried:
        verify_configuration(study, values)
    best = best_of(tmp_path)
    assert list(best) == [
        *("format", "spec", "spec_hash", "values", "objective", "test", "naive"),
        *("trials", "failed", "seconds", "versions"),
    ]
    assert (best["trials"], best["failed"]) == (4, 0)
    assert {"python", "keras", "numpy", "keras_tuner"} < set(best["versions"])
    kept = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert kept == ["best.json", "best.keras", "preprocessing.json", "trials.csv"]


def test_hyperband_trains_what_is_promoted_for_longer(tmp_path: Path) -> None:
    done = run(script_of(hyperband_study(2), trials=5), tmp_path)
    assert done.returncode == 0, done.stderr
    epochs = [
        int(line.rpartition(" ")[2])
        for line in done.stdout.splitlines()
        if line.startswith("  epochs: ")
    ]
    assert epochs == [1, 1, 1, 2, 2] or (len(epochs) == 5 and set(epochs) == {1, 2})
    assert best_of(tmp_path)["trials"] == 5


def test_a_trial_that_fails_is_reported(tmp_path: Path) -> None:
    study = small(optimizer="SGD(learning_rate ~ choice(1e-3, 1e38))", algorithm="random")
    done = run(script_of(study, trials=2), tmp_path)
    assert done.returncode == 0, done.stderr
    best = best_of(tmp_path)
    assert (best["failed"], best["trials"]) == (1, 2)
    assert "Traceback" not in done.stderr
