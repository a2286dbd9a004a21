"""Which engine serves an algorithm, and what is refused."""

import subprocess
import sys

import pytest
from spaces import CONSTRAINED, CONTINUOUS, one_of_each

from rnnspec.engines.contract import Exhausted, Unsupported
from rnnspec.engines.table import ENGINES, NEAREST, choose_engine, make_engine
from rnnspec.study.sampling import sample
from rnnspec.study.search import Named


def test_the_first_engine_that_has_an_algorithm_is_its_default() -> None:
    chosen = {name: choose_engine(name).name for name in ("random", "grid", "tpe", "anneal")}
    assert chosen == {
        "random": "rnnspec",
        "grid": "rnnspec",
        "tpe": "hyperopt",
        "anneal": "hyperopt",
    }
    assert choose_engine("random", "hyperopt").name == "hyperopt"


@pytest.mark.parametrize(
    ("algorithm", "engine", "nearest"),
    [
        ("gp", None, ("tpe",)),
        ("hyperband", None, ("random",)),
        ("cmaes", "hyperopt", ("anneal",)),
        ("grid", "hyperopt", ("random",)),
        ("tpe", "rnnspec", ("random", "grid")),
        ("random", "optuna", ("rnnspec", "hyperopt")),
    ],
)
def test_a_refusal_names_the_nearest(
    algorithm: str, engine: str | None, nearest: tuple[str, ...]
) -> None:
    with pytest.raises(Unsupported) as refused:
        choose_engine(algorithm, engine)
    assert refused.value.nearest == nearest


def test_what_is_named_as_nearest_is_there() -> None:
    available = {name for row in ENGINES for name in row.algorithms}
    assert set(NEAREST.values()) <= available


def test_several_objectives_need_an_algorithm_that_does_not_learn_from_one() -> None:
    assert choose_engine("random", None, 2).name == "rnnspec"
    with pytest.raises(Unsupported) as refused:
        choose_engine("tpe", None, 2)
    assert refused.value.nearest == ("random",)


def test_an_unknown_argument_is_refused() -> None:
    with pytest.raises(Unsupported, match="`tpe` takes no argument of that name") as refused:
        make_engine(choose_engine("tpe"), CONSTRAINED, Named("tpe", (("temperature", 1),)), 0)
    assert "startup" in refused.value.nearest


def test_a_grid_of_a_continuous_law_is_refused() -> None:
    with pytest.raises(Unsupported, match="`uniform` has no finite number of values"):
        make_engine(choose_engine("grid"), one_of_each(CONTINUOUS), Named("grid"), 0)


def test_a_grid_gives_every_configuration_once() -> None:
    engine = make_engine(choose_engine("grid"), CONSTRAINED, Named("grid"), 0)
    asked = [tuple(engine.ask(number).items()) for number in range(1, 91)]
    assert len(set(asked)) == 90
    with pytest.raises(Exhausted):
        engine.ask(91)


def test_a_grid_passes_over_what_was_tried() -> None:
    engine = make_engine(choose_engine("grid"), CONSTRAINED, Named("grid"), 0)
    engine.tell(1, {"first": 2, "second": 1}, (1.0,))
    assert engine.ask(2) == {"first": 3, "second": 1}


def test_random_is_the_reference_sampler() -> None:
    engine = make_engine(choose_engine("random"), CONSTRAINED, Named("random"), 11)
    assert [engine.ask(i) for i in range(5)] == [sample(CONSTRAINED, 11, i) for i in range(5)]


def test_choosing_imports_no_library() -> None:
    code = "import sys; from rnnspec.engines.table import choose_engine; choose_engine('tpe');"
    code += "print({'hyperopt', 'numpy'} & set(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True
    )
    assert found.stdout == "set()\n"
