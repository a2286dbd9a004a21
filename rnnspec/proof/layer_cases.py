"""A layer with its kind and its rank-deciding arguments settled, case by case.

In: a layer whose kind or arguments may be searched. Out: the cases that are possible, each with
its condition, the row of its kind and arguments that are constants where the row must know them.
It knows no tensors.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from rnnspec.catalog.rows import Inner, LayerRow, LayerRows
from rnnspec.proof.ranges import Ranges
from rnnspec.study.expressions import TRUE, Const, Expr, Value
from rnnspec.study.fold import all_of, both, compare, negate
from rnnspec.study.model import Layer

MOST_CASES = 256
"""A layer whose searched arguments make more shapes than that is left alone."""


@dataclass(frozen=True)
class Case:
    """One way in which a layer may be built.

    It is so where the layer has this `kind`, and where `settled` holds of the arguments that
    became constants.
    """

    kind: Expr
    settled: Expr
    layer: Inner


def cases(
    layer: Layer, row_of: LayerRows, root: Ranges, at: Callable[[Expr], Expr]
) -> list[Case] | None:
    """The cases of a layer; None where it is not understood, or has too many.

    `at` gives an argument in the current turns.
    """
    if not layer.understood:
        return None
    inner: list[Case | None] = [None]
    if layer.inner is not None:
        known = cases(layer.inner, row_of, root, at)
        if known is None:
            return None
        inner = [*known]
    kind = at(layer.kind)
    found: list[Case] = []
    kinds = root.of(kind).constants
    for name in kinds:
        row = row_of(name) if isinstance(name, str) else None
        if row is None:
            return None
        is_kind = TRUE if len(kinds) == 1 else compare(kind, "==", Const(name))
        arguments = {n: at(v) for n, v in layer.arguments if row.parameter(n) is not None}
        for inside in inner:
            chosen = is_kind if inside is None else both(is_kind, inside.kind)
            before = TRUE if inside is None else inside.settled
            nested = None if inside is None else inside.layer
            for condition, settled in _settled(row, arguments, root):
                built = Inner(row, settled, nested)
                found.append(Case(chosen, both(before, condition), built))
                if len(found) > MOST_CASES:
                    return None
    return found or None


def _settled(
    row: LayerRow, arguments: dict[str, Expr], root: Ranges
) -> Iterator[tuple[Expr, dict[str, Expr]]]:
    """The arguments with constants for those that decide a rank, and for lists."""
    open_names, possible = [], []
    for name, value in arguments.items():
        if isinstance(value, Const):
            continue
        values = root.of(value)
        if values.is_exact and (name in row.fixing or "list" in values.kinds):
            open_names.append(name)
            possible.append(values.constants)
    for chosen in product(*possible):
        options = dict(zip(open_names, chosen, strict=True))
        condition = all_of(_is(arguments[name], option) for name, option in options.items())
        yield condition, {**arguments, **{n: Const(option) for n, option in options.items()}}


def _is(expr: Expr, value: Value) -> Expr:
    if value is True:
        return expr
    if value is False:
        return negate(expr)
    return compare(expr, "==", Const(value))
