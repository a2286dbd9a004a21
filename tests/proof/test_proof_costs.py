"""Least and greatest numbers of parameters, against counting every configuration."""

from rnnspec.catalog import LAYERS
from rnnspec.distributions.choice import Choice
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.proof.costs import Extremes, known_ends, parameters
from rnnspec.proof.prove import Prover
from rnnspec.proof.sequences import infer_sequences
from rnnspec.study.data import Data, Random, Split
from rnnspec.study.expressions import Apply, Const, Expr, Ref, Turn
from rnnspec.study.model import Branch, Layer, Node, Repeat, Residual
from rnnspec.study.space import Constraint, Hyperparameter, Space

DATA = Data(Random(10, 10, 2), Split("random"), window=Const(10), features=Const(2))


def layer(kind: Expr, units: Expr, owner: str = "", both: Expr = Const(False)) -> Layer:
    return Layer(kind, (("units", units),), owner, bidirectional=both)


def counted(space: Space, *body: Node) -> Extremes | None:
    model = infer_sequences(body, space, LAYERS.get)
    return parameters(Prover(space), model, DATA, LAYERS.get).total


def gru(features: int, units: int) -> int:
    return 3 * (features * units + units * units + 2 * units)


def lstm(features: int, units: int) -> int:
    return 4 * (features * units + units * units + units)


def test_a_fixed_model_has_one_count() -> None:
    found = counted(Space(), layer(Const("GRU"), Const(8)), layer(Const("Dense"), Const(1)))
    assert found == Extremes(gru(2, 8) + 9, gru(2, 8) + 9)


def test_kinds_directions_and_depth() -> None:
    space = Space(
        (
            Hyperparameter("cell", Choice(("LSTM", "GRU"))),
            Hyperparameter("first", Lattice(4, 64, 1)),
            Hyperparameter("depth", Lattice(1, 3, 1)),
            Hyperparameter("both", Choice((True, False))),
        )
    )
    units = Apply(
        "max", (Apply("//", (Ref("first"), Apply("**", (Const(2), Turn("i"))))), Const(1))
    )
    repeat = Repeat(Ref("depth"), "i", (layer(Ref("cell"), units, "cell[{}]", Ref("both")),), 3)
    found = counted(space, repeat, layer(Const("Dense"), Const(1)))
    most = 2 * (lstm(2, 64) + lstm(128, 32) + lstm(64, 16)) + 33
    assert found == Extremes(gru(2, 4) + 5, most)


def test_constraints_tighten_the_bounds() -> None:
    width = Hyperparameter("width", Lattice(4, 64, 1))
    wide = Constraint(Apply(">=", (Ref("width"), Const(10))))
    body = layer(Const("GRU"), Ref("width")), layer(Const("Dense"), Const(1))
    assert counted(Space((width,), (), (wide,)), *body) == Extremes(
        gru(2, 10) + 11, gru(2, 64) + 65
    )


def test_branches_and_projections() -> None:
    space = Space((Hyperparameter("head", Choice(("x", "y"))),))
    wide = Residual((layer(Const("Dense"), Const(5)),))
    same = Residual((layer(Const("Dense"), Const(2)),))
    found = counted(space, Branch(Ref("head"), (("x", (wide,)), ("y", (same,)))))
    assert found == Extremes(6, 15 + 15)


def test_every_turn_is_listed() -> None:
    space = Space((Hyperparameter("depth", Lattice(1, 2, 1)),))
    repeat = Repeat(Ref("depth"), "i", (layer(Const("GRU"), Const(4), "gru[{}]"),), 2)
    model = infer_sequences((repeat,), space, LAYERS.get)
    costs = parameters(Prover(space), model, DATA, LAYERS.get)
    assert [(c.owner, c.count) for c in costs.layers] == [
        ("gru[0]", Extremes(gru(2, 4), gru(2, 4))),
        ("gru[1]", Extremes(gru(4, 4), gru(4, 4))),
    ]


def test_what_has_no_end_has_no_count() -> None:
    space = Space((Hyperparameter("a", Normal(1, 100)),))
    wide = Apply("max", (Const(1), Apply("//", (Const(64), Ref("a")))))
    assert counted(space, Residual((layer(Const("Dense"), wide),))) is None
    assert known_ends(Prover(space).root, wide) is None
