"""A tensor on its way through the model: every branch, every depth.

In: a model in which `return_sequences` is inferred, the tensor of its input, the rows of layers.
Out: the tensor behind it, and findings. The walk is symbolic: a repeat is followed turn by
turn until its shapes stand still, branches and searched arguments meet in one tensor, and each
obligation goes to the prover. What was refused once is silent from there on.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from rnnspec.catalog.rows import LayerRows, Shape
from rnnspec.catalog.shapes import bidirectional_shape
from rnnspec.catalog.weights import bidirectional_weights
from rnnspec.proof.findings import Finding
from rnnspec.proof.layer_cases import Case, cases
from rnnspec.proof.obligations import Obligations
from rnnspec.proof.prove import Prover
from rnnspec.proof.tensors import UNKNOWN, Form, Tensor, joined, merged
from rnnspec.source import Span
from rnnspec.study.expressions import FALSE, TRUE, Apply, Const, Expr, reads_turn
from rnnspec.study.fold import add, all_of, both, compare, either, if_else, mul, negate, substitute
from rnnspec.study.model import (
    Body,
    Branch,
    Layer,
    Node,
    Parallel,
    Repeat,
    Residual,
    When,
    expressions,
    walk_body,
)

TurnValues = Mapping[str, Expr]
ONE = Const(1)

Passed = Callable[[Layer | Residual, TurnValues, Expr, Expr, Expr, Shape], None]
"""The node, its turns, the condition under which it is passed, that of one case among those that
it may be passed in; the number of its parameters and the shape behind it in that case."""


class Propagation:
    """One walk through a model.

    `refused` are findings about the layers' arguments; their layers are not blamed again.
    `passed` is told of every layer, and projection, that a tensor passes.
    """

    def __init__(
        self,
        prover: Prover,
        row: LayerRows,
        refused: Collection[Finding] = (),
        passed: Passed | None = None,
    ) -> None:
        self.passed = passed
        self.prover = prover
        self.row = row
        self.asked = Obligations(prover)
        self.broken = [f.span for f in refused if f.kind in ("type", "error")]
        self.outside = [f.span for f in refused if f.kind in ("value", "requirement")]
        self._varies: dict[int, bool] = {}

    def body(self, body: Body, tensor: Tensor, path: Expr, turns: TurnValues) -> Tensor:
        """The tensor behind a body; `path` is the condition under which it is reached."""
        for node in body:
            if not tensor.forms:
                return UNKNOWN
            tensor = self.node(node, tensor, path, turns)
        return tensor

    def node(self, node: Node, tensor: Tensor, path: Expr, turns: TurnValues) -> Tensor:
        """The tensor behind a node."""
        match node:
            case Layer():
                return self.layer(node, tensor, path, turns)
            case When(arms, otherwise):
                conditions = [(_at(condition, turns), body) for condition, body in arms]
                return self.choice([*conditions, (TRUE, otherwise)], tensor, path, turns)
            case Branch(on, options):
                chosen = _at(on, turns)
                found = [(compare(chosen, "==", Const(name)), body) for name, body in options]
                return self.choice(found, tensor, path, turns, apart=True)
            case Repeat():
                return self.repeat(node, tensor, path, turns)
            case Residual(body):
                behind = self.body(body, tensor, path, turns)
                together = self.join(node.span, "residual", tensor, behind, FALSE, path)
                if self.passed is not None:
                    self._project(node, tensor, behind, path, turns)
                return behind if together.ranks == behind.ranks else UNKNOWN
            case Parallel(merge, branches):
                how = _at(merge, turns)
                found_ = [self.body(body, tensor, path, turns) for _, body in branches]
                together, *others = found_ or [tensor]
                for other in others:
                    together = self.join(node.span, "parallel", together, other, how, path)
                return together

    def _project(
        self, node: Residual, tensor: Tensor, behind: Tensor, path: Expr, turns: TurnValues
    ) -> None:
        """Tell of the `Dense` that makes the widths of a residual agree."""
        assert self.passed is not None
        for a in tensor.forms:
            for b in behind.forms:
                apart = both(a.guard, b.guard)
                width, wanted = a.shape[-1], b.shape[-1]
                if len(a.shape) == len(b.shape) and self.asked.is_reachable(both(path, apart)):
                    count = mul(add(width, ONE), wanted)
                    count = if_else(_same(width, wanted), Const(0), count)
                    self.passed(node, turns, path, apart, count, b.shape)

    def choice(
        self,
        arms: list[tuple[Expr, Body]],
        tensor: Tensor,
        path: Expr,
        turns: TurnValues,
        *,
        apart: bool = False,
    ) -> Tensor:
        """The tensor behind the first arm whose condition holds; `apart` where one alone can."""
        found = []
        rest = path
        for condition, body in arms:
            known = both(rest, condition)
            if self.asked.is_reachable(known):
                inside = self.asked.settled(tensor, known)
                found.append((condition, self.body(body, inside, known, turns)))
            if not apart:
                rest = both(rest, negate(condition))
        return merged(found, self.asked.bind, apart=apart) if found else UNKNOWN

    def repeat(self, node: Repeat[Node], tensor: Tensor, path: Expr, turns: TurnValues) -> Tensor:
        """The tensor behind as many turns as the count says."""
        count = _at(node.count, turns)
        varies = self.varies(node)
        state = tensor
        nothing = self.asked.is_reachable(both(path, compare(count, "<=", Const(0))))
        behind = tensor if nothing else None
        for turn in range(node.most):
            runs = compare(count, ">", Const(turn))
            known = both(path, runs)
            if not self.asked.is_reachable(known):
                break
            inside = self.asked.settled(state, known)
            after = self.body(node.body, inside, known, {**turns, node.variable: Const(turn)})
            stands = not varies and after == inside
            ends = runs if stands else compare(count, "==", Const(turn + 1))
            if self.asked.is_reachable(both(path, ends)):
                final = self.asked.settled(after, both(path, ends))
                behind = final if behind is None else self.merge(ends, final, behind)
            if not after.forms:
                return UNKNOWN
            if stands:
                break
            state = after
        return tensor if behind is None else behind

    def merge(self, condition: Expr, then: Tensor, otherwise: Tensor) -> Tensor:
        """The one tensor or the other."""
        if then == otherwise:
            return then
        return merged([(condition, then), (TRUE, otherwise)], self.asked.bind)

    def varies(self, repeat: Repeat[Node]) -> bool:
        """Whether a turn's number is read in its body."""
        if id(repeat) not in self._varies:
            read = (expr for node in walk_body(repeat.body) for expr in expressions(node))
            self._varies[id(repeat)] = any(reads_turn(expr, repeat.variable) for expr in read)
        return self._varies[id(repeat)]

    def layer(self, layer: Layer, tensor: Tensor, path: Expr, turns: TurnValues) -> Tensor:
        """The tensor behind a layer."""
        if not layer.understood:
            return UNKNOWN
        known_cases = cases(layer, self.row, self.prover.root, lambda e: _at(e, turns))
        if known_cases is None or _holds_any(layer.span, self.broken):
            return UNKNOWN
        forms: list[Form] = []
        certain = True
        for form in tensor.forms:
            inside = self._behind(layer, known_cases, form, tensor, path, turns)
            certain = certain and inside.is_certain and tensor.is_certain
            forms.extend(Form(both(form.guard, f.guard), f.shape) for f in inside.forms)
        whole = tensor.whole and all(case.layer.integers == "kept" for case in known_cases)
        masked: Expr = FALSE
        for case in known_cases:
            apart = both(case.settled, case.kind)
            masked = either(masked, both(apart, case.layer.mask(tensor.masked)))
        behind = joined(forms, self.asked.bind, certain=certain)
        return replace(behind, whole=whole, masked=self.asked.bind(masked))

    def _behind(
        self,
        layer: Layer,
        known_cases: list[Case],
        form: Form,
        tensor: Tensor,
        path: Expr,
        turns: TurnValues,
    ) -> Tensor:
        """The tensor behind a layer for one form of its input."""
        by_arguments: dict[Expr, list[Form]] = {}
        for case in known_cases:
            apart = both(form.guard, both(case.settled, case.kind))
            known = both(path, apart)
            if not self.asked.is_reachable(known):
                continue
            if self._can_read(layer, case, form, tensor, known):
                shape = self._shape(layer, case, form.shape, known, turns)
                if self.passed is not None:
                    weights = _weights(layer, case, form, turns)
                    self.passed(layer, turns, path, apart, weights, shape)
                by_arguments.setdefault(case.settled, []).append(Form(case.kind, shape))
        # Kinds mostly agree on the shape, so that they meet first.
        found = [
            Form(both(condition, kind.guard), kind.shape)
            for condition, forms in by_arguments.items()
            for kind in joined(forms, self.asked.bind, certain=True).forms
        ]
        return joined(found, self.asked.bind, certain=True)

    def _can_read(self, layer: Layer, case: Case, form: Form, tensor: Tensor, known: Expr) -> bool:
        """Whether a layer can read a form; where it cannot, that is no fault if it never does."""
        name, rank = case.layer.row.name, len(form.shape)
        if not case.layer.takes(rank):
            ranks = tuple(r for r in case.layer.row.ranks if case.layer.takes(r))
            fault = Finding("rank", layer.span, name, found=rank, expected=ranks)
        elif case.layer.row.integers == "needed" and not tensor.integers:
            fault = Finding("integers", layer.span, name)
        elif tensor.whole and (claim := case.layer.takes_integers()) != TRUE:
            return self.asked.demand(known, claim, Finding("floats", layer.span, name))
        elif tensor.masked != FALSE and (claim := case.layer.takes_mask()) != TRUE:
            claim = either(claim, negate(tensor.masked))
            return self.asked.demand(known, claim, Finding("mask", layer.span, name))
        else:
            if case.layer.row.masks == "lost" and tensor.masked != FALSE:
                lost = Finding("lost", layer.span, name)
                self.asked.demand(known, negate(tensor.masked), lost)
            return True
        self.asked.demand(known, FALSE, fault)
        return False

    def _shape(
        self, layer: Layer, case: Case, shape: Shape, known: Expr, turns: TurnValues
    ) -> Shape:
        """The shape behind a layer, of which every dimension is shown to be at least one."""
        blamed = _holds_any(layer.span, self.outside)
        if not blamed:
            written = {**case.layer.arguments, "bidirectional": _at(layer.bidirectional, turns)}
            for requirement in case.layer.row.requirements(written, shape):
                fault = Finding(
                    "requirement", layer.span, case.layer.row.name, expected=requirement.text
                )
                blamed |= not self.asked.demand(known, requirement.condition, fault)
        behind = case.layer.shape(shape)
        way = _at(layer.bidirectional, turns)
        if way != FALSE:
            ways = bidirectional_shape(behind, _at(layer.merge, turns))
            behind = (*behind[:-1], if_else(way, ways[-1], behind[-1]))
        given = [*shape, *case.layer.arguments.values()]
        return tuple(
            size if size in given else self._size(layer, case, i, size, known, blamed)
            for i, size in enumerate(behind)
        )

    def _size(
        self, layer: Layer, case: Case, index: int, size: Expr, known: Expr, blamed: bool
    ) -> Expr:
        grown, fault = compare(size, ">=", ONE), Finding("shrinks", layer.span, case.layer.row.name)
        if not blamed and self.asked.demand(known, grown, fault, (Const(index), size)):
            return self.asked.bind(size)
        return self.asked.bind(Apply("max", (size, ONE)))

    def join(
        self, span: Span, owner: str, one: Tensor, other: Tensor, how: Expr, path: Expr
    ) -> Tensor:
        """Two tensors as one; `how` is the way of merging, `FALSE` for a residual's sum.

        A residual's widths may differ, as its input is projected.
        """
        forms = []
        for a in one.forms:
            for b in other.forms:
                known = both(path, both(a.guard, b.guard))
                if not self.asked.is_reachable(known):
                    continue
                fits, fault = _fits(a.shape, b.shape, how), Finding("merge", span, owner)
                self.asked.demand(known, fits, fault, (a.shape, b.shape))
                if len(a.shape) == len(b.shape):
                    width = if_else(
                        compare(how, "==", Const("concat")),
                        add(a.shape[-1], b.shape[-1]),
                        a.shape[-1],
                    )
                    shape = (*a.shape[:-1], self.asked.bind(width))
                    forms.append(Form(both(a.guard, b.guard), shape))
        certain = one.is_certain and other.is_certain
        whole = one.whole and other.whole
        masked = self.asked.bind(either(one.masked, other.masked))
        behind = joined(forms, self.asked.bind, certain=certain)
        return replace(behind, whole=whole, masked=masked)


def _weights(layer: Layer, case: Case, form: Form, turns: TurnValues) -> Expr:
    weights = case.layer.weights(form.shape)
    way = _at(layer.bidirectional, turns)
    return if_else(way, bidirectional_weights(weights), weights)


def _fits(one: Shape, other: Shape, how: Expr) -> Expr:
    """Whether two shapes can be merged: the same lengths, and widths where they are not joined."""
    if len(one) != len(other):
        return FALSE
    lengths = all_of(map(_same, one[:-1], other[:-1]))
    if how == FALSE:
        return lengths
    widths = _same(one[-1], other[-1])
    return both(lengths, either(compare(how, "==", Const("concat")), widths))


def _same(one: Expr, other: Expr) -> Expr:
    return TRUE if one == other else compare(one, "==", other)


def _at(expr: Expr, turns: TurnValues) -> Expr:
    return substitute(expr, dict(turns)) if turns else expr


def _holds_any(span: Span, places: list[Span]) -> bool:
    return any(span.start <= place.start and place.end <= span.end for place in places)
