"""Expressions and literals as Python: they compute the same, and nothing leaves its place."""

import ast
import math

import pytest
from examples import script, small
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnspec.scripts.python import (
    RESERVED,
    Names,
    literal,
    print_expression,
    print_name,
    safe_name,
)
from rnnspec.study.evaluate import ExpressionError, Scope
from rnnspec.study.expressions import Apply, Const, Derived, Expr, IfElse, Pick, Ref, Turn
from rnnspec.study.space import DerivedValue, Space

VALUES = {
    "a": 3,
    "b": -2,
    "lambda": 0.5,
    "np": 7,
    "model[0].trial": 4,
    "flag": True,
    "list": (8, 4),
}
DERIVED = {"half": Apply("//", (Ref("a"), Const(2)))}
NAMES = Names({"half": "half"}, {"i": "turn"})

numbers = st.one_of(
    st.integers(-5, 5).map(Const),
    st.floats(-3, 3, allow_nan=False).map(Const),
    st.sampled_from(["a", "b", "lambda", "np", "flag"]).map(Ref),
    st.just(Ref("model[{}].trial", (Turn("i"),))),
    st.just(Ref("model[{}].trial", (Const(0),))),
    st.just(Derived("half")),
    st.just(Turn("i")),
    st.just(Apply("index", (Ref("list"), Const(1)))),
)


def compound(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    operators = [
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "**",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "and",
        "or",
        "min",
        "max",
    ]
    functions = ["neg", "pos", "not", "abs", "round", "floor", "ceil", "int", "sqrt", "exp"]
    return st.one_of(
        st.builds(Apply, st.sampled_from(operators), st.tuples(inner, inner)),
        st.builds(Apply, st.sampled_from(functions), st.tuples(inner)),
        st.builds(IfElse, inner, inner, inner),
        st.builds(lambda a, b: Pick(Ref("kind"), ((1, a), (True, b), ("x", a))), inner, inner),
        inner.map(lambda item: Apply("sum", (Apply("list", (item, Const(1))),))),
        inner.map(lambda item: Apply("==", (item, Const(True)))),
        inner.map(lambda item: Apply("!=", (Const(None), item))),
    )


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=300)
@given(st.recursive(numbers, compound, max_leaves=14))
def test_printed_python_computes_what_the_study_does(expr: Expr) -> None:
    derived = tuple(DerivedValue(name, value) for name, value in DERIVED.items())
    scope = Scope.of(Space((), derived), VALUES)
    try:
        expected = scope.evaluate(expr, {"i": 0})
    except ExpressionError:
        return
    text = print_expression(expr, NAMES)
    found = eval(text, {"math": math, "values": VALUES, "turn": 0, "half": lambda v: v["a"] // 2})
    assert type(found) is type(expected), text
    assert found == expected, text


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=200)
@given(st.recursive(numbers, compound, max_leaves=8))
def test_no_parentheses_are_redundant_around_the_whole(expr: Expr) -> None:
    text = print_expression(expr, NAMES)
    ast.parse(text, mode="eval")
    if text.startswith("((") and text.endswith("))"):
        with pytest.raises(SyntaxError):  # the first one does not end with the last
            ast.parse(text[1:-1], mode="eval")


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (
            Apply("-", (Ref("a"), Apply("-", (Ref("b"), Const(1))))),
            "values['a'] - (values['b'] - 1)",
        ),
        (Apply("-", (Apply("-", (Ref("a"), Ref("b"))), Const(1))), "values['a'] - values['b'] - 1"),
        (Apply("**", (Const(-2), Const(2))), "(-2) ** 2"),
        (Apply("neg", (Apply("**", (Const(2), Const(2))),)), "-2 ** 2"),
        (Apply("**", (Const(2), Apply("**", (Const(3), Const(2))))), "2 ** 3 ** 2"),
        (Apply("==", (Ref("a"), Const(None))), "values['a'] is None"),
        (Apply("==", (Ref("a"), Const(True))), "values['a'] == 1"),
        (Apply("not", (Apply("<", (Ref("a"), Const(1))),)), "not values['a'] < 1"),
        (Apply("list", (Const(1),)), "(1,)"),
        (Pick(Ref("a"), ((1, Const(1)), ("x", Const("x")))), "values['a']"),
        (Pick(Ref("a"), (("s", Const(4)), ("b", Const(8)))), "4 if values['a'] == 's' else 8"),
        (
            Ref("m[{}].u", (Apply("+", (Turn("i"), Const(1))),)),
            "values['m[{}].u'.format(turn + 1)]",
        ),
    ],
)
def test_fewest_parentheses(expr: Expr, text: str) -> None:
    assert print_expression(expr, NAMES) == text


def test_a_long_sum_is_no_deep_recursion() -> None:
    expr: Expr = Const(0)
    for number in range(5000):
        expr = Apply("+", (expr, Const(number)))
    assert print_expression(expr, NAMES).count("+") == 5000


@given(st.text())
def test_texts_stay_literals(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text
    assert "\n" not in literal(text)


@given(st.from_regex(r"[A-Za-z_]\w*", fullmatch=True))
def test_names_with_turns_keep_every_character(text: str) -> None:
    pattern = f"{text}[{{}}].units"
    printed = print_name(pattern, (Turn("i"),), NAMES)
    assert eval(printed, {"turn": 2}) == pattern.replace("{}", "2")


@given(st.text(min_size=1), st.sets(st.sampled_from(["x", "x_", "rate"])))
def test_safe_names_are_free(wanted: str, taken: set[str]) -> None:
    if not f"_{wanted}".isidentifier():
        return
    name = safe_name(wanted, taken)
    assert name.isidentifier()
    assert name not in taken | RESERVED


def test_names_of_a_spec_shadow_nothing() -> None:
    study = small(
        space="np ~ int(2, 4) trial ~ int(2, 4) values = np + 1 print = trial + values",
        model="""
          repeat keras ~ int(1, 2) as values_of { Dense(print) }
          repeat n ~ int(1, 2) as x { repeat model ~ int(1, 2) as l { Dense(np) } }
          parallel(merge = add) { left: { Dense(4) } data: { Dense(4) } }
          Flatten() Dense(1)
        """.replace("values_of", "range"),
    )
    text = script(study)
    functions = {
        node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)
    }
    assert {"values_", "print_"} <= functions
    loops = [
        n.target.id
        for n in ast.walk(ast.parse(text))
        if isinstance(n, ast.For) and isinstance(n.target, ast.Name)
    ]
    assert not set(loops) & (RESERVED | {"np", "keras", "x", "values", "model"})
