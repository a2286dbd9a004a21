"""Which sampler serves an algorithm, and what is refused."""

import subprocess
import sys
from pathlib import Path

import pytest
from spaces import CONSTRAINED, CONTINUOUS, one_of_each

from rnnspec.catalog import ALGORITHMS
from rnnspec.samplers.contract import Exhausted, Unsupported
from rnnspec.samplers.table import SAMPLERS, choose_sampler, make_sampler
from rnnspec.study.sampling import sample
from rnnspec.study.search import Named

ROOT = Path(__file__).parent.parent.parent


def test_the_first_sampler_that_has_an_algorithm_is_its_default() -> None:
    algorithms = {name for row in SAMPLERS for name in row.algorithms}
    assert {name: choose_sampler(name).name for name in sorted(algorithms)} == {
        "random": "rnnspec",
        "grid": "rnnspec",
        "tpe": "hyperopt",
        "anneal": "hyperopt",
        "gp": "skopt",
        "forest": "skopt",
        "gbrt": "skopt",
        "cmaes": "optuna",
        "nsga2": "optuna",
        "hyperband": "optuna",
    }
    assert choose_sampler("random", "hyperopt").name == "hyperopt"
    assert choose_sampler("tpe", "optuna").name == "optuna"


def test_every_algorithm_of_the_language_has_an_sampler() -> None:
    assert {name for row in SAMPLERS for name in row.algorithms} == set(ALGORITHMS)


@pytest.mark.parametrize(
    ("algorithm", "sampler", "nearest"),
    [
        ("gp", "hyperopt", ("tpe",)),
        ("cmaes", "hyperopt", ("anneal",)),
        ("grid", "hyperopt", ("random",)),
        ("anneal", "optuna", ("tpe",)),
        ("tpe", "skopt", ("gp",)),
        ("nsga2", "skopt", ("gp", "forest", "gbrt")),
        ("tpe", "rnnspec", ("random", "grid")),
        ("random", "nevergrad", ("rnnspec", "hyperopt", "skopt", "optuna")),
    ],
)
def test_a_refusal_names_the_nearest(
    algorithm: str, sampler: str | None, nearest: tuple[str, ...]
) -> None:
    with pytest.raises(Unsupported) as refused:
        choose_sampler(algorithm, sampler)
    assert refused.value.nearest == nearest


def test_several_objectives_choose_a_sampler_that_learns_from_them() -> None:
    chosen = {name: choose_sampler(name, None, 2).name for name in ("random", "tpe", "nsga2")}
    assert chosen == {"random": "rnnspec", "tpe": "optuna", "nsga2": "optuna"}


@pytest.mark.parametrize(
    ("algorithm", "sampler", "reason", "nearest"),
    [
        ("gp", None, "`gp` learns from one", ("random", "grid", "tpe", "nsga2")),
        ("tpe", "hyperopt", "`tpe` of the engine `hyperopt` learns from one", ("random",)),
        ("cmaes", "optuna", "`cmaes` of the engine `optuna`", ("tpe", "nsga2", "random")),
    ],
)
def test_several_objectives_are_refused_where_one_is_learned_from(
    algorithm: str, sampler: str | None, reason: str, nearest: tuple[str, ...]
) -> None:
    with pytest.raises(Unsupported, match=reason) as refused:
        choose_sampler(algorithm, sampler, 2)
    assert refused.value.nearest == nearest


def test_a_library_that_is_not_installed_is_named() -> None:
    """Asked of a Python without any packages."""
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from rnnspec.samplers.contract import Unsupported
from rnnspec.samplers.table import choose_sampler
print(choose_sampler("random").name)
for asked in (("gp",), ("tpe",), ("cmaes",)):
    try:
        choose_sampler(*asked)
    except Unsupported as error:
        print(error)
"""
    assert _python(code, "-S").splitlines() == [
        "rnnspec",
        "gp: the engine `skopt` needs `scikit-optimize`: `pip install scikit-optimize`",
        "tpe: the engine `hyperopt` needs `hyperopt`: `pip install hyperopt`",
        "cmaes: the engine `optuna` needs `optuna`: `pip install optuna`",
    ]


def test_an_unknown_argument_is_refused() -> None:
    with pytest.raises(Unsupported, match="`tpe` takes no argument of that name") as refused:
        make_sampler(choose_sampler("tpe"), CONSTRAINED, Named("tpe", (("temperature", 1),)), 0)
    assert "startup" in refused.value.nearest


def test_a_grid_of_a_continuous_distribution_is_refused() -> None:
    with pytest.raises(Unsupported, match="`uniform` has no finite number of values"):
        make_sampler(choose_sampler("grid"), one_of_each(CONTINUOUS), Named("grid"), 0)


def test_a_grid_gives_every_configuration_once() -> None:
    sampler = make_sampler(choose_sampler("grid"), CONSTRAINED, Named("grid"), 0)
    asked = [tuple(sampler.ask(number).items()) for number in range(1, 91)]
    assert len(set(asked)) == 90
    with pytest.raises(Exhausted):
        sampler.ask(91)


def test_a_grid_passes_over_what_was_tried() -> None:
    sampler = make_sampler(choose_sampler("grid"), CONSTRAINED, Named("grid"), 0)
    sampler.tell(1, {"first": 2, "second": 1}, (1.0,))
    assert sampler.ask(2) == {"first": 3, "second": 1}


def test_random_is_the_reference_sampler() -> None:
    sampler = make_sampler(choose_sampler("random"), CONSTRAINED, Named("random"), 11)
    assert [sampler.ask(i) for i in range(5)] == [sample(CONSTRAINED, 11, i) for i in range(5)]


def test_choosing_imports_no_library() -> None:
    code = "import sys; from rnnspec.samplers.table import choose_sampler\n"
    code += "for name in ('tpe', 'gp', 'cmaes'): choose_sampler(name)\n"
    code += "print({'hyperopt', 'skopt', 'optuna', 'cmaes', 'numpy'} & set(sys.modules))"
    assert _python(code) == "set()\n"


def _python(code: str, *options: str) -> str:
    command = [sys.executable, *options, "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
