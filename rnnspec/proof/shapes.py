"""Shapes over the whole space, from the data to the target.

In: a model in which `return_sequences` is inferred, the data with its facts, the loss, the rows of
layers. Out: findings: wrong ranks, lengths that shrink to nothing, shapes that cannot be merged,
an output that does not fit the target.
"""

from collections.abc import Collection
from dataclasses import dataclass

from rnnspec.catalog import LOSSES
from rnnspec.catalog.rows import LayerRows, Shape
from rnnspec.proof.findings import Finding
from rnnspec.proof.propagation import Propagation
from rnnspec.proof.prove import Prover
from rnnspec.proof.tensors import Form, Tensor
from rnnspec.source import NOWHERE, Span
from rnnspec.study.data import Data, Table
from rnnspec.study.expressions import TRUE, Const, Expr, Make, Pick
from rnnspec.study.fold import all_of, any_of, both, compare
from rnnspec.study.model import Body, Repeat, Residual

Sizes = tuple[int, ...]


@dataclass(frozen=True)
class Shapes:
    """What is wrong with the shapes of a model.

    `target` is the shape of one sample's output among those that fit; None where the model gives
    none of them.
    """

    findings: tuple[Finding, ...]
    target: Sizes | None = None


def check_shapes(
    prover: Prover,
    body: Body,
    data: Data,
    row: LayerRows,
    *,
    loss: Expr | None = None,
    refused: Collection[Finding] = (),
) -> Shapes:
    """The shapes of a model; its output is held against the target where the loss is known.

    `refused` are findings about the layers' arguments; their layers are not blamed again.
    """
    walk = Propagation(prover, row, refused)
    tensor = walk.body(body, input_tensor(data), TRUE, {})
    target: Sizes | None = None
    if loss is not None:
        for condition, kind in _losses(loss, TRUE):
            shapes = _alike(fitting(data, kind), tensor)
            _verify_output(walk, tensor, condition, shapes, _end(body))
            target = target or next((s for s in shapes if len(s) in tensor.ranks), None)
    return Shapes(tuple(walk.asked.found.values()), target)


def _alike(shapes: tuple[Sizes, ...], tensor: Tensor) -> tuple[Sizes, ...]:
    """The shapes that the output may have: the flat one where its rank varies."""
    ranks = tensor.ranks & {len(sizes) for sizes in shapes}
    return shapes[:1] if len(ranks) > 1 else shapes


def input_tensor(data: Data) -> Tensor:
    """One sample: steps × features, or integers where x holds integers."""
    if data.features is None:
        return Tensor((Form(TRUE, (data.window,)),), integers=True, whole=True)
    return Tensor((Form(TRUE, (data.window, data.features)),))


def fitting(data: Data, loss: str) -> tuple[Sizes, ...]:
    """The shapes of one sample's output that a target takes under a loss."""
    found = LOSSES.find(loss)
    suits = found.suits if found is not None else ()
    by_class = "sparse" in suits or "categorical" in suits
    if data.classes is not None and (by_class or "binary" in suits):
        steps = data.target_shape if data.target_form == "steps" else ()
        return ((*steps, data.classes),) if by_class else ((1,),)
    shape = data.target_shape or (1,)
    if data.target_form == "labels" and data.window == Const(shape[0]):
        return (shape, (*shape, 1))  # a label for each step
    if not isinstance(data.source, Table):
        return (shape,)
    targets = max(len(data.targets), 1)
    return (shape, (shape[0] // targets, targets))


def _losses(loss: Expr, known: Expr) -> list[tuple[Expr, str]]:
    """The losses that may be chosen, each with its condition."""
    match loss:
        case Make(kind):
            return [(known, kind)]
        case Pick(on, options):
            return [
                found
                for label, option in options
                for found in _losses(option, both(known, compare(on, "==", Const(label))))
            ]
    return []


def _verify_output(
    walk: Propagation, tensor: Tensor, known: Expr, shapes: tuple[Sizes, ...], span: Span
) -> None:
    for form in tensor.forms:
        reached = both(known, form.guard)
        if not walk.asked.is_reachable(reached):
            continue
        rank = len(form.shape)
        fits = any_of(_is(form.shape, sizes) for sizes in shapes if len(sizes) == rank)
        kind = "output" if rank in map(len, shapes) else "steps"
        finding = Finding(kind, span, "model", expected=shapes)
        walk.asked.demand(reached, fits, finding, form.shape)


def _is(shape: Shape, sizes: Sizes) -> Expr:
    pairs = zip(shape, sizes, strict=True)
    return all_of(compare(size, "==", Const(wanted)) for size, wanted in pairs)


def _end(body: Body) -> Span:
    """The place of the model's last layer, or of the node that holds several."""
    while body:
        last = body[-1]
        match last:
            case Repeat(body=inside) | Residual(body=inside) if inside:
                body = inside
            case _:
                return last.span
    return NOWHERE
