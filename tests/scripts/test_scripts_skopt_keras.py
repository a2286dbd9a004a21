"""scikit-optimize's scripts: distributions, first points, conditions, constraints, failures, runs.

The library takes long to import, so that this is no part of the fast ring.
"""

import json
from argparse import Namespace
from collections import defaultdict
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any

import pytest
from drawing_skopt import declared
from every_distribution import DISTRIBUTIONS, verify_configuration, verify_distribution
from examples import NAMES, example, example_script, script, small
from skopt.space import Space as SkoptSpace
from skopt.utils import normalize_dimensions
from test_scripts_run_keras import WHOLE, run, trials_of

from rnnspec.study.space import Hyperparameter, Space

pytestmark = pytest.mark.keras

ALGORITHMS = (
    "gp(startup = 4)",
    *(f"gp(acquisition = {a}, startup = 4)" for a in ("EI", "LCB", "PI", "gp_hedge")),
    *("forest(startup = 4)", "gbrt(acquisition = LCB, startup = 4)", "random"),
)
CONDITIONS = """
  GRU(4)
  head ~ choice { plain: {} wide: { Dense(units ~ quniform(2, 8, 2)) } }
  when share > 0.5 { Dropout(rate ~ uniform(0, 0.5)) }
  Dense(last) Dense(1)
"""


@pytest.fixture(scope="module", params=["plain", "normalised"])
def drawn(request: pytest.FixtureRequest) -> dict[str, list[Any]]:
    """100,000 draws of every distribution, as forests draw them and as a Gaussian process does."""
    space = Space(
        tuple(Hyperparameter(name, distribution) for name, distribution in DISTRIBUTIONS.items())
    )
    names = declared(script(replace(example("gru_single"), space=space), target="skopt"))
    dimensions = list(names["SPACE"].values())
    own = SkoptSpace(dimensions) if request.param == "plain" else normalize_dimensions(dimensions)
    points = own.rvs(20_000, random_state=19)
    found: dict[str, list[Any]] = {name: [] for name in DISTRIBUTIONS}
    for point in points:
        for name, value in names["values_of"](point).items():
            found[name].append(value)
    return found


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_a_distribution_has_exactly_its_masses(name: str, drawn: dict[str, list[Any]]) -> None:
    verify_distribution(name, drawn[name])


def searched(
    text: str, trials: int, score: Any, seed: int = 1
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What the script's own search proposes where `score` gives its scores."""
    names = declared(text)
    tried: list[dict[str, Any]] = []

    def run_trial(values: dict[str, Any]) -> Any:
        tried.append(values)
        return score(values)

    with TemporaryDirectory() as folder:
        names["search"](run_trial, Namespace(trials=trials, seed=seed, out=Path(folder)))
    return tried, names


@pytest.mark.parametrize("name", NAMES)
def test_first_points_come_first_and_mean_what_the_spec_says(name: str) -> None:
    study = example(name)
    wanted = [dict(point.values) for point in study.search.first_points]
    scores: dict[str, float] = defaultdict(lambda: 0.5)
    tried, _ = searched(example_script(name, "skopt"), len(wanted) + 3, lambda _: scores)
    assert tried[: len(wanted)] == wanted
    assert len(tried) == len(wanted) + 3
    for values in tried:
        verify_configuration(study, values)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_proposes_what_the_spec_allows(algorithm: str) -> None:
    study = small(
        "share ~ uniform(0, 1) last ~ int(2, 9) require last <= 6 or share < 0.5",
        CONDITIONS,
        algorithm=algorithm,
    )
    text = script(study, target="skopt")
    tried, _ = searched(text, 8, lambda values: {"mae": (values["last"] - 5.2) ** 2})
    assert len(tried) == 8
    for values in tried:
        verify_configuration(study, values)


def test_the_same_seed_proposes_the_same() -> None:
    study = small("share ~ uniform(0, 1) last ~ int(2, 9)", CONDITIONS, algorithm="forest")
    text = script(study, target="skopt")
    one, two, other = (
        searched(text, 13, lambda values: {"mae": values["last"]}, seed=seed)[0]
        for seed in (2**40, 2**40, 1)
    )
    assert one == two != other


def test_a_gaussian_process_learns_which_side_is_better() -> None:
    for objective, side in (("minimize", 5), ("maximize", 30)):
        study = small("n ~ int(1, 40)", "GRU(n) Dense(1)", algorithm="gp(startup = 5)")
        study = replace(
            study,
            search=replace(
                study.search,
                objectives=(replace(study.search.objectives[0], maximize=objective == "maximize"),),
            ),
        )
        sign = -1 if objective == "maximize" else 1
        text = script(study, target="skopt")
        tried, _ = searched(text, 13, lambda v, s=sign, b=side: {"mae": s * (v["n"] - b) ** 2})
        best = min(abs(values["n"] - side) for values in tried)
        assert best <= 1
        assert len({values["n"] for values in tried}) > 10, "hardly anything is tried twice"


def test_what_is_not_active_is_told_at_rest(tmp_path: Path) -> None:
    study = small("share ~ uniform(0, 1) last ~ int(2, 9)", CONDITIONS, algorithm="forest")
    text = script(study, target="skopt")
    names = declared(text)
    told: list[tuple[list[Any], float]] = []

    class Listening(names["Optimizer"]):  # type: ignore[misc, name-defined]
        def tell(self, x: Any, y: Any, fit: bool = True) -> Any:
            told.append((x, y))
            return super().tell(x, y, fit)

    names["Optimizer"] = Listening
    numbers = count()
    tried: list[dict[str, Any]] = []

    def run_trial(values: dict[str, Any]) -> Any:
        tried.append(values)
        number = next(numbers)
        return None if number in (0, 1, 5) else {"mae": float(number)}

    names["search"](run_trial, Namespace(trials=14, seed=3, out=tmp_path))
    single = [(x, y) for x, y in told if isinstance(y, float)]
    learned = [values for number, values in enumerate(tried) if number not in (0, 1, 5)]
    assert [y for _, y in single] == [float(n) for n in range(14) if n not in (0, 1, 5)]
    assert any(len(values) < len(names["REST"]) for values in learned)
    for (x, _), values in zip(single, learned, strict=True):
        for number, name in zip(x, names["SPACE"], strict=True):
            assert name in values or number == names["REST"][name]
    assert [y for _, y in told if isinstance(y, list)] == [[2.0, 2.0], [4.0]], (
        "a failure counts as the worst score so far"
    )


def test_a_search_of_failures_only_goes_on() -> None:
    text = script(small("n ~ int(1, 40)", "GRU(n) Dense(1)", algorithm="gp"), target="skopt")
    assert len(searched(text, 15, lambda _: None)[0]) == 15


@pytest.mark.parametrize("algorithm", ["forest", "random"])
def test_a_timeout_ends_the_search(algorithm: str) -> None:
    study = small("share ~ uniform(0, 0.5)", "GRU(4) Dropout(share) Dense(1)", algorithm=algorithm)
    study = replace(study, search=replace(study.search, timeout=0.2))
    tried, _ = searched(script(study, target="skopt"), 1000, lambda _: sleep(0.03))
    assert 1 <= len(tried) < 1000


def test_a_space_without_hyperparameters_is_searched() -> None:
    for algorithm in ("gp", "random"):
        text = script(small(algorithm=algorithm), target="skopt")
        assert searched(text, 12, lambda _: {"mae": 1.0})[0] == [{}] * 12


def test_a_script_runs_to_its_best(tmp_path: Path) -> None:
    study = small(
        "width ~ quniform(4, 16, 4, default = 8) require width <= 12",
        WHOLE,
        "Adam(learning_rate ~ loguniform(1e-4, 1e-2, default = 1e-3))",
        algorithm="forest(startup = 1)",
        search="start { width = 4 depth = 2 head = plain }",
    )
    study = replace(study, search=replace(study.search, trials=5))
    done = run(script(study, target="skopt"), tmp_path)
    assert done.returncode == 0, done.stderr
    tried = trials_of(done.stdout)
    assert tried[:2] == [dict(point.values) for point in study.search.first_points]
    for values in tried:
        verify_configuration(study, values)
    best = json.loads((tmp_path / "out" / "best.json").read_text("utf-8"))
    assert list(best) == [
        *("format", "spec", "spec_hash", "values", "objective", "test", "naive"),
        *("trials", "failed", "seconds", "versions"),
    ]
    assert (best["trials"], best["failed"]) == (5, 0)
    assert (tmp_path / "out" / "convergence.png").read_bytes().startswith(b"\x89PNG")
    assert {"python", "keras", "numpy", "skopt"} < set(best["versions"])


def test_a_trial_that_fails_is_reported(tmp_path: Path) -> None:
    study = small(optimizer="SGD(learning_rate ~ choice(1e-3, 1e38))", algorithm="gbrt")
    study = replace(study, search=replace(study.search, trials=4))
    done = run(script(study, target="skopt"), tmp_path, "--seed", "2")
    assert done.returncode == 0, done.stderr
    best = json.loads((tmp_path / "out" / "best.json").read_text("utf-8"))
    assert 0 < best["failed"] < best["trials"] == 4
