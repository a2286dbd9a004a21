"""The JSON of a study: complete, the same for the same meaning, and reversible."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.source import Span
from rnnspec.study.data import Data, Npz, Random, Scaler, Sklearn, Split, Table
from rnnspec.study.evaluate import evaluate
from rnnspec.study.export import UnknownSchema, spec_hash, study_from_json, study_to_json
from rnnspec.study.expressions import Apply, Const, Derived, Expr, IfElse, Make, Pick, Ref, Turn
from rnnspec.study.model import (
    Branch,
    CustomLayer,
    Layer,
    Parallel,
    Repeat,
    Residual,
    When,
)
from rnnspec.study.search import FirstPoint, Named, Objective, Search
from rnnspec.study.space import Constraint, DerivedValue, Hyperparameter, Space
from rnnspec.study.study import Study
from rnnspec.study.training import Training

GRU = Layer(
    Const("GRU"),
    (("units", Ref("middle[{}].units", (Turn("i"),))), ("activation", Const(None))),
    "middle[{}]",
    (Turn("i"),),
    labelled=True,
    span=Span(40, 50),
)
STUDY = Study(
    Data(
        Table("csv", 'odd "path"\\\n.csv', time="Date"),
        Split("chronological", 0.15, 0.15),
        Pick(Ref("inputs"), ((("Close",), Const(("Close",))), (("a", "b"), Const(("a", "b"))))),
        ("Close",),
        Ref("window"),
        scale=((None, Scaler("minmax", (("Close", (0.0, 2000.0)),))),),
        labels=(0, "ä"),
    ),
    Space(
        (
            Hyperparameter("window", Lattice(2, 14, 1), default=2, has_default=True),
            Hyperparameter("middle[0].units", Normal(32, 8, low=8, high=64, step=4)),
            Hyperparameter("rate", Uniform(0.0, 0.5), Apply(">", (Ref("window"), Const(3)))),
            Hyperparameter("flag", Choice((True, 1, 1.0, None, (1, (2,))), (3, 1, 1, 1, 1))),
        ),
        (DerivedValue("half", Apply("//", (Ref("window"), Const(2)))),),
        (Constraint(Apply("<", (Derived("half"), Const(9))), "half<9", Span(3, 9)),),
    ),
    (
        Repeat(Const(1), "i", (GRU, Residual((Layer(Const("Dense")),))), 1, "i"),
        When(((Ref("flag"), (GRU,)),), (Layer(Const("TimeDistributed"), inner=GRU),)),
        Branch(Ref("head"), (("skip", ()), ("more", (GRU,)))),
        Parallel(Const("concat"), (("left", (GRU,)), ("right", ()))),
    ),
    Training(
        Make("Adam", (("learning_rate", Const(1e-3)),)),
        Make("MeanSquaredError"),
        IfElse(Ref("flag"), Const(3), Const(4)),
        metrics=("mae",),
        callbacks=(Make("EarlyStopping", (("patience", Const(5)),)),),
    ),
    Search(
        (Objective("val_rmse"),),
        Named("tpe", (("startup", 10),)),
        50,
        7200.0,
        46,
        first_points=(FirstPoint((("window", 2), ("flag", (1, (2,)))), Span(1, 2)),),
    ),
    (CustomLayer("Mine", "layers.py", "recurrent", ("units",)),),
)


def test_a_study_comes_back_as_it_was():
    text = study_to_json(STUDY)
    again = study_from_json(text)
    assert again == STUDY
    assert study_to_json(again) == text
    options = again.space.by_name["flag"].distribution.options
    assert list(map(type, options)) == [bool, int, float, type(None), tuple]


@pytest.mark.parametrize("source", [Npz("a.npz", "x", "y"), Sklearn("digits"), Random(9, 8, 7)])
def test_every_source_comes_back(source):
    study = replace(STUDY, data=replace(STUDY.data, source=source))
    assert study_from_json(study_to_json(study)) == study


def test_every_node_tells_what_it_is():
    text = study_to_json(STUDY)
    assert json.loads(text)["schema"] == 1
    assert json.loads(text)["node"] == "Study"
    for node in ("Lattice", "Normal", "Uniform", "Choice", "Repeat", "Branch", "Make", "Pick"):
        assert f'"node": "{node}"' in text
    assert "span" not in text


def test_places_and_spelling_do_not_change_the_hash():
    (constraint,) = STUDY.space.constraints
    moved = replace(constraint, text="half < 9", span=Span(70, 80))
    other = replace(STUDY, space=replace(STUDY.space, constraints=(moved,)))
    assert spec_hash(other) == spec_hash(STUDY)


def test_meaning_changes_the_hash():
    changes = [
        replace(STUDY, search=replace(STUDY.search, seed=47)),
        replace(STUDY, search=replace(STUDY.search, timeout=7200)),
        replace(STUDY, train=replace(STUDY.train, epochs=Const(True))),
        replace(STUDY, train=replace(STUDY.train, epochs=Const(1))),
        replace(STUDY, model=STUDY.model[1:]),
    ]
    assert len({spec_hash(study) for study in (STUDY, *changes)}) == len(changes) + 1


def with_epochs(expr: Expr) -> Study:
    return replace(STUDY, train=replace(STUDY.train, epochs=expr))


def test_long_chains_do_not_nest():
    expr: Expr = Const(0)
    for i in range(3000):
        expr = Apply("+", (expr, Const(i)))
    again = study_from_json(study_to_json(with_epochs(expr)))
    assert again.train.epochs == expr


@given(
    st.recursive(
        st.integers(1, 9).map(Const),
        lambda inner: st.builds(
            lambda o, a, b: Apply(o, (a, b)),
            st.sampled_from(["+", "-", "/", "**", "<", "and", "or", "min"]),
            inner,
            inner,
        ),
    )
)
def test_chains_keep_their_order(expr):
    again = study_from_json(study_to_json(with_epochs(expr))).train.epochs
    assert again == expr
    if not any(part in study_to_json(with_epochs(expr)) for part in ('"**"', '"/"')):
        assert evaluate(again, {}) == evaluate(expr, {})


def test_another_version_is_refused():
    text = study_to_json(STUDY).replace('"schema": 1', '"schema": 2')
    with pytest.raises(UnknownSchema):
        study_from_json(text)
