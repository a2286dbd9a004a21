"""Sampling, completing, enumerating and counting configurations."""

import json
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.study.count import Count, count
from rnnspec.study.expressions import TRUE, Apply, Const, Derived, Expr, Ref
from rnnspec.study.grid import grid
from rnnspec.study.sampling import (
    NothingSatisfies,
    active_values,
    broken_constraint,
    canonical,
    complete,
    configuration_hash,
    draw,
    sample,
    satisfies,
    uniform_draw,
)
from rnnspec.study.space import Constraint, DerivedValue, Hyperparameter, Space


def over(operator: str, left: str | Expr, right: int | float | str | Expr) -> Expr:
    first = Ref(left) if isinstance(left, str) else left
    second = right if isinstance(right, Ref | Derived | Apply) else Const(right)  # type: ignore[arg-type]
    return Apply(operator, (first, second))


def turns(depth: int, distribution: Distribution) -> list[Hyperparameter]:
    """`depth` and one hyperparameter for each turn that it can reach."""
    units = [Hyperparameter(f"u[{i}]", distribution, over(">", "depth", i)) for i in range(depth)]
    return [Hyperparameter("depth", Lattice(1, depth, 1)), *units]


STACK = Space(
    (
        Hyperparameter("cell", Choice(("GRU", "LSTM"))),
        Hyperparameter("depth", Lattice(1, 3, 1)),
        Hyperparameter("rate", Uniform(0.0, 0.5), over("==", "cell", "GRU")),
        Hyperparameter("first", Lattice(16, 64, 16), default=32, has_default=True),
        Hyperparameter("last", Lattice(16, 64, 16), over(">", "depth", 1)),
    ),
    (DerivedValue("half", over("//", "first", 2)),),
    (Constraint(over("<", "first", 64)), Constraint(over(">=", Derived("half"), 16))),
)


def test_draws_are_counted_not_streamed():
    assert uniform_draw(1, 2, "a", 0) == uniform_draw(1, 2, "a", 0)
    draws = {uniform_draw(s, i, n, a) for s in (0, 1) for i in (0, 1) for n in "ab" for a in (0, 1)}
    assert len(draws) == 16
    assert all(0 < u < 1 for u in draws)
    # One more hyperparameter leaves the draws of the others as they are.
    more = Space((Hyperparameter("new", Uniform(0.0, 1.0)), *STACK.hyperparameters))
    assert draw(STACK, 7, 3).items() <= draw(more, 7, 3).items()


def test_draws_are_uniform():
    cells = [0] * 20
    for index in range(20_000):
        cells[int(uniform_draw(46, index, "learning_rate") * 20)] += 1
    chi_square = sum((cell - 1000) ** 2 / 1000 for cell in cells)
    assert chi_square < 43.8  # one in a thousand, of 19 degrees of freedom


def test_samples_hold_the_active_values_in_order_and_satisfy():
    names = [h.name for h in STACK.hyperparameters]
    for index in range(300):
        values = sample(STACK, 5, index)
        assert list(values) == [name for name in names if name in values]
        assert ("rate" in values) == (values["cell"] == "GRU")
        assert ("last" in values) == (values["depth"] > 1)
        assert values["first"] in (32, 48)
        assert satisfies(STACK, values)
        assert active_values(STACK, values) == values
        assert all(
            STACK.by_name[name].distribution.contains(value) for name, value in values.items()
        )
    assert sample(STACK, 5, 9) == sample(STACK, 5, 9) != sample(STACK, 6, 9)


def test_rejection_leaves_the_distribution_of_what_remains():
    firsts = [sample(STACK, 0, index)["first"] for index in range(2000)]
    assert abs(firsts.count(32) - 1000) < 150


def test_sampling_ends_where_nothing_satisfies():
    space = Space((Hyperparameter("a", Uniform(0.0, 1.0)),), (), (Constraint(over(">", "a", 2)),))
    with pytest.raises(NothingSatisfies, match="none of 50 draws"):
        sample(space, 0, 0, attempts=50)


def test_active_values_drop_the_inactive_and_miss_none():
    values = {"cell": "LSTM", "depth": 1, "rate": 0.1, "first": 32, "last": 16, "other": 1}
    assert active_values(STACK, values) == {"cell": "LSTM", "depth": 1, "first": 32}
    with pytest.raises(KeyError, match="rate"):
        active_values(STACK, {"cell": "GRU", "depth": 1, "first": 32})


def test_what_is_open_takes_its_default_else_its_median():
    assert complete(STACK, {}) == {"cell": "GRU", "depth": 2, "rate": 0.25, "first": 32, "last": 32}
    given_values = {"cell": "LSTM", "rate": 0.3, "depth": 3}
    assert complete(STACK, given_values) == {"cell": "LSTM", "depth": 3, "first": 32, "last": 32}
    rate = complete(STACK, {"rate": 0})["rate"]
    assert (rate, type(rate)) == (0.0, float)


def test_the_broken_constraint_is_named():
    assert broken_constraint(STACK, {"first": 32}) is None
    assert broken_constraint(STACK, {"first": 64}) is STACK.constraints[0]
    assert broken_constraint(STACK, {"first": 16}) is STACK.constraints[1]


def test_the_canonical_form_tells_types_apart_and_forgets_order():
    assert canonical({"b": (1, "é"), "a": 0.1}) == '{"a":0.1,"b":[1,"é"]}'
    hashes = {configuration_hash({"a": value}) for value in (1, 1.0, True, "1", None, (1,))}
    assert len(hashes) == 6
    assert configuration_hash({"a": 1, "b": 2}) == configuration_hash({"b": 2, "a": 1})
    assert json.loads(canonical({"x": 1e-05, "y": 123456789.123})) == {
        "x": 1e-5,
        "y": 123456789.123,
    }


def test_the_grid_turns_the_last_fastest():
    space = Space(
        (
            Hyperparameter("a", Choice(("x", "y"))),
            Hyperparameter("b", Lattice(1, 2, 1), over("==", "a", "y")),
            Hyperparameter("c", Choice((True, None))),
        )
    )
    assert [tuple(values.values()) for values in grid(space)] == [
        ("x", True),
        ("x", None),
        ("y", 1, True),
        ("y", 1, None),
        ("y", 2, True),
        ("y", 2, None),
    ]
    assert count(space) == Count(6)


def test_an_enormous_grid_begins_at_once():
    space = Space(tuple(Hyperparameter(f"h{i}", Lattice(1, 5, 1)) for i in range(30)))
    assert len(list(islice(grid(space), 7))) == 7
    assert count(space) == Count(5**30)


def test_the_grid_of_a_long_space_does_not_recurse():
    space = Space(tuple(Hyperparameter(f"h{i}", Choice((i,))) for i in range(3000)))
    assert [len(values) for values in grid(space)] == [3000]
    assert count(space) == Count(1)


def test_nothing_searched_is_one_configuration():
    assert list(grid(Space())) == [{}]
    assert count(Space()) == Count(1)
    refused = Space((), (), (Constraint(Const(False)),))
    assert list(grid(refused)) == []
    assert count(refused) == Count(0)


def test_turns_are_counted_without_being_listed():
    space = Space(tuple(turns(30, Lattice(8, 64, 1, log=True))))
    assert count(space) == Count(sum(57**depth for depth in range(1, 31)))


def test_counts_without_an_end():
    rate = Hyperparameter("rate", Uniform(0.0, 1.0))
    assert count(Space((rate,))) == Count(None)
    assert count(Space((rate,), (), (Constraint(over("<", "rate", 0.5)),))) == Count(None)
    assert count(Space((Hyperparameter("k", Normal(0, 1, step=1)),))) == Count(None)
    unreachable = Hyperparameter("rate", Uniform(0.0, 1.0), over(">", "depth", 3))
    assert count(Space((Hyperparameter("depth", Lattice(1, 3, 1)), unreachable))) == Count(3)
    with pytest.raises(ValueError, match="no end"):
        list(grid(Space((rate,))))


def test_what_is_too_much_to_look_at_is_bounded():
    sizes = [Hyperparameter(name, Lattice(1, 100_000, 1)) for name in "ab"]
    few = Hyperparameter("c", Lattice(1, 3, 1))
    space = Space((*sizes, few), (), (Constraint(over("<=", "a", Ref("b"))),))
    assert count(space) == Count(3 * 10**10, exact=False)


def test_a_long_chain_of_constraints_is_bounded_or_counted():
    names = [f"h{i}" for i in range(400)]
    chain = [Constraint(over("<=", a, Ref(b))) for a, b in zip(names, names[1:], strict=False)]
    space = Space(tuple(Hyperparameter(n, Choice((0, 1))) for n in names), (), tuple(chain))
    assert count(space) == Count(2**400, exact=False)
    few = Space(space.hyperparameters[:12], (), tuple(chain[:11]))
    assert count(few) == Count(13)


DISTRIBUTIONS = st.sampled_from([Choice((0, 1)), Lattice(0, 2, 1), Lattice(1, 4, 1)])


@st.composite
def small_spaces(draw: st.DrawFn) -> Space:
    size = draw(st.integers(1, 5))
    names = [f"h{i}" for i in range(size)]

    def comparison(among: list[str]) -> Expr:
        left = draw(st.sampled_from([*among, *(["d"] if len(among) == size else [])]))
        operator = draw(st.sampled_from(["<", "<=", "==", "!="]))
        right = draw(st.sampled_from([0, 1, 2, *map(Ref, among)]))
        return over(operator, Derived("d") if left == "d" else left, right)

    # Conditions and constraints read what is always there, as in a checked study.
    always: list[str] = []
    hyperparameters = []
    for name in names:
        condition = TRUE
        if always and draw(st.booleans()):
            condition = comparison(always)
        else:
            always.append(name)
        hyperparameters.append(Hyperparameter(name, draw(DISTRIBUTIONS), condition))
    derived = (DerivedValue("d", over("+", always[0], Ref(always[-1]))),)
    constraints = [Constraint(comparison(always)) for _ in range(draw(st.integers(0, 2)))]
    return Space(tuple(hyperparameters), derived, tuple(constraints))


@given(small_spaces())
def test_grid_and_count_agree_with_trying_everything(space):
    names = [h.name for h in space.hyperparameters]
    everything = {}
    for values in product(*(h.distribution.values() for h in space.hyperparameters)):
        configuration = active_values(space, dict(zip(names, values, strict=True)))
        if satisfies(space, configuration):
            everything[canonical(configuration)] = configuration
    listed = list(grid(space))
    assert len(listed) == len(everything)
    assert {canonical(values) for values in listed} == everything.keys()
    assert count(space) == Count(len(everything))
    if everything:
        assert canonical(sample(space, 3, 0)) in everything
