"""A rule over unknown arguments means what it means for each of their values."""

from typing import Any

import pytest
from catalog_sampling import Case, cases, ours
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rnnspec.catalog import LAYERS
from rnnspec.catalog.rows import Inner
from rnnspec.catalog.shapes import bidirectional_shape
from rnnspec.study.evaluate import evaluate
from rnnspec.study.expressions import TRUE, Const, Expr, Ref


def symbols(
    case: Case, known: dict[str, Any], owner: str, hidden: set[str]
) -> tuple[dict[str, Expr], Inner | None]:
    """The arguments as names of values, except those that decide ranks and lists."""
    arguments: dict[str, Expr] = {}
    for name, value in case.arguments.items():
        symbolic = not isinstance(value, tuple) and name not in case.row.fixing
        if symbolic and f"{owner}{name}" in hidden:
            known[f"{owner}{name}"] = value
            arguments[name] = Ref(f"{owner}{name}")
        else:
            arguments[name] = Const(value)
    if case.inner is None:
        return arguments, None
    inner, inside = symbols(case.inner, known, f"{owner}inner.", hidden)
    return arguments, Inner(case.inner.row, inner, inside)


def names(case: Case, owner: str = "") -> list[str]:
    """The arguments of a layer and of those inside."""
    inside = names(case.inner, f"{owner}inner.") if case.inner else []
    return [f"{owner}{n}" for n in case.arguments] + inside


@pytest.mark.parametrize("name", LAYERS)
@settings(
    max_examples=15,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_symbols_and_constants_agree(name: str, data: st.DataObject) -> None:
    case = data.draw(cases(LAYERS[name]))
    expected = ours(case)
    assume(not isinstance(expected, str))
    known: dict[str, Any] = {f"d{i}": size for i, size in enumerate(case.shape)}
    hidden = set(data.draw(st.lists(st.sampled_from([*names(case), "none"]), unique=True)))
    arguments, inner = symbols(case, known, "", hidden)
    shape = tuple(Ref(f"d{i}") for i in range(len(case.shape)))
    row = case.row
    out = tuple(evaluate(d, known) for d in row.shape(arguments, shape, inner))
    assert (out, evaluate(row.weights(arguments, shape, inner), known)) == expected
    for requirement in row.requirements(arguments, shape):
        assert evaluate(requirement.condition, known) is True


def test_the_merge_of_both_directions_may_be_searched() -> None:
    (steps, width) = bidirectional_shape((Const(7), Const(5)), Ref("merge"))
    assert steps == Const(7)
    widths = {m: evaluate(width, {"merge": m}) for m in ("concat", "sum", "mul", "ave")}
    assert widths == {"concat": 10, "sum": 5, "mul": 5, "ave": 5}


def test_what_does_not_depend_on_a_symbol_is_folded() -> None:
    conv = LAYERS["Conv1D"]
    given = {"filters": Ref("f"), "kernel_size": Const(3)}
    steps, filters = conv.shape(given, (Const(10), Const(2)))
    assert steps == Const(8)
    assert filters == Ref("f")
    assert [r.condition for r in LAYERS["LSTM"].requirements({}, (Ref("w"), Const(2)))] == [TRUE]
