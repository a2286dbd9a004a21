"""Which recurrent layers return their sequence.

In: a model whose recurrent layers may lack `return_sequences`. Out: the same model where each has
it, as a condition over the space that is true exactly where the next layer that is not
transparent needs a sequence. Read backwards: what follows a node decides about it.
It knows no shapes; `shapes` checks what comes out, and what the spec writes is left alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rnnspec.catalog.rows import LayerRow, LayerRows
from rnnspec.proof.ranges import Ranges, Whole
from rnnspec.study.expressions import FALSE, TRUE, Const, Expr, IfElse, Turn, reads_turn
from rnnspec.study.fold import add, any_of, both, compare, either, negate, sub, substitute
from rnnspec.study.model import Body, Branch, Layer, Node, Parallel, Repeat, Residual, When
from rnnspec.study.space import Space

RETURN_SEQUENCES = "return_sequences"


@dataclass(frozen=True)
class Need:
    """How the need for a sequence travels backwards through a node.

    In front of it a sequence is needed where `always` holds; where one is needed behind it, also
    where `asked` holds, which is wherever `always` does and more.
    """

    always: Expr
    asked: Expr

    def before(self, after: Expr) -> Expr:
        """The need in front of the node for the need behind it."""
        return self.asked if after == TRUE else either(self.always, both(self.asked, after))

    def then(self, other: "Need") -> "Need":
        """This node followed by another one."""
        return Need(self.before(other.always), self.before(other.asked))


TRANSPARENT = Need(FALSE, TRUE)
NEEDS = Need(TRUE, TRUE)
VECTOR = Need(FALSE, FALSE)
SKIPPED = (TRUE, TRANSPARENT)
"""The case of a turn that is not there."""
BY_WORD = {"transparent": TRANSPARENT, "needs": NEEDS, "vector": VECTOR}


def infer_sequences(body: Body, space: Space, row: LayerRows) -> Body:
    """The model with `return_sequences` at every recurrent layer; the end needs a vector.

    Where the kind of a layer is searched and only some kinds are recurrent, the argument is
    meant for those.
    """
    inference = _Inference(space, row)
    return inference.settle(body, FALSE)


class _Inference:
    def __init__(self, space: Space, row: LayerRows) -> None:
        self.ranges = Ranges(Whole(space))
        self.row = row
        self.needs: dict[int, Need] = {}

    def settle(self, body: Body, after: Expr) -> Body:
        """The body with its recurrent layers decided, for the need behind its end."""
        settled: list[Node] = []
        for node in reversed(body):
            settled.append(self.settle_node(node, after))
            after = self.need(node).before(after)
        return tuple(reversed(settled))

    def settle_node(self, node: Node, after: Expr) -> Node:
        match node:
            case Layer():
                return self.settle_layer(node, after)
            case When(arms, otherwise):
                settled = tuple((c, self.settle(b, after)) for c, b in arms)
                return replace(node, arms=settled, otherwise=self.settle(otherwise, after))
            case Branch(_, options):
                return replace(node, options=tuple((n, self.settle(b, after)) for n, b in options))
            case Parallel(_, branches):
                return replace(
                    node, branches=tuple((n, self.settle(b, after)) for n, b in branches)
                )
            case Residual(body):
                # The body ends with the rank that it starts with.
                return replace(node, body=self.settle(body, self.need(node).before(after)))
            case Repeat(body=body):
                later = self.after_turn(node).before(after)
                return replace(node, body=self.settle(body, later))

    def settle_layer(self, layer: Layer, after: Expr) -> Layer:
        rows = [row for _, row in self.kinds(layer)]
        if layer.inner is not None:
            # A layer applied at every step has its own steps only where its input has.
            steps = any(row and row.name == "TimeDistributed" for row in rows)
            return replace(layer, inner=self.settle_layer(layer.inner, FALSE if steps else after))
        recurrent = any(row is not None and row.recurrent for row in rows)
        if not recurrent or any(name == RETURN_SEQUENCES for name, _ in layer.arguments):
            return layer
        return replace(layer, arguments=(*layer.arguments, (RETURN_SEQUENCES, after)))

    def need(self, node: Node) -> Need:
        """How a node passes the need on; computed once for each."""
        if id(node) not in self.needs:
            self.needs[id(node)] = self.travel(node)
        return self.needs[id(node)]

    def travel(self, node: Node) -> Need:
        match node:
            case Layer():
                found = [
                    (compare(node.kind, "==", Const(name)), _need_of(row))
                    for name, row in self.kinds(node)
                ]
                return _cases(found or [SKIPPED])
            case When(arms, otherwise):
                return _cases(
                    [*((c, self.stack(b)) for c, b in arms), (TRUE, self.stack(otherwise))]
                )
            case Branch(on, options):
                return _cases(
                    (compare(on, "==", Const(name)), self.stack(b)) for name, b in options
                )
            case Residual(body):
                return self.stack(body)
            case Parallel(_, branches):
                needs = [self.stack(body) for _, body in branches]
                return Need(any_of(n.always for n in needs), any_of(n.asked for n in needs))
            case Repeat(count, variable, body):
                first = self.stack(body).then(self.after_turn(node))
                taken = Need(
                    substitute(first.always, {variable: Const(0)}),
                    substitute(first.asked, {variable: Const(0)}),
                )
                return _cases([(self.known(compare(count, ">", Const(0))), taken), SKIPPED])

    def stack(self, body: Body) -> Need:
        total = TRANSPARENT
        for node in reversed(body):
            total = self.need(node).then(total)
        return total

    def after_turn(self, repeat: Repeat[Node]) -> Need:
        """How the need behind a repeat reaches the end of one of its turns."""
        variable, count = repeat.variable, repeat.count
        turn, body = Turn(variable), self.stack(repeat.body)
        followed = compare(turn, "<", sub(count, Const(1)))
        if not (reads_turn(body.always, variable) or reads_turn(body.asked, variable)):
            # Every later turn passes on alike, so that one of them stands for all.
            return _cases([(followed, body), SKIPPED])
        if body.always == body.asked:
            return _cases([(followed, _shift(body, variable, 1)), SKIPPED])
        turns = [
            _cases(
                [
                    (compare(add(turn, Const(later)), "<", count), _shift(body, variable, later)),
                    SKIPPED,
                ]
            )
            for later in range(1, repeat.most)
        ]
        return _in_order(turns)

    def known(self, condition: Expr) -> Expr:
        """The condition, or the constant that it is everywhere."""
        truths = self.ranges.of(condition).truths
        return Const(True in truths) if len(truths) == 1 else condition

    def kinds(self, layer: Layer) -> list[tuple[str, LayerRow | None]]:
        """The kinds that a layer may have, with their rows."""
        names = self.ranges.of(layer.kind).constants
        return [(name, self.row(name)) for name in names if isinstance(name, str)]


def _need_of(row: LayerRow | None) -> Need:
    if row is None:
        return TRANSPARENT
    return NEEDS if row.recurrent else BY_WORD[row.sequence]


def _cases(cases: Iterable[tuple[Expr, Need]]) -> Need:
    """The need of the first case whose condition holds; the last one stands for the rest."""
    *others, (_, result) = cases
    for condition, need in reversed(others):
        result = Need(
            _choose(condition, need.always, result.always),
            _choose(condition, need.asked, result.asked),
        )
    return result


def _choose(condition: Expr, then: Expr, otherwise: Expr) -> Expr:
    """`then if condition else otherwise`, of conditions, in its simplest form."""
    if condition == TRUE or then == otherwise:
        return then
    if condition == FALSE:
        return otherwise
    if then == TRUE:
        return either(condition, otherwise)
    if then == FALSE:
        return both(negate(condition), otherwise)
    if otherwise == FALSE:
        return both(condition, then)
    if otherwise == TRUE:
        return either(negate(condition), then)
    return IfElse(condition, then, otherwise)


def _in_order(needs: list[Need]) -> Need:
    """All of them one after the other, joined in halves so that no expression grows deep."""
    if not needs:
        return TRANSPARENT
    if len(needs) == 1:
        return needs[0]
    middle = len(needs) // 2
    return _in_order(needs[:middle]).then(_in_order(needs[middle:]))


def _shift(need: Need, variable: str, turns: int) -> Need:
    later = {variable: add(Turn(variable), Const(turns))}
    return Need(substitute(need.always, later), substitute(need.asked, later))
