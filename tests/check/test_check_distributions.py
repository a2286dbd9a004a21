"""Distributions: what each takes, where each is refused, and the first value that it may name."""

import pytest

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from specs import blamed, codes, marked, problems, spec, study_of


def space_of(distribution: str) -> str:
    """A spec whose space holds one hyperparameter, which a constraint reads."""
    return spec(space=f"a ~ {distribution}\n require a == a")


@pytest.mark.parametrize(
    ("distribution", "expected"),
    [
        ("uniform(0, 1)", Uniform(0, 1)),
        ("uniform(high = 1, low = 0)", Uniform(0, 1)),
        ("loguniform(1e-4, 1e-2)", Uniform(1e-4, 1e-2, log=True)),
        ("quniform(10, 50, 20)", Lattice(10, 50, 20)),
        ("quniform(0.1, 0.7, 0.1)", Lattice(0.1, 0.7, 0.1)),
        ("qloguniform(1, 10, 1)", Lattice(1, 10, 1, log=True)),
        ("int(1, 10)", Lattice(1, 10, 1)),
        ("int(1, 10, step = 3)", Lattice(1, 10, 3)),
        ("int(2, 10, step = 2, log = true)", Lattice(2, 10, 2, log=True)),
        ("normal(0, 1)", Normal(0, 1)),
        ("normal(0, 1, low = 0)", Normal(0, 1, low=0)),
        ("lognormal(0, 1, low = 0.1, high = 10)", Normal(0, 1, log=True, low=0.1, high=10)),
        ("qnormal(0, 1, 0.5, low = -1, high = 1)", Normal(0, 1, low=-1, high=1, step=0.5)),
        ("choice(1, 1.0, true)", Choice((1, 1.0, True))),
        ("choice([1], [true])", Choice(((1,), (True,)))),
        ("choice(relu, none, -1)", Choice(("relu", None, -1))),
        ("choice(GRU, LSTM)", Choice(("GRU", "LSTM"))),
        ("ordinal(3, 5, 7)", Choice((3, 5, 7), ordered=True)),
        ("weighted(relu: 1, none: 3)", Choice(("relu", None), (1, 3))),
        ("weighted([1, 2]: 1, -1: 0.5)", Choice(((1, 2), -1), (1, 0.5))),
    ],
)
def test_each_distribution_is_read(distribution: str, expected: object) -> None:
    assert study_of(space_of(distribution)).space.by_name["a"].distribution == expected


REFUSED = [
    "uniform(«E0302|1, 0»)",
    "uniform(«E0302|1, 1»)",
    "«E0308|uniform(0)»",
    "uniform(0, 1, «E0204|2»)",
    "uniform(0, 1, «E0206|low = 3»)",
    "uniform(«E0301|true», 2)",
    "uniform(«E0301|[1]», 2)",
    "uniform(«E0305|-1e308, 1e308»)",
    "uniform(0, «E0305|10 ** 400»)",
    "loguniform(«E0303|0, 1»)",
    "loguniform(«E0303|-4, -2»)",
    "loguniform(«E0302|1, 0.1»)",
    "quniform(«E0304|10, 45, 20»)",
    "quniform(«E0305|10, 50, 0»)",
    "quniform(«E0302|50, 10, 20»)",
    "quniform(«E0305|0, 1, 1e-300»)",
    "qloguniform(«E0303|1, 10, 2»)",
    "int(«E0301|1.5», 10)",
    "int(1, 10, step = «E0301|0.5»)",
    "int(1, 10, log = «E0301|1»)",
    "int(«E0303|0, 10, log = true»)",
    "int(1, 10, «E0204|3»)",
    "int(«E0305|0, 10 ** 30»)",
    "normal(«E0305|0, -1»)",
    "normal(«E0302|0, 1, low = 1, high = -1»)",
    "normal(«E0305|0, 1, low = 1e9»)",
    "lognormal(0, 1, low = «E0303|-1»)",
    "lognormal(0, 1, high = «E0303|0»)",
    "qnormal(«E0304|0, 1, 0.5, low = -1.2»)",
    "«E0308|choice()»",
    "choice(1, «E0307|1»)",
    'choice(relu, «E0307|"relu"»)',
    "choice(a: 1, «E0307|b: 1»)",
    "choice(a: 1, «E0307|a: 2»)",
    "choice(Adam(0.1), «E0307|Adam(0.1)»)",
    "choice(1, 2, «E0204|other» = 3)",
    "choice(1, 2, default = 1, «E0206|default» = 2)",
    "choice(«E0301|uniform(0, 1)», 2)",
    "choice(«E0305|1 / 0», 2)",
    "weighted(1: «E0305|0», 2: 3)",
    "weighted(1: «E0305|relu», 2: 3)",
    "weighted(«E0301|1», «E0301|2»)",
    "«E0207|unifrm»(0, 1)",
    "«E0207|uniform»",
    "«E0207|uniform(0, 1) + 1»",
    "«E0207|[1, 2]»",
    "«E0207|GRU»(3)",
]


@pytest.mark.parametrize("distribution", REFUSED)
def test_what_a_distribution_cannot_be(distribution: str) -> None:
    text, wanted = marked(space_of(distribution))
    assert blamed(text) == wanted


@pytest.mark.parametrize(
    ("distribution", "default"),
    [
        ("uniform(0, 1, default = 1)", 1.0),
        ("quniform(0, 9, 3, default = 6)", 6),
        ("quniform(0, 0.9, 0.3, default = 2 * 0.15)", 0.3),
        ("normal(0, 1, default = 100)", 100.0),
        ("choice(relu, tanh, default = tanh)", "tanh"),
        ("choice(none, 1, default = none)", None),
        ("choice(a: 1, b: 2, default = b)", "b"),
        ("weighted(1: 2, 2: 3, default = 2)", 2),
    ],
)
def test_a_default_is_a_value_of_the_distribution_and_of_its_type(
    distribution: str, default: object
) -> None:
    hyperparameter = study_of(space_of(distribution)).space.by_name["a"]
    assert hyperparameter.has_default
    assert (type(hyperparameter.default), hyperparameter.default) == (type(default), default)


@pytest.mark.parametrize(
    "distribution",
    [
        "uniform(0, 1, default = «E0306|2»)",
        "uniform(0, 1, default = «E0306|true»)",
        "uniform(0, 1, default = «E0306|none»)",
        "uniform(0, 1, default = «E0205|x»)",
        "quniform(0, 9, 3, default = «E0306|5»)",
        "int(1, 10, default = «E0306|5.0»)",
        "normal(0, 1, low = 0, default = «E0306|-1»)",
        "choice(1, 2, default = «E0306|3»)",
        "choice(1, 2, default = «E0306|true»)",
        "choice(relu, tanh, default = «E0306|elu»)",
    ],
)
def test_a_default_outside_its_distribution(distribution: str) -> None:
    text, wanted = marked(space_of(distribution))
    assert blamed(text) == wanted


def test_bounds_are_fixed() -> None:
    assert codes(spec("GRU(a)\n Dense(1)", space="a ~ int(1, b)\n b = 2 * 3")) == []
    assert codes(spec("GRU(a)\n Dense(1)", space="a ~ int(1, b)\n b ~ int(2, 3)")) == ["E0301"]
    derived = "a ~ int(1, b)\n b = c + 1\n c ~ int(2, 3)"
    assert codes(spec("GRU(a)\n Dense(1)", space=derived)) == ["E0301"]


def test_the_help_of_a_step_names_the_nearest_bounds() -> None:
    (problem,) = problems(space_of("quniform(10, 45, 20)"))
    assert any("quniform(10, 50, 20) gives 10, 30, 50" in help for help in problem.help)
