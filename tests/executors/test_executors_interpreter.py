"""Walking a plan builds what the same calls build by hand."""

from typing import Any

import pytest

from rnnspec.executors.interpreter import CallFailed, Interpreter
from rnnspec.executors.keras.network import build_network
from rnnspec.plan.tree import (
    Body,
    Call,
    Each,
    Either,
    Entries,
    Index,
    Items,
    Layer,
    Local,
    Model,
    Name,
    Parallel,
    Path,
    Procedure,
    Residual,
    Select,
    Slice,
    Step,
    Steps,
)
from rnnspec.source import Span
from rnnspec.study.evaluate import Scope
from rnnspec.study.expressions import Apply, Const, Ref, Turn, Value
from rnnspec.study.model import Branch, Repeat, When
from rnnspec.study.space import Space

pytestmark = pytest.mark.keras

UNITS = Ref("gru[{}].units", (Turn("i"),))


def _interpreter(**values: Value) -> Interpreter:
    import keras

    return Interpreter(Scope.of(Space(), values).evaluate, {"keras": keras, "len": len, "pow": pow})


def _built(model: Model, **values: Value) -> Any:
    return build_network(model, _interpreter(**values))


def _dense(units: int, name: str) -> Layer:
    keywords = (("units", Const(units)), ("name", Const(name)))
    return Layer(Call(Path("keras.layers.Dense"), (), keywords))


def _model(body: Body, straight: bool = False) -> Model:
    nothing = Const(None)
    return Model((("shape", Items((Const(4), Const(3)))),), body, nothing, nothing, (), straight)


def _layers(model: Any) -> list[tuple[str, tuple[int | None, ...]]]:
    return [(layer.name, tuple(layer.output.shape)) for layer in model.layers[1:]]


def _recurrent(name: str = "gru_{}") -> Layer:
    function = Select(
        Ref("cell"),
        (("GRU", Path("keras.layers.GRU")), ("LSTM", Path("keras.layers.LSTM"))),
    )
    keywords = (
        ("units", UNITS),
        ("return_sequences", Const(True)),
        ("name", Name(name, (Turn("i"),))),
    )
    return Layer(
        Call(function, (), keywords),
        wrapper=Call(Path("keras.layers.Bidirectional")),
        wrapped=Ref("both_ways"),
    )


def test_turns_kinds_and_wrappers() -> None:
    body: Body = (Repeat(Ref("depth"), "i", (_recurrent(),), most=3),)
    values = {"depth": 2, "cell": "LSTM", "gru[0].units": 8, "gru[1].units": 6}
    model = _built(_model(body), **values, both_ways=False)
    assert _layers(model) == [("gru_0", (None, 4, 8)), ("gru_1", (None, 4, 6))]
    assert {type(layer).__name__ for layer in model.layers[1:]} == {"LSTM"}
    both = _built(_model(body), **values, both_ways=True)
    assert [tuple(layer.output.shape) for layer in both.layers[1:]] == [
        (None, 4, 16),
        (None, 4, 12),
    ]
    none = _built(_model(body), **{**values, "depth": 0})
    assert tuple(none.output.shape) == (None, 4, 3)


@pytest.mark.parametrize(("size", "head", "name"), [(3, "a", "few"), (9, "b", "many")])
def test_only_the_chosen_body_is_built(size: int, head: str, name: str) -> None:
    many = Apply(">", (Ref("size"), Const(5)))
    body: Body = (
        When(((many, (_dense(2, "many"),)),), (_dense(2, "few"),)),
        Branch(Ref("head"), (("a", ()), ("b", (_dense(1, "last"),)))),
    )
    model = _built(_model(body), size=size, head=head)
    expected = [(name, (None, 4, 2))] + ([("last", (None, 4, 1))] if head == "b" else [])
    assert _layers(model) == expected


def test_a_residual_projects_where_widths_differ() -> None:
    projection = Name("residual_1_projection")
    wider = _built(_model((Residual((_dense(5, "wide"),), projection),)))
    assert {layer.name for layer in wider.layers[1:3]} == {"wide", "residual_1_projection"}
    assert tuple(wider.output.shape) == (None, 4, 5)
    same = _built(_model((Residual((_dense(3, "same"),), projection),)))
    assert [type(layer).__name__ for layer in same.layers] == ["InputLayer", "Dense", "Add"]


def test_parallel_branches_read_the_same_input() -> None:
    merge = Call(Path("keras.layers.Concatenate"))
    body: Body = (Parallel(merge, (("l", (_dense(2, "l"),)), ("r", (_dense(5, "r"),)))),)
    assert tuple(_built(_model(body)).output.shape) == (None, 4, 7)


def test_a_straight_stack_is_a_sequential() -> None:
    model = _built(_model((_dense(2, "a"), _dense(1, "b")), straight=True))
    assert type(model).__name__ == "Sequential"
    assert [layer.name for layer in model.layers] == ["a", "b"]
    assert model.output_shape == (None, 4, 1)


def test_a_layer_that_attends_to_itself() -> None:
    attention = Layer(
        Call(Path("keras.layers.Attention")), inputs=(Items((Local("x"), Local("x"))),)
    )
    assert tuple(_built(_model((attention,))).output.shape) == (None, 4, 3)


def test_a_failing_call_names_its_place() -> None:
    bad = Call(Path("keras.layers.GRU"), (), (("units", Const(-1)),), Span(3, 9))
    with pytest.raises(CallFailed) as failed:
        _built(_model((Layer(bad, span=Span(3, 9)),)))
    assert failed.value.place == Span(3, 9)
    assert failed.value.function == "GRU"
    assert "units" in str(failed.value.__cause__)


def test_a_layer_of_a_straight_stack_that_fails_names_its_place() -> None:
    keywords = (("filters", Const(2)), ("kernel_size", Const(9)))
    wide = Layer(Call(Path("keras.layers.Conv1D"), (), keywords), span=Span(3, 9))
    with pytest.raises(CallFailed) as failed:
        _built(_model((_dense(2, "first"), wide, _dense(1, "last")), straight=True))
    assert failed.value.place == Span(3, 9)
    assert isinstance(failed.value.__cause__, ValueError)


def test_procedures_assign_what_they_compute() -> None:
    power = Call(Path("pow"), (Local("a"), Const(2)))
    procedure = Procedure(
        given=("rows",),
        steps=(
            Step(("first", "second"), Local("rows")),
            Step((), Call(Path("len"), (Local("first"),))),
            Step(("squares",), Each(("a", "b"), Items((Local("first"), Local("second"))), power)),
            Step(("rest",), Slice(Local("squares"), Const(1), None)),
            Step(("one",), Index(Local("rest"), Const(0))),
            Step(("kind",), Either(Local("one"), Const("big"), Const("nothing"))),
            Step(("table",), Entries((("steps", Steps(Const((1, 2)), each=True)),))),
        ),
        results=("rest", "kind", "table"),
    )
    given = _interpreter().knowing(rows=([2, 0], [3, 0]), steps_per_epoch=10)
    assert given.run(procedure) == {"rest": [9], "kind": "big", "table": {"steps": [10, 20]}}


def test_one_and_true_are_different_options() -> None:
    select = Select(Ref("a"), ((1, Const("number")), (True, Const("truth"))))
    assert _interpreter(a=True).argument(select) == "truth"
    assert _interpreter(a=1).argument(select) == "number"
