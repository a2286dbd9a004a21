"""How many parameters a model has, over the whole space.

In: a study whose model is sound. Out: the smallest and the largest count, of the whole and of each
layer, exact wherever the bounds meet a configuration that has them (branch and bound, best box
first); else honest bounds. A layer of unknown weights makes the count unknown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from rnnspec.catalog.rows import LayerRows, Shape
from rnnspec.proof.domain import Box, Domain
from rnnspec.proof.propagation import Propagation
from rnnspec.proof.prove import Prover
from rnnspec.proof.ranges import Ranges
from rnnspec.proof.shapes import input_tensor
from rnnspec.study.data import Data
from rnnspec.study.expressions import TRUE, Const, Expr
from rnnspec.study.fold import add, both, if_else, mul
from rnnspec.study.model import Body, Layer, Residual

MOST_BOXES = 400
"""Boxes that are looked at for one bound, as long as steps of the prover are left."""


@dataclass(frozen=True)
class Extremes:
    """The least and the greatest count; where one is not `exact`, it is a bound of it."""

    least: int
    greatest: int
    exact: bool = True


@dataclass(frozen=True)
class LayerCost:
    """A layer in one of its turns, passed where `path` holds.

    `count` is its number of parameters where it is passed, as far as ranges tell; None where its
    weights are unknown. `shapes` are the shapes of one sample behind it, dimension by dimension
    from the least to the greatest, one for each rank.
    """

    owner: str
    node: Layer | Residual
    path: Expr
    count: Extremes | None
    shapes: tuple[tuple[Extremes, ...], ...] = ()


@dataclass(frozen=True)
class Costs:
    """The counts of the layers, in the order in which a sample passes them, and of the whole."""

    layers: tuple[LayerCost, ...]
    total: Extremes | None


@dataclass(frozen=True)
class _Passed:
    """A layer in one of its turns, where `path` holds.

    One of its cases applies: a condition, the weights and the shape behind it.
    """

    owner: str
    node: Layer | Residual
    path: Expr
    cases: list[tuple[Expr, Expr, Shape]]

    @property
    def count(self) -> Expr:
        """Its number of parameters, 0 where it is not passed."""
        *others, (_, count, _) = self.cases
        for condition, weights, _ in reversed(others):
            count = if_else(condition, weights, count)
        return if_else(self.path, count, Const(0))


def parameters(prover: Prover, body: Body, data: Data, row: LayerRows) -> Costs:
    """The numbers of parameters of a model in which `return_sequences` is inferred.

    A layer that some configuration does not have counts 0 there.
    """
    found: dict[tuple[int, tuple[Expr, ...]], _Passed] = {}

    def passed(
        node: Layer | Residual,
        turns: Mapping[str, Expr],
        path: Expr,
        apart: Expr,
        weights: Expr,
        shape: Shape,
    ) -> None:
        numbers = [t.value for t in turns.values() if isinstance(t, Const)]
        owner = node.owner.format(*numbers) if isinstance(node, Layer) else "projection"
        key = id(node), tuple(turns.values())
        found.setdefault(key, _Passed(owner, node, path, [])).cases.append((apart, weights, shape))

    Propagation(prover, row, passed=passed).body(body, input_tensor(data), TRUE, {})
    layers = tuple(_cost(prover, entry) for entry in found.values())
    sum_: Expr = Const(0)
    for number, entry in enumerate(found.values()):
        sum_ = prover.bind(f"parameters {number}", add(sum_, entry.count))
    unknown = any(layer.count is None for layer in layers)
    return Costs(layers, None if unknown else extremes(prover, sum_))


def _cost(prover: Prover, entry: _Passed) -> LayerCost:
    """The cost of a layer over the configurations that have it; shapes of one rank are one."""
    counts: list[tuple[Extremes, ...]] = []
    by_rank: dict[int, list[tuple[Extremes, ...]]] = {}
    for apart, weights, shape in entry.cases:
        within = prover.root.inside(both(entry.path, apart), True) or prover.root
        counts.extend(_ends(within, (weights,)))
        for sizes in _ends(within, shape):
            by_rank.setdefault(len(shape), []).append(sizes)
    (count,) = _hull(counts) if len(counts) == len(entry.cases) else (None,)
    shapes = tuple(map(_hull, by_rank.values()))
    return LayerCost(entry.owner, entry.node, entry.path, count, shapes)


def _ends(within: Ranges, exprs: Iterable[Expr]) -> list[tuple[Extremes, ...]]:
    """The ends of some integers; nothing where one of them may be no number."""
    ends = [known_ends(within, expr) for expr in exprs]
    known = tuple(one for one in ends if one is not None)
    return [known] if len(known) == len(ends) else []


def known_ends(within: Ranges, expr: Expr) -> Extremes | None:
    """The least and the greatest that ranges tell of an integer; None where it may have no end."""
    numbers = within.of(expr).numbers
    if numbers is None or not numbers.is_finite:
        return None
    return Extremes(int(numbers.low), int(numbers.high))


def _hull(several: list[tuple[Extremes, ...]]) -> tuple[Extremes, ...]:
    """The ends of each of some integers where one of several may hold."""
    return tuple(
        Extremes(min(one.least for one in same), max(one.greatest for one in same))
        for same in zip(*several, strict=True)
    )


def extremes(prover: Prover, count: Expr) -> Extremes | None:
    """The least and greatest value of a count; None where it may be no number."""
    if prover.root.of(count).kinds != {"int"} or known_ends(prover.root, count) is None:
        return None
    least = _least(prover, count)
    greatest = _least(prover, mul(Const(-1), count))
    if least is None or greatest is None:
        return None
    return Extremes(least[0], -greatest[0], least[1] and greatest[1])


def _least(prover: Prover, count: Expr) -> tuple[int, bool] | None:
    """The least value of an integer, and whether a configuration has it."""
    search = prover.searching([count])
    last_step = prover.whole.steps + prover.steps_left // 2
    names = [*prover.read([count])]
    pending: list[tuple[int, int, Box]] = []
    best: int | None = None
    serial = 0

    def look(box: Box) -> None:
        nonlocal best, serial
        narrowed = search.narrow(box)
        if narrowed is None:
            return
        numbers = Ranges(prover.whole, narrowed).of(count).numbers
        if numbers is None:
            return
        for share in (0.0, 1.0):
            point = {n: search.domain(narrowed, n).point(share) for n in names}
            if search.fits(point):
                found = prover.whole.at(point).of(count).constants
                if found and isinstance(found[0], int):
                    best = found[0] if best is None else min(best, found[0])
        serial += 1
        heappush(pending, (int(numbers.low), serial, narrowed))

    look({})
    while pending:
        bound, _, box = pending[0]
        if best is not None and bound >= best:
            return best, True
        if serial >= MOST_BOXES or prover.whole.steps > last_step:
            return bound, False
        heappop(pending)
        for half in _split(box, {name: search.domain(box, name) for name in names}):
            look(half)
    return None if best is None else (best, True)


def _split(box: Box, domains: Mapping[str, Domain]) -> list[Box]:
    """The box in two, by the domain of fewest values: what decides the program is a small one."""
    is_open = [name for name, domain in domains.items() if domain.size > 1]
    if not is_open:
        return []
    name = min(is_open, key=lambda n: domains[n].size)
    return [{**box, name: half} for half in domains[name].split()]
