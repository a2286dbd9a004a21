"""Spaces that hold every distribution, condition and constraint; every sampler is held to them."""

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.study.expressions import Apply, Const, Derived, Ref
from rnnspec.study.space import Constraint, DerivedValue, Hyperparameter, Space

CONTINUOUS: dict[str, Distribution] = {
    "uniform": Uniform(0.1, 0.9),
    "loguniform": Uniform(1e-5, 1e-1, log=True),
    "normal": Normal(3.0, 2.0),
    "lognormal": Normal(0.0, 1.0, log=True),
    "normal, truncated": Normal(0.0, 1.0, low=-0.5, high=4.0),
    "lognormal, truncated": Normal(0.0, 2.0, log=True, low=0.5, high=4.0),
    "qnormal": Normal(0.0, 5.0, step=2),
    "qlognormal": Normal(2.0, 1.0, log=True, step=1),
}
FINITE: dict[str, Distribution] = {
    "quniform": Lattice(32, 128, 32),
    "quniform of floats": Lattice(0.1, 0.7, 0.1),
    "quniform of many": Lattice(0, 100_000, 1),
    "qloguniform": Lattice(20, 100, 20, log=True),
    "int, log": Lattice(1, 64, 1, log=True),
    "qnormal, truncated": Normal(5.0, 3.0, low=0, high=10, step=1),
    "qlognormal, truncated": Normal(0.0, 1.0, log=True, low=0.5, high=3.0, step=0.5),
    "choice": Choice((1, True, "a", None, 2.5, (1, ("b", 2)))),
    "ordinal": Choice((8, 64, 16), ordered=True),
    "weighted": Choice(("rare", "common"), weights=(1.0, 9.0)),
}
DISTRIBUTIONS = {**CONTINUOUS, **FINITE}


def one_of_each(distributions: dict[str, Distribution]) -> Space:
    """A space with one hyperparameter of each distribution, all active."""
    return Space(
        tuple(Hyperparameter(name, distribution) for name, distribution in distributions.items())
    )


def _greater(name: str, number: int) -> Apply:
    return Apply(">", (Ref(name), Const(number)))


_MIXED = Apply("==", (Ref("head"), Const("mixed")))

CONDITIONAL = Space(
    hyperparameters=(
        Hyperparameter("depth", Lattice(0, 3, 1)),
        *(
            Hyperparameter(f"layer[{turn}].units", Lattice(8, 64, 8), _greater("depth", turn))
            for turn in range(3)
        ),
        Hyperparameter("head", Choice(("plain", "mixed"))),
        Hyperparameter("dense.units", Lattice(4, 16, 4), _MIXED),
        Hyperparameter(
            "rate",
            Choice((0.1, 0.2)),
            Apply("and", (_MIXED, Apply("==", (Ref("dense.units"), Const(16))))),
        ),
    )
)
"""Units for each turn; a head with its own; a rate that is active two conditions deep."""

CONSTRAINED = Space(
    hyperparameters=(
        Hyperparameter("first", Lattice(1, 40, 1)),
        Hyperparameter("second", Lattice(1, 40, 1)),
    ),
    derived=(DerivedValue("both", Apply("+", (Ref("first"), Ref("second")))),),
    constraints=(
        Constraint(Apply("<", (Ref("second"), Ref("first")))),
        Constraint(Apply("<=", (Derived("both"), Const(20)))),
    ),
)
"""A triangle that holds 90 of the 1,600 configurations."""

IMPOSSIBLE = Space(
    hyperparameters=(Hyperparameter("n", Lattice(1, 4, 1)),),
    constraints=(Constraint(_greater("n", 9)),),
)

TINY = Space(
    (
        Hyperparameter("cell", Choice(("gru", "lstm"))),
        Hyperparameter("units", Lattice(8, 24, 8)),
    )
)
"""Six configurations."""

POINT = Space(
    (
        Hyperparameter("cell", Choice(("gru",))),
        Hyperparameter("units", Choice((8,), ordered=True)),
    )
)
"""One configuration, of two hyperparameters."""
