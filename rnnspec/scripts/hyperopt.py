"""The part of a script that is Hyperopt's: the space, first points, the algorithm.

In: a study, the target's row, the algorithm, what the shared part printed. Out: printed pieces for
the target's template: expressions of `hp` for each hyperparameter, nested where options decide
which ones are active. Hyperopt's own lattices starve their ends; here every value is a number of
steps, drawn from half a step beyond both ends.
"""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.encoding import Drawable, Floats, Normals, Options, Places, Share
from rnnspec.scripts.draws import drawn
from rnnspec.scripts.nesting import nest
from rnnspec.scripts.python import entries, keywords, literal, print_expression
from rnnspec.scripts.table import Target
from rnnspec.study.expressions import TRUE
from rnnspec.study.search import Named
from rnnspec.study.space import Configuration, Hyperparameter, Space
from rnnspec.study.study import Study
from rnnspec.values import Value, typed

MODULES = {"tpe": "tpe", "random": "rand", "anneal": "anneal"}
"""Where Hyperopt keeps each algorithm."""

DRAWN = "drawn_"
"""What stands for the draw while the text of a value is made."""


def search_context(
    study: Study, target: Target, algorithm: Named, shared: dict[str, Any]
) -> dict[str, Any]:
    """What the target's own template needs beside the shared pieces."""
    space = _SpaceText(study.space)
    points = [space.first_point(dict(p.values)) for p in study.search.first_points]
    constraints = shared["constraints"]
    names = shared["names"]
    suggest = _suggest(algorithm, target)
    values = _values("proposal", space, len(study.space.hyperparameters))
    return {
        "space": space,
        "labels": [literal(h.name) for h in study.space.hyperparameters],
        "loose": [(print_expression(h.condition, names), literal(h.name)) for h in space.loose],
        "first_points": points,
        "suggest": suggest,
        "suggest_doc": _suggest_doc(bool(points), bool(constraints)),
        "algo": "suggest" if points or constraints else suggest,
        "rests": any(h.condition != TRUE for h in study.space.hyperparameters),
        "values": values,
        "proposed": values.replace("proposal", "space_eval(SPACE, labels)"),
    }


def _suggest(algorithm: Named, target: Target) -> str:
    """Hyperopt's function, with the arguments that the spec gives."""
    function = f"{MODULES[algorithm.name]}.suggest"
    given = keywords(target.given(algorithm))
    return f"partial({function}, {', '.join(given)})" if given else function


def _values(proposal: str, space: "_SpaceText", count: int) -> str:
    """A proposal made flat, without what is not active, in the order of the spec."""
    flat = f"flatten({proposal})" if space.nested else proposal
    active = f"drop_inactive({flat})" if space.loose else flat
    return f"in_order({active})" if count > 1 else active


def _suggest_doc(points: bool, constraints: bool) -> str:
    match points, constraints:
        case True, True:
            return (
                "The first points, then proposals that meet the constraints: others cost no trial."
            )
        case True, False:
            return "The first points, then what the algorithm proposes."
        case False, True:
            return "A proposal that meets the constraints: those that do not cost no trial."
    return ""


@dataclass(frozen=True)
class Group:
    """Hyperparameters that several options of one share, as a dictionary of the script."""

    name: str
    comment: str
    entries: list[str]


class _SpaceText:
    """The text of a space.

    `entries` are those of `SPACE`, `groups` what they share, `loose` the hyperparameters whose
    condition the script has to ask, `nested` tells whether proposals hold dictionaries in
    dictionaries.
    """

    def __init__(self, space: Space) -> None:
        self.space = space
        self.places = nest(space)
        self.inside: dict[str | None, list[Hyperparameter]] = {}
        for hyperparameter in space.hyperparameters:
            parent = self.places[hyperparameter.name].parent
            self.inside.setdefault(parent, []).append(hyperparameter)
        self.groups: list[Group] = []
        self.entries = [self.entry(h) for h in self.inside.get(None, ())]
        self.loose = [h for h in space.hyperparameters if self.places[h.name].loose]
        self.nested = len(self.inside) > 1

    def first_point(self, values: Configuration) -> list[str]:
        """The entries of a point in Hyperopt's numbers, None for what it leaves inactive."""
        undecided = {
            h.name: h.distribution.median for h in self.loose
        }  # They are drawn all the same.
        told = {**undecided, **values}
        return entries(
            {
                h.name: self.number(h, told[h.name]) if h.name in told else None
                for h in self.space.hyperparameters
            }
        )

    def number(self, hyperparameter: Hyperparameter, value: Value) -> Value:
        """The number by which Hyperopt knows a value."""
        distribution = hyperparameter.distribution
        encoding, _ = drawn(distribution, draw, "")
        if hyperparameter.name in self.inside or isinstance(encoding.shape, Options):
            return [typed(one) for one in distribution.values()].index(typed(value))
        number: Value = encoding.from_value(value)
        return number

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
        for places, inside in self.by_options(hyperparameter.name, values).items():
            shared = inside
            if len(places) > 1:
                chosen = [values[place] for place in places]
                shared = [f"**{self.group(hyperparameter.name, chosen, inside)}"]
            for place in places:
                options[place].extend(shared)
        dictionaries = [f"{{{', '.join(option)}}}" for option in options]
        masses = [distribution.probability(value) for value in values]
        return _choice(label, dictionaries, masses)

    def by_options(self, parent: str, values: list[Value]) -> dict[tuple[int, ...], list[str]]:
        """The entries inside a hyperparameter by the options for which they are active."""
        numbers = {typed(value): number for number, value in enumerate(values)}
        found: dict[tuple[int, ...], list[str]] = {}
        for child in self.inside[parent]:
            active = tuple(numbers[typed(value)] for value in self.places[child.name].values)
            if active:  # else it is never active
                found.setdefault(active, []).append(self.entry(child))
        return found

    def group(self, parent: str, values: list[Value], entries: list[str]) -> str:
        stem = re.sub(r"\W+", "_", parent).strip("_").upper()
        name = f"{stem}_{len(self.groups) + 1}"
        listed = " or ".join(literal(value) for value in values)
        self.groups.append(Group(name, f"Where {literal(parent)} is {listed}.", entries))
        return name


def distribution_text(distribution: Distribution, label: str) -> str:
    """The expression that draws a value; `label` is the text of its name."""
    encoding, call = drawn(distribution, draw, label)
    value = ast.parse(encoding.print_value(DRAWN), mode="eval")
    return ast.unparse(_Delayed().visit(value)).replace(DRAWN, call)


def draw(shape: Drawable, label: str) -> str | None:
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
