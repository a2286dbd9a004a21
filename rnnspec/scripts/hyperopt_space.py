"""The space as Hyperopt draws it, distribution for distribution.

In: a study's space. Out: Python expressions of `hp` for each hyperparameter, nested where options
decide which ones are active, and first points in Hyperopt's own numbers. Hyperopt's own lattices
starve their ends; here every value is a number of steps, drawn from half a step beyond both ends.
"""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.encoding import Floats, Normals, Options, Places, Shape, Share
from rnnspec.scripts.draws import drawn
from rnnspec.scripts.nesting import Position, nest
from rnnspec.scripts.python import literal
from rnnspec.study.space import Configuration, Hyperparameter, Space
from rnnspec.values import Value, typed

DRAWN = "drawn_"
"""What stands for the draw while the text of a value is made."""


@dataclass(frozen=True)
class Group:
    """Hyperparameters that several options of one share, as a dictionary of the script."""

    name: str
    comment: str
    entries: tuple[str, ...]


@dataclass(frozen=True)
class HyperoptSpace:
    """The text of a space.

    `entries` are those of `SPACE`, `groups` what they share, `loose` the hyperparameters whose
    condition the script has to ask, `nested` tells whether proposals hold dictionaries in
    dictionaries.
    """

    entries: tuple[str, ...]
    groups: tuple[Group, ...]
    loose: tuple[Hyperparameter, ...]
    nested: bool


def print_space(space: Space) -> HyperoptSpace:
    """The whole space."""
    return _Printer(space, nest(space)).whole()


def first_label(hyperparameter: Hyperparameter, value: Value, encloses: bool) -> Value:
    """The number by which Hyperopt knows a value; `encloses` tells that others stand inside it."""
    distribution = hyperparameter.distribution
    found = drawn(distribution, draw)
    if encloses or isinstance(found.shape, Options):
        return [typed(one) for one in distribution.values()].index(typed(value))
    return found.number(value)


def first_point(space: Space, values: Configuration) -> dict[str, Value]:
    """A first point in Hyperopt's numbers, None for what it leaves inactive."""
    places = nest(space)
    enclosing = {place.parent for place in places.values()}
    point: dict[str, Value] = {}
    for hyperparameter in space.hyperparameters:
        name = hyperparameter.name
        if name in values:
            point[name] = first_label(hyperparameter, values[name], name in enclosing)
        elif places[name].loose:  # it is drawn all the same
            point[name] = first_label(hyperparameter, hyperparameter.distribution.median, False)
        else:
            point[name] = None
    return point


class _Printer:
    """A space while it is printed: groups are found on the way."""

    def __init__(self, space: Space, places: dict[str, Position]) -> None:
        self.space = space
        self.places = places
        self.groups: list[Group] = []
        self.inside: dict[str | None, list[Hyperparameter]] = {}
        for hyperparameter in self.space.hyperparameters:
            parent = self.places[hyperparameter.name].parent
            self.inside.setdefault(parent, []).append(hyperparameter)

    def whole(self) -> HyperoptSpace:
        entries = tuple(self.entry(h) for h in self.inside.get(None, ()))
        loose = tuple(h for h in self.space.hyperparameters if self.places[h.name].loose)
        return HyperoptSpace(
            entries,
            tuple(self.groups),
            loose,
            nested=len(self.inside) > 1,
        )

    def entry(self, hyperparameter: Hyperparameter) -> str:
        label = literal(hyperparameter.name)
        if hyperparameter.name in self.inside:
            return f"{label}: {self.enclosing(hyperparameter)}"
        return f"{label}: {distribution_text(hyperparameter.distribution, label)}"

    def enclosing(self, hyperparameter: Hyperparameter) -> str:
        """A choice whose options are dictionaries: the value, and what is active for it."""
        distribution, label = hyperparameter.distribution, literal(hyperparameter.name)
        values = list(distribution.values())
        options = [[f"{label}: {literal(value)}"] for value in values]
        for places, entries in self.by_options(hyperparameter.name, values):
            shared = entries
            if len(places) > 1:
                chosen = [values[place] for place in places]
                shared = [f"**{self.group(hyperparameter.name, chosen, entries)}"]
            for place in places:
                options[place].extend(shared)
        dictionaries = [f"{{{', '.join(option)}}}" for option in options]
        masses = [distribution.probability(value) for value in values]
        return _choice(label, dictionaries, masses)

    def by_options(
        self, parent: str, values: list[Value]
    ) -> list[tuple[tuple[int, ...], list[str]]]:
        """The entries inside a hyperparameter, those active for the same options together."""
        numbers = {(type(value), value): number for number, value in enumerate(values)}
        found: dict[tuple[int, ...], list[str]] = {}
        for child in self.inside[parent]:
            active = self.places[child.name].values
            key = tuple(numbers[type(value), value] for value in active)
            if key:  # else it is never active
                found.setdefault(key, []).append(self.entry(child))
        return list(found.items())

    def group(self, parent: str, values: list[Value], entries: list[str]) -> str:
        stem = re.sub(r"\W+", "_", parent).strip("_").upper()
        name = f"{stem}_{len(self.groups) + 1}"
        listed = " or ".join(literal(value) for value in values)
        self.groups.append(Group(name, f"Where {literal(parent)} is {listed}.", tuple(entries)))
        return name


def distribution_text(distribution: Distribution, label: str) -> str:
    """The expression that draws a value; `label` is the text of its name."""
    encoding, call = distribution.encoded(lambda shape: draw(shape, label))
    value = ast.parse(encoding.print_value(DRAWN), mode="eval")
    return ast.unparse(_Delayed().visit(value)).replace(DRAWN, call)


def draw(shape: Shape, label: str) -> str | None:
    """The expression that draws a number of a shape; `label` is the text of its name."""
    match shape:
        case Floats(low, high, log=False) | Share(low, high):
            return f"hp.uniform({label}, {low}, {high})"
        case Floats(low, high):
            return f"hp.loguniform({label}, np.log({low}), np.log({high}))"
        case Places(size):  # Rounded from half a step beyond both ends, so that none is starved.
            return f"scope.int(hp.quniform({label}, -0.5, {size - 0.5}, 1))"
        case Options(options, masses, ordered=False):
            return _choice(label, [repr(option) for option in options], masses)
        case Normals(mean, deviation, log, whole):
            moments = f"{label}, {mean!r}, {deviation!r}"
            kind = f"{'log' * log}normal"
            return f"scope.int(hp.q{kind}({moments}, 1))" if whole else f"hp.{kind}({moments})"
    return None


class _Delayed(ast.NodeTransformer):
    """What is done to a draw, by the functions that Hyperopt calls once it has drawn."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if DRAWN in ast.unparse(node):
            name = ast.unparse(node.func).rpartition(".")[2]
            node.func = ast.Name(f"scope.{name}")
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        self.generic_visit(node)
        assert isinstance(node.value, ast.List)
        return ast.Call(ast.Name("scope.switch"), [node.slice, *node.value.elts], [])


def _choice(label: str, options: list[str], masses: Sequence[float]) -> str:
    if not masses or max(masses) - min(masses) < 1e-15:
        return f"hp.choice({label}, [{', '.join(options)}])"
    pairs = (f"({mass!r}, {option})" for mass, option in zip(masses, options, strict=True))
    return f"hp.pchoice({label}, [{', '.join(pairs)}])"
