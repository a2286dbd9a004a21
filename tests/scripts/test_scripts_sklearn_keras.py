"""scikit-learn's scripts: distributions, grids, first points, folds, jobs, failures, whole runs."""

import json
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from drawing_sklearn import declared, drawn_values, proposals
from every_distribution import DISTRIBUTIONS, verify_configuration, verify_distribution
from examples import checked, example, script, small
from running import loaded, run_here
from scipy.stats import chisquare
from test_scripts_run_keras import run, trials_of

from rnnspec.pipeline import check_source
from rnnspec.source import Source
from rnnspec.study.grid import grid
from rnnspec.study.sampling import active_values
from rnnspec.study.space import Hyperparameter, Space
from rnnspec.study.study import Study

pytestmark = pytest.mark.keras

CONDITIONS = """
  GRU(4)
  repeat depth ~ int(0, 2) as i { deep: GRU(units ~ int(2, 4)) }
  head ~ choice { plain: {} wide: { Dense(units ~ quniform(2, 8, 2)) } }
  Dense(last) Dense(1)
"""


def with_trials(study: Study, trials: int) -> Study:
    return replace(study, search=replace(study.search, trials=trials))


@pytest.fixture(scope="module")
def drawn() -> dict[str, list[Any]]:
    space = Space(
        tuple(Hyperparameter(name, distribution) for name, distribution in DISTRIBUTIONS.items())
    )
    text = script(replace(example("gru_single"), space=space), target="sklearn_random")
    return drawn_values(declared(text), 20_000, seed=23)


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_a_distribution_has_exactly_its_masses(name: str, drawn: dict[str, list[Any]]) -> None:
    verify_distribution(name, drawn[name])


def test_configurations_have_exactly_their_probabilities() -> None:
    """Conditions and constraints included, drawn by scikit-learn's own sampler."""
    study = small("last ~ weighted(2: 3, 3: 1, 9: 2) require depth < 2 or last < 9", CONDITIONS)
    space = study.space
    expected = {repr(values): probability(space, values) for values in grid(space)}
    names = declared(script(study, target="sklearn_random"))
    found = Counter(map(repr, proposals(names, 20_000, seed=5)))
    assert found.keys() == expected.keys()
    masses = np.array([expected[key] for key in found])
    counts = np.array(list(found.values()))
    assert chisquare(counts, masses / masses.sum() * counts.sum()).pvalue > 1e-3


def probability(space: Space, values: dict[str, Any]) -> float:
    return float(np.prod([space.by_name[n].distribution.probability(v) for n, v in values.items()]))


def test_a_condition_on_a_float_is_drawn_exactly() -> None:
    model = "GRU(4) when share > 0.3 { Dropout(rate ~ choice(0.1, 0.2)) } Dropout(share) Dense(1)"
    study = small("share ~ uniform(0, 0.4)", model)
    names = declared(script(study, target="sklearn_random"))
    values = proposals(names, 4_000, seed=3)
    for found in values:
        assert active_values(study.space, found) == found
    active = sum("dropout_1.rate" in found for found in values)
    assert chisquare([active, 4_000 - active], [1_000, 3_000]).pvalue > 1e-3


def test_what_was_drawn_may_be_drawn_again() -> None:
    """scikit-learn would not repeat what stands in lists alone."""
    names = declared(script(small("n ~ choice(2, 4)", "GRU(n) Dense(1)"), target="sklearn_random"))
    assert Counter(v["n"] for v in proposals(names, 50, seed=1)).keys() == {2, 4}


def test_the_same_seed_proposes_the_same() -> None:
    names = declared(script(small("last ~ int(1, 9999)", CONDITIONS), target="sklearn_random"))
    one, two, other = (proposals(names, 5, seed) for seed in (2**40, 2**40, 1))
    assert one == two != other


def test_first_points_come_first() -> None:
    study = example("tokens")
    wanted = [dict(point.values) for point in study.search.first_points]
    names = declared(script(study, target="sklearn_random"))
    found = proposals(names, 20, seed=0)
    assert found[: len(wanted)] == wanted
    for values in found:
        verify_configuration(study, values)


LISTED = [
    ("last ~ choice(2, 3, 9) require depth < 2 or last < 9", ""),
    ("last ~ choice(2, true, 1, [4, 2]) a ~ int(1, 9, log = true) require a > 3", ""),
    ("last ~ qnormal(0.5, 0.2, 0.25, low = 0, high = 1) b ~ quniform(0.1, 0.5, 0.2)", ""),
    ("last ~ choice(2, 3, default = 3)", "start { depth = 1 head = wide }"),
]
"""Spaces, and first points."""


@pytest.mark.parametrize(("space", "search"), LISTED)
def test_a_grid_is_the_grid_of_the_spec(space: str, search: str) -> None:
    """Each configuration once, in the spec's order, behind the first points."""
    model = CONDITIONS.replace("Dense(last)", "")
    study = small(f"{space} require last == last", model, algorithm="grid", search=search)
    found = proposals(declared(script(study, target="sklearn_grid")), 10**6, seed=0)
    first = [dict(point.values) for point in study.search.first_points]
    rest = [values for values in grid(study.space) if values not in first]
    assert list(map(repr, found)) == list(map(repr, [*first, *rest]))


def test_the_first_points_of_an_enormous_grid_come_at_once() -> None:
    layers = " ".join("GRU(units ~ int(1, 500))" for _ in range(12))
    study = small(model=f"{layers} Dense(1)", algorithm="grid")
    found = proposals(declared(script(study, target="sklearn_grid")), 3, seed=0)
    assert found == list(islice(grid(study.space), 3))


def test_a_grid_is_searched_to_its_end(tmp_path: Path) -> None:
    """A random learning rate is no part of a grid; of five configurations each is trained once."""
    study = small("width ~ choice(2, 4, default = 4)", "GRU(width) Dense(1)", algorithm="grid")
    said, best = run_here(script(study, target="sklearn_grid"), tmp_path, "--trials", "9")
    assert trials_of(said) == [{"width": 4}, {"width": 2}]
    assert (best["trials"], best["failed"]) == (2, 0)


def test_trials_bound_a_grid(tmp_path: Path) -> None:
    study = small("width ~ int(1, 10**6)", "GRU(width) Dense(1)", algorithm="grid")
    said, best = run_here(script(study, target="sklearn_grid"), tmp_path, "--trials", "2")
    assert trials_of(said) == [{"width": 1}, {"width": 2}]
    assert best["trials"] == 2


def test_the_same_values_score_the_same_as_everywhere(tmp_path: Path) -> None:
    """Folds and repeats included: the same means, to the last digit, and the same final model."""
    study = small(
        "width ~ int(2, 8, default = 3)",
        "GRU(width) Dense(1)",
        search="folds = 2 repeats = 2",
        split="test = 0.2",
    )
    found = []
    for target in ("hyperopt", "sklearn_random"):
        folder = tmp_path / target
        folder.mkdir()
        _, best = run_here(script(study, target=target), folder, "--trials", "1")
        found.append([best[key] for key in ("values", "objective", "test", "naive")])
    assert found[0] == found[1]


def test_the_model_that_is_saved_is_the_one_that_was_scored(tmp_path: Path) -> None:
    study = with_trials(small("width ~ int(2, 8)", "GRU(width) Dense(1)", algorithm="random"), 3)
    text = script(study, target="sklearn_random")
    _, best = run_here(text, tmp_path)
    module = loaded(text, tmp_path / "search.py")
    inputs, targets = module.load_data()
    train, validation, _ = module.split_data(targets)
    data = module.prepare_data(inputs, targets, train, validation)
    model = keras.saving.load_model(tmp_path / "out" / "best.keras")
    assert module.score_model(model, data)["mae"] == best["objective"]["val_mae"]


TABLE = """rnnspec 1
data {
  source = csv("data.csv", time = day)
  inputs = [a] target = a window ~ choice(2, 3)
  split = chronological(test = 0.2) scale = minmax
}
model { GRU(2) Dense(1) }
train { optimizer = adam loss = mse epochs = 1 callbacks = [EarlyStopping(patience = 1)] }
search { objective = minimize(val_rmse) algorithm = grid folds = 3 }
"""


def test_folds_follow_each_other_and_scale_by_what_they_train_on(tmp_path: Path) -> None:
    lines = [f"{day},{day}" for day in range(60)]
    (tmp_path / "data.csv").write_text("\n".join(["day,a", *lines]), encoding="utf-8")
    study = checked(check_source(Source("table.rnnspec", TABLE), tmp_path))
    module = loaded(script(study, data="data.csv", target="sklearn_grid"), tmp_path / "search.py")
    seen: list[tuple[Any, Any, Any]] = []
    prepare = module.prepare_data

    def prepare_data(*given: Any) -> Any:
        data = prepare(*given)
        seen.append((tuple(given[-2]), tuple(given[-1]), data["target_scaler"]))
        return data

    module.prepare_data = prepare_data
    call_main(module, "--trials", "1", "--out", str(tmp_path / "out"))
    *folds, final = seen
    assert [train for train, _, _ in folds] == [(0, 12), (0, 24), (0, 36)]
    assert [scored for _, scored, _ in folds] == [(12, 24), (24, 36), (36, 48)]
    assert final[:2] == ((0, 48), (48, 60))
    for (first, last), _, (low, spread) in seen:
        assert (low[0], spread[0]) == (first, last - 1 - first), "values are the rows' numbers"


def call_main(module: Any, *options: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["search.py", *options])
        module.main(module.parse_options())


def test_jobs_change_nothing_but_the_time(tmp_path: Path) -> None:
    """With a layer of the script's own in a wrapper, which Keras looks up by its name."""
    study = small(
        "width ~ choice(2, 3)",
        "PeepholeLSTM(width, bidirectional = true) Dense(1)",
        algorithm="grid",
        search="folds = 2",
        split="test = 0.2",
    )
    text = script(study, target="sklearn_grid")
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    said, best = run_here(text, one, "--jobs", "1")
    done = run(text, two, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    other = json.loads((two / "out" / "best.json").read_text("utf-8"))
    assert best["failed"] == 0
    assert told(said) == told(done.stdout)
    assert best | {"seconds": 0} == other | {"seconds": 0}


def told(output: str) -> list[str]:
    return [line for line in output.splitlines() if line.startswith("trial")]


def test_a_trial_that_fails_is_told_and_the_search_goes_on(tmp_path: Path) -> None:
    """Not a number, and an error: scikit-learn would give up where all fits of a batch fail."""
    (tmp_path / "mine.py").write_text(
        "import keras\n\n\nclass Fussy(keras.layers.Layer):\n"
        "    def __init__(self, size, **arguments):\n"
        "        super().__init__(**arguments)\n"
        "        if size == 2:\n            raise RuntimeError('two is too much')\n\n"
        "    def call(self, x):\n        return x\n"
    )
    study = small(
        "size ~ choice(1, 2, 3) rate ~ choice(1e-3, 1e38)",
        "Fussy(size) GRU(2) Dense(1)",
        "SGD(learning_rate = rate)",
        algorithm="grid",
        uses='use Fussy from "mine.py" as same',
        folder=tmp_path,
    )
    said, best = run_here(script(study, target="sklearn_grid"), tmp_path, "--trials", "6")
    assert said.count("failed: two is too much") == 2
    assert (best["trials"], best["failed"]) == (6, 4)
    assert best["values"]["rate"] == 1e-3


def test_a_search_in_which_all_fails_says_so(tmp_path: Path) -> None:
    study = small("n ~ int(1, 4)", "GRU(n) Dense(1)", "SGD(learning_rate = 1e38)")
    with pytest.raises(SystemExit, match="none of 3 trials succeeded"):
        run_here(script(study, target="sklearn_random"), tmp_path)


def test_a_timeout_ends_the_search_between_trials(tmp_path: Path) -> None:
    study = small("n ~ int(1, 4)", "GRU(n) Dense(1)", algorithm="grid", search="timeout = 0.001s")
    _, best = run_here(script(study, target="sklearn_grid"), tmp_path, "--trials", "4")
    assert best["trials"] == 1


def test_nothing_searched_is_trained_once(tmp_path: Path) -> None:
    said, best = run_here(script(small(), target="sklearn_random"), tmp_path, "--trials", "3")
    assert said.count("as before") == 2
    assert (best["trials"], best["values"]) == (3, {})


def test_names_of_all_kinds_reach_the_model(tmp_path: Path) -> None:
    """What looks to SciKeras like an argument, a method, a fitted attribute or a path."""
    space = "fit ~ int(2, 3) score_ ~ int(2, 3) a__b ~ int(2, 3) _c ~ int(2, 3) loss_ ~ int(2, 3)"
    model = "GRU(fit) Dense(score_) Dense(a__b) Dense(_c) Dense(loss_) Dense(1)"
    study = small(space, model, algorithm="grid")
    said, _ = run_here(script(study, target="sklearn_grid"), tmp_path, "--trials", "2")
    assert trials_of(said) == list(islice(grid(study.space), 2))


@pytest.mark.parametrize("options", [("--jobs", "0"), ("--trials", "0")])
def test_less_than_one_is_refused(tmp_path: Path, options: tuple[str, str]) -> None:
    text = script(small(algorithm="grid"), target="sklearn_grid")
    with pytest.raises(SystemExit):
        call_main(loaded(text, tmp_path / "search.py"), "--out", str(tmp_path), *options)
