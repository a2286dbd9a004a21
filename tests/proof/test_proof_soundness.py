"""Ranges hold every value, and proofs agree with trying everything."""

from collections.abc import Iterator, Mapping
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.proof.abstract import Abstract
from rnnspec.proof.domain import Progression, Stretch, Subset, domain, turn_name, turns
from rnnspec.proof.prove import (
    MOST_STEPS,
    PROVEN,
    Answer,
    Proven,
    Prover,
    Refuted,
    Undecided,
)
from rnnspec.proof.ranges import Ranges, Whole
from rnnspec.proof.share import satisfied_share
from rnnspec.study.evaluate import ExpressionError, Scope
from rnnspec.study.expressions import TRUE, Apply, Const, Derived, Expr, IfElse, Ref, Turn
from rnnspec.study.space import Constraint, DerivedValue, Hyperparameter, Space
from rnnspec.values import Value, typed

BINARY = ["+", "-", "*", "/", "//", "%", "**", "min", "max"]
UNARY = ["neg", "pos", "abs", "round", "floor", "ceil", "int", "sqrt", "log", "log2", "exp"]
COMPARISONS = ["==", "!=", "<", "<=", ">", ">="]

SPACE = Space(
    (
        Hyperparameter("a", Lattice(-3, 40, 1)),
        Hyperparameter("b", Uniform(-2.5, 3.0)),
        Hyperparameter("c", Choice((2, 5, -1, 0.5))),
        Hyperparameter("d", Choice((True, False))),
        Hyperparameter("e", Lattice(0.1, 2.5, 0.1)),
        Hyperparameter("f", Choice(((1, 2), (3, 4, 5)))),
        Hyperparameter("g", Normal(0.5, 2.0)),
        Hyperparameter("h", Uniform(1e-5, 10.0, log=True)),
    ),
    (DerivedValue("k", Apply("//", (Ref("a"), Const(2)))),),
)


def evaluate(
    space: Space,
    values: Mapping[str, Value],
    expr: Expr,
    turns: Mapping[str, int] | None = None,
) -> Value:
    return Scope.of(space, values).evaluate(expr, turns or {})


def numbers() -> st.SearchStrategy[Expr]:
    leaves = st.one_of(
        st.sampled_from([Ref("a"), Ref("b"), Ref("c"), Ref("e"), Ref("g"), Ref("h")]),
        st.sampled_from([Derived("k"), Turn("i"), Apply("len", (Ref("f"),))]),
        st.sampled_from([Apply("sum", (Ref("f"),)), Apply("index", (Ref("f"), Turn("i")))]),
        st.integers(-5, 9).map(Const),
        st.sampled_from([2**1024, -(2**1024), 10**400, 1e308, 5e-324]).map(Const),
        st.floats(-4, 4, allow_nan=False).map(Const),
    )
    return st.recursive(leaves, _larger, max_leaves=8)


def _larger(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return st.one_of(
        st.tuples(st.sampled_from(BINARY), inner, inner).map(lambda t: Apply(t[0], t[1:])),
        st.tuples(st.sampled_from(UNARY), inner).map(lambda t: Apply(t[0], t[1:])),
        st.tuples(inner, st.integers(-2, 3)).map(lambda t: Apply("round", (t[0], Const(t[1])))),
        st.tuples(conditions(inner), inner, inner).map(lambda t: IfElse(*t)),
        st.lists(inner, min_size=1, max_size=3).map(
            lambda items: Apply("max", (Apply("list", tuple(items)),))
        ),
        st.tuples(st.lists(inner, min_size=2, max_size=2), inner).map(
            lambda t: Apply("index", (Apply("list", tuple(t[0])), t[1]))
        ),
    )


def conditions(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    links = st.tuples(st.sampled_from(COMPARISONS), inner, inner).map(lambda t: Apply(t[0], t[1:]))
    simple = st.one_of(links, st.just(Ref("d")))
    return st.one_of(
        simple,
        simple.map(lambda c: Apply("not", (c,))),
        st.tuples(st.sampled_from(["and", "or"]), simple, simple).map(lambda t: Apply(t[0], t[1:])),
    )


def _inside(value: Value, found: object) -> bool:
    assert isinstance(found, Abstract)
    if typed(value) in [typed(constant) for constant in found.constants]:
        return True
    if isinstance(value, int | float) and not isinstance(value, bool) and found.interval:
        return value in found.interval
    return bool(found.objects)


@st.composite
def places(draw: st.DrawFn) -> tuple[dict[str, object], dict[str, Value], int]:
    """A box around a point, and the point."""
    values: dict[str, Value] = {}
    box: dict[str, object] = {}
    for hyperparameter in SPACE.hyperparameters:
        whole = domain(hyperparameter.distribution)
        for _ in range(draw(st.integers(0, 4))):
            if whole.size > 1:
                whole = whole.split()[draw(st.integers(0, 1))]
        box[hyperparameter.name] = whole
        values[hyperparameter.name] = whole.point(draw(st.floats(0, 1)))
    turn = draw(st.integers(0, 2))
    box[turn_name("i")] = turns(3)
    return box, values, turn


@settings(max_examples=300)
@given(places(), st.one_of(numbers(), conditions(numbers())))
def test_a_range_holds_every_value(place, expr) -> None:  # type: ignore[no-untyped-def]
    box, values, turn = place
    found = Ranges(Whole(SPACE), box).of(expr)
    try:
        value = evaluate(SPACE, values, expr, {"i": turn})
    except ExpressionError:
        assert found.fails
    else:
        assert _inside(value, found)


@settings(max_examples=200)
@given(places(), conditions(numbers()))
def test_what_an_assumption_leaves_holds_every_point_that_meets_it(place, condition) -> None:  # type: ignore[no-untyped-def]
    box, values, turn = place
    try:
        truth = bool(evaluate(SPACE, values, condition, {"i": turn}))
    except ExpressionError:
        return
    left = Ranges(Whole(SPACE), box).assume(condition, truth)
    assert left is not None
    for name, value in {**values, turn_name("i"): turn}.items():
        assert _inside(value, left[name].abstract)


def test_halves_hold_the_whole() -> None:
    for whole in (Subset((1, 2, 3)), Progression(0.1, 0.1, 0, 6), Stretch(0.0, 1.0)):
        lower, upper = whole.split()
        assert lower.point(0) == whole.point(0)
        assert upper.point(1) == whole.point(1)
        if whole.size < 10:
            assert lower.size + upper.size == whole.size


SMALL = Space(
    (
        Hyperparameter("a", Lattice(0, 6, 1)),
        Hyperparameter("b", Lattice(1, 9, 2)),
        Hyperparameter("c", Choice((1, 4, 2.5))),
    )
)


def small_conditions() -> st.SearchStrategy[Expr]:
    leaf = st.one_of(st.sampled_from([Ref("a"), Ref("b"), Ref("c")]), st.integers(0, 9).map(Const))
    term = st.one_of(
        leaf,
        st.tuples(st.sampled_from(["+", "-", "*", "//", "%"]), leaf, leaf).map(
            lambda t: Apply(t[0], t[1:])
        ),
    )
    return st.tuples(st.sampled_from(COMPARISONS), term, term).map(lambda t: Apply(t[0], t[1:]))


def _left(condition: Expr, truth: bool, name: str) -> list[int]:
    """The integers that an assumption leaves of a hyperparameter of the small space."""
    whole = Whole(SMALL)
    left = Ranges(whole).assume(condition, truth)
    if left is None:
        return []
    found = left.get(name) or whole.domains[name]
    return [value for value in range(10) if _inside(value, found.abstract)]


@pytest.mark.parametrize(
    ("operator", "truth"),
    [*product(["<", "<=", ">", ">="], [True, False]), ("==", True), ("!=", False)],
)
def test_an_assumption_leaves_the_very_values_that_meet_it(operator: str, truth: bool) -> None:
    for bound in range(7):
        condition = Apply(operator, (Ref("a"), Const(bound)))
        met = [n for n in range(7) if evaluate(SMALL, {"a": n}, condition) is truth]
        assert _left(condition, truth, "a") == met


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_every_link_of_a_chain_is_assumed(order: tuple[int, ...]) -> None:
    links = (
        Apply(">", (Ref("a"), Const(1))),
        Apply("<", (Ref("a"), Const(4))),
        Apply(">=", (Ref("b"), Const(5))),
    )
    first, second, third = (links[i] for i in order)
    chain = Apply("and", (Apply("and", (first, second)), third))
    assert (_left(chain, True, "a"), _left(chain, True, "b")) == ([2, 3], [5, 7, 9])
    denials = [Apply("not", (link,)) for link in (first, second, third)]
    either = Apply("or", (Apply("or", (denials[0], denials[1])), denials[2]))
    assert (_left(either, False, "a"), _left(either, False, "b")) == ([2, 3], [5, 7, 9])


def _configurations(space: Space) -> Iterator[dict[str, Value]]:
    names = [h.name for h in space.hyperparameters]
    for values in product(*(list(h.distribution.values()) for h in space.hyperparameters)):
        yield dict(zip(names, values, strict=True))


def _is(space: Space, values: dict[str, Value], condition: Expr, truth: bool) -> bool:
    try:
        return bool(evaluate(space, values, condition)) is truth
    except ExpressionError:
        return False


@settings(max_examples=150)
@given(st.lists(small_conditions(), max_size=2), small_conditions(), small_conditions())
def test_a_proof_agrees_with_trying_everything(constraints, assumption, claim) -> None:  # type: ignore[no-untyped-def]
    space = Space(SMALL.hyperparameters, (), tuple(Constraint(c) for c in constraints))
    possible = [
        values
        for values in _configurations(space)
        if all(_is(space, values, c, True) for c in constraints)
    ]
    failing = [
        values
        for values in possible
        if _is(space, values, assumption, True) and _is(space, values, claim, False)
    ]
    prover = Prover(space)
    assert (prover.witness is None) == (not possible)
    answer = prover.prove(assumption, claim)
    if not failing:
        assert isinstance(answer, Proven)
    else:
        assert isinstance(answer, Refuted)
        assert dict(answer.configuration) in failing


def test_a_point_names_what_is_read_and_the_turn() -> None:
    space = Space(
        (
            Hyperparameter("first", Lattice(4, 64, 1)),
            Hyperparameter("depth", Lattice(1, 4, 1)),
            Hyperparameter("other", Uniform(0.0, 1.0)),
        )
    )
    units = Apply("//", (Ref("first"), Apply("**", (Const(2), Turn("i")))))
    exists = Apply("<", (Turn("i"), Ref("depth")))
    answer = Prover(space).prove(exists, Apply(">=", (units, Const(1))), {"i": 4})
    assert isinstance(answer, Refuted)
    assert list(answer.shown) == ["first", "depth"]
    assert set(answer.configuration) == {"first", "depth", "other"}
    assert evaluate(space, answer.configuration, exists, answer.turns) is True
    assert evaluate(space, answer.configuration, units, answer.turns) == 0


def test_a_point_holds_active_values_alone_and_meets_other_constraints() -> None:
    space = Space(
        (
            Hyperparameter("kind", Choice(("plain", "deep"))),
            Hyperparameter(
                "deep.units", Lattice(1, 8, 1), Apply("==", (Ref("kind"), Const("deep")))
            ),
            Hyperparameter("x", Lattice(1, 100, 1)),
            Hyperparameter("y", Lattice(1, 100, 1)),
            Hyperparameter("z", Lattice(0, 9, 1)),
        ),
        (),
        (Constraint(Apply("==", (Apply("+", (Ref("x"), Ref("y"))), Const(199)))),),
    )
    answer = Prover(space).prove(TRUE, Apply("<", (Ref("z"), Const(9))))
    assert isinstance(answer, Refuted)
    values = answer.configuration
    assert values["z"] == 9
    assert values["x"] + values["y"] == 199  # type: ignore[operator]
    assert ("deep.units" in values) == (values["kind"] == "deep")


def test_division_by_zero_is_found_at_its_point() -> None:
    space = Space((Hyperparameter("n", Lattice(1, 500, 1)),))
    risky = Apply("/", (Const(1), Apply("-", (Ref("n"), Const(123)))))

    def proven(assumptions: Expr) -> Answer:
        return Prover(space).decide(assumptions, [risky], lambda box: box.of(risky).fails, {})

    answer = proven(TRUE)
    assert isinstance(answer, Refuted)
    assert answer.configuration == {"n": 123}
    safe = Apply("!=", (Ref("n"), Const(123)))
    assert isinstance(proven(safe), Proven)


def test_long_chains_of_derived_values_need_no_recursion() -> None:
    chain = [DerivedValue("d0", Ref("n"))]
    for number in range(1, 5000):
        chain.append(DerivedValue(f"d{number}", Apply("+", (Derived(f"d{number - 1}"), Const(1)))))
    space = Space((Hyperparameter("n", Lattice(1, 4, 1)),), tuple(chain))
    prover = Prover(space)
    assert isinstance(prover.prove(TRUE, Apply(">=", (Derived("d4999"), Const(5000)))), Proven)
    assert isinstance(prover.prove(TRUE, Apply(">=", (Derived("d4999"), Const(5001)))), Refuted)


def test_the_share_that_satisfies_the_constraints() -> None:
    def share(*conditions: Expr) -> float:
        found = (Hyperparameter(name, Lattice(1, 100, 1)) for name in "abc")
        return satisfied_share(Prover(Space(tuple(found), (), tuple(map(Constraint, conditions)))))

    assert share() == 1
    assert 0.3 < share(Apply("<", (Ref("a"), Ref("b")))) < 0.7
    assert share(Apply("==", (Ref("a"), Ref("b")))) < 0.1
    rare = Apply("<=", (Ref("a"), Const(10))), Apply("<=", (Ref("b"), Const(4)))
    assert share(*rare) < 0.02


def test_all_searches_over_a_space_take_a_fixed_number_of_steps_together() -> None:
    # Exactly one of three, forty times over: no box tells more than a few of them.
    names = [f"a{number}" for number in range(40)]
    ones = [
        Apply("==", (Apply("+", (Apply("+", (Ref(a), Ref(b))), Ref(c))), Const(1)))
        for a, b, c in zip(names, names[7:] + names[:7], names[19:] + names[:19], strict=True)
    ]
    found = tuple(Hyperparameter(name, Lattice(0, 1, 1)) for name in names)
    prover = Prover(Space(found, (), tuple(map(Constraint, ones))))
    answers = [prover.witness]
    answers += [prover.prove(TRUE, Apply("==", (Ref(name), Const(0)))) for name in names]
    assert answers == [Undecided()] * 41
    assert prover.whole.steps < 2 * MOST_STEPS
    # What is plain is proven without a search.
    assert prover.prove(TRUE, Apply("<", (Ref("a3"), Const(2)))) == PROVEN
