"""The network: layers of the study as calls of Keras.

In: the study's model and space. Out: plan nodes of the same shape, every layer a call with its
Keras name: the spec's label, made unique. It knows how each kind of layer is written (both
directions, wrappers, attention to itself, a searched kind), and nothing of data or training.
"""

import re
from collections.abc import Iterable

from rnnspec.catalog import MERGES, find
from rnnspec.plan import tree
from rnnspec.plan.arguments import call_of, lower_argument
from rnnspec.plan.kinds import possible_kinds
from rnnspec.plan.tree import Argument, Call, Items, Local, Name, Path, Select
from rnnspec.study.expressions import FALSE, TRUE, Const, Expr, Turn
from rnnspec.study.model import (
    Body,
    Branch,
    Layer,
    Node,
    Parallel,
    Repeat,
    Residual,
    When,
    walk_body,
)
from rnnspec.study.study import Study
from rnnspec.words import snake_case

X = Local("x")
INPUTS: dict[str, tuple[Argument, ...]] = {
    "Attention": (Items((X, X)),),
    "AdditiveAttention": (Items((X, X)),),
    "MultiHeadAttention": (X, X),
    "GroupQueryAttention": (X, X),
}
"""What a layer is called with where that is not its one input: attention to itself."""

UNWRITTEN = ("return_sequences", FALSE)
"""What Keras does anyway."""

GIVEN_BY_KERAS = frozenset(
    {"input_layer", "add", "concatenate", "multiply", "average", "maximum", "bidirectional"}
)
"""Names of layers that are not the spec's."""


def lower_network(study: Study) -> tree.Body:
    """The body of the model as plan nodes."""
    return _Network(study).body(study.model)


def is_straight(body: tree.Body) -> bool:
    """Whether the body is a plain stack of layers, as `keras.Sequential` takes it."""
    return all(
        isinstance(node, tree.Layer)
        and node.inputs == (X,)
        and (node.wrapper is None or node.wrapped == TRUE)
        for node in body
    )


class _Network:
    """The study while its nodes are lowered; `turns` are those of the enclosing repeats."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.names = layer_names(study)
        self.custom = {layer.name for layer in study.custom}
        self.turns: tuple[Expr, ...] = ()
        self.residuals = 0

    def body(self, body: Body) -> tree.Body:
        return tuple(self.node(node) for node in body)

    def node(self, node: Node) -> tree.Node:
        match node:
            case Layer():
                return self.layer(node)
            case Repeat(count, variable, body, most, written, span):
                outer, self.turns = self.turns, (*self.turns, Turn(variable))
                inside = self.body(body)
                self.turns = outer
                return Repeat(count, variable, inside, most, written, span)
            case When(arms, otherwise, span):
                lowered = tuple((condition, self.body(body)) for condition, body in arms)
                return When(lowered, self.body(otherwise), span)
            case Branch(on, options, span):
                return Branch(on, self.options(options), span)
            case Residual(body, span):
                self.residuals += 1
                pattern = "_".join([f"residual_{self.residuals}", *["{}" for _ in self.turns]])
                projection = Name(f"{pattern}_projection", self.turns)
                return tree.Residual(self.body(body), projection, span)
            case Parallel(merge, branches, span):
                return tree.Parallel(_merge(merge), self.options(branches), span)

    def options(self, options: Iterable[tuple[str, Body]]) -> tuple[tuple[str, tree.Body], ...]:
        return tuple((label, self.body(body)) for label, body in options)

    def layer(self, layer: Layer) -> tree.Layer:
        name = self.name(layer)
        both = layer.bidirectional
        searched = both not in (TRUE, FALSE)
        call = self.call(layer, name if both == FALSE or searched else None)
        wrapper = None if both == FALSE else _bidirectional(layer, name)
        kind = layer.kind.value if isinstance(layer.kind, Const) else None
        inputs = INPUTS.get(str(kind), (X,))
        return tree.Layer(call, wrapper, both if wrapper else TRUE, inputs, layer.span)

    def name(self, layer: Layer) -> Argument | None:
        if not layer.labelled:
            return None
        pattern = self.names[layer.owner]
        return Name(pattern, layer.turns) if layer.turns else Const(pattern)

    def call(self, layer: Layer, name: Argument | None) -> Call:
        """The layer's call; the layer inside a wrapper comes first among its arguments."""
        kinds = possible_kinds(layer.kind, self.study.space)
        function = (
            self.path(kinds[0])
            if isinstance(layer.kind, Const)
            else Select(layer.kind, tuple((kind, self.path(kind)) for kind in kinds))
        )
        written = [a for a in layer.arguments if a != UNWRITTEN]
        first: tuple[Argument, ...] = ()
        if layer.inner is not None:
            first = (self.call(layer.inner, None),)
        elif len(kinds) == 1 and written and written[0][0] == self.leading(kinds[0]):
            first = (lower_argument(written.pop(0)[1]),)
        keywords = [(argument, lower_argument(value)) for argument, value in written]
        if name is not None:
            keywords.append(("name", name))
        return Call(function, first, tuple(keywords), layer.span)

    def path(self, kind: str) -> Path:
        row = None if kind in self.custom else find("layer", kind)
        return Path(call_of(row) if row else kind)

    def leading(self, kind: str) -> str | None:
        """The argument that reads well without its name: the first, where it is required."""
        row = None if kind in self.custom else find("layer", kind)
        first = row.parameters[0] if row and row.parameters else None
        return first.name if first and first.required else None


def _bidirectional(layer: Layer, name: Argument | None) -> Call:
    keywords: list[tuple[str, Argument]] = []
    if layer.merge != Const("concat"):
        keywords.append(("merge_mode", lower_argument(layer.merge)))
    if name is not None:
        keywords.append(("name", name))
    return Call(Path("keras.layers.Bidirectional"), (), tuple(keywords), layer.span)


def _merge(merge: Expr) -> Call:
    if isinstance(merge, Const):
        return Call(Path(MERGES[str(merge.value)].call))
    return Call(Select(merge, tuple((word, Path(row.call)) for word, row in MERGES.items())))


def layer_names(study: Study) -> dict[str, str]:
    """The pattern of the Keras name, with `{}` for each turn, by labelled owner."""
    automatic = set(GIVEN_BY_KERAS)
    owners = []
    layers = (node for node in walk_body(study.model) if isinstance(node, Layer))
    for layer in layers:
        if layer.labelled:
            owners.append(layer.owner)
        else:
            automatic.update(snake_case(kind) for kind in possible_kinds(layer.kind, study.space))
    taken: set[str] = set()
    names: dict[str, str] = {}
    for owner in sorted(set(owners), key=lambda o: "{}" in o):  # the fixed names first
        name = re.sub(r"[.\[]", "_", owner.replace("]", ""))
        if name.startswith("_"):
            name = "layer" + name
        while _key(name, "{}" in owner) in taken or _stem(name) in automatic:
            name += "_layer"
        taken |= {name, _key(name, True)} if "{}" not in owner else {_key(name, True)}
        names[owner] = name
    return names


def _key(name: str, open_numbers: bool) -> str:
    """The name, with every number left open so that `middle_{}` meets `middle_0`."""
    return re.sub(r"\d+|\{\}", "#", name) if open_numbers else name


def _stem(name: str) -> str:
    return re.sub(r"_(\d+|\{\})$", "", name)
