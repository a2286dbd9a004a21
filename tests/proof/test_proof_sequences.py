"""The inferred `return_sequences` against unrolling each configuration by hand."""

from itertools import product
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from rnnspec.catalog import LAYERS
from rnnspec.distributions.choice import Choice
from rnnspec.distributions.lattice import Lattice
from rnnspec.proof.sequences import infer_sequences
from rnnspec.study.evaluate import Scope
from rnnspec.study.expressions import TRUE, Apply, Const, Expr, Ref, Turn
from rnnspec.study.model import Body, Branch, Layer, Node, Parallel, Repeat, Residual, When
from rnnspec.study.space import Hyperparameter, Space
from rnnspec.values import Value

MOST = 3
SPACE = Space(
    (
        Hyperparameter("depth", Lattice(0, MOST, 1)),
        Hyperparameter("some", Lattice(1, 2, 1)),
        Hyperparameter("wide", Choice((True, False))),
        Hyperparameter("head", Choice(("x", "y"))),
        Hyperparameter("cell", Choice(("GRU", "LSTM"))),
        *(Hyperparameter(f"pick[{i}]", Choice((True, False))) for i in range(MOST)),
    )
)
KINDS: list[Expr] = [
    *(Const(k) for k in ("GRU", "LSTM", "Dense", "Dropout", "Flatten", "Conv1D", "RepeatVector")),
    Ref("cell"),
]


def layer(kind: Expr) -> Layer:
    return Layer(kind)


def statements(turn: str | None, depth: int) -> st.SearchStrategy[Node]:
    simple = st.sampled_from(KINDS).map(layer)
    if depth == 0:
        return simple
    body = bodies(turn, depth - 1)
    conditions: list[Expr] = [Ref("wide"), Apply(">", (Ref("depth"), Const(1)))]
    if turn is not None:
        conditions += [Apply(">", (Turn(turn), Const(0))), Ref("pick[{}]", (Turn(turn),))]
    condition = st.sampled_from(conditions)
    inner = f"turn{depth}"
    counts = st.sampled_from([Ref("depth"), Ref("some"), Const(2), Const(0)])
    return st.one_of(
        simple,
        st.tuples(condition, body, body).map(lambda t: When(((t[0], t[1]),), t[2])),
        st.tuples(body, body).map(lambda t: Branch(Ref("head"), (("x", t[0]), ("y", t[1])))),
        st.tuples(counts, bodies(inner, depth - 1)).map(lambda t: Repeat(t[0], inner, t[1], MOST)),
        body.map(Residual),
        st.tuples(body, body).map(lambda t: Parallel(Const("concat"), (("a", t[0]), ("b", t[1])))),
    )


def bodies(turn: str | None, depth: int) -> st.SearchStrategy[Body]:
    return st.lists(statements(turn, depth), max_size=3).map(tuple)


Needs: TypeAlias = list[tuple[Layer, dict[str, int], bool]]


def needed(body: Body, scope: Scope, turns: dict[str, int], after: bool, found: Needs) -> bool:
    """Whether a sequence is needed in front of a body, for one configuration, turn by turn."""
    for node in reversed(body):
        match node:
            case Layer(kind):
                row = LAYERS[str(scope.evaluate(kind, turns))]
                if row.recurrent:
                    found.append((node, dict(turns), after))
                after = {"needs": True, "vector": False}.get(row.sequence, after)
            case When(((condition, then),), otherwise):
                chosen = then if scope.evaluate(condition, turns) else otherwise
                after = needed(chosen, scope, turns, after, found)
            case Branch(on, options):
                chosen = dict(options)[str(scope.evaluate(on, turns))]
                after = needed(chosen, scope, turns, after, found)
            case Repeat(count, variable, inside):
                times = scope.evaluate(count, turns)
                assert isinstance(times, int)
                for turn in reversed(range(times)):
                    after = needed(inside, scope, {**turns, variable: turn}, after, found)
            case Residual(inside):
                before = needed(inside, scope, turns, after, [])
                needed(inside, scope, turns, before, found)
                after = before
            case Parallel(_, branches):
                each = [needed(b, scope, turns, after, found) for _, b in branches]
                after = True in each
    return after


def arguments(body: Body) -> list[Layer]:
    """The layers of a body, in written order."""
    found: list[Layer] = []
    for node in body:
        match node:
            case Layer():
                found.append(node)
            case When(arms, otherwise):
                for _, inside in arms:
                    found += arguments(inside)
                found += arguments(otherwise)
            case Branch(_, parts) | Parallel(_, parts):
                for _, inside in parts:
                    found += arguments(inside)
            case Repeat(body=inside) | Residual(body=inside):
                found += arguments(inside)
    return found


def configurations() -> list[dict[str, Value]]:
    names = [h.name for h in SPACE.hyperparameters]
    return [
        dict(zip(names, values, strict=True))
        for values in product(*(list(h.distribution.values()) for h in SPACE.hyperparameters))
    ]


def numbered(body: Body, names: list[int]) -> Body:
    """The body with every layer told apart."""
    result: list[Node] = []
    for node in body:
        match node:
            case Layer():
                names.append(0)
                result.append(Layer(node.kind, owner=str(len(names))))
            case When(arms, otherwise):
                settled = tuple((c, numbered(b, names)) for c, b in arms)
                result.append(When(settled, numbered(otherwise, names)))
            case Branch(on, parts):
                result.append(Branch(on, tuple((n, numbered(b, names)) for n, b in parts)))
            case Parallel(merge, parts):
                result.append(Parallel(merge, tuple((n, numbered(b, names)) for n, b in parts)))
            case Repeat(count, variable, inside, most):
                result.append(Repeat(count, variable, numbered(inside, names), most))
            case Residual(inside):
                result.append(Residual(numbered(inside, names)))
    return tuple(result)


def verify(body: Body, chosen: list[dict[str, Value]]) -> None:
    """Hold the inference against unrolling some configurations."""
    body = numbered(body, [])
    inferred = {
        found.owner: dict(found.arguments)
        for found in arguments(infer_sequences(body, SPACE, LAYERS.get))
    }
    for values in chosen:
        scope = Scope.of(SPACE, values)
        wanted: Needs = []
        needed(body, scope, {}, False, wanted)
        for found, turns, sequence in wanted:
            given_ = inferred[found.owner]["return_sequences"]
            assert scope.evaluate(given_, turns) is sequence


@settings(max_examples=200)
@given(bodies(None, 2), st.data())
def test_every_configuration_gets_what_it_needs(body: Body, data: st.DataObject) -> None:
    everywhere = configurations()
    numbers = st.lists(st.integers(0, len(everywhere) - 1), min_size=5, max_size=12)
    verify(body, [everywhere[number] for number in data.draw(numbers)])


def test_turns_that_differ_look_as_far_ahead_as_they_must() -> None:
    picked = Ref("pick[{}]", (Turn("i"),))
    cell = When(((picked, (layer(Const("GRU")),)),), (layer(Const("Dense")),))
    ends: list[Body] = [(), (layer(Const("GRU")),), (layer(Const("RepeatVector")),)]
    for body in ((cell,), (cell, cell), (layer(Const("GRU")), cell)):
        for end in ends:
            verify((Repeat(Ref("depth"), "i", body, MOST), *end), configurations())


def _inferred(*body: Node) -> list[Expr | None]:
    found = arguments(infer_sequences(tuple(body), SPACE, LAYERS.get))
    return [dict(node.arguments).get("return_sequences") for node in found]


def _layer(kind: str, **arguments: Value) -> Layer:
    return Layer(Const(kind), tuple((n, Const(v)) for n, v in arguments.items()))


def test_only_the_last_of_a_stack_returns_a_vector() -> None:
    stack = [_layer("GRU"), _layer("Dropout"), _layer("LSTM"), _layer("Dense")]
    assert _inferred(*stack) == [TRUE, None, Const(False), None]


def test_a_plain_repeat_has_a_plain_condition() -> None:
    body = (_layer("GRU"), _layer("Dropout"))
    found = _inferred(Repeat(Ref("some"), "i", body, 2), _layer("Dense"))
    assert found[0] == Apply("<", (Turn("i"), Apply("-", (Ref("some"), Const(1)))))


def test_a_repeat_that_may_not_turn_lets_the_need_through() -> None:
    repeat = Repeat(Ref("depth"), "i", (_layer("GRU"),), MOST)
    assert _inferred(_layer("LSTM"), repeat)[0] == Apply(">", (Ref("depth"), Const(0)))
    always = Repeat(Ref("some"), "i", (_layer("GRU"),), 2)
    assert _inferred(_layer("LSTM"), always)[0] == TRUE


def test_what_is_written_is_obeyed() -> None:
    assert _inferred(_layer("GRU", return_sequences=True), _layer("Dense"))[0] == TRUE


def test_the_layer_inside_a_wrapper_gets_the_need() -> None:
    wrapped = Layer(Const("Bidirectional"), inner=_layer("GRU"))
    body = infer_sequences((wrapped, _layer("LSTM")), SPACE, LAYERS.get)
    assert isinstance(body[0], Layer)
    assert body[0].inner is not None
    assert dict(body[0].inner.arguments)["return_sequences"] == TRUE


def test_a_residual_keeps_the_rank_of_its_input() -> None:
    assert _inferred(_layer("GRU"), Residual((_layer("GRU"),)), _layer("Dense"))[:2] == [TRUE, TRUE]


def test_two_thousand_layers_and_turns() -> None:
    stack = [_layer("GRU") for _ in range(2000)]
    assert _inferred(*stack) == [TRUE] * 1999 + [Const(False)]
    cases = (When(((Apply(">", (Turn("i"), Const(3))), (_layer("GRU"),)),)),)
    _inferred(Repeat(Const(2000), "i", cases, 2000))
