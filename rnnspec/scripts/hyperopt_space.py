"""The space as Hyperopt draws it, law for law.

In: a study's space. Out: Python expressions of `hp` for each hyperparameter, nested where options
decide which ones are active, and first points in Hyperopt's own numbers. Hyperopt's own lattices
starve their ends; here every value is a number of steps, drawn from half a step beyond both ends.
"""

import math
import re
from dataclasses import dataclass

from rnnspec.distributions.choice import Choice
from rnnspec.distributions.contract import Distribution
from rnnspec.distributions.lattice import Lattice
from rnnspec.distributions.normal import Normal
from rnnspec.distributions.uniform import Uniform
from rnnspec.scripts.nesting import Position, nest
from rnnspec.scripts.numbers import bound, half_a_step_beyond, number, on_lattice
from rnnspec.scripts.python import literal
from rnnspec.study.space import Configuration, Hyperparameter, Space
from rnnspec.values import Value

HELPERS = ("nearest_step", "truncated_normal", "tidy")
"""The functions that laws may need."""


@dataclass(frozen=True)
class Group:
    """Hyperparameters that several options of one share, as a dictionary of the script."""

    name: str
    comment: str
    entries: tuple[str, ...]


@dataclass(frozen=True)
class HyperoptSpace:
    """The text of a space.

    `entries` are those of `SPACE`, `groups` what they share, `helpers` the functions that the
    laws need, `loose` the hyperparameters whose condition the script has to ask, `nested` tells
    whether proposals hold dictionaries in dictionaries.
    """

    entries: tuple[str, ...]
    groups: tuple[Group, ...]
    helpers: frozenset[str]
    loose: tuple[Hyperparameter, ...]
    nested: bool


def print_space(space: Space) -> HyperoptSpace:
    """The whole space."""
    return _Printer(space, nest(space)).whole()


def first_label(hyperparameter: Hyperparameter, value: Value, encloses: bool) -> float | int:
    """The number by which Hyperopt knows a value; `encloses` tells that others stand inside it."""
    law = hyperparameter.law
    match law:
        case Choice():
            return _index(law, value)
        case Lattice(log=False):
            return _index(law, value)
        case Lattice() if encloses:
            return _index(law, value)
        case Normal(step=None, low=None, high=None) | Uniform() | Lattice():
            assert isinstance(value, int | float)
            return float(value)
        case Normal(step=step, low=None, high=None) if step is not None:
            assert isinstance(value, int | float)
            return round(value / step)
        case Normal():
            assert isinstance(value, int | float)
            return law.cdf(value) - law.probability(value) / 2
    raise AssertionError(law)


def _index(law: Choice | Lattice, value: Value) -> int:
    index = law.index(value)
    assert index is not None
    return index


def first_point(space: Space, values: Configuration) -> dict[str, float | int | None]:
    """A first point in Hyperopt's numbers, None for what it leaves inactive."""
    places = nest(space)
    enclosing = {place.parent for place in places.values()}
    point: dict[str, float | int | None] = {}
    for hyperparameter in space.hyperparameters:
        name = hyperparameter.name
        if name in values:
            point[name] = first_label(hyperparameter, values[name], name in enclosing)
        elif places[name].loose:  # it is drawn all the same
            point[name] = first_label(hyperparameter, hyperparameter.law.median, False)
        else:
            point[name] = None
    return point


class _Printer:
    """A space while it is printed: groups and helpers are found on the way."""

    def __init__(self, space: Space, places: dict[str, Position]) -> None:
        self.space = space
        self.places = places
        self.groups: list[Group] = []
        self.helpers: set[str] = set()
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
            frozenset(self.helpers),
            loose,
            nested=len(self.inside) > 1,
        )

    def entry(self, hyperparameter: Hyperparameter) -> str:
        label = literal(hyperparameter.name)
        if hyperparameter.name in self.inside:
            return f"{label}: {self.enclosing(hyperparameter)}"
        text = law_text(hyperparameter.law, label)
        self.helpers |= {name for name in HELPERS if f"{name}(" in text}
        return f"{label}: {text}"

    def enclosing(self, hyperparameter: Hyperparameter) -> str:
        """A choice whose options are dictionaries: the value, and what is active for it."""
        law, label = hyperparameter.law, literal(hyperparameter.name)
        assert isinstance(law, Choice | Lattice)
        values = list(law.values())
        options = [[f"{label}: {literal(value)}"] for value in values]
        for places, entries in self.by_options(hyperparameter.name, values):
            shared = entries
            if len(places) > 1:
                chosen = [values[place] for place in places]
                shared = [f"**{self.group(hyperparameter.name, chosen, entries)}"]
            for place in places:
                options[place].extend(shared)
        dictionaries = [f"{{{', '.join(option)}}}" for option in options]
        masses = [law.probability(value) for value in values]
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


def law_texts(space: Space) -> dict[str, str]:
    """The expression that draws each hyperparameter, as far as it says how likely each value is."""
    enclosing = {place.parent for place in nest(space).values()}
    return {
        h.name: (
            _enclosing_text(h.law, literal(h.name))
            if h.name in enclosing
            else law_text(h.law, literal(h.name))
        )
        for h in space.hyperparameters
    }


def _enclosing_text(law: Distribution, label: str) -> str:
    assert isinstance(law, Choice | Lattice)
    values = list(law.values())
    return _choice(label, list(map(literal, values)), list(map(law.probability, values)))


def law_text(law: Distribution, label: str) -> str:
    """The expression that draws a value; `label` is the text of its name."""
    match law:
        case Uniform(low, high, log=False):
            return f"hp.uniform({label}, {float(low)}, {float(high)})"
        case Uniform(low, high):
            return f"hp.loguniform({label}, np.log({float(low)}), np.log({float(high)}))"
        case Lattice():
            return _lattice(law, label)
        case Normal():
            return _normal(law, label)
        case Choice(options, ordered=True):
            steps = f"scope.int(hp.quniform({label}, -0.5, {law.size - 0.5}, 1))"
            return f"scope.switch({steps}, {', '.join(map(literal, options))})"
        case Choice(options):
            masses = [law.probability(option) for option in options]
            return _choice(label, [literal(option) for option in options], masses)
    raise AssertionError(law)


def _lattice(law: Lattice, label: str) -> str:
    if not law.log:
        steps = f"scope.int(hp.quniform({label}, -0.5, {law.size - 0.5}, 1))"
        return on_lattice(law.low, law.step, steps, "scope.float")
    low, high = half_a_step_beyond(law)
    drawn = f"hp.loguniform({label}, np.log({low}), np.log({high}))"
    above = f"{drawn} - {literal(law.low)}"
    steps = f"scope.nearest_step({above}, {literal(law.step)}, 0, {law.size - 1})"
    return on_lattice(law.low, law.step, steps, "scope.float")


def _normal(law: Normal, label: str) -> str:
    if law.low is None and law.high is None:
        return _free_normal(law, label)
    low, high = law.support
    half = (law.step or 0) / 2
    ends = ", ".join(bound(end, law.log) for end in (low - half, high + half))
    share = f"hp.uniform({label}, 0.0, 1.0)"
    moments = f"{literal(law.mean)}, {literal(law.deviation)}"
    drawn = f"scope.truncated_normal({share}, {moments}, {ends})"
    drawn = f"scope.exp({drawn})" if law.log else drawn
    if law.step is None:
        return f"scope.tidy({drawn}, {number(low)}, {number(high)})"
    first, last = (
        number(round(end / law.step) if math.isfinite(end) else end) for end in (low, high)
    )
    steps = f"scope.nearest_step({drawn}, {literal(law.step)}, {first}, {last})"
    return on_lattice(0 if law.integral else 0.0, law.step, steps, "scope.float")


def _free_normal(law: Normal, label: str) -> str:
    """A normal law without bounds; one with a step counts steps, so that its unit is a step."""
    kind = "lognormal" if law.log else "normal"
    if law.step is None:
        return f"hp.{kind}({label}, {literal(law.mean)}, {literal(law.deviation)})"
    if law.log:
        mean, deviation = law.mean - math.log(law.step), law.deviation
    else:
        mean, deviation = law.mean / law.step, law.deviation / law.step
    steps = f"scope.int(hp.q{kind}({label}, {literal(mean)}, {literal(deviation)}, 1))"
    return on_lattice(0 if law.integral else 0.0, law.step, steps, "scope.float")


def _choice(label: str, options: list[str], masses: list[float]) -> str:
    if max(masses) - min(masses) < 1e-15:
        return f"hp.choice({label}, [{', '.join(options)}])"
    pairs = (f"({mass!r}, {option})" for mass, option in zip(masses, options, strict=True))
    return f"hp.pchoice({label}, [{', '.join(pairs)}])"
