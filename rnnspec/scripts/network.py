"""The network as Python statements.

In: a plan's model. Out: the lines of the body of `build_model`. A plain stack is a
`keras.Sequential`; anything else assigns to `x`, layer after layer.
"""

from collections.abc import Iterator

from rnnspec.plan.tree import Argument, Body, Items, Layer, Local, Model, Node, Parallel, Residual
from rnnspec.scripts.calls import print_argument, print_call
from rnnspec.scripts.carry import runtime
from rnnspec.scripts.python import Names, equals, print_expression, safe_name
from rnnspec.study.expressions import TRUE
from rnnspec.study.model import Branch, Repeat, When
from rnnspec.study.words import OR, SUM

INDENT = "    "
OWN = frozenset({"values", "keras", "np", "math", "x", "model", "inputs", "layer", "epoch"}) | {
    "steps_per_epoch"
}
"""Names that a script uses itself; loops and branches are called otherwise."""


def print_network(model: Model, names: Names, taken: frozenset[str]) -> list[str]:
    """Statements that assign the network to `model`, not yet compiled.

    `taken` are the names of custom layers.
    """
    inputs = f"keras.Input({_keywords(model.input, names)})"
    printer = _Printer({*OWN, *runtime(), *taken, *names.derived.values()})
    if model.straight:
        layers = [printer.made(node, names) for node in model.body if isinstance(node, Layer)]
        return [f"model = keras.Sequential([{', '.join([inputs, *layers])}])"]
    lines = printer.body(model.body, names, "x", "inputs")
    return [f"inputs = {inputs}", *lines, "model = keras.Model(inputs, x)"]


def _keywords(written: tuple[tuple[str, Argument], ...], names: Names) -> str:
    """The keywords of `keras.Input`, whose shape goes without saying."""
    texts = [f"{name}={print_argument(value, names)}" for name, value in written]
    return ", ".join(text.removeprefix("shape=") for text in texts)


class _Printer:
    """The names that are taken so far."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken

    def name(self, wanted: str) -> str:
        found = safe_name(wanted, self.taken)
        self.taken.add(found)
        return found

    def body(self, body: Body, names: Names, x: str, source: str = "") -> Iterator[str]:
        """Statements that lead from `source` (x itself where it is not given) to x."""
        match body:
            case (Layer() as first, *rest) if source and _is_plain(first):
                yield from self.layer(first, names, x, source)
                body = tuple(rest)
            case _ if source:
                yield f"{x} = {source}"
        for node in body:
            yield from self.node(node, names, x)

    def inside(self, body: Body, names: Names, x: str) -> list[str]:
        return [INDENT + line for line in self.body(body, names, x)] or [f"{INDENT}pass"]

    def node(self, node: Node, names: Names, x: str) -> Iterator[str]:
        match node:
            case Layer():
                yield from self.layer(node, names, x, x)
            case Repeat(count, variable, body, _, written):
                turn = self.name(written or "turn")
                yield f"for {turn} in range({print_expression(count, names)}):"
                yield from self.inside(body, names.with_turn(variable, turn), x)
            case When(arms, otherwise):
                for number, (condition, body) in enumerate(arms):
                    word = "elif" if number else "if"
                    yield f"{word} {print_expression(condition, names, OR)}:"
                    yield from self.inside(body, names, x)
                if otherwise:
                    yield "else:"
                    yield from self.inside(otherwise, names, x)
            case Branch():
                yield from self.choice(node, names, x)
            case Residual(body, projection):
                shortcut = self.name("shortcut")
                width = f"{x}.shape[-1]"
                name = print_argument(projection, names)
                yield f"{shortcut} = {x}"
                yield from self.body(body, names, x)
                yield f"if {shortcut}.shape[-1] != {width}:"
                yield f"{INDENT}{shortcut} = keras.layers.Dense({width}, name={name})({shortcut})"
                yield f"{x} = keras.layers.Add()([{shortcut}, {x}])"
            case Parallel(merge, branches):
                ends = [self.name(label) for label, _ in branches]
                for end, (_, body) in zip(ends, branches, strict=True):
                    yield from self.body(body, names, end, x)
                yield f"{x} = {print_call(merge, names)}([{', '.join(ends)}])"

    def choice(self, node: Branch[Node], names: Names, x: str) -> Iterator[str]:
        """The options that have layers; the last of all options needs no question."""
        on = print_expression(node.on, names, SUM)
        filled = [(label, body) for label, body in node.options if body]
        complete = len(filled) == len(node.options) > 1
        for number, (label, body) in enumerate(filled):
            if complete and number == len(filled) - 1:
                yield "else:"
            else:
                yield f"{'elif' if number else 'if'} {equals(on, label)}:"
            yield from self.inside(body, names, x)

    def layer(self, node: Layer, names: Names, x: str, source: str) -> Iterator[str]:
        arguments = ", ".join(print_argument(_renamed(a, source), names) for a in node.inputs)
        if node.wrapper is None or _is_plain(node):
            yield f"{x} = {self.made(node, names)}({arguments})"
            return
        yield f"layer = {print_call(node.call, names)}"
        yield f"if {print_expression(node.wrapped, names, OR)}:"
        yield f"{INDENT}layer = {print_call(node.wrapper, names, ['layer'])}"
        yield f"{x} = layer({arguments})"

    def made(self, node: Layer, names: Names) -> str:
        """The layer, in its wrapper where it always has one."""
        layer = print_call(node.call, names)
        return layer if node.wrapper is None else print_call(node.wrapper, names, [layer])


def _is_plain(layer: Layer) -> bool:
    """Whether no question decides about its wrapper."""
    return layer.wrapper is None or layer.wrapped == TRUE


def _renamed(argument: Argument, x: str) -> Argument:
    match argument:
        case Local("x"):
            return Local(x)
        case Items(items):
            return Items(tuple(_renamed(item, x) for item in items))
    return argument
