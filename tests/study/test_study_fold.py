"""Folding: what is computed beforehand is what would be computed later."""

from hypothesis import given
from hypothesis import strategies as st

from rnnspec.source import Span
from rnnspec.study.evaluate import ExpressionError, evaluate
from rnnspec.study.expressions import (
    Apply,
    Const,
    Expr,
    IfElse,
    Make,
    Pick,
    Ref,
    Turn,
    Value,
    typed,
    walk,
)
from rnnspec.study.fold import (
    add,
    both,
    ceildiv,
    compare,
    either,
    floordiv,
    if_else,
    mul,
    negate,
    sub,
    substitute,
)

DIMENSIONS = st.sampled_from([Const(0), Const(1), Const(2), Const(7), Ref("a"), Ref("b")])
CONDITIONS = st.recursive(
    st.sampled_from([Const(True), Const(False), Ref("p"), Ref("q")]),
    lambda inner: st.builds(negate, inner) | st.builds(both, inner, inner),
)
LEAVES = st.sampled_from(
    [
        *(Const(value) for value in (0, 1, 3, 0.0, 0.5, True, False, None, "x", (1, 2))),
        Turn("i"),
        Turn("j"),
        Ref("a"),
        Ref("p"),
        Ref("gru[{}].units", (Turn("i"),)),
    ]
)
OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "==", "<", "and", "or", "index", "min"]
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(lambda o, a, b: Apply(o, (a, b)), st.sampled_from(OPERATORS), inner, inner)
        | st.builds(lambda o, a: Apply(o, (a,)), st.sampled_from(["neg", "not", "abs"]), inner)
        | st.builds(IfElse, inner, inner, inner)
    ),
    max_leaves=12,
)
VALUES: dict[str, Value] = {"a": 5, "b": 3, "p": True, "q": False}
TURNS = {"i": 2, "j": 0}
CONFIGURATION = {**VALUES, "gru[2].units": 64}


def outcome(expr: Expr) -> object:
    try:
        return typed(evaluate(expr, CONFIGURATION, turns=TURNS))
    except ExpressionError:
        return "none"


@given(DIMENSIONS, DIMENSIONS)
def test_arithmetic_of_dimensions(left, right):
    for fold, operator in ((add, "+"), (sub, "-"), (mul, "*"), (floordiv, "//")):
        assert outcome(fold(left, right)) == outcome(Apply(operator, (left, right)))


@given(st.integers(0, 50), st.integers(1, 9))
def test_ceiling_division(size, stride):
    assert ceildiv(Const(size), Const(stride)) == Const(-(-size // stride))


@given(CONDITIONS, CONDITIONS)
def test_logic_of_conditions(left, right):
    assert outcome(both(left, right)) == outcome(Apply("and", (left, right)))
    assert outcome(either(left, right)) == outcome(Apply("or", (left, right)))
    assert outcome(negate(left)) == outcome(Apply("not", (left,)))
    assert outcome(if_else(left, Const(1), right)) == outcome(IfElse(left, Const(1), right))


def test_a_choice_between_equals_keeps_types_apart():
    assert if_else(Ref("p"), Const(1), Const(1)) == Const(1)
    assert if_else(Ref("p"), Const(1), Const(True)) == IfElse(Ref("p"), Const(1), Const(True))
    assert compare(Const(1), "==", Const(True)) == Const(True)


@given(EXPRESSIONS)
def test_substituting_turns_keeps_value_and_type(expr):
    replaced = substitute(expr, {name: Const(turn) for name, turn in TURNS.items()})
    assert not any(isinstance(part, Turn) for part in walk(replaced))
    # What folds may drop a part that has no value, never change one that has.
    if outcome(expr) != "none":
        assert outcome(replaced) == outcome(expr)


def test_substitution_reaches_objects_and_keeps_places():
    place = Span(3, 7)
    pick = Pick(Ref("o[{}]", (Turn("i"),)), (("x", Turn("i")), ("y", Const(1))))
    made = Make("L2", (("l2", Apply("*", (Turn("i"), Const(0.5)), place)), ("on", pick)))
    result = substitute(made, {"i": Const(3)})
    on = Pick(Ref("o[{}]", (Const(3),)), (("x", Const(3)), ("y", Const(1))))
    assert result == Make("L2", (("l2", Const(1.5)), ("on", on)))
    assert isinstance(result, Make)
    assert result.arguments[0][1].span == place


def test_what_has_no_value_is_left_to_be_told_later():
    expr = Apply("/", (Const(1), Turn("i")))
    assert substitute(expr, {"i": Const(0)}) == Apply("/", (Const(1), Const(0)))


def test_a_thousand_shared_doublings():
    width: Expr = Turn("i")
    for _ in range(1000):
        width = Apply("+", (width, width))
    assert substitute(width, {"i": Const(1)}) == Const(2**1000)
