"""Expressions mean what the same Python means, and always end."""

import math
import pickle

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rnnspec.study.evaluate import ExpressionError, Scope, evaluate
from rnnspec.study.expressions import (
    Apply,
    Const,
    Derived,
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
from rnnspec.study.space import DerivedValue

VALUES: dict[str, Value] = {"a": 5, "b": -3, "x": 0.5, "y": 2.0, "p": True, "q": False}
NAMES = {
    **VALUES,
    "just": lambda value: value,
    **{n: getattr(math, n) for n in ("floor", "ceil", "sqrt", "log", "log2", "exp")},
}


NUMBERS = st.one_of(
    st.integers(-40, 40).map(Const),
    st.sampled_from([0.0, 0.1, 0.3, 1.5, -2.25, 1e300, 1e-300, 7.0]).map(Const),
    st.booleans().map(Const),
    st.sampled_from(sorted(VALUES)).map(Ref),
)
BINARY = ["+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=", "and", "or"]
UNARY = ["neg", "pos", "not", "abs", "round", "floor", "ceil", "int", "sqrt", "log", "log2", "exp"]


@st.composite
def larger(draw: st.DrawFn, inner: st.SearchStrategy[Expr]) -> Expr:
    """An operator or a function over smaller expressions."""
    a, b, c = draw(inner), draw(inner), draw(inner)
    items = Apply("list", tuple(draw(st.lists(inner, max_size=3))))
    return draw(
        st.sampled_from(
            [
                *(Apply(draw(st.sampled_from(BINARY)), (a, b)) for _ in range(4)),
                Apply(draw(st.sampled_from(UNARY)), (a,)),
                IfElse(a, b, c),
                Apply(draw(st.sampled_from(["min", "max", "sum", "len"])), (items,)),
                Apply("index", (items, a)),
                Apply("max", (a, b, c)),
                Apply("round", (a, Const(draw(st.integers(-2, 3))))),
            ]
        )
    )


EXPRESSIONS = st.recursive(NUMBERS, larger, max_leaves=20)


def printed(expr: Expr) -> str:
    match expr:
        case Const(value):
            # Hidden in a call from the compiler, which warns of some constants and computes others.
            return f"just({value!r})"
        case Ref(name):
            return name
        case IfElse(condition, then, otherwise):
            return f"({printed(then)} if {printed(condition)} else {printed(otherwise)})"
        case Apply("neg" | "pos" | "not" as operator, (operand,)):
            sign = {"neg": "-", "pos": "+", "not": "not "}[operator]
            return f"({sign}{printed(operand)})"
        case Apply("list", items):
            return f"[{', '.join(map(printed, items))}]"
        case Apply("index", (items, index)):
            return f"{printed(items)}[{printed(index)}]"
        case Apply(operator, operands) if operator in BINARY:
            return f"({f' {operator} '.join(map(printed, operands))})"
        case Apply(function, operands):
            return f"{function}({', '.join(map(printed, operands))})"
    raise AssertionError(expr)


def has_enormous_power(expr: Expr) -> bool:
    """Python would take minutes over it; that ours refuses is tested apart."""
    for part in walk(expr):
        match part:
            case Apply("**", operands):
                try:
                    base, exponent = (evaluate(operand, VALUES) for operand in operands)
                except ExpressionError:
                    continue
                if isinstance(base, int) and isinstance(exponent, int) and exponent > 900:
                    return True
    return False


@given(EXPRESSIONS)
def test_the_same_python_gives_the_same_value(expr):
    assume(not has_enormous_power(expr))
    python: object
    try:
        result = eval(printed(expr), {}, NAMES)
        python = typed(tuple(result) if isinstance(result, list) else result)
        finite = isinstance(result, int | list) or math.isfinite(result)
    except (ArithmeticError, ValueError, TypeError, IndexError):
        python, finite = "fails", False
    try:
        ours: object = typed(evaluate(expr, VALUES))
    except ExpressionError:
        ours = "fails"
    if ours == "fails":
        # Ours also refuses what does not stay finite, real and of some thousand bits on the way.
        assert not finite or exceeds(expr)
    else:
        assert ours == python


def exceeds(expr: Expr) -> bool:
    for part in walk(expr):
        try:
            value = eval(printed(part), {}, NAMES)
        except (ArithmeticError, ValueError, TypeError, IndexError):
            continue
        match value:
            case complex():
                return True
            case float() if not math.isfinite(value):
                return True
            case int() if value.bit_length() > 4096:
                return True
    return False


def apply(operator: str, *operands: Value) -> Value:
    return evaluate(Apply(operator, tuple(map(Const, operands))), {})


@pytest.mark.parametrize(
    ("operator", "operands", "words"),
    [
        ("/", (1, 0), "division by zero"),
        ("%", (1, 0.0), "division by zero"),
        ("*", (1e200, 1e200), "not finite"),
        ("exp", (1000,), "too large"),
        ("+", (10**400, 0.5), "too large"),
        ("**", (10, 10**9), "4,096 bits"),
        ("**", (3, 4000), "4,096 bits"),
        ("**", (2, 4096), "4,096 bits"),
        ("*", (2**3000, 2**3000), "4,096 bits"),
        ("**", (-8, 0.5), "not a real number"),
        ("sqrt", (-1,), "no value"),
        ("log", (0,), "no value"),
        ("+", ("a", "b"), "a number is needed"),
        ("*", ((1, 2), 1000), "a number is needed"),
        ("%", ("%999999d", 1), "a number is needed"),
        ("<", (1, "a"), "cannot take"),
        ("<", (None, 1), "`none`"),
        ("index", ((1, 2), 2), "index 2 of a list of 2"),
        ("index", ((1, 2), 0.0), "whole number"),
        ("max", ((),), "empty"),
        ("len", (3,), "a list is needed"),
        ("sum", (("a",),), "a number is needed"),
        ("round", (1.5, 10**6), "digits"),
        ("sqrt", (), "takes 1"),
    ],
)
def test_what_has_no_value_is_told(operator, operands, words):
    with pytest.raises(ExpressionError, match=words) as caught:
        apply(operator, *operands)
    assert isinstance(caught.value.expr, Apply)


def test_powers_up_to_the_limit():
    assert apply("**", 2, 4095) == 2**4095
    assert apply("**", 2, -1) == 0.5
    assert apply("**", 1, 10**9) == 1
    assert apply("**", -1, 10**9) == 1
    assert apply("**", 0, 10**9) == 0


def test_only_what_is_needed_is_computed():
    fails = Apply("/", (Const(1), Const(0)))
    assert evaluate(IfElse(Const(True), Const(1), fails), {}) == 1
    assert evaluate(Apply("and", (Const(0), fails)), {}) == 0
    assert evaluate(Apply("or", (Const("x"), fails)), {}) == "x"
    with pytest.raises(ExpressionError, match="division") as caught:
        evaluate(Apply("+", (Apply("+", (Const(2), fails)), Const(1))), {})
    assert caught.value.expr is fails


def test_names_turns_and_picks():
    nested = Ref("gru[{}].cell[{}].units", (Turn("i"), Apply("+", (Turn("j"), Const(1)))))
    assert evaluate(nested, {"gru[2].cell[1].units": 64}, turns={"i": 2, "j": 0}) == 64
    with pytest.raises(ExpressionError, match=r"`gru\[0\].cell\[1\].units` is not active"):
        evaluate(nested, {}, turns={"i": 0, "j": 0})
    pick = Pick(Ref("o"), ((1, Const("one")), (True, Const("true"))))
    assert evaluate(pick, {"o": True}) == "true"
    assert evaluate(pick, {"o": 1}) == "one"
    with pytest.raises(ExpressionError, match="`Adam` is an object"):
        evaluate(Make("Adam"), {})


def chain(length: int) -> list[DerivedValue]:
    steps = [DerivedValue("d0", Ref("a"))]
    for i in range(1, length):
        steps.append(DerivedValue(f"d{i}", Apply("+", (Derived(f"d{i - 1}"), Const(1)))))
    return steps


def test_a_chain_of_derived_values_of_any_length():
    assert evaluate(Derived("d4999"), {"a": 1}, chain(5000)) == 5000


def test_a_derived_value_is_computed_only_where_it_is_read():
    derived = [DerivedValue("half", Apply("//", (Ref("gone"), Const(2))))]
    derived.append(DerivedValue("width", IfElse(Ref("p"), Const(8), Derived("half"))))
    assert evaluate(Derived("width"), {"p": True}, derived) == 8
    with pytest.raises(ExpressionError, match="`gone` is not active"):
        evaluate(Derived("width"), {"p": False}, derived)


def test_a_scope_whose_values_grow():
    values: dict[str, Value] = {"p": False}
    derived = {d.name: d for d in [DerivedValue("double", Apply("*", (Ref("a"), Const(2))))]}
    scope = Scope(values, derived)
    with pytest.raises(ExpressionError):
        scope.evaluate(Derived("double"))
    values["a"] = 4
    assert scope.evaluate(Derived("double")) == 8


def deep(length: int) -> Expr:
    expr: Expr = Const(0)
    for i in range(length):
        expr = Apply("+", (expr, Const(i)))
    return expr


def test_depth_does_not_matter():
    one, same = deep(5_000), deep(5_000)
    assert evaluate(one, {}) == sum(range(5_000))
    assert one == same
    assert one != deep(4_999)
    assert hash(one) == hash(same)
    assert sum(1 for _ in walk(one)) == 10_001


def test_shared_parts_cost_once():
    def doubled(times: int) -> Expr:
        expr: Expr = Ref("a")
        for _ in range(times):
            expr = Apply("+", (expr, expr))
        return expr

    assert evaluate(doubled(300), {"a": 1}) == 2**300
    assert doubled(300) == doubled(300)
    assert doubled(300) != doubled(301)


def test_constants_are_equal_by_type_and_value():
    distinct = [Const(v) for v in (1, True, 1.0, "1", None, 0, False, (1,), (True,), (1.0,), ())]
    assert len(set(distinct)) == len(distinct)
    assert len(set(map(str, distinct))) == len(distinct)
    assert Const((1, "a")) == Const((1, "a"))
    labels = [Pick(Ref("o"), ((label, Const(0)),)) for label in (1, True)]
    assert labels[0] != labels[1]
    assert Const(1) != Ref("1")
    assert Const(1) != 1


def test_hashes_do_not_travel_between_processes():
    expr = Apply("+", (Ref("a"), Const("b")))
    hash(expr)
    copy = pickle.loads(pickle.dumps(expr))
    assert copy == expr
    assert "_hash" in expr.__dict__
    assert "_hash" not in pickle.loads(pickle.dumps(expr)).__dict__
