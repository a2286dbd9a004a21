"""What is Keras Tuner's in a script, as text: distributions, scopes, first points, refusals."""

import ast
from dataclasses import replace

import pytest
from examples import example, script, small

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.scripts.draws import drawn
from rnnspec.scripts.keras_tuner import MOST_SCOPES, draw, first_point, read
from rnnspec.scripts.table import TARGETS, refusals
from rnnspec.study.expressions import Ref
from rnnspec.study.search import Named

ROW, HYPERBAND = TARGETS["keras_tuner"], Named("hyperband")


def text_of(distribution: Distribution) -> str:
    encoding, call = drawn(distribution, draw, "'u'")
    return encoding.print_value(read(encoding, call))


@pytest.mark.parametrize(
    ("distribution", "text"),
    [
        (Lattice(32, 128, 32), "hp.Int('u', 32, 128, step=32)"),
        (Lattice(0.1, 0.7, 0.1), "hp.Int('u', 1, 7) / 10"),
        (Choice(("gru", "lstm")), "hp.Choice('u', ['gru', 'lstm'])"),
        (Choice((True, False)), "[True, False][hp.Int('u', 0, 1)]"),
        (Choice((1, 0.5)), "[1, 0.5][hp.Int('u', 0, 1)]"),
        (Uniform(0.25, 0.5), "hp.Float('u', 0.25, 0.5)"),
    ],
)
def test_distributions_are_keras_tuners_own_where_these_are_exact(
    distribution: Distribution, text: str
) -> None:
    assert text_of(distribution) == text


def test_a_logarithmic_int_reaches_half_a_step_beyond() -> None:
    assert "hp.Float('u', 0.5, 100.5, sampling=\"log\")" in text_of(Lattice(1, 100, 1, log=True))


def test_an_end_that_rounding_would_pass_is_kept() -> None:
    assert (0.1 - -0.3) + -0.3 > 0.1
    assert text_of(Uniform(-0.3, 0.1)) == "min(hp.Float('u', -0.3, 0.1), 0.1)"


@pytest.mark.parametrize(
    ("distribution", "value", "number"),
    [
        (Lattice(0.1, 0.7, 0.1), 0.3, 3),
        (Lattice(1, 100, 1, log=True), 7, 7.0),
        (Choice((True, 1)), 1, 1),
        (Choice((16, 32)), 32, 32),
        (Choice(("a", "b"), weights=(3.0, 1.0)), "b", 0.875),
        (Normal(2.0, 1.0), 2.0, 0.5),
    ],
)
def test_a_first_point_is_told_in_keras_tuners_numbers(
    distribution: Distribution, value: object, number: object
) -> None:
    assert drawn(distribution, draw, "").encoding.from_value(value) == number


def test_conditions_are_scopes_inside_each_other() -> None:
    study = small(
        "depth ~ int(1, 3, log = true) deep ~ choice(true, false)",
        """
  GRU(4)
  head ~ choice {
    plain: {}
    wide: {
      inner ~ choice { no: {} yes: { Dense(units ~ int(1, 4)) } }
      Dense(4)
    }
  }
  when deep { early: Dropout(rate ~ quniform(0, 0.5, 0.1)) }
  when depth > 1 { late: Dropout(rate ~ uniform(0, 0.5)) }
  Dense(1)""",
    )
    text = script(study, target="keras_tuner")
    assert scopes_of(text) == {
        "depth": [],
        "deep": [],
        "head": [],
        "inner": ["hp.conditional_scope('head', ['wide'])"],
        "dense_1.units": [
            "hp.conditional_scope('head', ['wide'])",
            "hp.conditional_scope('inner', ['yes'])",
        ],
        "early.rate": ["hp.conditional_scope('deep', [0])"],
        "late.rate": [],
    }, "a logarithmic distribution has no whole number that a scope could ask for"
    assert 'if values["depth"] > 1:' in text


def test_a_first_point_has_a_number_for_all_that_keras_tuner_asks_for() -> None:
    """`inner` stands in no scope of `depth`, but `units` in one of `inner`."""
    study = small(
        "depth ~ int(1, 3, log = true, default = 1)",
        """
  GRU(4)
  when depth > 1 {
    inner ~ choice { no: {} yes: { Dense(units ~ int(1, 4)) } }
  }
  Dense(1)""",
    )
    (point,) = study.search.first_points
    assert dict(point.values) == {"depth": 1}
    assert first_point(study.space, dict(point.values)) == ["'depth': 1.0", "'inner': 'no'"]


def scopes_of(text: str) -> dict[str, list[str]]:
    """The scopes around each hyperparameter that a script declares."""
    found: dict[str, list[str]] = {}
    declare = next(
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and node.name == "declare"
    )
    waiting: list[tuple[ast.stmt, list[str]]] = [(node, []) for node in declare.body]
    for node, around in waiting:
        match node:
            case ast.With([scope], body):
                waiting += [(inside, [*around, ast.unparse(scope)]) for inside in body]
            case ast.Expr(ast.Call(_, [ast.Constant(str(name)), *_])):
                found[name] = around
    return found


def test_scopes_end_where_python_would_not_nest_them() -> None:
    model = "GRU(4) " + "".join(
        f"b{n} ~ choice {{ no: {{}} yes: {{ Dense({n + 1}) " for n in range(24)
    )
    text = script(small(model=model + "} } " * 24 + "Dense(1)"), target="keras_tuner")
    compile(text, "script", "exec")
    deepest = max(
        (len(line) - len(line.lstrip())) // 4 for line in text.splitlines() if "hp.Choice(" in line
    )
    assert deepest == MOST_SCOPES + 1


def test_what_keras_tuner_lacks_is_refused() -> None:
    (found,) = refusals(example("branches"), ROW)
    assert found.message == "Keras Tuner has no search for several objectives"
    (found,) = refusals(example("lstm_gp"), ROW)
    assert "`acquisition`" in found.message
    assert not refusals(example("lstm_hyperband"), ROW)
    assert not refusals(small(algorithm="gp(acquisition = LCB, startup = 3)"), ROW)
    (found,) = refusals(example("minimal"), ROW, Named("tpe"))
    assert any("`--algorithm gp`" in line for line in found.help)


@pytest.mark.parametrize(
    ("search", "split", "found"),
    [
        ("folds = 2", "test = 0.2", "over several trainings of a configuration"),
        ("repeats = 2", "validation = 0.25", "over several trainings of a configuration"),
        ("pruner = median", "validation = 0.25", "beside a pruner"),
    ],
)
def test_hyperband_asked_for_by_an_option_is_refused_where_a_spec_would_be(
    search: str, split: str, found: str
) -> None:
    messages = [d.message for d in refusals(small(search=search, split=split), ROW, HYPERBAND)]
    assert f"Keras Tuner has no hyperband {found}" in messages


def test_hyperband_has_no_searched_epochs() -> None:
    study = small("n ~ int(1, 3)")
    searched = replace(study, train=replace(study.train, epochs=Ref("n")))
    assert not refusals(study, ROW, HYPERBAND)
    (found,) = refusals(searched, ROW, HYPERBAND)
    assert found.message == "Keras Tuner has no hyperband over `epochs` that are searched"


def test_a_script_names_what_keras_tuner_does_not_say_it_needs() -> None:
    text = script(example("minimal"), target="keras_tuner")
    assert "keras-tuner tensorboard" in text
    text = script(small(algorithm="gp"), target="keras_tuner")
    assert "keras-tuner tensorboard scikit-learn scipy" in text
